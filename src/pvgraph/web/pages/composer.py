"""`/composer`: « [Qui] s'engage sur [quoi] à [où] ? » filled in, and the SPARQL that it writes."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pyoxigraph import Literal, NamedNode
from starlette.datastructures import QueryParams

from pvgraph.comparison.counting import Cells
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.store.answer import Answer
from pvgraph.web.bases import thing
from pvgraph.web.pages import etat
from pvgraph.web.pages.extraits import samples, spreadsheet
from pvgraph.web.pages.langue import Langue
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.resultat import result
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.vues import draw, possible

_SHOWN = 200
#: The blanks of the sentence, in its order; each is a dimension.
BLANKS = ("type-acteur", "acteur", "role", "pilier", "theme", "contrat", "mode", "niveau")
COUNTED = ("acteur", "type-acteur", "theme", "pilier", "contrat", "role", "mode", "niveau")
_HEAD = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the query and what it says, in the reader's language."""

    sparql: str
    said: str


def router(site: Site) -> APIRouter:
    """The builder of questions."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/composer", response_class=HTMLResponse)
    async def composer(request: Request, vue: str = "tableau") -> HTMLResponse:
        t = site.language(request)
        names = (await site.labels()).in_language(t)
        filters = etat.filters(request.query_params, names)
        by = counted_by(request.query_params)
        lines = compose(t, names, filters, by)
        sparql = _HEAD + "\n".join(line.sparql for line in lines) + "\n"
        answer = await _answered(site, sparql, filters, by)
        found = await result(site, answer, names, site.links(request), _SHOWN)
        views = possible(found)
        view = vue if vue in views else "tableau"
        places = {r["contrat"]: r["departement"] for r in await site.rows("departements")}
        title = sentence(t, names, filters, by)
        values = {
            "phrase": title,
            "trous": BLANKS,
            "comptes": COUNTED,
            "genres": {name: DIMENSIONS[name].genre for name in BLANKS},
            "filtres": filters,
            "par": by,
            "lignes": lines,
            "sparql": sparql,
            "resultat": found,
            "vues": views,
            "vue": view,
            "dessin": await asyncio.to_thread(draw, view, found, title, places),
            "extraits": samples(site.context.settings.base_url, sparql),
            "tableur": spreadsheet(site.context.settings.base_url, sparql),
        }
        return await site.page(request, "composer.html", values)

    return routes


async def _answered(
    site: Site, sparql: str, filters: Mapping[str, str], by: tuple[str, ...]
) -> Answer:
    """The answer to the query; what it counts, as the release holds it counted."""
    counts = await site.counts()
    if counts is None or not by:
        ask = site.context.query
        return await site.release.overviews.tried(sparql, lambda s: ask(sparql, None, s))
    other = "mode" if by[0] != "mode" else "role"
    crossed = DIMENSIONS[by[0]], DIMENSIONS[by[1] if by[1:] else other]
    found = await site.crossed(*crossed, etat.terms(filters), debatable=True)
    if filters:
        return await asyncio.to_thread(_ranked, found, by)
    return await site.held(("composed", by), lambda: _ranked(found, by))


def _ranked(found: Cells, by: tuple[str, ...]) -> Answer:
    """The largest counts first."""
    totals: Counter[tuple[str, ...]] = Counter()
    for key, split in found.items():
        totals[key[: len(by)]] += sum(split.values())
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    names = [_variable(name) for name in by]
    return Answer.of((*names, "engagements"), [(*map(NamedNode, k), Literal(n)) for k, n in ranked])


def counted_by(params: QueryParams) -> tuple[str, ...]:
    """The dimensions by which to count; none to list the sentences."""
    asked = [p for p in params.getlist("par") if p in COUNTED]
    if "par" not in params:
        return ("acteur",)
    return tuple(dict.fromkeys(asked))[:2]


def sentence(t: Langue, names: Names, filters: Mapping[str, str], by: tuple[str, ...]) -> str:
    """The question in words."""
    said = {name: names(thing(name, code).value) for name, code in filters.items()}
    who = said.get("acteur") or said.get("type-acteur") or t("composer.qui")
    what = said.get("theme") or said.get("pilier") or t("composer.tout")
    where = said.get("contrat") or t("composer.partout")
    question = t("composer.question", qui=who, quoi=what, ou=where)
    if by:
        counted = " × ".join(t(f"dimension.{name}").lower() for name in by)
        question += f" — {t('composer.compte_par', par=counted)}"
    return question


def compose(t: Langue, names: Names, filters: Mapping[str, str], by: tuple[str, ...]) -> list[Line]:
    """The query, line by line, each line explained."""
    lines = [_select(t, by), Line("  ?engagement a pv:Engagement .", t("composer.dit_engagement"))]
    lines += [_asked(t, names, name, filters[name]) for name in BLANKS if name in filters]
    for name in by:
        dimension = t(f"dimension.{name}").lower()
        path = f"  ?engagement {DIMENSIONS[name].fact} ?{_variable(name)} ."
        lines.append(Line(path, t("composer.dit_compte", quoi=dimension)))
    if by:
        variables = " ".join(f"?{_variable(name)}" for name in by)
        grouped = f"}} GROUP BY {variables}\nORDER BY DESC(?engagements) {variables}"
        return [*lines, Line(grouped, t("composer.dit_groupe"))]
    return [*lines, *_listing(t)]


def _select(t: Langue, by: tuple[str, ...]) -> Line:
    if by:
        variables = " ".join(f"?{_variable(name)}" for name in by)
        head = f"SELECT {variables} (COUNT(DISTINCT ?engagement) AS ?engagements) WHERE {{"
        return Line(head, t("composer.dit_compter"))
    return Line(
        "SELECT ?mesure ?texte ?acteur ?role ?mode ?contrat WHERE {", t("composer.dit_lister")
    )


def _asked(t: Langue, names: Names, name: str, code: str) -> Line:
    """A blank that was filled: the term itself, its label as a comment."""
    term = thing(name, code)
    label = " ".join(names(term.value).split())
    dimension = t(f"dimension.{name}").lower()
    said = t("composer.dit_filtre", quoi=dimension, valeur=label)
    return Line(f"  ?engagement {DIMENSIONS[name].fact} {term} .  # {label}", said)


def _listing(t: Langue) -> list[Line]:
    return [
        Line("  ?engagement pv:mesure ?mesure ; pv:acteur ?acteur ; pv:role ?role ;\n"
             "    pv:modeAttribution ?mode .", t("composer.dit_qui")),
        Line("  ?mesure pv:texte ?texte ; pv:contrat ?contrat .", t("composer.dit_texte")),
        Line("} ORDER BY ?contrat ?mesure\nLIMIT 500", t("composer.dit_limite")),
    ]  # fmt: skip


def _variable(name: str) -> str:
    return name.replace("-", "_")
