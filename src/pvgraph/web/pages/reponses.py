"""What a question answers, found where it costs least: ready, by its first rows, or asked."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from pvgraph.questions import Question
from pvgraph.store import row_bytes
from pvgraph.store.answer import Answer
from pvgraph.store.job import Overrun, Term
from pvgraph.store.opening import in_memory
from pvgraph.web.bases import served
from pvgraph.web.pages import partage
from pvgraph.web.pages.overviews import Coming
from pvgraph.web.pages.site import Site
from pvgraph.web.pages.standing import key

SHOWN = 200
"""Rows that a page shows."""
_COMING = (
    "cette réponse sur tout le corpus est en préparation : réessayez dans une minute, ou précisez"
    " la question (this answer over the whole corpus is being prepared: try again in a minute, or"
    " narrow the question)"
)


@dataclass(frozen=True, slots=True)
class Some:
    """Rows of an answer of `total` rows; None where they are not all known yet."""

    answer: Answer
    total: int | None


async def told(site: Site, question: Question, values: Mapping[str, str]) -> Answer:
    """All that a question answers with what the visitor typed for it.

    Raises:
        QuestionError: a value is not of its type.
        Coming: in a large corpus it takes long, and is under way.
        Unanswered: it takes too long or too much memory, or the service has no worker free.
    """
    bound = question.bind(values, served())
    standing = site.release.standing
    held = standing.get(question, bound)
    if held is not None:
        return await asyncio.to_thread(held.whole)
    ask = site.context.query
    if standing.awaited(question, bound):  # not asked twice at once
        if key(question, bound) in standing.late:
            raise Coming(_COMING)
        try:
            return await ask(question.sparql, bound)
        except Overrun as error:
            standing.late.add(key(question, bound))
            raise Coming(_COMING) from error
    return await site.release.overviews.tried(
        key(question, bound), lambda seconds: ask(question.sparql, bound, seconds)
    )


async def some(
    site: Site, question: Question, values: Mapping[str, str], start: int = 0, rows: int = 0
) -> Some:
    """Some of an answer, `rows` rows (0: what a page shows) after the first `start`, or fewer, at
    no more cost in a large corpus than in a small one where the question allows it.

    Raises:
        QuestionError, Coming, Unanswered: as for `told`.
    """
    rows = rows or SHOWN
    bound = question.bind(values, served())
    held = site.release.standing.get(question, bound)
    if held is not None:
        return Some(await asyncio.to_thread(held.part, start, rows), held.total)
    found = None if _is_small(site) else await _beginning(site, question, bound, start + rows)
    if found is not None and (found.whole or found.rows > start):
        return Some(_part(found.answer, start, rows), found.rows if found.whole else None)
    answer = await told(site, question, values)
    return Some(_part(answer, start, rows), await asyncio.to_thread(row_bytes.count, answer.body))


def _part(answer: Answer, start: int, rows: int) -> Answer:
    return Answer(answer.kind, row_bytes.part(answer.body, start, rows), answer.truncated)


def _is_small(site: Site) -> bool:
    return in_memory(site.context.release, site.context.settings.in_memory)


async def _beginning(
    site: Site, question: Question, bound: Mapping[str, Term], rows: int
) -> partage.Beginning | None:
    kinds = (await site.labels()).kinds
    asked = partage.parts(question, bound, lambda kind: kinds.get(kind, ()))
    ask = site.context.query
    return await partage.beginning(lambda part: ask(question.sparql, part), asked, rows)
