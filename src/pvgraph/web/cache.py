"""Whole answers ready to be sent, and a bounded cache of them."""

from collections import OrderedDict
from collections.abc import Set

from starlette.types import Scope, Send

from pvgraph.web import shortcut
from pvgraph.web.metrics import CACHE


class Ready:
    """An answer as it leaves: its headers as they are sent, and its bytes in the pieces in which
    they came.

    `length` is that of the pieces; `names` are those of its headers, where they may be others than
    the service gives to every answer.
    """

    __slots__ = ("head", "length", "names", "pieces")

    def __init__(
        self, head: bytes, pieces: tuple[bytes, ...], length: int, names: Set[bytes] = frozenset()
    ) -> None:
        self.head = head
        self.pieces = pieces
        self.length = length
        self.names = names

    @classmethod
    def of(cls, headers: list[tuple[bytes, bytes]], pieces: tuple[bytes, ...]) -> "Ready":
        """The answer with these headers, and its length if they do not say it."""
        length = sum(map(len, pieces))
        names = {name for name, _ in headers}
        if b"content-length" not in names:
            headers = [*headers, (b"content-length", b"%d" % length)]
        return cls(shortcut.rendered(headers), pieces, length, names)

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """Names and values."""
        pairs = (line.partition(b": ") for line in self.head.split(b"\r\n") if line)
        return [(name, value) for name, _, value in pairs]

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
            CACHE.yes += 1
            self._kept.move_to_end(key)
        return ready

    def put(self, key: tuple[str, str], ready: Ready) -> None:
        """Keep an answer that had to be made, unless it is too big."""
        CACHE.no += 1
        if ready.size > self.limit // 8 or key in self._kept:
            return
        self._kept[key] = ready
        self.size += ready.size
        while self.size > self.limit:
            _, oldest = self._kept.popitem(last=False)
            self.size -= oldest.size
