"""`/validation`: what the shapes found in the graph, each finding with the words it points to."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pvgraph.web.pages.site import Site

_QUERY = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT ?gravite ?forme ?message ?noeud ?passage ?ligne ?mots WHERE {
  ?constat a sh:ValidationResult ; sh:resultSeverity ?gravite ; sh:sourceShape ?forme ;
    sh:resultMessage ?message ; sh:focusNode ?noeud .
  FILTER(LANG(?message) = ?langue)
  OPTIONAL { ?constat prov:wasQuotedFrom ?passage . ?passage pv:ligne ?ligne
    OPTIONAL { ?passage nif:anchorOf ?mots } }
} ORDER BY DESC(?gravite) ?forme ?passage ?noeud LIMIT 1000"""
_RANK = ("Violation", "Warning", "Info")


def router(site: Site) -> APIRouter:
    """The report's address."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/validation", response_class=HTMLResponse)
    async def report(request: Request) -> HTMLResponse:
        language = site.language(request).code
        answer = await site.context.query(_QUERY.replace("?langue", f'"{language}"'))
        rows = [{k: v.value if v else "" for k, v in row.items()} for row in answer.dicts()]
        groups: dict[str, list[dict[str, str]]] = {severity: [] for severity in _RANK}
        for row in rows:
            groups[row["gravite"].rsplit("#", 1)[1]].append(row)
        return await site.page(request, "constats.html", {"groupes": groups})

    return routes
