"""The whole service as one ASGI application.

To add addresses, add a module to `web/routes/` with

    def router(context: Context) -> APIRouter: ...

It is found by itself. `context` (see `web/context.py`) gives
`await context.query(sparql, bindings)`, `context.release`, `context.questions`,
`context.render("page.html", …)`; all asks of one request are answered from one release. Headers
(CSP, request id, CORS), errors, access log and metrics are added around every route.

Tests build one in this process:

    create_app(Context(Inline(find_release(Path("tests/graphs/mini.trig"))), Questions.load()))
"""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope, Send

import pvgraph.web.routes
from pvgraph import __version__
from pvgraph.web.context import _HERE, Context
from pvgraph.web.envelope import Envelope
from pvgraph.web.failures import install
from pvgraph.web.kept import Kept
from pvgraph.web.pages import erreur
from pvgraph.web.pages.site import Site
from pvgraph.web.sparql import Sparql

_PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}


class Service:
    """The application: `/sparql` straight, everything else through FastAPI, all in one envelope."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.api = _api(context)
        paths = _paths(self.api.routes)
        self.pages = Kept(self.api, context)
        self.sparql = Sparql(context)
        self.with_slash = frozenset(path for path in paths if path.endswith("/"))
        families = frozenset({"sparql", *(path.split("/")[1] for path in paths)})
        self.envelope = Envelope(self._route, context, families)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.envelope(scope, receive, send)

    async def _route(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["path"] = path = self._own_path(scope["path"])
            if path == "/sparql":
                await self.sparql(scope, receive, send)
                return
            if path.endswith("/") and path not in self.with_slash:
                await self._without_slash(scope)(scope, receive, send)
                return
            if scope["method"] == "OPTIONS":
                await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, send)
                return
            if scope["method"] == "HEAD":
                scope, send = {**scope, "method": "GET"}, _without_body(send)
        await self.pages(scope, receive, send)

    def _own_path(self, path: str) -> str:
        """The path below the service's sub-path, whether the proxy has cut it off or not."""
        prefix = self.context.settings.path
        if not prefix or not (path + "/").startswith(prefix + "/"):
            return path
        return path.removeprefix(prefix) or "/"

    def _without_slash(self, scope: Scope) -> RedirectResponse:
        """The way to the address that ends without slash, wherever a Host header pretends to be."""
        target = self.context.settings.path + quote("/" + scope["path"].strip("/"))
        asked = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{target}?{asked}" if asked else target, 308)


def _without_body(send: Send) -> Send:
    """`send` for a HEAD answered as a GET: everything but the bytes."""

    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head


def create_app(context: Context) -> Service:
    """The service over `context`."""
    return Service(context)


def _paths(routes: Iterable[BaseRoute]) -> set[str]:
    """Every address that is answered; a router may stand among the routes as it was included."""
    paths = set()
    for route in routes:
        included = getattr(route, "original_router", None)
        paths |= _paths(included.routes) if included else {str(getattr(route, "path", "/"))}
    return paths


def _api(context: Context) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await context.runner.start()
        Site.of(context).release  # noqa: B018 - counts ahead what the first pages will show
        yield
        await context.runner.stop()

    api = FastAPI(
        title="pvgraph",
        version=__version__,
        summary="Qui s'engage à quoi ? Les contrats de ville en graphe de connaissances.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        servers=[{"url": context.settings.path or "/"}],
        lifespan=lifespan,
    )
    for name in sorted(m.name for m in pkgutil.iter_modules(pvgraph.web.routes.__path__)):
        module = importlib.import_module(f"pvgraph.web.routes.{name}")
        api.include_router(module.router(context))
    api.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    install(api, context)
    erreur.install(api, context)
    return api
