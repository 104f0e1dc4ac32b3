"""What went wrong, as an HTTP status and words that say what to try."""

from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from pvgraph.errors import PvgraphError, QuestionError
from pvgraph.store.job import Busy, Crashed, Overrun
from pvgraph.web.context import Context

_BROKEN = (
    "erreur interne, notée dans le journal : donnez X-Request-Id à qui tient le service"
    " (internal error, logged: tell the operator the X-Request-Id)"
)


@dataclass
class Refusal(Exception):
    """An answer other than success: status, words, and headers that must go with it."""

    status: int
    message: str
    headers: dict[str, str] = field(default_factory=dict)


def refusal(error: PvgraphError) -> Refusal:
    """The status and headers of one of our errors."""
    words = str(error)
    if isinstance(error, QuestionError):
        return Refusal(400, words)
    if isinstance(error, Overrun):
        return Refusal(504, words)
    if isinstance(error, Crashed):
        return Refusal(503, words)
    if isinstance(error, Busy):
        return Refusal(503, words, {"Retry-After": str(error.again)})
    return Refusal(500, words)


def response(request: Request, failure: Refusal, context: Context) -> Response:
    """The failure as JSON for `/api/`, else as plain text."""
    if request.url.path.startswith("/api/"):
        body = {"status": failure.status, "detail": failure.message}
        return JSONResponse(body, failure.status, failure.headers)
    return PlainTextResponse(failure.message + "\n", failure.status, failure.headers)


def install(api: FastAPI, context: Context) -> None:
    """Answer our errors, wherever a route raises them."""

    async def ours(request: Request, error: PvgraphError) -> Response:
        return response(request, refusal(error), context)

    async def refused(request: Request, error: Refusal) -> Response:
        return response(request, error, context)

    async def broken(request: Request, error: Exception) -> Response:
        """What nobody foresaw: it is raised again behind the answer, and so in the log."""
        return response(request, Refusal(500, _BROKEN, {"Connection": "close"}), context)

    api.add_exception_handler(Exception, broken)
    api.add_exception_handler(PvgraphError, ours)
    api.add_exception_handler(Refusal, refused)
