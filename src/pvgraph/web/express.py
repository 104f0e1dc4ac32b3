"""The shortest way for a plain question: from the parsed request to a worker and back, by calls
alone.

An ASGI request costs a task, a dozen coroutines and as many small objects, which is more than most
queries cost the engine. What goes this way is a GET of `/sparql` without conditions, whose query is
right as far as one can tell. All else, and every answer other than a short 200, goes the usual way,
with the same counters, headers and lines of the log.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from pvgraph.errors import PvgraphError
from pvgraph.store.job import Busy
from pvgraph.web.app import Service
from pvgraph.web.cache import Ready
from pvgraph.web.envelope import Visit
from pvgraph.web.failures import Refusal, refusal
from pvgraph.web.generation import Generation
from pvgraph.web.link import Outcome
from pvgraph.web.plan import Plan
from pvgraph.web.pool import Pool
from pvgraph.web.runner import Asker, Result
from pvgraph.web.shortcut import Shortcut
from pvgraph.web.sparql import WATCH_AFTER, failed
from pvgraph.web.turns import Turn

#: Headers with which a request goes the usual way.
_UNUSUAL = frozenset(
    {b"if-none-match", b"if-modified-since", b"content-length", b"transfer-encoding", b"upgrade"}
)
_FORWARDED = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})

Later = Callable[[ASGIApp], None]
"""Goes on with a request the usual way, in a task of its own."""


async def _no_body() -> Message:
    """What no one asks for."""
    return {"type": "http.disconnect"}


async def _unsent(message: Message) -> None:
    """What no one sends to."""


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that does nothing."""


class Express:
    """Takes the requests that can go the shortest way; `proxies` as for `server.run`."""

    def __init__(self, service: Service, pool: Pool, proxies: str) -> None:
        self.sparql = service.sparql
        self.envelope = service.envelope
        self.pool = pool
        self.path = service.context.settings.path + "/sparql"
        self._proxied = ProxyHeadersMiddleware(_nothing, proxies) if proxies else None

    def take(self, cycle: RequestResponseCycle, direct: Shortcut, later: Later) -> "Ride | None":
        """The request on its way, or None, with nothing done, where it has to go the usual way."""
        scope, generation = cast(Scope, cycle.scope), self.pool.serving
        if scope["method"] != "GET" or generation is None:
            return None
        if scope["path"] != "/sparql" and scope["path"] != self.path:
            return None
        headers = dict(scope["headers"])
        if len(headers) != len(scope["headers"]) or not _UNUSUAL.isdisjoint(headers):
            return None
        try:
            plan = self.sparql.planned(scope["query_string"], headers.get(b"accept", b""))
        except (Refusal, PvgraphError):
            return None
        if plan is None or self.envelope.rate.wait(self._client(scope, headers)):
            return None
        return Ride(self, cycle, direct, later, plan, generation)

    def _client(self, scope: Scope, headers: dict[bytes, bytes]) -> str:
        """The address of the client, which a proxy that is believed may give."""
        if self._proxied is not None and not _FORWARDED.isdisjoint(headers):
            # It waits for nothing: one step takes it to its end.
            with contextlib.suppress(StopIteration):
                self._proxied(scope, _no_body, _unsent).send(None)
        client = scope.get("client")
        return client[0] if client else ""


class Ride:
    """One request from here to its answer."""

    __slots__ = ("cycle", "express", "generation", "later", "plan", "turn", "visit")

    def __init__(
        self,
        express: Express,
        cycle: RequestResponseCycle,
        direct: Shortcut,
        later: Later,
        plan: Plan,
        generation: Generation,
    ) -> None:
        self.express = express
        self.cycle = cycle
        self.later = later
        self.plan = plan
        self.generation = generation
        self.turn: Turn | None = None
        scope = cast(Scope, cycle.scope)
        scope["path"] = "/sparql"
        self.visit = Visit(scope, _unsent, express.envelope, generation.id)
        self.visit.direct = direct
        generation.hold()
        self._begin(scope)

    def _begin(self, scope: Scope) -> None:
        plan = self.plan
        if plan.digest:
            ready = self.express.sparql.cache.get((self.generation.id, plan.digest))
            if ready is not None:
                self._send(ready)
                return
        client = scope["client"]
        asker = Asker(client[0] if client else "", timeout=plan.timeout)
        try:
            self.turn = self.generation.turns.submit(plan.job, asker, self._settle)
        except Busy as error:
            self._settle(error)

    def _settle(self, outcome: Outcome) -> None:
        """What came of the query: send it, if there still is somebody to send it to."""
        self.turn = None
        if isinstance(outcome, Result):
            ready = self.express.sparql.ready(self.plan, self.generation.release, outcome)
            if not self.cycle.disconnected:
                self._send(ready)
                return
        elif not self.cycle.disconnected:
            self._send_later(failed(refusal(outcome)))
            return
        self._end()

    def _send(self, ready: Ready) -> None:
        if self.visit.send_ready(ready):
            self._end()
            return

        async def whole(scope: Scope, receive: Receive, send: Send) -> None:
            await ready(scope, send)

        self._send_later(whole)

    def _send_later(self, answer: ASGIApp) -> None:
        async def send_on(scope: Scope, receive: Receive, send: Send) -> None:
            self.visit.send_on = send
            try:
                await answer(scope, receive, self.visit.send)
            finally:
                self._end()

        self.later(send_on)

    def _end(self) -> None:
        self.visit.close()
        self.generation.let_go()

    def left(self) -> None:
        """The client has closed the connection: a query that waits is dropped, one that has run
        for a while is stopped."""
        self.cycle.disconnected = True
        turn = self.turn
        if turn is None:
            return
        if turn.link is None:
            self.turn = None
            self.generation.turns.abandon(turn)
            self._end()
            return
        remains = WATCH_AFTER - (time.monotonic() - turn.link.since)
        asyncio.get_running_loop().call_later(max(0.0, remains), self._stop)

    def _stop(self) -> None:
        if self.turn is not None:
            self.generation.turns.abandon(self.turn)
