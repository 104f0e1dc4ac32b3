"""`/api/…`: tables, comparison, search and questions, each in its module of `web/api/`."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from pvgraph.web.api import comparison, found, questions, tables
from pvgraph.web.context import Context


def router(context: Context) -> APIRouter:
    """Every address of the API."""
    routes = APIRouter()
    for subject in (tables, comparison, found, questions):
        routes.include_router(subject.router(context))

    @routes.get("/api", include_in_schema=False)
    @routes.get("/api/", include_in_schema=False)
    async def described() -> RedirectResponse:
        """The description of the API."""
        return RedirectResponse(f"{context.settings.path}/api/openapi.json", 303)

    return routes
