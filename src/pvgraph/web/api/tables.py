"""`/api/engagements`, `/api/mesures` …: one address a published table."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from pvgraph.errors import PvgraphError, StoreError
from pvgraph.exports import tables
from pvgraph.exports.selection import Page, filters, opened, select
from pvgraph.exports.serializations import prefixes
from pvgraph.exports.tables import Column, Table
from pvgraph.web.api.answers import Body, answer, wanted
from pvgraph.web.api.described import parameter, responses
from pvgraph.web.api.linked import coded
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.names.thing import base

_LIMITS = {"json": (100, 1_000), "jsonld": (100, 1_000), "csv": (10_000, 10_000)}
"""Rows by default and at most, by format."""
_UNFAITHFUL = ("nombre", "booleen")
"""Types whose JSON is not the graph's literal: a decimal would come out as a double, and a default
as if it had been said."""
_XSD_YEAR = "http://www.w3.org/2001/XMLSchema#gYear"
_RESERVED = ("limite", "apres", "format")


def router(context: Context) -> APIRouter:
    """An address a table, described with a row of the served release."""
    routes = APIRouter(tags=["tables"])
    for table in tables.load().values():
        routes.add_api_route(
            f"/api/{table.name}",
            _endpoint(context, table),
            methods=["GET"],
            operation_id=table.name,
            summary=table.title["fr"],
            description=f"{table.description['fr']}\n\n{table.description['en']}",
            openapi_extra={"parameters": _parameters(table)},
            responses=responses(_example(context, table)),
        )
    return routes


def _endpoint(context: Context, table: Table):
    def read(request: Request) -> Response:
        return _answer(request, context, table)

    return read


def _answer(request: Request, context: Context, table: Table) -> Response:
    default, most = _LIMITS[wanted(request)]
    limit = _limit(request, default, most)
    after = _after(request, context)
    asked: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name not in _RESERVED:
            asked.setdefault(name.replace("_", "-"), []).append(value)
    try:
        with opened(context.release.path / "exports") as connection:
            page = select(connection, table, asked, limit, after)
    except StoreError as error:
        raise Refusal(404, str(error)) from error
    return answer(request, context, _body(request, context, table, page))


def _limit(request: Request, default: int, most: int) -> int:
    asked = request.query_params.get("limite", str(default))
    if not (asked.isascii() and asked.isdigit()) or not 1 <= int(asked[:9]) <= most:
        raise Refusal(400, f"limite={asked!r} : un entier de 1 à {most} (an integer, 1 to {most})")
    return int(asked)


def _after(request: Request, context: Context) -> int:
    """Where the page starts; a page of another release is refused, its rows may have moved."""
    asked = request.query_params.get("apres")
    if asked is None:
        return 0
    release, _, place = asked.rpartition(".")
    if not (place.isascii() and place.isdigit()) or len(place) > 12:
        raise Refusal(400, f"apres={asked!r} : suivez `next` (follow `next`)")
    if release != context.release.id:
        raise Refusal(409, "les données ont été republiées depuis : reprenez à la première page")
    return int(place)


def _body(request: Request, context: Context, table: Table, page: Page) -> Body:
    following = None
    if page.after is not None:
        kept = [(k, v) for k, v in request.query_params.multi_items() if k != "apres"]
        query = urlencode([*kept, ("apres", f"{context.release.id}.{page.after}")])
        following = f"{context.settings.path}{request.url.path}?{query}"
    document = {
        "total": page.total,
        "count": len(page.rows),
        "next": following and context.settings.address(following[len(context.settings.path) :]),
        "release": context.release.id,
        "results": page.rows,
    }
    columns = [c.name for c in table.columns]
    return Body(document, columns, page.rows, lambda: jsonld(table, base(context)), following)


def jsonld(table: Table, base: str) -> dict:
    """The context that makes a page of rows a graph (JSON-LD 1.1)."""
    short = prefixes()
    key = next((c.name for c in table.columns if c.name == "iri"), table.key)
    context: dict = {
        "@version": 1.1,
        "results": "@graph",
        key: "@id",
        **dict.fromkeys(("total", "count", "next", "release")),
    }
    for column in table.columns:
        if column.name != key:
            context[column.name] = _term(column, short, base)
    return context


def _term(column: Column, short: Mapping[str, str], base: str) -> dict | None:
    """What a column is in the graph; nothing where it is there only for readers."""
    prefix, _, local = column.property.partition(":")
    if not local or column.type in _UNFAITHFUL:
        return None
    term = {"@id": short[prefix] + local}
    if column.kind:
        return coded(column.name, term["@id"], f"{base}{column.kind}/")
    if column.type in ("iri", "annee"):
        return {**term, "@type": "@id" if column.type == "iri" else _XSD_YEAR}
    return {**term, "@language": "fr"} if column.property == "pv:texte" else term


def _parameters(table: Table) -> list[dict]:
    listed = [
        parameter(name, f"{column.title['fr']} – {column.title['en']}", many=True)
        for name, column in filters(table).items()
    ]
    number = {"type": "integer", "minimum": 1}
    return [
        *listed,
        parameter("limite", "Nombre de lignes – Number of rows (JSON: 100, CSV: 10 000)", number),
        parameter("apres", "Suite d'une page : suivez `next` – follow `next`"),
        parameter("format", "json, jsonld, csv", {"enum": list(_LIMITS)}),
    ]


def _example(context: Context, table: Table) -> dict | None:
    """The first row of the served release, as the API gives it."""
    try:
        with opened(context.release.path / "exports") as connection:
            page = select(connection, table, {}, 1)
    except PvgraphError:
        return None
    said = {"total": page.total, "count": len(page.rows), "next": None}
    return json.loads(json.dumps({**said, "release": context.release.id, "results": page.rows}))
