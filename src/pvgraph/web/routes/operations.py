"""`/healthz`, `/readyz`, `/metrics`, `/.well-known/void`: to watch and discover the service."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from pvgraph import __version__
from pvgraph.errors import PvgraphError
from pvgraph.store.opening import created
from pvgraph.web.context import Context
from pvgraph.web.description import Wish, document
from pvgraph.web.pages.site import Site

_PING = "ASK { ?s ?p ?o }"


def router(context: Context) -> APIRouter:
    """The operators' addresses."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    async def healthz() -> JSONResponse:
        """Alive: says which release is served and how; never runs a query."""
        state = {
            "status": "ok",
            "version": __version__,
            "release": context.release.id,
            "created": created(context.release).isoformat(),
            **context.runner.state(),
            "questions": Site.of(context).release.standing.state(),
        }
        return JSONResponse(state, headers={"Cache-Control": "no-store"})

    @routes.get("/readyz")
    async def readyz() -> JSONResponse:
        """Ready: a worker answers from a graph that is not empty."""
        try:
            ready = (await context.query(_PING)).boolean
            why = "ok" if ready else "graphe vide"
        except PvgraphError as error:
            ready, why = False, str(error)
        return JSONResponse({"status": why}, 200 if ready else 503, {"Cache-Control": "no-store"})

    @routes.get("/metrics")
    async def metrics() -> Response:
        """Counters for Prometheus."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    @routes.api_route("/.well-known/void", methods=["GET", "HEAD"])
    async def void(request: Request) -> Response:
        """The graph's description: counts, class and property partitions."""
        accept, known = (request.headers.get(h, "") for h in ("accept", "if-none-match"))
        wish = Wish(request.query_params.get("format", ""), accept, known)
        return await document(context, wish)

    return routes
