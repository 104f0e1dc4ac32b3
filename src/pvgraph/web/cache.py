"""Whole answers ready to be sent, and a bounded cache of them."""

from collections import OrderedDict

from starlette.types import Scope, Send

from pvgraph.web import shortcut
from pvgraph.web.metrics import CACHE

_FOUND = {True: CACHE.labels("yes"), False: CACHE.labels("no")}


class Ready:
    """An answer as it leaves: its headers, and its bytes in the pieces in which they came.

    `length` is that of the pieces, `head` the headers as they are sent, `names` theirs.
    """

    __slots__ = ("head", "headers", "length", "names", "pieces")

    def __init__(self, headers: list[tuple[bytes, bytes]], pieces: tuple[bytes, ...]) -> None:
        self.pieces = pieces
        self.length = sum(map(len, pieces))
        self.names = {name for name, _ in headers}
        if b"content-length" not in self.names:
            headers = [*headers, (b"content-length", b"%d" % self.length)]
        self.headers = headers
        self.head = shortcut.rendered(headers)

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about."""
        return self.length + 2048

    async def __call__(self, scope: Scope, send: Send) -> None:
        """Send it; to a HEAD, without its bytes."""
        direct = scope.get("extensions", {}).get(shortcut.NAME)
        if direct is not None and direct(self):
            return
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        pieces = self.pieces if scope["method"] != "HEAD" and self.pieces else (b"",)
        for piece in pieces[:-1]:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": pieces[-1]})


class Cache:
    """Answers by name, at most `limit` bytes of them, the least recently asked thrown out first;
    one answer may take an eighth of that."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._kept: OrderedDict[tuple[str, str], Ready] = OrderedDict()

    def get(self, key: tuple[str, str]) -> Ready | None:
        """The answer kept under `key`."""
        ready = self._kept.get(key)
        if ready is not None:
            _FOUND[True].inc()
            self._kept.move_to_end(key)
        return ready

    def put(self, key: tuple[str, str], ready: Ready) -> None:
        """Keep an answer that had to be made, unless it is too big."""
        _FOUND[False].inc()
        if ready.size > self.limit // 8 or key in self._kept:
            return
        self._kept[key] = ready
        self.size += ready.size
        while self.size > self.limit:
            _, oldest = self._kept.popitem(last=False)
            self.size -= oldest.size
