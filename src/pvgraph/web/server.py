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

from pvgraph.web import shortcut, unread
from pvgraph.web.app import Service
from pvgraph.web.corked import Corked
from pvgraph.web.envelope import Envelope
from pvgraph.web.express import Express, Ride
from pvgraph.web.pool import Pool
from pvgraph.web.unread import MAX_HEADERS, Unread

READING = 60.0
_SWEEP = 0.25
#: What a refused client may still send before it is cut, so that it can read why.
MAX_DISCARDED = 32 * 2**20
DRAIN = 15
_GARBAGE = 10_000
"""Objects made and not yet gone between two looks for cycles among them."""


class PatientProtocol(HttpToolsProtocol):
    """An HTTP connection that waits `patience` seconds for each step of its client.

    One sweep a few times a second looks at every connection: cheaper than a timer a request.
    """

    patience = 10.0
    envelope: Envelope
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
    _fault: Unread | None = None
    _refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        connection = cast(asyncio.Transport, transport)
        super().connection_made(connection)
        self._corked = Corked(connection, self.loop, lambda: self._in_body or self._refused)
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
                connection._give_up()
            elif connection._idle_until < now:
                connection.transport.close()
        loop.call_later(_SWEEP, cls._sweep, loop, connections)

    def _give_up(self) -> None:
        """Cut a client that takes too long: it is told so where it had begun to ask."""
        waits = self._header_bytes if self._in_headers else not self.cycle.response_started
        if self._until < self.loop.time() and waits and not self._refused:
            self._refuse(unread.LATE)
        else:  # the next sweep comes here, whether the words were read or not
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        if self._in_headers:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._in_headers and self._header_bytes > MAX_HEADERS:
            self._refuse(unread.too_large(len(self.url)))

    def _refuse(self, fault: Unread) -> None:
        """Say why there is no answer; listen no more.

        Nothing is said in the middle of another answer, nor in place of one that is to come:
        that one is the last.
        """
        if self._refused:
            return
        self._refused = True
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            if self._in_headers or cycle.response_started:
                cycle.keep_alive = False
                return
            cycle.disconnected = True
            cycle.message_event.set()
            if self.pipeline:  # it waits behind another; the sweep closes after that one's answer
                return
        client = self.client[0] if self.client else ""
        self.transport.write(self.envelope.unread(fault, client, self.server_state.default_headers))
        self.transport.close()

    def send_400_response(self, msg: str) -> None:
        self._refuse(self._fault or unread.MALFORMED)

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
        self._fault = unread.fault(self.url, self.headers, self.parser.get_http_version())
        if self._fault is not None:
            raise ValueError  # the parser stops, and `send_400_response` is called
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
        self._in_headers = True
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
    chosen = {"patience": patience, "express": express, "envelope": service.envelope}
    config = uvicorn.Config(
        service,
        http=type("Patient", (PatientProtocol,), chosen),
        ws="none",
        log_level="error",
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
