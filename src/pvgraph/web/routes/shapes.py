"""`/shapes`: the rules that the graph keeps, as data; for people, what they find in it.

The results of validation name their shape `…/shapes#Objectif-sans-action`: the name answers here.
"""

from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from pvgraph.exports.serializations import prefixes
from pvgraph.graph.names import RDF, SH
from pvgraph.paths import resource
from pvgraph.store.formats import by_name
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.names.document import DATA
from pvgraph.web.routes.names import wanted

_METHODS = ["GET", "HEAD"]
_NAMESPACE = "https://w3id.org/pvgraph/shapes#"


@cache
def _shapes() -> tuple[Triple, ...]:
    """Every shape of the project, each file's unnamed parts kept apart."""
    found = []
    for path in sorted(resource("shapes").glob("*.ttl")):
        read = parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        found += [quad.triple for quad in read]
    for path in sorted(resource("shapes").glob("globales/*.rq")):
        found += _rule(path.read_text(encoding="utf-8"))
    return tuple(found)


def _rule(query: str) -> list[Triple]:
    """A rule on the whole graph (a query whose header names it) as a constraint."""
    lines = (line[2:].partition(":") for line in query.splitlines() if line.startswith("#+"))
    said = {key.strip(): value.strip() for key, _, value in lines}
    rule = NamedNode(_NAMESPACE + said["forme"])
    return [
        Triple(rule, RDF.type, SH.SPARQLConstraint),
        Triple(rule, SH.severity, SH[said["gravite"]]),
        Triple(rule, SH.message, Literal(said["message"], language="fr")),
        Triple(rule, SH.message, Literal(said["message_en"], language="en")),
        Triple(rule, SH.select, Literal(query)),
    ]


def router(context: Context) -> APIRouter:
    """The shapes' addresses."""
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/shapes", methods=_METHODS)
    async def negotiated(request: Request) -> Response:
        """303 to the data, or to the findings; a client keeps the fragment."""
        wish = wanted(request.headers.get("accept", ""))
        if wish is None:
            raise Refusal(406, "formats : text/html, " + ", ".join(f.media_type for f in DATA))
        target = "/validation" if wish == "html" else f"/shapes.{wish}"
        return RedirectResponse(context.settings.path + target, 303, {"Vary": "Accept"})

    @routes.api_route("/shapes.{suffix}", methods=_METHODS)
    async def data(suffix: str) -> Response:
        """Every shape in one RDF format."""
        if suffix not in [f.suffix for f in DATA]:
            raise Refusal(404, f".{suffix} : {', '.join(f.suffix for f in DATA)}")
        format = by_name(suffix)
        short = {**prefixes(), "s": _NAMESPACE}
        content = serialize(_shapes(), format=format.writer, prefixes=short)
        return Response(content, media_type=format.content_type)

    return routes
