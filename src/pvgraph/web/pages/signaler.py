"""`/signaler?chose=IRI`: a message about an error, ready to be sent, with what finds the fact."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pyoxigraph import NamedNode

from pvgraph.web.bases import served
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.site import Site


def router(site: Site) -> APIRouter:
    """The prefilled report, and the declaration of accessibility."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/signaler", response_class=HTMLResponse)
    async def signaler(request: Request, chose: str = "") -> HTMLResponse:
        t = site.language(request)
        lines = [t("signaler.bonjour"), "", t("signaler.quoi"), "", ""]
        if chose:
            lines += await _about(site, request, chose)
        lines.append(f"{t('pied.version')} {site.release.id}")
        message = "\n".join(lines)
        subject = t("signaler.objet", chose=code(chose) if chose else site.release.id)
        mail = f"mailto:?subject={quote(subject)}&body={quote(message)}"
        values = {"message": message, "courriel": mail, "chose": chose}
        return await site.page(request, "signaler.html", values)

    @routes.get("/accessibilite", response_class=HTMLResponse)
    async def accessibilite(request: Request) -> HTMLResponse:
        return await site.page(request, "accessibilite.html", {})

    return routes


async def _about(site: Site, request: Request, chose: str) -> list[str]:
    """The thing's IRI, its words and its place, where the graph knows it."""
    if not chose.startswith(served()):
        raise Refusal(404, chose)
    try:
        thing = NamedNode(chose)
    except ValueError as error:
        raise Refusal(404, chose) from error
    t = site.language(request)
    lines = [f"IRI : {chose}"]
    facts = await site.rows("mesure", chose=thing)
    if facts:
        lines.append(f"{t('export.citation')} : « {facts[0]['texte']} »")
    places = await site.rows("passages", chose=thing)
    return lines + [f"{t('export.place')} : {p['debut']}-{p['fin']}" for p in places]
