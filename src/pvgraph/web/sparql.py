"""`/sparql`: the SPARQL 1.1 Protocol, straight on ASGI, in the engine's own bytes."""

import asyncio
import hashlib
from dataclasses import dataclass
from email.utils import format_datetime

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from pvgraph.errors import PvgraphError
from pvgraph.store import formats, guard
from pvgraph.store.formats import Format
from pvgraph.store.job import Job
from pvgraph.store.opening import created
from pvgraph.web import request as protocol
from pvgraph.web.cache import Cache
from pvgraph.web.context import Context
from pvgraph.web.description import describe
from pvgraph.web.failures import Refusal, refusal
from pvgraph.web.negotiate import wanted
from pvgraph.web.runner import Asker, Result

_CORS = {
    "Allow": protocol.METHODS,
    "Access-Control-Allow-Methods": protocol.METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
#: Queries longer than this are read in a thread, so that nobody waits for it.
_LONG = 16_384
_PIECE = 2**16


@dataclass(frozen=True, slots=True)
class Plan:
    """A request understood: what to run, in which format to write it, under which name to keep
    it (empty where asking twice may answer differently)."""

    job: Job
    format: Format
    timeout: float | None
    key: str


class Sparql:
    """The endpoint as an ASGI application."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.cache = Cache(context.settings.cache)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except Refusal as failure:
            response = self._failed(failure)
        except PvgraphError as error:
            response = self._failed(refusal(error))
        await response(scope, receive, send)

    def _failed(self, failure: Refusal) -> Response:
        headers = {"Vary": "Accept", "Cache-Control": "no-store", **failure.headers}
        return PlainTextResponse(failure.message + "\n", failure.status, headers)

    async def _answer(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_CORS)
        asked = await protocol.read(request, self.context.settings.max_body)
        accept = request.headers.get("accept", "")
        if asked.query is None:
            return await describe(self.context, asked.format, accept)
        if len(asked.query) > _LONG:
            plan = await asyncio.to_thread(self._plan, asked, accept)
        else:
            plan = self._plan(asked, accept)
        return await self._run(request, plan)

    def _plan(self, asked: protocol.Asked, accept: str) -> Plan:
        """Understand the request; refuse what no format or no engine should see."""
        query = asked.query or ""
        reading = guard.read(query)
        family = formats.family(reading.kind)
        format = wanted(family, asked.format, accept)
        job = Job(
            query,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            rows=format.name if format in formats.ROWS else "json",
            graph=format.name if format in formats.GRAPHS else "nt",
            base_iri=self.context.settings.address("/sparql"),
        )
        key = self._key(job, format) if reading.stable else ""
        return Plan(job, format, asked.timeout, key)

    def _key(self, job: Job, format: Format) -> str:
        identity = repr(
            (self.context.release.id, job.sparql, job.default_graphs, job.named_graphs, format.name)
        )
        return hashlib.sha256(identity.encode()).hexdigest()[:32]

    async def _run(self, request: Request, plan: Plan) -> Response:
        headers = {
            "Content-Type": plan.format.content_type,
            "Vary": "Accept",
            "Cache-Control": "no-cache" if plan.key else "no-store",
        }
        if plan.key:
            headers["ETag"] = f'"{plan.key}"'
            headers["Last-Modified"] = format_datetime(created(self.context.release), usegmt=True)
            if _matches(request.headers.get("if-none-match"), plan.key):
                return Response(status_code=304, headers=headers)
        result = self.cache.get(plan.key)
        if result is None:
            client = request.client.host if request.client else ""
            asker = Asker(client=client, timeout=plan.timeout)
            result = await self._watched(request, plan.job, asker)
            self.cache.put(plan.key, result)
        if result.truncated:
            headers["X-Pvgraph-Truncated"] = f"bytes={self.context.settings.max_answer}"
        return Pieces(result.pieces, headers)

    async def _watched(self, request: Request, job: Job, asker: Asker) -> Result:
        """Run the job; stop it when the client goes away."""
        running = asyncio.ensure_future(self.context.runner.run(job, asker))
        await asyncio.wait((running,), timeout=0.05)
        if running.done():
            return running.result()
        leaving = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait((running, leaving), return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            raise ClientDisconnect
        finally:
            leaving.cancel()
            running.cancel()


async def _gone(request: Request) -> None:
    """Returns when the client has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _matches(header: str | None, key: str) -> bool:
    """Whether an If-None-Match header names this answer."""
    if not header:
        return False
    tags = [t.strip().removeprefix("W/").strip('"') for t in header.split(",")]
    return key in tags or "*" in tags


class Pieces(Response):
    """A whole answer in the pieces in which it came, its length known."""

    def __init__(self, pieces: tuple[bytes, ...], headers: dict[str, str]) -> None:
        self.pieces = pieces
        self.status_code = 200
        self.background = None
        self.body = b""
        length = str(sum(map(len, pieces)))
        self.init_headers({**headers, "Content-Length": length})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        if scope["method"] != "HEAD":
            for piece in self.pieces[:-1]:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        last = self.pieces[-1] if self.pieces and scope["method"] != "HEAD" else b""
        await send({"type": "http.response.body", "body": last})
