"""The graph of a service, over its HTTP API and its SPARQL endpoint; standard library only."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from pvgraph import __version__
from pvgraph.client.rows import Rows
from pvgraph.client.source import Filters
from pvgraph.errors import QuestionError, StoreError
from pvgraph.exports.answers import CELLS, FOUND
from pvgraph.store.answer import Answer

_PAGE = 1_000
_RESULTS = "application/sparql-results+json, application/n-triples;q=0.9"
_TRUNCATED = "X-Pvgraph-Truncated"


class Remote:
    """Asks the service at `address` (without final slash), `timeout` seconds at most a request."""

    def __init__(self, address: str, timeout: float) -> None:
        self.address = address
        self.timeout = timeout
        self._seen = ""

    @property
    def release(self) -> str:
        if not self._seen:
            self._seen = self._json("/healthz")["release"]
        return self._seen

    def table(self, name: str, filters: Filters, limit: int | None) -> Rows:
        """Rows of a published table, page after page."""
        size = _PAGE if limit is None else min(limit, _PAGE)
        pairs = [(k, v) for k, values in filters.items() for v in values]
        first = self._json(f"/api/{name}?{urlencode([*pairs, ('limite', size)])}")
        return self._paged(first, limit)

    def question(self, name: str, values: Mapping[str, str]) -> Rows:
        """The answer to a question of the library."""
        first = self._json(f"/api/questions/{name}?{urlencode({**values, 'limite': _PAGE})}")
        return self._paged(first, None)

    def questions(self) -> Rows:
        """The library of questions."""
        return self._rows([self._json("/api/questions")])

    def compare(
        self, rows: str, columns: str, filters: Filters, count: str, debatable: bool
    ) -> Rows:
        """A comparison, one row a cell that is not empty."""
        pairs = [(k, v) for k, values in filters.items() for v in values]
        pairs += [("lignes", rows), ("colonnes", columns), ("compte", count)]
        pairs += [("discutables", "1")] if debatable else []
        cells = self._json(f"/api/comparer?{urlencode(pairs)}")["results"]
        return Rows(CELLS, tuple(cells), len(cells), release=self.release)

    def search(self, words: str, filters: Filters, limit: int) -> Rows:
        """What the texts say of some words, best first."""
        pairs = [(k, v) for k, values in filters.items() for v in values]
        found = self._json(f"/api/recherche?{urlencode([*pairs, ('q', words), ('limite', limit)])}")
        hits = tuple(found["results"])
        return Rows(FOUND, hits, found["total"], found["total"] > len(hits), found["release"])

    def sparql(self, query: str) -> Answer:
        """The answer of the service's endpoint, within its limits."""
        body = urlencode({"query": query}).encode()
        request = Request(f"{self.address}/sparql", body, {"Accept": _RESULTS})
        content, headers = self._send(request)
        truncated = _TRUNCATED in headers
        if "n-triples" in headers.get("Content-Type", ""):
            return Answer("graph", content, truncated)
        kind = "ask" if "boolean" in json.loads(content) else "select"
        return Answer(kind, content, truncated)

    def _paged(self, first: dict, limit: int | None) -> Rows:
        pages = list(self._pages(first, limit))
        found = self._rows(pages)
        if limit is None or len(found) <= limit:
            return found
        return Rows(found.columns, found.rows[:limit], found.total, True, found.release)

    def _pages(self, page: dict, limit: int | None) -> Iterator[dict]:
        """Every page until there are `limit` rows."""
        rows = 0
        while True:
            yield page
            rows += len(page["results"])
            following = page.get("next")
            if not following or (limit is not None and rows >= limit):
                return
            # The service knows itself by its public address; stay at the one we were given.
            place = following[following.index("/api/") :]
            page = self._json(place)

    def _rows(self, pages: list[dict]) -> Rows:
        rows = tuple(row for page in pages for row in page["results"])
        columns = tuple(pages[0].get("columns") or (rows[0] if rows else ()))
        total = pages[-1].get("total")  # null while a service still counts a large answer
        total = len(rows) if total is None else total
        return Rows(columns, rows, total, total > len(rows), pages[0].get("release", ""))

    def _json(self, path: str) -> dict:
        request = Request(self.address + path, headers={"Accept": "application/json"})
        return json.loads(self._send(request)[0])

    def _send(self, request: Request) -> tuple[bytes, Mapping[str, str]]:
        """The body and headers of the answer.

        Raises:
            QuestionError: the service refuses what was asked, in its words.
            StoreError: no service there, or it fails.
        """
        request.add_header("User-Agent", f"pvgraph/{__version__}")
        try:
            with urlopen(request, timeout=self.timeout) as answer:
                return answer.read(), answer.headers
        except HTTPError as error:
            words = _words(error.read())
            if HTTPStatus.BAD_REQUEST <= error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise QuestionError(words or f"{request.full_url}: {error}") from error
            raise StoreError(f"{self.address}: {words or error}") from error
        except (URLError, TimeoutError) as error:
            reason = getattr(error, "reason", error)
            raise StoreError(f"{self.address}: pas de réponse ({reason})") from error


def _words(content: bytes) -> str:
    text = content.decode("utf-8", "replace").strip()
    try:
        return json.loads(text)["detail"]
    except (ValueError, KeyError, TypeError):
        return text
