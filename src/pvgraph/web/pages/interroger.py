"""`/questions` and `/questions/NAME`: the library, each question with its parameters and answer."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.documents.model import Cell as Value
from pvgraph.documents.model import Report, Sheet
from pvgraph.questions import THINGS, Question
from pvgraph.store.job import Crashed, Overrun, Term
from pvgraph.web.bases import served
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.exporter import sent
from pvgraph.web.pages.extraits import samples
from pvgraph.web.pages.overviews import Coming
from pvgraph.web.pages.reponses import Some, some, told
from pvgraph.web.pages.resultat import Result, result
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.vues import draw, possible


def router(site: Site) -> APIRouter:
    """The library and its questions."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/questions", response_class=HTMLResponse)
    async def library(request: Request) -> HTMLResponse:
        values = {"questions": list(site.context.questions.values())}
        return await site.page(request, "questions.html", values)

    @routes.get("/questions/{name}.{suffix}")
    async def download(request: Request, name: str, suffix: str) -> Response:
        question, values = await _asked(site, request, name)
        answer = await told(site, question, values)
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        found = await result(site, answer, names, site.links(request))
        sheet = Sheet(question.text[t.code], found.columns, _plain(found))
        address = site.context.settings.address(f"/questions/{name}")
        query = f"?{request.url.query}" if request.url.query else ""
        notes = [
            t("citer.phrase", version=site.release.id, adresse=address + query),
            question.description[t.code],
        ]
        return await sent(Report(question.text[t.code], [sheet], notes, t.code), suffix, name, site)

    @routes.get("/questions/{name}", response_class=HTMLResponse)
    async def question(request: Request, name: str, vue: str = "tableau") -> HTMLResponse:
        asked, values = await _asked(site, request, name)
        shown = _Shown(site, request, asked, values, vue)
        try:
            found = await some(site, asked, values)
        except Coming:
            return await shown.later()
        except (Overrun, Crashed):
            return await shown.narrower()
        return await shown.answered(found)

    return routes


async def _asked(site: Site, request: Request, name: str) -> tuple[Question, dict[str, str]]:
    """The question and what was typed for it: an empty field leaves its parameter open, and the
    name of a thing does as well as its code."""
    if name not in site.context.questions:
        raise Refusal(404, f"questions/{name}")
    question = site.context.questions[name]
    names = (await site.labels()).in_language(site.language(request))
    values = {}
    for p in question.parameters:
        if p.name in request.query_params:
            typed = request.query_params[p.name].strip()
            if typed and p.type in DIMENSIONS:
                typed = names.coded(p.name, DIMENSIONS[p.type].genre, typed, p.type)
            values[p.name] = typed
    return question, values


@dataclass(frozen=True, slots=True)
class _Shown:
    """The page of a question, with what was typed for it and the view wanted."""

    site: Site
    request: Request
    asked: Question
    values: Mapping[str, str]
    view: str

    async def answered(self, found: Some) -> HTMLResponse:
        """The page with the first rows."""
        site, t = self.site, self.site.language(self.request)
        names = (await site.labels()).in_language(t)
        rows = await result(site, found.answer, names, site.links(self.request))
        rows = replace(rows, total=found.total)
        views = possible(rows)
        view = self.view if self.view in views else "tableau"
        departements = {r["contrat"]: r["departement"] for r in await site.rows("departements")}
        drawn = await asyncio.to_thread(draw, view, rows, self.asked.text[t.code], departements)
        said = {"resultat": rows, "vues": views, "vue": view, "dessin": drawn}
        page = await self._page(said, 200)
        if found.total is None:  # the next visitor may see it whole
            page.headers["Cache-Control"] = "no-store"
        return page

    async def later(self) -> HTMLResponse:
        """The page of an answer that is coming."""
        page = await self._page({"resultat": None, "vue": self.view, "vient": True}, 202)
        page.headers.update({"Cache-Control": "no-store", "Retry-After": str(Coming.again)})
        return page

    async def narrower(self) -> HTMLResponse:
        """The page of an answer that is too much: more must be said to have one."""
        page = await self._page({"resultat": None, "vue": self.view, "vient": False}, 200)
        page.headers["Cache-Control"] = "no-store"
        return page

    async def _page(self, said: Mapping[str, object], status: int) -> HTMLResponse:
        asked, site = self.asked, self.site
        sparql = written(asked.under(served()), asked.bind(self.values, served()))
        shown = {p.name: self.values.get(p.name, p.default or "") for p in asked.parameters}
        values = {
            "question": asked,
            "valeurs": shown,
            "genres": {name: DIMENSIONS[name].genre for name in THINGS},
            "sparql": sparql,
            "extraits": samples(site.context.settings.base_url, sparql),
            **said,
        }
        return await site.page(self.request, "question.html", values, status)


def written(question: Question, bound: Mapping[str, Term]) -> str:
    """The question's SPARQL with its values, as one query to be copied: the values stand in a
    VALUES clause at the end, so that nothing is pasted inside the query."""
    lines = question.sparql.splitlines(keepends=True)
    plain = "".join(line for line in lines if not line.startswith("#+"))
    if not bound:
        return plain
    variables = " ".join(f"?{name}" for name in bound)
    terms = " ".join(str(term) for term in bound.values())
    return f"{plain.rstrip()}\nVALUES ({variables}) {{ ({terms}) }}\n"


def _plain(found: Result) -> list[list[Value]]:
    return [[c.number if c.number is not None else c.text for c in row] for row in found.rows]
