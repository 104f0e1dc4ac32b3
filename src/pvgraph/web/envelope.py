"""What surrounds every answer: its release, request id, safety headers, CORS, log and counters.

Plain ASGI: it costs a few microseconds, and holds for `/sparql`, pages and errors alike.
"""

import json
import re
import secrets
import time
from itertools import count

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pvgraph.web import bases, shortcut
from pvgraph.web.cache import Ready
from pvgraph.web.context import Context
from pvgraph.web.journal import Journal, quoted
from pvgraph.web.metrics import REQUESTS
from pvgraph.web.rate import Rate
from pvgraph.web.unread import Unread

#: Nothing runs or loads but what this service itself serves; nobody frames it.
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_FIXED = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, Retry-After, X-Request-Id, X-Pvgraph-Release, X-Pvgraph-Truncated",
    ),
]
_FIXED_NAMES = frozenset(name for name, _ in _FIXED)
_FIXED_HEAD = shortcut.rendered(_FIXED)
#: Request ids: this run's own letters, then a number.
_RUN = secrets.token_hex(4).encode()
_NUMBERS = count(1)
#: Where the ASGI scope holds the query of a POST.
POSTED = "pvgraph.query"
_PROBES = ("/healthz", "/readyz")
_REQUEST_ID = re.compile(rb"[\w.:-]{8,64}")


def _next_id() -> bytes:
    return b"%s%08x" % (_RUN, next(_NUMBERS))


class Envelope:
    """Wraps the application; see the module."""

    def __init__(self, app: ASGIApp, context: Context, families: frozenset[str]) -> None:
        self.app = app
        self.context = context
        self.families = families
        self.rate = Rate(context.settings.rate)
        self.journal = Journal(context.settings.access_log)
        prefix = context.settings.path
        self.probes = {*_PROBES, *(prefix + path for path in _PROBES)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            self.journal.flush()
            return
        visit = Visit(scope, send, self, self.context.release.id)
        with self.context.runner.pinned(), bases.serving(self.context.release):
            try:
                await self._admitted(scope)(scope, receive, visit.send)
            finally:
                visit.close()

    def unread(self, fault: Unread, client: str, own: list[tuple[bytes, bytes]]) -> bytes:
        """The answer to what never became a request, counted and logged as any other, with the
        server's `own` headers; the connection closes after it."""
        id, words = _next_id(), (fault.words + "\n").encode()
        REQUESTS.count("autre", "autre", fault.status, 0.0)
        if self.journal.on:
            said = {"id": id.decode(), "client": client, "status": fault.status}
            self.journal.write(json.dumps(said, ensure_ascii=False))
        headers = (
            *own,
            (b"connection", b"close"),
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(words)),
            *_FIXED,
            (b"x-request-id", id),
            (b"x-pvgraph-release", self.context.release.id.encode()),
        )
        line = f"HTTP/1.1 {fault.status} {fault.reason}\r\n".encode()
        return line + shortcut.rendered(headers) + b"\r\n" + words

    def _admitted(self, scope: Scope) -> ASGIApp:
        """The application, or a refusal for a client that asks too often; what watches over the
        service may ask as often as it likes."""
        client = scope.get("client")
        if scope["path"] in self.probes:
            return self.app
        wait = self.rate.wait(client[0] if client else "")
        if not wait:
            return self.app
        words = f"trop de requêtes : attendez {wait} s (too many requests: wait {wait} s)\n"
        return PlainTextResponse(words, 429, {"Retry-After": str(wait)})


class Visit:
    """One request on its way: adds the headers, remembers what to log."""

    __slots__ = (
        "direct", "envelope", "id", "release", "scope", "send_on", "sent", "started", "status",
    )  # fmt: skip

    def __init__(self, scope: Scope, send: Send, envelope: Envelope, release: str) -> None:
        given = b""
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                given = value
        self.id = given if _REQUEST_ID.fullmatch(given) else _next_id()
        self.scope = scope
        self.send_on = send
        self.envelope = envelope
        self.started = time.perf_counter()
        self.status = 0
        self.sent = 0
        self.release = release
        extensions = scope.get("extensions", {})
        self.direct = extensions.get(shortcut.NAME)
        if self.direct is not None:
            extensions[shortcut.NAME] = self.send_ready

    def send_ready(self, ready: Ready) -> bool:
        """Send a whole answer in one call; False where it has to go the usual way."""
        if not ready.names.isdisjoint(_FIXED_NAMES):
            return False
        head = (
            b"%s%sx-request-id: %s\r\nx-pvgraph-release: %s\r\n"
            % (ready.head, _FIXED_HEAD, self.id, self.release.encode())
        )  # fmt: skip
        if not self.direct(head, ready.pieces, ready.length):
            return False
        self.status, self.sent = 200, ready.length
        return True

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = message.get("headers", ())
            present = {k for k, _ in headers}
            fixed = _FIXED
            if not present.isdisjoint(_FIXED_NAMES):
                fixed = [h for h in _FIXED if h[0] not in present]
            message["headers"] = [
                *headers,
                *fixed,
                (b"x-request-id", self.id),
                (b"x-pvgraph-release", self.release.encode()),
            ]
        else:
            self.sent += len(message.get("body", b""))
        await self.send_on(message)

    def close(self) -> None:
        """Count and log the request; the query's text only where the operator asked for it."""
        seconds = time.perf_counter() - self.started
        scope, envelope = self.scope, self.envelope
        first = scope["path"].split("/", 2)[1:2]
        family = first[0] if first and first[0] in envelope.families else "autre"
        REQUESTS.count(family, scope["method"], self.status, seconds)
        if envelope.journal.on:
            envelope.journal.write(self._line(seconds))

    def _line(self, seconds: float) -> str:
        """The request as a line of the log, which is a JSON object."""
        scope, client = self.scope, self.scope.get("client")
        line = (
            f'{{"id": "{self.id.decode()}", "client": {quoted(client[0] if client else "")}, '
            f'"method": {quoted(scope["method"])}, "path": {quoted(scope["path"])}, '
            f'"status": {self.status}, "bytes": {self.sent}, "ms": {seconds * 1000:.1f}, '
            f'"release": {quoted(self.release)}'
        )
        if self.envelope.context.settings.log_queries:
            query = scope.get(POSTED) or scope["query_string"].decode("latin-1")
            line += f', "query": {quoted(query)}'
        return line + "}"
