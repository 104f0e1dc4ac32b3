"""What every page is made with: queries of the folder, labels, the search index, templates."""

import asyncio
import gzip
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeVar, cast

from fastapi import Request
from fastapi.responses import HTMLResponse
from pyoxigraph import Literal, NamedNode

from pvgraph.comparison import counting
from pvgraph.comparison.dimensions import DIMENSIONS, Dimension
from pvgraph.counts import gather
from pvgraph.counts.read import Counts
from pvgraph.counts.values import value
from pvgraph.errors import StoreError
from pvgraph.search.find import Index
from pvgraph.store.answer import Answer
from pvgraph.store.opening import in_memory
from pvgraph.web import bases
from pvgraph.web.bases import served
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.names.document import headers as link_headers
from pvgraph.web.pages.adresses import Adresses, code, other_language
from pvgraph.web.pages.held import Release
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Labels
from pvgraph.web.pages.overviews import PATIENCE
from pvgraph.web.pages.standing import Ahead

_AHEAD = (("contrat", "mode"), ("type-acteur", "contrat"), ("theme", "contrat"))
"""What the home page crosses."""
_COUNTED = frozenset({*gather.KEPT, *gather.SHARED})
_WORTH_PACKING = 2_000
_PACKING = 5

Row = dict[str, object]
T = TypeVar("T")


@cache
def query(name: str) -> str:
    """The text of `requetes/<name>.rq`, or of a query whose answer is counted at build."""
    own = files(__package__).joinpath("requetes", f"{name}.rq")
    return own.read_text(encoding="utf-8") if own.is_file() else gather.query(name)


def iri(kind: str, slug: str) -> NamedNode:
    """The IRI of the thing of that kind: `iri("contrat", "brest")`.

    Raises:
        Refusal: 404, what the address names cannot be an IRI.
    """
    try:
        return NamedNode(f"{served()}{kind}/{slug}")
    except ValueError as error:
        raise Refusal(404, f"{kind}/{slug}") from error


