"""`/sparql`: the SPARQL 1.1 Protocol, straight on ASGI, in the engine's own bytes."""

import asyncio
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from pvgraph.errors import PvgraphError
from pvgraph.store.job import Job
from pvgraph.store.opening import created
from pvgraph.web import request as protocol
from pvgraph.web.cache import Cache, Ready
from pvgraph.web.context import Context
from pvgraph.web.description import Wish, describe
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
#: Seconds after which a running query's client is watched: most answers are back before.
_WATCH_AFTER = 0.05


class Sparql:
    """The endpoint as an ASGI application."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cache = Cache(context.settings.cache)
        self.plans = Plans()
        self.base_iri = context.settings.address("/sparql")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = self._kept(scope) or await self._answer(Request(scope, receive))
        except ClientDisconnect:
            return
        except Refusal as failure:
            answer = _failed(failure)
        except PvgraphError as error:
            answer = _failed(refusal(error))
        if isinstance(answer, Ready):
            await answer(scope, send)
        else:
            await answer(scope, receive, send)

    def _kept(self, scope: Scope) -> Ready | None:
        """The shortest way: a GET that was answered before, by its bytes."""
        if scope["method"] != "GET":
            return None
        headers = dict(scope["headers"])
        plan = self.plans.get(scope["query_string"], headers.get(b"accept", b""))
        if plan is None or not plan.digest or not _CONDITIONS.isdisjoint(headers):
            return None
        return self.cache.get((self.context.release.id, plan.digest))

    async def _answer(self, request: Request) -> Response | Ready:
        scope = request.scope
        accept = b", ".join(v for k, v in scope["headers"] if k == b"accept")
        simple = scope["method"] in ("GET", "HEAD")
        plan = self.plans.get(scope["query_string"], accept) if simple else None
        if plan is None:
            if scope["method"] == "OPTIONS":
                return Response(status_code=204, headers=_CORS)
            asked = await protocol.read(request, self.context.settings.max_body)
            wish = accept.decode("latin-1")
            if asked.query is None:
                known = request.headers.get("if-none-match", "")
                return await describe(self.context, Wish(asked.format, wish, known))
            plan = await self._understand(asked, wish)
            if simple:
                self.plans.put(scope["query_string"], accept, plan)
        return await self._run(request, plan)

    async def _understand(self, asked: protocol.Asked, accept: str) -> Plan:
        if len(asked.query or "") > _LONG:
            return await asyncio.to_thread(understand, asked, accept, self.base_iri)
        return understand(asked, accept, self.base_iri)

    async def _run(self, request: Request, plan: Plan) -> Response | Ready:
        """The answer, from the cache where it was given before."""
        if not plan.digest:
            return self._ready(plan, "", await self._ask(request, plan))
        key = (self.context.release.id, plan.digest)
        tag = f"{plan.digest}.{key[0]}"
        if_none_match = request.headers.get("if-none-match")
        since = request.headers.get("if-modified-since", "")
        known = _names(if_none_match, tag) if if_none_match else since and self._is_old(since)
        if known:
            return Response(status_code=304, headers={"ETag": f'"{tag}"', "Vary": "Accept"})
        ready = self.cache.get(key)
        if ready is None:
            ready = self._ready(plan, tag, await self._ask(request, plan))
            self.cache.put(key, ready)
        return ready

    def _is_old(self, since: str) -> bool:
        """Whether the release is no younger than an If-Modified-Since header."""
        try:
            return created(self.context.release) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def _ready(self, plan: Plan, tag: str, result: Result) -> Ready:
        """The result with its headers."""
        headers = {
            "content-type": plan.format.content_type,
            "content-length": str(sum(map(len, result.pieces))),
            "vary": "Accept",
            "cache-control": "no-cache" if tag else "no-store",
        }
        if tag:
            headers["etag"] = f'"{tag}"'
            headers["last-modified"] = format_datetime(created(self.context.release), usegmt=True)
        if result.truncated:
            headers["x-pvgraph-truncated"] = f"bytes={self.context.settings.max_answer}"
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        return Ready(raw, result.pieces)

    async def _ask(self, request: Request, plan: Plan) -> Result:
        client = request.client.host if request.client else ""
        return await self._watched(request, plan.job, Asker(client, timeout=plan.timeout))

    async def _watched(self, request: Request, job: Job, asker: Asker) -> Result:
        """Run the job; stop it when the client goes away.

        Most answers are back before the watch begins, and cost nothing but a timer.
        """
        watch = _Watch(request)
        alarm = asyncio.get_running_loop().call_later(_WATCH_AFTER, watch.begin)
        try:
            return await self.context.runner.run(job, asker)
        except asyncio.CancelledError:
            if watch.left:
                raise ClientDisconnect from None
            raise
        finally:
            alarm.cancel()
            watch.end()


class _Watch:
    """Cancels the request's task when its client closes the connection."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.task = asyncio.current_task()
        self.left = False
        self._watching: asyncio.Task | None = None

    def begin(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._wait())

    async def _wait(self) -> None:
        while (await self.request.receive())["type"] != "http.disconnect":
            pass
        self.left = True
        if self.task is not None:
            self.task.cancel()

    def end(self) -> None:
        if self._watching is not None:
            self._watching.cancel()


def _failed(failure: Refusal) -> Response:
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **failure.headers}
    return PlainTextResponse(failure.message + "\n", failure.status, headers)


def _names(header: str, tag: str) -> bool:
    """Whether an If-None-Match header names this answer."""
    tags = [t.strip().removeprefix("W/").strip('"') for t in header.split(",")]
    return tag in tags or "*" in tags
