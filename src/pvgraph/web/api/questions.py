"""`/api/questions`, `/api/questions/{name}`: the library of questions, and their answers."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import BlankNode, Literal, NamedNode

from pvgraph.catalogue.examples import body as query_text
from pvgraph.questions import Question, moved
from pvgraph.store.answer import Cell
from pvgraph.web.api.answers import Body, answer
from pvgraph.web.api.described import parameter, responses
from pvgraph.web.bases import served
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.reponses import some
from pvgraph.web.pages.site import Site

_DEFAULT, _MOST = 1_000, 10_000
_RESERVED = ("limite", "apres", "format")
_NUMBERS = {"integer": int, "decimal": float, "double": float, "gYear": int}


def router(context: Context) -> APIRouter:
    """The questions' addresses."""
    routes = APIRouter(tags=["questions"])

    @routes.get(
        "/api/questions",
        operation_id="questions",
        summary="La bibliothèque de questions",
        responses=responses(None),
    )
    async def questions(request: Request) -> Response:
        """Chaque question, ses paramètres, ses adresses (page, API, SPARQL)."""
        rows = [_described(context, q) for q in context.questions.values()]
        columns = ("name", "question_fr", "question_en", "page", "api")
        document = {"total": len(rows), "results": rows}
        return answer(request, context, Body(document, columns, rows, lambda: _CONTEXT))

    for question in context.questions.values():
        routes.add_api_route(
            f"/api/questions/{question.name}",
            _endpoint(context, question),
            methods=["GET"],
            operation_id=f"question-{question.name}",
            summary=question.text["fr"],
            description=f"{question.description['fr']}\n\n{question.description['en']}",
            openapi_extra={"parameters": _parameters(question)},
            responses=responses(None),
        )

    @routes.get("/api/questions/{name}", include_in_schema=False)
    async def unknown(name: str) -> Response:
        known = ", ".join(context.questions)
        raise Refusal(404, f"question {name!r} inconnue ; connues : {known}")

    return routes


_CONTEXT = {
    "@version": 1.1,
    "results": "@graph",
    "name": "http://purl.org/dc/terms/identifier",
    "question_fr": {"@id": "http://www.w3.org/2000/01/rdf-schema#comment", "@language": "fr"},
    "question_en": {"@id": "http://www.w3.org/2000/01/rdf-schema#comment", "@language": "en"},
    "sparql": "http://www.w3.org/ns/shacl#select",
    "exemple": "@id",
    **dict.fromkeys(("total", "page", "api", "parameters")),
}


def _described(context: Context, question: Question) -> dict:
    address = context.settings.address
    return {
        "name": question.name,
        "question_fr": question.text["fr"],
        "question_en": question.text["en"],
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, **p.label}
            for p in question.parameters
        ],
        "page": address(f"/questions/{question.name}"),
        "api": address(f"/api/questions/{question.name}"),
        "exemple": address(f"/.well-known/sparql-examples/{question.name}"),
        "sparql": query_text(moved(question.sparql, served())),
    }


def _endpoint(context: Context, question: Question):
    async def read(request: Request) -> Response:
        return await _answer(request, context, question)

    return read


async def _answer(request: Request, context: Context, question: Question) -> Response:
    given = {k: v for k, v in request.query_params.items() if k not in _RESERVED}
    limit, start = _number(request, "limite", _DEFAULT, _MOST), _number(request, "apres", 0)
    part = await some(Site.of(context), question, given, start, limit)
    found = part.answer
    rows = [
        {name: plain(cell) for name, cell in zip(found.columns, row, strict=True)}
        for row in found.rows
    ]
    following = None
    if part.total is None or start + len(rows) < part.total:
        kept = [(k, v) for k, v in request.query_params.multi_items() if k != "apres"]
        query = urlencode([*kept, ("apres", str(start + len(rows)))])
        following = f"{request.url.path}?{query}"
    root = context.settings.path
    document = {
        "question": question.name,
        "total": part.total,
        "count": len(rows),
        "truncated": found.truncated,
        "next": following and context.settings.address(following.removeprefix(root)),
        "release": context.release.id,
        "columns": list(found.columns),
        "results": rows,
    }

    def jsonld() -> dict:
        vocabulary = context.settings.address(f"/questions/{question.name}#")
        hidden = ("question", "total", "count", "truncated", "next", "release", "columns")
        terms = {
            name: {"@type": "@id"}
            for name in found.columns
            if _names(found.rows, found.columns, name)
        }
        return {"@version": 1.1, "@vocab": vocabulary, "results": "@graph", **terms,
                **dict.fromkeys(hidden)}  # fmt: skip

    passing = part.total is None
    body = Body(document, found.columns, rows, jsonld, following, passing)
    return answer(request, context, body)


def _names(rows, columns, name: str) -> bool:
    """Whether a column holds IRIs."""
    place = columns.index(name)
    return any(isinstance(row[place], NamedNode) for row in rows)


def plain(cell: Cell) -> object:
    """A term as JSON: IRIs and words as strings, numbers as numbers, nothing as null."""
    if isinstance(cell, Literal):
        kind = cell.datatype.value.rpartition("#")[2]
        if kind == "boolean":
            return cell.value == "true"
        return _NUMBERS.get(kind, str)(cell.value)
    return cell.value if isinstance(cell, NamedNode | BlankNode) else None


def _number(request: Request, name: str, default: int, most: int = 10**9) -> int:
    asked = request.query_params.get(name, str(default))
    least = 0 if name == "apres" else 1
    if not (asked.isascii() and asked.isdigit()) or not least <= int(asked[:12]) <= most:
        raise Refusal(400, f"{name}={asked!r} : un entier de {least} à {most} (an integer)")
    return int(asked)


def _parameters(question: Question) -> list[dict]:
    return [
        *(
            parameter(
                p.name,
                f"{p.label['fr']} – {p.label['en']} ({p.type})",
                {"type": "string", **({"default": p.default} if p.default else {})},
            )
            for p in question.parameters
        ),
        parameter("limite", "Nombre de lignes – Number of rows", {"type": "integer", "minimum": 1}),
        parameter("apres", "Suite : suivez `next` – follow `next`"),
        parameter("format", "json, jsonld, csv", {"enum": ["json", "jsonld", "csv"]}),
    ]