@dataclass
class Site:
    """The pages' view of the service."""

    context: Context
    _release: Release | None = None

    @classmethod
    def of(cls, context: Context) -> "Site":
        """The one view that all routes of a service share."""
        return cast(Site, context.shared.setdefault("site", cls(context)))

    @property
    def release(self) -> Release:
        """The release that this request is answered from."""
        now = self.context.release
        if self._release is None or self._release.id != now.id:
            self._release = Release(now.path, now.id)
            self._release.overviews.ahead(self._ahead)
        return self._release

    async def _ahead(self) -> None:
        """Ask what the first pages will show."""
        with bases.serving(self.context.release):
            await self.labels()
            for rows, columns in _AHEAD:
                await self.crossed(DIMENSIONS[rows], DIMENSIONS[columns], {}, debatable=False)
            await self.rows("contrats")
            if not in_memory(self.context.release, self.context.settings.in_memory):
                ahead = Ahead.of(self.context, (await self.labels()).kinds)
                await ahead.prepare(self.release.standing)

    async def counts(self) -> Counts | None:
        """What the release holds counted; None where it has no such file: the graph is asked."""
        release = self.release
        if release.counts is None and self.context.release.counts.is_file():
            piliers = {r["chose"]: r["classe"] for r in await self._asked("classes_theme", {})}
            path = self.context.release.counts
            release.counts = await asyncio.to_thread(Counts, path, piliers)
        return release.counts

    async def held(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` makes, in a thread, once a release."""
        kept = self.release.kept
        if key not in kept:
            kept[key] = await asyncio.to_thread(make)
        return cast(T, kept[key])

    async def crossed(
        self, rows: Dimension, columns: Dimension, filters: counting.Filters, debatable: bool
    ) -> counting.Cells:
        """Engagements by two dimensions under the filters, each by mode."""
        counts = await self.counts()
        if counts is None:
            ask = self.context.query if filters else self.whole
            return await counting.engagements(ask, rows, columns, filters, debatable)
        if filters:
            return await asyncio.to_thread(counts.engagements, rows, columns, filters, debatable)
        key = ("crossed", rows.name, columns.name, debatable)
        return await self.held(key, lambda: counts.engagements(rows, columns, {}, debatable))

    async def whole(self, sparql: str) -> Answer:
        """The answer to a query over the whole corpus, asked once a release and kept: in a large
        one it may take longer than a visitor waits.

        Raises:
            Busy: it is still being counted.
        """
        ask = self.context.query
        return await self.release.overviews.get(sparql, lambda: ask(sparql, patience=PATIENCE))

    async def rows(self, name: str, **bound: NamedNode | Literal) -> list[Row]:
        """The rows of a query of the folder, its variables bound, as plain values (None where
        unbound): from what the release holds counted, where that has them."""
        counts = await self.counts() if name in _COUNTED else None
        if counts is None:
            return await self._asked(name, bound)
        if bound:
            (contrat,) = bound.values()
            return await asyncio.to_thread(counts.kept, name, contrat.value)
        return await self.held(name, lambda: counts.kept(name))

    async def _asked(self, name: str, bound: Mapping[str, NamedNode | Literal]) -> list[Row]:
        """The rows of `<name>.rq`, asked of the graph; kept where nothing is bound."""
        if bound:
            answer = await self.context.query(query(name), bound)
        else:
            answer = await self.whole(query(name))
        return [{k: value(v) for k, v in row.items()} for row in answer.dicts()]

    async def labels(self) -> Labels:
        """Labels of the code lists, contrats and acteurs, asked once a release."""
        release = self.release
        if release.labels is None:
            rows = [*await self.rows("libelles"), *await self.rows("noms")]
            release.labels = await asyncio.to_thread(Labels.of, rows)
        return release.labels

    def index(self) -> Index | None:
        """The search index; None where the release has none (a single RDF file)."""
        release = self.release
        if release.index is None:
            try:
                release.index = Index(release.path / "search.sqlite")
            except StoreError:
                return None
        return release.index

    async def text(self, contrat: str) -> str:
        """The source text of a contrat.

        Raises:
            Refusal: 404, there is no such text.
        """
        release = self.release
        if contrat not in release.texts:
            path = release.path / "textes" / f"{contrat}.txt"
            if "/" in contrat or not path.is_file():
                raise Refusal(404, f"textes/{contrat}")
            data = await asyncio.to_thread(path.read_bytes)
            release.texts[contrat] = data.decode("utf-8")
        return release.texts[contrat]

    def links(self, request: Request) -> Adresses:
        """Makes links in the request's language."""
        return Adresses(self.context.settings.path, self.language(request).code)

    def plain_links(self, t: Langue) -> Adresses:
        """Makes links without the sub-path, for public addresses."""
        return Adresses("", t.code)

    def language(self, request: Request) -> Langue:
        """The language of the request."""
        return Langue.of(request.query_params.get("lang"))

    def _data(self, iri: str, suffix: str) -> str:
        """The data of a thing in one format."""
        return f"{self.context.settings.path}/id/{iri.removeprefix(served())}.{suffix}"

    async def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, object],
        status: int = 200,
        about: str = "",
    ) -> HTMLResponse:
        """The template rendered in the request's language; `about` is the IRI of the thing that
        the page is of, whose data its headers lead to."""
        t = self.language(request)
        html = self.context.render(
            template,
            t=t,
            lang=t.code,
            code=code,
            lien=self.links(request),
            donnees=self._data,
            base=served(),
            nom=(await self.labels()).in_language(t),
            release=self.release.id,
            adresse=request.url.path,
            autre=other_language(request, t.other, self.context.settings.path),
            parametres=request.query_params,
            adresses_de_tete={"def": _served(request, "/def")},
            **values,
        )
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if about:
            document = f"{self.context.settings.path}/id/{about.removeprefix(served())}"
            headers["Link"] = ", ".join(link_headers(about, document))
        content = html.encode()
        if "gzip" in request.headers.get("accept-encoding", "") and len(content) > _WORTH_PACKING:
            content = gzip.compress(content, _PACKING, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return HTMLResponse(content, status, headers)


def _served(request: Request, path: str) -> bool:
    """Whether this service has that page: its routes are found, not listed."""
    return any(getattr(route, "path", "") == path for route in request.app.routes)
