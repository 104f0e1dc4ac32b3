"""What went wrong, told to people: a page that says so and where to go, never an empty result."""

import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from pvgraph.errors import PvgraphError
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal, refusal, response
from pvgraph.web.pages.site import Site

_NOT_WORDS = re.compile(r"[^\w]+|_")
_FIRST_SERVER_ERROR = 500


async def error_page(site: Site, request: Request, status: int, detail: str) -> HTMLResponse:
    """The page of a failure: not found (with what comes near), wrong request, or no answer."""
    kind = "absent" if status in (404, 405, 410) else "demande"
    if status >= _FIRST_SERVER_ERROR or status == 429:
        kind = "service"
    words = _NOT_WORDS.sub(" ", request.url.path.rpartition("/")[2]).strip()
    index = site.index() if kind == "absent" else None
    near = [s for s in index.suggest(words, 6) if s.iri] if index and words else []
    values = {
        "sorte": kind,
        "detail": detail,
        "statut": status,
        "mots": words if kind == "absent" else "",
        "proches": near,
    }
    return await site.page(request, "erreur.html", values, status)


def wants_page(request: Request) -> bool:
    """Whether a person asked, with a browser."""
    accepted = request.headers.get("accept", "")
    machine = request.url.path.startswith(("/api/", "/sparql", "/id/", "/healthz", "/readyz"))
    return "text/html" in accepted and not machine


def install(api: FastAPI, context: Context) -> None:
    """Answer failures with a page where a person asked, as `failures.py` does elsewhere."""
    site = Site.of(context)

    async def answer(request: Request, failure: Refusal) -> Response:
        if not wants_page(request):
            return response(request, failure, context)
        shown = await error_page(site, request, failure.status, failure.message)
        shown.headers.update(failure.headers)
        shown.headers.add_vary_header("Accept")
        return shown

    async def ours(request: Request, error: PvgraphError) -> Response:
        return await answer(request, refusal(error))

    async def refused(request: Request, error: Refusal) -> Response:
        return await answer(request, error)

    async def http(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if "Allow" in headers:  # the router knows GET alone; the service adds these everywhere
            headers["Allow"] = "GET, HEAD, OPTIONS"
        return await answer(request, Refusal(error.status_code, str(error.detail), headers))

    async def invalid(request: Request, error: RequestValidationError) -> Response:
        words = "; ".join(f"{e['loc'][-1]} : {e['msg']}" for e in error.errors())
        return await answer(request, Refusal(400, words))

    api.add_exception_handler(PvgraphError, ours)
    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(HTTPException, http)
    api.add_exception_handler(RequestValidationError, invalid)
