"""A connection that sends what belongs together in one call."""

import asyncio
from collections.abc import Callable

LINGER = 2.0
"""Seconds that a refused client may go on sending."""
_HEAD = b"HTTP/1.1 "
_JOINED = 2**16
"""Bytes up to which copying an answer together costs less than sending it in parts."""


def _yes() -> bool:
    return True


class Corked:
    """A transport that sends the head of an answer together with its first bytes, in one call."""

    def __init__(
        self,
        transport: asyncio.Transport,
        loop: asyncio.AbstractEventLoop,
        is_sending: Callable[[], bool],
    ) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""
        self._is_sending = is_sending
        self._lingers = False
        self.is_closing: Callable[[], bool] = transport.is_closing

    def write(self, data: bytes) -> None:
        if self._lingers:  # what was asked behind the last answer
            return
        if self._head:
            head, self._head = self._head, b""
            self._transport.writelines((head, data))
        elif data.startswith(_HEAD):
            self._head = data
            self._loop.call_soon(self.flush)
        else:
            self._transport.write(data)

    def write_whole(self, parts: tuple[bytes, ...]) -> None:
        """Send a whole answer."""
        self.flush()
        if sum(map(len, parts)) <= _JOINED:
            self._transport.write(b"".join(parts))
        else:
            self._transport.writelines(parts)

    def flush(self) -> None:
        """Send a head that no byte has followed."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)

    def close(self) -> None:
        """Close; where the client is still sending, listen to it a little: closing at once on
        unread data would reset the connection before it has read the answer."""
        self.flush()
        if self._is_sending() and not self._lingers and self._transport.can_write_eof():
            self._lingers = True
            self.is_closing = _yes
            self._transport.write_eof()
            self._loop.call_later(LINGER, self._transport.close)
            return
        self._transport.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)
