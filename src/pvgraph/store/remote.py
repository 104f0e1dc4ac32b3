"""Any SPARQL 1.1 endpoint as the engine: a job in, an answer out, over HTTP.

Rows are asked for in SPARQL JSON and triples in N-Triples or Turtle, which every engine writes;
other formats are written here from those. What engines do differently is in `dialect`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from io import BytesIO
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import Request, urlopen

from pyoxigraph import RdfFormat, Triple, parse, serialize

from pvgraph.store import dialect, formats, guard
from pvgraph.store.answer import Answer
from pvgraph.store.job import BadQuery, Busy, Crashed, Job, Overrun, Term

TIMEOUT = 30.0
"""Seconds for an answer, where nothing else is asked for."""
_JSON = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_LONGEST = 300
"""Characters of an engine's complaint that are passed on."""


@dataclass(frozen=True)
class Remote:
    """The endpoint at `url`.

    Its query part says what every request is asked with: `?default-graph-uri=…` names the graph
    that stands for the default one, on engines that have none.
    """

    url: str
    timeout: float = TIMEOUT

    def query(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Answer:
        """The answer to `sparql`, each variable of `bindings` having that value.

        Raises:
            BadQuery: the endpoint refuses the query.
            Unanswered: it did not answer in time, or not at all.
        """
        return self.run(Job(sparql, bindings or {}))

    def verbatim(self, sparql: str) -> Answer:
        """The answer to a query sent as it is, for what only some engines understand.

        Raises:
            BadQuery, Unanswered: as for `query`.
        """
        _, body = self._send([("query", sparql), *self._always()], _JSON)
        kind = guard.read(sparql).kind
        return Answer(kind, _rows(body, sparql, kind))

    def run(self, job: Job) -> Answer:
        """The whole answer to a job; rows in SPARQL JSON, triples in N-Triples.

        Raises:
            BadQuery, Unanswered: as for `query`.
        """
        kind = guard.read(job.sparql).kind
        accept = _TRIPLES if kind == "graph" else _JSON
        content_type, body = self._post(job, accept)
        if kind == "graph":
            return Answer(kind, _ntriples(content_type, body))
        return Answer(kind, _rows(body, job.sparql, kind))

    def write(self, job: Job, out: BytesIO) -> str:
        """Write the answer to `out` (anything with `write(bytes)`) and return its kind.

        Raises:
            BadQuery, Unanswered: as for `query`.
        """
        answer = self.run(job)
        format = formats.by_name(job.graph if answer.kind == "graph" else job.rows)
        plain = format.name in ("json", "nt")
        out.write(answer.body if plain else answer.serialize(format))
        return answer.kind

    def _post(self, job: Job, accept: str) -> tuple[str, bytes]:
        fields = [("query", dialect.bound(job.sparql, job.bindings))]
        if job.default_graphs is None:
            return self._send(fields + self._dataset(job.sparql), accept)
        fields += [("default-graph-uri", graph) for graph in job.default_graphs]
        fields += [("named-graph-uri", graph) for graph in job.named_graphs or ()]
        return self._send(fields, accept)

    def _dataset(self, sparql: str) -> list[tuple[str, str]]:
        """The dataset of a query that names none: the endpoint's own, or that of our address."""
        fields = self._always()
        if any(name == "default-graph-uri" for name, _ in fields):
            fields += [("named-graph-uri", graph) for graph in dialect.named_graphs(sparql)]
        return fields

    def _always(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.url).query)

    def _send(self, fields: list[tuple[str, str]], accept: str) -> tuple[str, bytes]:
        headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        address = urlsplit(self.url)._replace(query="").geturl()
        request = Request(address, urlencode(fields).encode(), headers, method="POST")
        try:
            with urlopen(request, timeout=self.timeout) as answer:
                return answer.headers.get_content_type(), answer.read()
        except HTTPError as error:
            raise _refusal(error) from error
        except TimeoutError as error:
            raise Overrun(f"{self.url} : pas de réponse en {self.timeout:g} s") from error
        except (URLError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise Overrun(f"{self.url} : pas de réponse en {self.timeout:g} s") from error
            raise Crashed(f"{self.url} : injoignable ({reason})") from error


def _refusal(error: HTTPError) -> Exception:
    said = " ".join(error.read(4096).decode("utf-8", "replace").split())[:_LONGEST]
    if error.code in (429, 503):
        return Busy(f"le magasin distant est occupé ({error.code})")
    if error.code < 500 or "syntax" in said.lower():
        return BadQuery(f"refusée par le magasin distant ({error.code}) : {said}")
    return Crashed(f"le magasin distant a échoué ({error.code}) : {said}")


def _rows(body: bytes, sparql: str, kind: str) -> bytes:
    try:
        return dialect.standard_rows(json.loads(body), sparql, kind)
    except (ValueError, KeyError, TypeError) as error:
        raise Crashed(f"réponse illisible du magasin distant ({error})") from error


def _ntriples(content_type: str, body: bytes) -> bytes:
    """Triples in N-Triples, each once, whatever the endpoint wrote them in."""
    format = RdfFormat.from_media_type(content_type) or RdfFormat.TURTLE
    try:
        said = (quad.triple for quad in parse(body, format))
        triples = dict.fromkeys(
            Triple(t.subject, t.predicate, dialect.standard_term(t.object)) for t in said
        )
    except (SyntaxError, ValueError) as error:
        raise Crashed(f"réponse illisible du magasin distant ({error})") from error
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
