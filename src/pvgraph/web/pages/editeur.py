"""`/editeur`: SPARQL in a plain form that needs no script, made rich where the bundle was built.

The query runs as any stranger's does (the same guard, pool and deadline as `/sparql`); the address
holds it, so every result is a link. Failures are told as failures.
"""

import gzip
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from pvgraph.errors import PvgraphError
from pvgraph.store import guard
from pvgraph.store.answer import Answer
from pvgraph.store.formats import by_name
from pvgraph.store.job import Job
from pvgraph.web.bases import served
from pvgraph.web.failures import Refusal, refusal
from pvgraph.web.pages.extraits import samples, spreadsheet
from pvgraph.web.pages.interroger import written
from pvgraph.web.pages.resultat import result
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.vues import draw, possible
from pvgraph.web.runner import Asker

_BUNDLE = Path(__file__).parents[1] / "static" / "editeur.bundle.js"
_SHOWN = 500
_LONGEST_TURTLE = 60_000
_START = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?acteur (COUNT(DISTINCT ?engagement) AS ?engagements) WHERE {
  ?engagement a pv:Engagement ; pv:acteur ?acteur ; pv:contrat ?contrat .
} GROUP BY ?acteur
ORDER BY DESC(?engagements)
LIMIT 20
"""


@cache
def bundle() -> bytes | None:
    """The rich editor's module, packed; None where it was not built (no Node)."""
    return gzip.compress(_BUNDLE.read_bytes(), 9, mtime=0) if _BUNDLE.is_file() else None


def router(site: Site) -> APIRouter:
    """The editor, its module, and the terms that it completes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/editeur", response_class=HTMLResponse)
    async def editeur(request: Request, query: str = "", vue: str = "tableau") -> HTMLResponse:
        values, status = await _page(site, request, query, vue)
        return await site.page(request, "editeur.html", values, status)

    @routes.get("/editeur/module.js")
    async def module(request: Request) -> Response:
        packed = bundle()
        if packed is None:
            raise Refusal(404, "editeur/module.js")
        headers = {"Cache-Control": "max-age=3600", "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(packed, media_type="text/javascript", headers=headers)
        return Response(gzip.decompress(packed), media_type="text/javascript", headers=headers)

    @routes.get("/editeur/termes.json")
    async def termes(request: Request) -> JSONResponse:
        rows = await site.rows("termes")
        t = site.language(request)
        found: dict[str, dict[str, str]] = {}
        for row in rows:
            if row["langue"] == t.code or row["terme"] not in found:
                found[row["terme"]] = _term(row["terme"], row["genre"], row["libelle"])
        return JSONResponse(list(found.values()), headers={"Cache-Control": "max-age=300"})

    return routes


async def _page(
    site: Site, request: Request, query: str, view: str
) -> tuple[dict[str, object], int]:
    """What the page holds, and its status: that of the failure where the query has no answer."""
    base = site.context.settings.base_url
    values: dict[str, object] = {
        "requete": query or _START,
        "riche": bundle() is not None,
        "exemples": [(q, written(q.under(served()), {})) for q in site.context.questions.values()],
        "resultat": None, "oui": None, "turtle": None, "echec": None, "n": 0,
        "extraits": samples(base, query) if query else [],
        "tableur": spreadsheet(base, query),
        "titre_reponse": site.language(request)("editeur.titre"),
    }  # fmt: skip
    if not query.strip():
        return values, 200
    try:
        values |= await _shown(site, request, await run(site, request, query), view)
    except PvgraphError as error:
        failure = refusal(error)
    except Refusal as refused:
        failure = refused
    else:
        return values, 200
    values["echec"] = failure.message
    return values, failure.status


async def run(site: Site, request: Request, query: str) -> Answer:
    """The answer to a stranger's query.

    Raises:
        PvgraphError, Refusal: the query is wrong or refused, or no answer came in time.
    """
    guard.read(query)
    client = request.client.host if request.client else ""
    job = Job(query, base_iri=site.context.settings.address("/sparql"))
    return (await site.context.runner.run(job, Asker(client=client))).answer()


async def _shown(site: Site, request: Request, answer: Answer, view: str) -> dict[str, object]:
    """The answer as the page shows it: a table and its pictures, a yes or no, or Turtle."""
    t = site.language(request)
    if answer.kind == "ask":
        return {"oui": answer.boolean}
    if answer.kind == "graph":
        turtle = answer.serialize(by_name("ttl")).decode()
        return {"turtle": turtle[:_LONGEST_TURTLE], "n": len(answer.triples)}
    names = (await site.labels()).in_language(t)
    found = await result(site, answer, names, site.links(request), _SHOWN)
    views = possible(found)
    view = view if view in views else "tableau"
    places = {r["contrat"]: r["departement"] for r in await site.rows("departements")}
    drawn = draw(view, found, t("editeur.titre"), places)
    return {"resultat": found, "vues": views, "vue": view, "dessin": drawn}


_PV = "https://w3id.org/pvgraph/def#"


def _term(iri: str, kind: str, label: str) -> dict[str, str]:
    """A term as the editor completes it: `pv:` names short, codes by their IRI."""
    short = f"pv:{iri.removeprefix(_PV)}" if iri.startswith(_PV) else ""
    name = short or iri.removeprefix(served())
    text = short or f"<{iri}>"
    return {"nom": name, "texte": f"{text} ", "libelle": label, "genre": kind}
