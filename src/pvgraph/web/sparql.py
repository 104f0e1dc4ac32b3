"""`/sparql`: the SPARQL 1.1 Protocol, straight on ASGI, in the engine's own bytes."""

import asyncio
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from pvgraph.errors import PvgraphError
from pvgraph.releases import Release
from pvgraph.store.opening import created
from pvgraph.web import request as protocol
from pvgraph.web.cache import Cache, Ready
from pvgraph.web.context import Context
from pvgraph.web.description import Wish, describe
from pvgraph.web.envelope import POSTED
from pvgraph.web.failures import Refusal, refusal
from pvgraph.web.plan import Plan, Plans, understand
from pvgraph.web.runner import Asker, Result

_CORS = {
    "Allow": protocol.METHODS,
    "Access-Control-Allow-Methods": protocol.METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
_CONDITIONS = frozenset({b"if-none-match", b"if-modified-since"})
#: Queries longer than this are read in a thread, so that nobody waits for it.
_LONG = 16_384
#: Seconds after which a running query's client is watched: a shorter one had better end by itself
#: than cost its worker, whose successor would have to make the graph's memory its own.
WATCH_AFTER = 0.25


class Sparql:
    """The endpoint as an ASGI application."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cache = Cache(context.settings.cache)
        self.plans = Plans()
        self.base_iri = context.settings.address("/sparql")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = self._kept(scope) or await self._answer(_Call(scope, receive))
        except ClientDisconnect:
            return
        except Refusal as failure:
            answer = failed(failure)
        except PvgraphError as error:
            answer = failed(refusal(error))
        if isinstance(answer, Ready):
            await answer(scope, send)
        else:
            await answer(scope, receive, send)

    def planned(self, query_string: bytes, accept: bytes) -> Plan | None:
        """The plan of a GET request; None where it asks no query, or one that takes long to read.

        Raises:
            Refusal, BadQuery: it is wrong, or asks for what is refused.
        """
        plan = self.plans.get(query_string, accept)
        if plan is None and len(query_string) <= _LONG:
            asked = protocol.in_address(query_string)
            if asked.query is not None:
                plan = understand(asked, accept.decode("latin-1"), self.base_iri)
                self.plans.put(query_string, accept, plan)
        return plan

    def _kept(self, scope: Scope) -> Ready | None:
        """The shortest way: a GET that was answered before, by its bytes."""
        if scope["method"] != "GET":
            return None
        headers = dict(scope["headers"])
        plan = self.plans.get(scope["query_string"], headers.get(b"accept", b""))
        if plan is None or not plan.digest or not _CONDITIONS.isdisjoint(headers):
            return None
        return self.cache.get((self.context.release.id, plan.digest))

    async def _answer(self, call: "_Call") -> Response | Ready:
        scope = call.scope
        simple = scope["method"] in ("GET", "HEAD")
        plan = self.plans.get(scope["query_string"], call.accept) if simple else None
        if plan is None:
            if scope["method"] == "OPTIONS":
                return Response(status_code=204, headers=_CORS)
            if simple:
                asked = protocol.in_address(scope["query_string"])
            else:
                request = Request(scope, call.receive)
                asked = await protocol.read(request, self.context.settings.max_body)
                scope[POSTED] = asked.query
            wish = call.accept.decode("latin-1")
            if asked.query is None:
                return await describe(self.context, Wish(asked.format, wish, call.known))
            plan = await self._understand(asked, wish)
            if simple:
                self.plans.put(scope["query_string"], call.accept, plan)
        return await self._run(call, plan)

    async def _understand(self, asked: protocol.Asked, accept: str) -> Plan:
        if len(asked.query or "") > _LONG:
            return await asyncio.to_thread(understand, asked, accept, self.base_iri)
        return understand(asked, accept, self.base_iri)

    async def _run(self, call: "_Call", plan: Plan) -> Response | Ready:
        """The answer, from the cache where it was given before."""
        release = self.context.release
        if not plan.digest:
            return self.ready(plan, release, await self._ask(call, plan))
        if (call.known or call.since) and call.scope["method"] != "POST":
            tag = _tag(plan, release)
            old = _names(call.known, tag) if call.known else _is_old(release, call.since)
            if old:
                return Response(status_code=304, headers={"ETag": f'"{tag}"', "Vary": "Accept"})
        ready = self.cache.get((release.id, plan.digest))
        return ready or self.ready(plan, release, await self._ask(call, plan))

    def ready(self, plan: Plan, release: Release, result: Result) -> Ready:
        """The result with its headers; it is kept where asking again would give the same."""
        length = sum(map(len, result.pieces))
        head = b"content-type: %s\r\ncontent-length: %d\r\nvary: Accept\r\n" % (
            plan.format.content_type.encode(), length,
        )  # fmt: skip
        if result.truncated:
            head += b"x-pvgraph-truncated: bytes=%d\r\n" % self.context.settings.max_answer
        if not plan.digest:
            return Ready(head + b"cache-control: no-store\r\n", result.pieces, length)
        head += b'cache-control: no-cache\r\netag: "%s"\r\nlast-modified: %s\r\n' % (
            _tag(plan, release).encode(), _modified(release),
        )  # fmt: skip
        ready = Ready(head, result.pieces, length)
        self.cache.put((release.id, plan.digest), ready)
        return ready

    async def _ask(self, call: "_Call", plan: Plan) -> Result:
        """Run the plan's job; stop it when the client goes away.

        Most answers are back before the watch begins, and cost nothing but a timer.
        """
        watch = _Watch(call.receive)
        alarm = asyncio.get_running_loop().call_later(WATCH_AFTER, watch.begin)
        try:
            return await self.context.runner.run(plan.job, Asker(call.client, timeout=plan.timeout))
        except asyncio.CancelledError:
            if watch.left:
                raise ClientDisconnect from None
            raise
        finally:
            alarm.cancel()
            watch.end()


class _Call:
    """A request, its headers looked through once."""

    __slots__ = ("accept", "client", "known", "receive", "scope", "since")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.receive = receive
        self.accept = b""
        self.known = self.since = ""
        client = scope.get("client")
        self.client = client[0] if client else ""
        for name, value in scope["headers"]:
            if name == b"accept":
                self.accept = b"%s, %s" % (self.accept, value) if self.accept else value
            elif name == b"if-none-match":
                self.known = value.decode("latin-1")
            elif name == b"if-modified-since":
                self.since = value.decode("latin-1")


class _Watch:
    """Cancels the request's task when its client closes the connection."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.task = asyncio.current_task()
        self.left = False
        self._watching: asyncio.Task | None = None

    def begin(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.left = True
        if self.task is not None:
            self.task.cancel()

    def end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()


def failed(failure: Refusal) -> Response:
    """The answer that says why there is none."""
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **failure.headers}
    return PlainTextResponse(failure.message + "\n", failure.status, headers)


@lru_cache(maxsize=8)
def _modified(release: Release) -> bytes:
    return format_datetime(created(release), usegmt=True).encode()


def _is_old(release: Release, since: str) -> bool:
    """Whether the release is no younger than an If-Modified-Since header."""
    try:
        return created(release) <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def _tag(plan: Plan, release: Release) -> str:
    return f"{plan.digest}.{release.id}"


def _names(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names this answer."""
    tags = [t.strip().removeprefix("W/").strip('"') for t in header.split(",")]
    return tag in tags or "*" in tags
