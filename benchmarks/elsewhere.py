"""Everything that the service answers, on its own engine and on another one: same or not, how fast.

    python benchmarks/elsewhere.py http://127.0.0.1:7200/repositories/contrats --store build

The endpoint must have been loaded with that release (docs/scale.md). Each question is asked of both
with its first values, each page of both servers, and a line says where the answers differ.
"""

import contextlib
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import click

from pvgraph.errors import PvgraphError
from pvgraph.questions import Questions
from pvgraph.store.address import open_engine
from pvgraph.store.capabilities import probe
from pvgraph.store.remote import Remote

PAGES = (
    "/", "/questions", "/comparer", "/comparer?lignes=acteur&colonnes=theme&role=porteur",
    "/comparer/silences", "/comparer/face-a-face", "/contrats", "/acteurs", "/themes",
    "/engagements", "/images", "/composer", "/qualite", "/validation", "/donnees", "/def",
    "/recherche?q=emploi", "/api/comparer?lignes=theme&colonnes=contrat",
    "/api/recherche?q=emploi", "/api/questions", "/api/mesures?limite=5", "/catalog.ttl",
)  # fmt: skip
KINDS = ("Contrat", "Acteur", "Mesure", "Engagement", "Dispositif", "Theme", "Territoire", "Axe")
ONE = "SELECT ?s {{ ?s a <https://w3id.org/pvgraph/def#{}> }} ORDER BY ?s LIMIT 1"
SPARQL = (
    "SELECT (COUNT(*) AS ?n) { ?m a <https://w3id.org/pvgraph/def#Mesure> }",
    "SELECT ?l { ?c a <https://w3id.org/pvgraph/def#Contrat> ; "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?l",
    "ASK { GRAPH ?g { ?c a <https://w3id.org/pvgraph/def#Contrat> } }",
)
_PASSING = re.compile(rb'"(uptime|workers|generation)[^}]*|nonce="[^"]*"|\d+(,\d+)? ?ms')


@click.command()
@click.argument("url")
@click.option("--store", type=click.Path(path_type=Path), default=Path("build"))
@click.option("--timeout", default=60.0, help="Seconds for an answer of the endpoint.")
def main(url: str, store: Path, timeout: float) -> None:
    """Compare the endpoint at URL with the project's own engine."""
    remote = Remote(url, timeout)
    for line in probe(remote):
        click.echo(f"manque      {line}")
    questions(store, remote)
    with served(str(store)) as here, served(url, "--files", str(store)) as there:
        pages(store, here, there)


def questions(store: Path, remote: Remote) -> None:
    """Every question on both."""
    here = open_engine(store)
    for name, question in sorted(Questions.load().items()):
        bindings = question.bind({})
        ours, our_ms = timed(lambda q=question, b=bindings: here.query(q.sparql, b))
        theirs, their_ms = timed(lambda q=question, b=bindings: remote.query(q.sparql, b))
        told("question", name, _rows(ours), _rows(theirs), our_ms, their_ms)


def _rows(answer: object) -> object:
    return sorted(map(str, answer.rows)) if hasattr(answer, "rows") else answer


def pages(store: Path, here: str, there: str) -> None:
    """Every kind of page, and /sparql, on both servers."""
    engine = open_engine(store)
    paths = list(PAGES)
    for kind in KINDS:
        for row in engine.query(ONE.format(kind)).rows:
            name = row[0].value.partition("/id/")[2]
            paths += [f"/id/{name}.html", f"/id/{name}.ttl"]
    paths += [f"/questions/{name}" for name in sorted(Questions.load())]
    paths += [f"/sparql?query={quote(sparql)}" for sparql in SPARQL]
    for path in paths:
        ours, our_ms = timed(lambda p=path: fetched(here, p))
        theirs, their_ms = timed(lambda p=path: fetched(there, p))
        told("page", path, ours, theirs, our_ms, their_ms)


def fetched(server: str, path: str) -> object:
    """Status and body, less the server's own address and what passes."""
    try:
        with urlopen(Request(server + path, headers={"Accept": "*/*"}), timeout=120) as answer:
            body = answer.read()
            return answer.status, _PASSING.sub(b"", body.replace(server.encode(), b""))
    except HTTPError as error:
        return error.code, error.read()[:200]


def told(
    what: str, name: str, ours: object, theirs: object, our_ms: float, their_ms: float
) -> None:
    """One line: the same, or what differs."""
    verdict = "pareil" if ours == theirs else "DIFFÈRE"
    click.echo(f"{verdict:<8}{what} {name}  {our_ms:.0f} ms, là-bas {their_ms:.0f} ms")
    if ours != theirs:
        click.echo(f"        {_short(ours)}\n        {_short(theirs)}")


def _short(found: object) -> str:
    return str(found)[:160]


def timed(work: Callable[[], object]) -> tuple[object, float]:
    """What the work gives (or its error, in words), and milliseconds."""
    begin = time.perf_counter()
    try:
        found = work()
    except PvgraphError as error:
        found = f"{type(error).__name__}: {error}"
    return found, (time.perf_counter() - begin) * 1000


@contextlib.contextmanager
def served(store: str, *options: str) -> Iterator[str]:
    """The address of a server of `store`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "pvgraph", "serve", "--port", str(port), "--store", store]
    process = subprocess.Popen(
        [*command, "--no-access-log", "--timeout", "60", *options], stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            with contextlib.suppress(OSError):
                urlopen(f"{url}/readyz", timeout=5).close()
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
