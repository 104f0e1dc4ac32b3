"""`/id/…`: every IRI of the data answers, by Accept or by suffix, to people and to programs.

Without suffix: 303 to the thing's page or to its data. With `.html`, `.ttl`, `.jsonld`, `.nt`,
`.rdf`: 200. A withdrawn name: 301 to its only successor, else 410 with what replaces it.
"""

import hashlib

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import NamedNode

from pvgraph.exports.formats import FORMATS
from pvgraph.web.bases import served
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.names.document import DATA, links, rdf
from pvgraph.web.names.page import answer as html_page
from pvgraph.web.names.thing import Thing, base, describe
from pvgraph.web.negotiate import quality
from pvgraph.web.pages.adresses import PAGES, Adresses
from pvgraph.web.pages.site import Site

_HTML = "html"
_MEDIA = {_HTML: ("text/html", "application/xhtml+xml")} | {f.suffix: (f.media_type,) for f in DATA}
_READABLE = ", ".join(media[0] for media in _MEDIA.values())


def router(context: Context) -> APIRouter:
    """The names' addresses."""
    routes = APIRouter(include_in_schema=False)
    site = Site.of(context)

    @routes.api_route("/id/{name:path}", methods=["GET", "HEAD"])
    async def name(request: Request, name: str) -> Response:
        """What the graph says of the IRI of that name, or the way to it."""
        stem, suffix = split(name)
        thing = await _thing(context, stem, _page(request))
        document = f"{context.settings.path}/id/{stem}"
        if thing.retired and len(thing.successors) == 1:
            return _moved(thing, document, suffix, context)
        wish = suffix or wanted(request.headers.get("accept", ""))
        if wish is None:
            raise Refusal(406, f"formats (available): {_READABLE}", {"Vary": "Accept"})
        if not suffix and not thing.retired:
            return _see_other(request, thing, wish, document)
        return await _document(request, site, thing, wish, document)

    return routes


def split(name: str) -> tuple[str, str]:
    """The thing's name and the suffix of the format asked for (empty where there is none)."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix) if dot and suffix in _MEDIA else (name, "")


def wanted(accept: str) -> str | None:
    """The format that the client likes best, HTML first among equals; None for none of ours."""
    scored = [(quality(media, accept), -i) for i, media in enumerate(_MEDIA.values())]
    score, order = max(scored)
    return list(_MEDIA)[-order] if score > 0 else None


def _page(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    if not asked.isdecimal() or not 1 <= int(asked) <= 10**6:
        raise Refusal(400, f"page={asked!r} : un entier à partir de 1 (an integer from 1)")
    return int(asked)


async def _thing(context: Context, stem: str, page: int) -> Thing:
    """The thing described.

    Raises:
        Refusal: 404, nothing has that name.
    """
    unknown = Refusal(404, f"{base(context)}{stem} : aucune chose de ce nom (unknown name)")
    try:
        iri = NamedNode(base(context) + stem)
    except ValueError as error:
        raise unknown from error
    thing = await describe(context, iri, page)
    if not thing.known:
        raise unknown
    return thing


def _moved(thing: Thing, document: str, suffix: str, context: Context) -> Response:
    """301 to the only successor, in the format that was asked for."""
    target = thing.successors[0].value
    if target.startswith(base(context)):
        target = f"{context.settings.path}/id/{target.removeprefix(base(context))}"
        target += f".{suffix}" if suffix else ""
    return RedirectResponse(target, 301, {"Link": links(thing, document, page=False)})


def _has_page(stem: str) -> bool:
    """Whether the thing has a page made for its kind; a selector inside a text has none."""
    kind, _, rest = stem.partition("/")
    return kind in PAGES and not (kind == "texte" and "/" in rest)


def _see_other(request: Request, thing: Thing, wish: str, document: str) -> Response:
    target = f"{document}.{wish}"
    if wish == _HTML:
        root, _, stem = document.partition("/id/")
        language = request.query_params.get("lang", "fr")
        page = Adresses(root, language).of(served() + stem) if _has_page(stem) else None
        target = page or target
    headers = {"Vary": "Accept", "Link": links(thing, document, page=False)}
    return RedirectResponse(target, 303, headers)


async def _document(
    request: Request, site: Site, thing: Thing, wish: str, document: str
) -> Response:
    """The description itself: 200, 304 where the client has it, 410 for a withdrawn name."""
    status = 410 if thing.retired else 200
    tag = _etag(request, site.context.release.id, wish)
    headers = {
        "ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept", "Link": links(thing, document)
    }  # fmt: skip
    if status == 200 and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if wish == _HTML:
        response = await html_page(request, site, thing, document, status)
        response.headers.update(headers)
        return response
    address = f"{site.context.settings.address('/id/')}{document.partition('/id/')[2]}.{wish}"
    address += f"?page={thing.page}" if thing.page > 1 else ""
    body = rdf(thing, address, FORMATS[wish], base(site.context))
    return Response(body, status, headers, _content_type(wish))


def _content_type(suffix: str) -> str:
    media = FORMATS[suffix].media_type
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _etag(request: Request, release: str, wish: str) -> str:
    asked = f"{release} {request.url.path} {request.url.query} {wish}"
    return f'"{hashlib.sha256(asked.encode()).hexdigest()[:20]}"'
