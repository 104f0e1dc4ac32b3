"""A question over a large corpus, asked value by value of the thing by which its answer is ordered.

« The parameter stays open: the question answers for all » means that the whole answer holds, for
each contrat, what the question answers for that contrat. Where the answer is ordered by contrat
too, it is these answers one after the other: its first rows are those of the first contrats, which
cost the same in a corpus of any size. So with every parameter whose values are a closed list.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.questions import Parameter, Question, variable
from pvgraph.store import row_bytes
from pvgraph.store.answer import Answer
from pvgraph.store.job import Term
from pvgraph.store.tokens import Token, tokens

Ask = Callable[[Mapping[str, Term]], Awaitable[Answer]]
"""The answer to the question with these values."""
_CLOSED = frozenset(d.name for d in DIMENSIONS.values() if d.fixed)
_SOON, _PATIENCE = 1.0, 8.0
"""Seconds after which the rows found so far are enough, and after which none are awaited."""


def divider(question: Question, bound: Mapping[str, Term]) -> Parameter | None:
    """The open parameter by whose values the answer comes in order; None where it does not."""
    closed = {variable(p.name): p for p in question.parameters if p.type in _CLOSED}
    for key in _order(question.sparql):
        name = key.text[1:]
        if name not in bound:
            return closed.get(name) if key.kind == "variable" else None
    return None


def _order(sparql: str) -> list[Token]:
    """What the whole answer is ordered by, as far as it is plain variables and the token after;
    nothing where only its first rows are asked for."""
    depth, keys, ordered = 0, [], False
    for token in tokens(sparql):
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        word = token.text.upper() if token.kind == "word" and depth == 0 else ""
        if word in ("LIMIT", "OFFSET"):
            return []
        if ordered and word != "BY":
            keys.append(token)
        ordered |= word == "ORDER"
    return keys


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first rows of an answer; `whole` where there are no more."""

    answer: Answer
    whole: bool


async def beginning(
    ask: Ask, name: str, values: Sequence[str], bound: Mapping[str, Term], rows: int
) -> Beginning | None:
    """The first rows, the variable `name` having each of `values` (IRIs in their order) in turn:
    `rows` or more, fewer where they are far apart; None where none is found in time."""
    bodies: list[bytes] = []
    found, started = 0, time.monotonic()
    for value in values:
        part = await ask({**bound, name: NamedNode(value)})
        bodies.append(part.body)
        found += row_bytes.count(part.body)
        spent = time.monotonic() - started
        if found >= rows or (found and spent > _SOON):
            break
        if spent > _PATIENCE:
            return None
    if not bodies:
        return None
    whole = len(bodies) == len(values)
    return Beginning(Answer("select", row_bytes.joined(bodies), not whole), whole)
