"""What a question answers, found where it costs least: ready, by its first rows, or asked."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.questions import Parameter, Question, variable
from pvgraph.store.answer import Answer
from pvgraph.store.job import Term
from pvgraph.store.opening import in_memory
from pvgraph.web.bases import served
from pvgraph.web.pages import partage
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.standing import SHOWN, key


@dataclass(frozen=True, slots=True)
class First:
    """The first rows of an answer of `total` rows; None where they are not all known yet."""

    answer: Answer
    total: int | None


async def told(site: Site, question: Question, values: Mapping[str, str]) -> Answer:
    """All that a question answers with what the visitor typed for it.

    Raises:
        QuestionError: a value is not of its type.
        Busy: in a large corpus it takes long, and is under way.
    """
    bound = question.bind(values, served())
    held = site.release.standing.get(question, bound)
    if held is not None:
        return await asyncio.to_thread(held.whole)
    ask = site.context.query
    return await site.release.overviews.tried(
        key(question, bound), lambda seconds: ask(question.sparql, bound, seconds)
    )


async def first(site: Site, question: Question, values: Mapping[str, str]) -> First:
    """What a page shows first of an answer, at no more cost in a large corpus than in a small one
    where the question allows it.

    Raises:
        QuestionError, Busy: as for `told`.
    """
    bound = question.bind(values, served())
    held = site.release.standing.get(question, bound)
    if held is not None:
        return First(held.first, held.total)
    by = None if _is_small(site) else partage.divider(question, bound)
    if by is not None:
        found = await _parts(site, question, bound, by)
        if found is not None:
            return First(found.answer, len(found.answer.rows) if found.whole else None)
    answer = await told(site, question, values)
    return First(answer, len(answer.rows))


def _is_small(site: Site) -> bool:
    return in_memory(site.context.release, site.context.settings.in_memory)


async def _parts(
    site: Site, question: Question, bound: Mapping[str, Term], by: Parameter
) -> partage.Beginning | None:
    known = (await site.labels()).kinds.get(DIMENSIONS[by.type].genre, ())

    async def ask(values: Mapping[str, Term]) -> Answer:
        return await site.context.query(question.sparql, values)

    return await partage.beginning(ask, variable(by.name), sorted(known), bound, SHOWN)
