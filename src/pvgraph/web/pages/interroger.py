"""`/questions` and `/questions/NAME`: the library, each question with its parameters and answer."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.documents.model import Cell as Value
from pvgraph.documents.model import Report, Sheet
from pvgraph.questions import THINGS, Question
from pvgraph.store.job import Term
from pvgraph.web.bases import served
from pvgraph.web.failures import Refusal
from pvgraph.web.pages.exporter import sent
from pvgraph.web.pages.extraits import samples
from pvgraph.web.pages.reponses import First, first, told
from pvgraph.web.pages.resultat import Result, result
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.standing import SHOWN
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
        found = await first(site, asked, values)
        return await _answered(site, request, asked, values, found, vue)

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


async def _answered(
    site: Site, request: Request, asked: Question, values: Mapping[str, str],
    beginning: First, view: str,
) -> HTMLResponse:  # fmt: skip
    t = site.language(request)
    names = (await site.labels()).in_language(t)
    found = await result(site, beginning.answer, names, site.links(request), SHOWN)
    found = replace(found, total=beginning.total)
    views = possible(found)
    view = view if view in views else "tableau"
    departements = {r["contrat"]: r["departement"] for r in await site.rows("departements")}
    drawn = await asyncio.to_thread(draw, view, found, asked.text[t.code], departements)
    sparql = written(asked.under(served()), asked.bind(values, served()))
    shown = {p.name: values.get(p.name, p.default or "") for p in asked.parameters}
    page = await site.page(
        request,
        "question.html",
        {
            "question": asked,
            "valeurs": shown,
            "genres": {name: DIMENSIONS[name].genre for name in THINGS},
            "resultat": found,
            "vues": views,
            "vue": view,
            "dessin": drawn,
            "sparql": sparql,
            "extraits": samples(site.context.settings.base_url, sparql),
        },
    )
    if beginning.total is None:  # the next visitor may see it whole
        page.headers["Cache-Control"] = "no-store"
    return page


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
