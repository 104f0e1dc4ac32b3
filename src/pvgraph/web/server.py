"""uvicorn with patience: deadlines for those who trickle, limits for those who shout.

uvicorn itself never drops a client that has not finished its headers or its body; a few hundred
such clients would take every descriptor. Each connection here has so many seconds for its headers,
as many for its body, and `READING` to take what is sent to it.
"""

import asyncio
import gc
import math
import resource
import socket
from functools import partial
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from pvgraph.web import shortcut
from pvgraph.web.app import Service
from pvgraph.web.corked import Corked
from pvgraph.web.express import Express, Ride
from pvgraph.web.pool import Pool

READING = 60.0
_SWEEP = 0.25
MAX_HEADERS = 64 * 2**10
#: What a refused client may still send before it is cut, so that it can read why.
MAX_DISCARDED = 32 * 2**20
DRAIN = 15
_GARBAGE = 10_000
"""Objects made and not yet gone between two looks for cycles among them."""
_TOO_LARGE = """HTTP/1.1 {status}\r
connection: close\r
content-type: text/plain; charset=utf-8\r
content-length: {length}\r
\r
{words}"""


def _too_large(status: str, what: str) -> bytes:
    words = f"{what} de plus de 64 Kio : utilisez POST (over 64 KiB: use POST)\n"
    length = len(words.encode())
    return _TOO_LARGE.format(status=status, length=length, words=words).encode()


_LONG_ADDRESS = _too_large("414 URI Too Long", "adresse")
_LONG_HEADERS = _too_large("431 Request Header Fields Too Large", "en-têtes")


class PatientProtocol(HttpToolsProtocol):
    """An HTTP connection that waits `patience` seconds for each step of its client.

    One sweep a few times a second looks at every connection: cheaper than a timer a request.
    """

    patience = 10.0
    _idle_until = math.inf
    express: Express | None = None
    _ride: Ride | None = None
    _fresh = False
    _sweeping = False
    _until = math.inf
    _read_until = math.inf
    _in_headers = True
    _in_body = False
    _header_bytes = 0
    _discarded = 0
    _refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        connection = cast(asyncio.Transport, transport)
        super().connection_made(connection)
        self._corked = Corked(connection, self.loop, lambda: self._in_body)
        self.transport = cast(asyncio.Transport, self._corked)
        self._wait()
        kind = type(self)
        if not kind._sweeping:
            kind._sweeping = True
            self.loop.call_later(_SWEEP, kind._sweep, self.loop, self.connections)

    @classmethod
    def _sweep(cls, loop: asyncio.AbstractEventLoop, connections: set) -> None:
        """Cut the connections whose time is over."""
        now = loop.time()
        for connection in list(connections):
            if min(connection._until, connection._read_until) < now:
                connection.transport.abort()
            elif connection._idle_until < now:
                connection.transport.close()
        loop.call_later(_SWEEP, cls._sweep, loop, connections)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if self._in_headers:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._in_headers and self._header_bytes > MAX_HEADERS:
            self._refuse()

    def _refuse(self) -> None:
        """Say what is too long; listen no more."""
        if self._refused:
            return
        self._refused = True
        self.transport.write(_LONG_ADDRESS if len(self.url) > MAX_HEADERS / 2 else _LONG_HEADERS)
        # Closing at once on unread data would reset the connection before the words arrive.
        self.loop.call_later(1, self.transport.close)

    def send_400_response(self, msg: str) -> None:
        # The parser itself gives up on an address that is too long.
        if self._in_headers and self._header_bytes > MAX_HEADERS:
            self._refuse()
        else:
            super().send_400_response(msg)

    def on_response_complete(self) -> None:
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        self._idle_until = self.loop.time() + self.timeout_keep_alive

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._idle_until = math.inf
        self._in_headers = True
        self._discarded = 0
        self._wait()

    def on_headers_complete(self) -> None:
        # An answer given at once must not begin the next one of those that wait behind it: from
        # one to the next, a thousand short requests would be a thousand calls deep.
        self._fresh = True
        super().on_headers_complete()
        self._fresh = False
        self._in_headers = False
        self._in_body = True
        self._header_bytes = 0
        self._wait()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGIApp) -> None:
        sender = shortcut.Shortcut(cycle, self.flow, self._corked)
        go_on = partial(super()._start_asgi_task, cycle)
        if self._fresh and self.express is not None:
            self._ride = self.express.take(cycle, sender, go_on)
            if self._ride is not None:
                return
        cast(dict, cycle.scope)["extensions"] = {shortcut.NAME: sender}
        go_on(app)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._ride is not None:
            self._ride.left()

    def on_body(self, body: bytes) -> None:
        if self.cycle.response_complete:
            self._discarded += len(body)
            if self._discarded > MAX_DISCARDED:
                self.transport.close()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._until = math.inf
        self._in_body = False
        super().on_message_complete()

    def pause_writing(self) -> None:
        self._read_until = self.loop.time() + READING
        super().pause_writing()

    def resume_writing(self) -> None:
        self._read_until = math.inf
        super().resume_writing()

    def _wait(self) -> None:
        """From now, `patience` seconds for the next step."""
        self._until = self.loop.time() + self.patience


def raise_descriptors() -> None:
    """As many open connections as the system lets this process have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else hard
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def run(service: Service, listener: socket.socket, proxies: str, patience: float) -> None:
    """Serve until SIGTERM or Ctrl-C, then let what runs finish, `DRAIN` seconds at most.

    `proxies` are the addresses whose X-Forwarded-* headers are believed, with commas between;
    `patience` is in seconds.

    Raises:
        StoreError: the graph cannot be loaded.
    """
    raise_descriptors()
    pool = service.context.runner
    express = Express(service, pool, proxies) if isinstance(pool, Pool) else None
    chosen = {"patience": patience, "express": express}
    config = uvicorn.Config(
        service,
        http=type("Patient", (PatientProtocol,), chosen),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=DRAIN,
    )

    async def serve() -> None:
        await service.context.runner.start()
        # What is loaded stays: looking through it again for garbage took a seventh of the time.
        gc.collect()
        gc.freeze()
        gc.enable()
        gc.set_threshold(_GARBAGE, 20, 50)
        await uvicorn.Server(config).serve(sockets=[listener])

    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(serve())
