"""`/api/comparer`: engagements counted by two dimensions, cell by cell."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pvgraph.comparison.compare import COUNTS, Table, compare
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.exports import answers
from pvgraph.web.api.answers import Body, answer
from pvgraph.web.api.described import parameter, responses
from pvgraph.web.api.linked import coded
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.site import Site

_RESERVED = ("lignes", "colonnes", "compte", "discutables", "vides", "format")
_EXAMPLE = {
    "lignes": "theme",
    "colonnes": "contrat",
    "compte": "engagement",
    "total": 2,
    "results": [
        {"ligne": "education", "ligne_nom": "Éducation", "colonne": "brest", "colonne_nom": "Brest",
         "n": 2},
    ],
}  # fmt: skip


def router(context: Context) -> APIRouter:
    """The comparison's address."""
    routes = APIRouter(tags=["comparer"])

    @routes.get(
        "/api/comparer",
        operation_id="comparer",
        summary="Engagements comptés par lignes et colonnes",
        openapi_extra={"parameters": _parameters()},
        responses=responses(_EXAMPLE),
    )
    async def comparer(request: Request) -> Response:
        """Chaque cellule non vide, la plus grande ligne d'abord ; un engagement collectif compte
        une fois, et une mesure sous son thème principal."""
        given = request.query_params
        wrong = [n for n in given if n not in (*DIMENSIONS, *_RESERVED)]
        if wrong:
            known = ", ".join((*DIMENSIONS, *_RESERVED))
            raise Refusal(400, f"paramètre {wrong[0]!r} inconnu ; connus : {known}")
        filters = {n: [v for v in given.getlist(n) if v] for n in DIMENSIONS if n in given}
        table = await compare(
            context.query,
            given.get("lignes", "theme"),
            given.get("colonnes", "contrat"),
            filters,
            count=given.get("compte", "engagement"),
            debatable=_yes(given.get("discutables", "0")),
            empty=_yes(given.get("vides", "0")),
            held=await Site.of(context).counts(),
        )
        return answer(request, context, _body(context, table))

    return routes


def _yes(value: str) -> bool:
    return value.lower() in ("1", "true", "oui")


def _body(context: Context, table: Table) -> Body:
    rows = answers.cells(table)
    said = table.comparison
    document = {
        "lignes": said.rows,
        "colonnes": said.columns,
        "compte": said.count,
        "total": sum(table.cells.values()),
        "release": context.release.id,
        "entetes": {
            "lignes": [{"code": h.code, "nom": h.label, "iri": h.iri} for h in table.rows],
            "colonnes": [{"code": h.code, "nom": h.label, "iri": h.iri} for h in table.columns],
        },
        "results": rows,
    }
    return Body(document, answers.CELLS, rows, lambda: _context(table))


def _context(table: Table) -> dict:
    """Cells as observations of a data cube."""
    definitions = "https://w3id.org/pvgraph/def#"

    def dimension(term: str, name: str) -> dict:
        cube = DIMENSIONS[name].cube
        property = definitions + cube.removeprefix("pv:")
        if not cube or "/" in cube:  # the cube has no such dimension: what the cell is about
            property = "http://purl.org/dc/terms/subject"
        headings = [*table.rows, *table.columns]
        start = next((h.iri[: -len(h.code)] for h in headings if f"/{name}/" in h.iri), "")
        return coded(term, property, start)

    hidden = ("lignes", "colonnes", "compte", "total", "release", "entetes")
    return {
        "@version": 1.1,
        "results": "@graph",
        "ligne": dimension("ligne", table.comparison.rows),
        "colonne": dimension("colonne", table.comparison.columns),
        "n": f"{definitions}nombre",
        **dict.fromkeys((*hidden, "ligne_nom", "colonne_nom")),
    }


def _parameters() -> list[dict]:
    names = {"enum": list(DIMENSIONS)}
    return [
        parameter("lignes", "Dimension des lignes – Rows", names),
        parameter("colonnes", "Dimension des colonnes – Columns", names),
        parameter("compte", "Ce qui est compté – What is counted", {"enum": list(COUNTS)}),
        parameter("discutables", "1 : compter aussi ce qui est discutable – debatable items too"),
        parameter("vides", "1 : donner aussi les lignes et colonnes vides – empty ones too"),
        parameter("format", "json, jsonld, csv", {"enum": ["json", "jsonld", "csv"]}),
        *(
            parameter(n, f"Seulement ce {n} (code ou IRI) – Only these", many=True)
            for n in DIMENSIONS
        ),
    ]
