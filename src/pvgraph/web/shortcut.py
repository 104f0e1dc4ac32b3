"""A short answer sent in one call, its head rendered ahead.

uvicorn checks every header of every answer, by two regular expressions each; where finding the
answer takes less than a millisecond, that is a fifth of what it costs. The headers given here are
the service's own. Whatever is unusual (HEAD, a client that closes, reads slowly or waits for
100-continue, a long answer) goes the usual way.
"""

from collections.abc import Iterable
from functools import lru_cache

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from pvgraph.web.corked import Corked

#: The ASGI extension under which a request finds its shortcut.
NAME = "pvgraph.shortcut"
_LIMIT = 2**18
_OK = b"HTTP/1.1 200 OK\r\n"


@lru_cache(maxsize=4)
def _default(headers: tuple[tuple[bytes, bytes], ...]) -> bytes:
    """The server's own headers, which change once a second."""
    return _OK + rendered(headers)


def rendered(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """The headers as they are sent."""
    return b"".join([b"%s: %s\r\n" % header for header in headers])


class Shortcut:
    """Sends the answer to one request, with status 200."""

    __slots__ = ("_cycle", "_flow", "_transport")

    def __init__(self, cycle: RequestResponseCycle, flow: FlowControl, transport: Corked) -> None:
        self._cycle = cycle
        self._flow = flow
        self._transport = transport

    def __call__(self, head: bytes, pieces: tuple[bytes, ...], size: int) -> bool:
        """Send `head` (rendered headers, the length among them) and `size` bytes of `pieces`.

        Gives False, with nothing sent, where the answer has to go the usual way.
        """
        cycle = self._cycle
        if (
            size > _LIMIT
            or cycle.scope["method"] != "GET"
            or not cycle.keep_alive
            or cycle.response_started
            or cycle.disconnected
            or cycle.waiting_for_100_continue
            or self._flow.write_paused
        ):
            return False
        own = _default(tuple(cycle.default_headers))
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        self._transport.write_whole((own, head, b"\r\n", *pieces))
        cycle.on_response()
        return True
