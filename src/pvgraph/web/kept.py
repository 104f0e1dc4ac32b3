"""Pages and answers of the API kept whole: asked again in one release they cost what ready bytes
cost.

They are the same for everyone: what is asked is in the address, the language too. Their tag lets
a browser that comes back receive 304.
"""

import hashlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pvgraph.web.cache import Cache, Ready
from pvgraph.web.context import Context

_LIMIT = 32 * 2**20
"""Bytes of pages kept."""
_NEGOTIATED = (b"accept", b"accept-encoding")
_LONGEST = 4096
_API = "/api/"


class Kept:
    """Wraps the application of the pages; see the module."""

    def __init__(self, app: ASGIApp, context: Context) -> None:
        self.app = app
        self.context = context
        self.cache = Cache(_LIMIT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        asked = [scope["path"].encode(), scope["query_string"]]
        asked += [headers.get(name, b"") for name in _NEGOTIATED]
        key = (self.context.release.id, "\n".join(a.decode("latin-1") for a in asked))
        known = headers.get(b"if-none-match", b"")
        ready = self.cache.get(key) if len(key[1]) < _LONGEST else None
        if ready is not None:
            await self._send(ready, known, scope, send)
            return
        gathered = _Gathered(send, scope["path"].startswith(_API))
        await self.app(scope, receive, gathered.take)
        if gathered.page is None:
            return
        if len(key[1]) < _LONGEST:
            self.cache.put(key, gathered.page)
        await self._send(gathered.page, known, scope, send)

    async def _send(self, ready: Ready, known: bytes, scope: Scope, send: Send) -> None:
        tag = next(value for name, value in ready.headers if name == b"etag")
        if tag not in known:
            await ready(scope, send)
            return
        kept = [(n, v) for n, v in ready.headers if n not in (b"content-length", b"content-type")]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})


class _Gathered:
    """Holds back a page, or an answer of the API, with its tag; lets every other through as it
    comes."""

    def __init__(self, send: Send, api: bool) -> None:
        self.send = send
        self._api = api
        self.page: Ready | None = None
        self._start: Message | None = None
        self._pieces: list[bytes] = []

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start" and self._whole(message):
            self._start = message
        elif self._start is None:
            await self.send(message)
        else:
            self._pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                headers = self._start["headers"]
                if not self._api:
                    digest = hashlib.sha256(b"".join(self._pieces)).hexdigest()[:20]
                    headers = [*headers, (b"etag", f'"{digest}"'.encode())]
                self.page = Ready.of(headers, tuple(self._pieces))

    def _whole(self, start: Message) -> bool:
        """Whether it is a whole HTML page without a tag of its own, or the API's with one, that
        the next visitor may see too."""
        headers = dict(start["headers"])
        html = headers.get(b"content-type", b"").startswith(b"text/html")
        if start["status"] != 200 or headers.get(b"cache-control") == b"no-store":
            return False
        return (b"etag" in headers) == self._api and (html or self._api)
