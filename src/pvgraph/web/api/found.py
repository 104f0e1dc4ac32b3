"""`/api/recherche`: what the texts say of some words, ranked, with its place."""

from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import QueryParams

from pvgraph.errors import StoreError
from pvgraph.exports import answers
from pvgraph.search.answers import Results
from pvgraph.search.find import Index
from pvgraph.web.api.answers import Body, answer
from pvgraph.web.api.described import parameter, responses
from pvgraph.web.api.linked import coded
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.names.thing import base

_FACETS = ("contrat", "theme", "niveau", "type-acteur", "mode")
_LONGEST = 200
_DEFAULT, _MOST, _FARTHEST = 20, 100, 10_000


def router(context: Context) -> APIRouter:
    """The search's address."""
    routes = APIRouter(tags=["recherche"])

    @routes.get(
        "/api/recherche",
        operation_id="recherche",
        summary="Recherche plein texte en français",
        openapi_extra={"parameters": _parameters()},
        responses=responses(None),
    )
    def recherche(request: Request) -> Response:
        """Mesures et passages qui disent ces mots (formes, accents et élisions ignorés), les plus
        proches d'abord ; `corrige` est la requête posée quand un mot était mal tapé."""
        asked = _asked(request.query_params)
        found = _search(context, asked)
        rows = [answers.found(hit, base(context)) for hit in found.hits]
        following = None
        if asked.start + asked.limit < min(found.total, _FARTHEST):
            following = f"{request.url.path}?{asked.following}"
        document = {
            "q": asked.words,
            "corrige": found.corrected,
            "elargi": found.relaxed,
            "total": found.total,
            "count": len(rows),
            "next": following and _absolute(context, following),
            "release": context.release.id,
            "facettes": {k: dict(v) for k, v in found.facets.items()},
            "results": rows,
        }
        body = Body(document, answers.FOUND, rows, lambda: _context(base(context)), following)
        return answer(request, context, body)

    return routes


@dataclass(frozen=True, slots=True)
class _Asked:
    """A search as asked: its words, the facets kept, its place, and the query of what follows."""

    words: str
    facets: dict[str, list[str]]
    limit: int
    start: int
    following: str


def _asked(given: QueryParams) -> _Asked:
    words = given.get("q", "").strip()[:_LONGEST]
    if not words:
        raise Refusal(400, "q : des mots à chercher (words to search for)")
    limit = _number(given.get("limite"), _DEFAULT, 1, _MOST, "limite")
    start = _number(given.get("apres"), 0, 0, _FARTHEST, "apres")
    facets = {f: [v for v in given.getlist(f) if v] for f in _FACETS}
    kept = [(k, v) for k, v in given.multi_items() if k != "apres"]
    return _Asked(words, facets, limit, start, urlencode([*kept, ("apres", start + limit)]))


def _search(context: Context, asked: _Asked) -> Results:
    try:
        index = Index(context.release.search)
    except StoreError as error:
        raise Refusal(404, str(error)) from error
    with closing(index):
        return index.find(asked.words, asked.facets, asked.limit, asked.start)


def _absolute(context: Context, address: str) -> str:
    """An address of this service with its host, its sub-path said once."""
    return context.settings.address(address.removeprefix(context.settings.path))


def _context(base: str) -> dict:
    definitions = "https://w3id.org/pvgraph/def#"
    shown = ("q", "corrige", "elargi", "total", "count", "next", "release", "facettes")
    return {
        "@version": 1.1,
        "results": "@graph",
        "iri": "@id",
        "texte": {"@id": f"{definitions}texte", "@language": "fr"},
        "permalien": {"@id": "http://www.w3.org/ns/prov#wasQuotedFrom", "@type": "@id"},
        "contrat": coded("contrat", f"{definitions}contrat", f"{base}contrat/"),
        **dict.fromkeys((*shown, "niveau", "rubriques", "debut", "fin", "score")),
    }


def _number(value: str | None, default: int, least: int, most: int, name: str) -> int:
    asked = str(default) if value is None else value
    if not (asked.isascii() and asked.isdigit()) or not least <= int(asked[:9]) <= most:
        raise Refusal(400, f"{name}={asked!r} : un entier de {least} à {most} (an integer)")
    return int(asked)


def _parameters() -> list[dict]:
    return [
        {**parameter("q", "Les mots – The words"), "required": True},
        *(parameter(f, f"Seulement ce {f} – Only these", many=True) for f in _FACETS),
        parameter(
            "limite", "Nombre de lignes – Number of rows", {"type": "integer", "maximum": _MOST}
        ),
        parameter("apres", "Suite : suivez `next` – follow `next`"),
        parameter("format", "json, jsonld, csv", {"enum": ["json", "jsonld", "csv"]}),
    ]
