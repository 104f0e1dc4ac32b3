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
_COUNT = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?gravite (COUNT(*) AS ?n) WHERE { ?constat sh:resultSeverity ?gravite } GROUP BY ?gravite"""
_LARGE = (
    _QUERY.split("?constat a sh:", 1)[0]
    + """
  { SELECT ?constat ?gravite WHERE { ?constat sh:resultSeverity ?gravite FILTER(?gravite = %s) }
    LIMIT 100 }
  LATERAL {
    ?constat sh:sourceShape ?forme ; sh:resultMessage ?message ; sh:focusNode ?noeud .
    FILTER(LANG(?message) = ?langue)
    OPTIONAL { ?constat prov:wasQuotedFrom ?passage . ?passage pv:ligne ?ligne
      OPTIONAL { ?passage nif:anchorOf ?mots } }
  }
}"""
)
_MOST = 1000
"""Findings that one page shows in order; of more, the first of each severity."""
_RANK = ("Violation", "Warning", "Info")


def router(site: Site) -> APIRouter:
    """The report's address."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/validation", response_class=HTMLResponse)
    async def report(request: Request) -> HTMLResponse:
        language = site.language(request).code
        counted = (await site.context.query(_COUNT)).rows
        totals = {severity.value.rsplit("#", 1)[1]: int(n.value) for severity, n in counted if n}
        queries = [_QUERY]
        if sum(totals.values()) > _MOST:
            queries = [_LARGE % f"sh:{severity}" for severity in totals]
        groups: dict[str, list[dict[str, str]]] = {severity: [] for severity in _RANK}
        for query in queries:
            answer = await site.context.query(query.replace("?langue", f'"{language}"'))
            for row in answer.dicts():
                said = {k: v.value if v else "" for k, v in row.items()}
                groups[said["gravite"].rsplit("#", 1)[1]].append(said)
        values = {"groupes": groups, "totaux": totals}
        return await site.page(request, "constats.html", values)

    return routes
