"""A question over a large corpus, asked value by value of the thing by which its answer is ordered.

« The parameter stays open: the question answers for all » means that the whole answer holds, for
each contrat, what the question answers for that contrat. Where the answer is ordered by contrat
too, it is these answers one after the other: its first rows are those of the first contrats, which
cost the same in a corpus of any size. So with every parameter whose values are a closed list, and
within each value, where that is not one contrat, with the parameters that order it next.
"""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
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
_SMALL = "contrat"
"""What it says of one of these is short in a corpus of any size, and is divided no more."""
_PARTS = 1_000
"""Parts at most of an answer that is divided by more than one parameter."""
_SOON, _PATIENCE = 1.0, 8.0
"""Seconds after which the rows found so far are enough, and after which none are awaited."""


def parts(
    question: Question, bound: Mapping[str, Term], values: Callable[[str], Iterable[str]]
) -> list[Mapping[str, Term]]:
    """The values with which to ask for the whole answer part by part, in its order; none where it
    does not come in parts. `values` has the IRIs of a class."""
    found: list[Mapping[str, Term]] = []
    for parameter in dividers(question, bound):
        known = [NamedNode(iri) for iri in sorted(values(DIMENSIONS[parameter.type].genre))]
        if found and len(found) * len(known) > _PARTS:
            break
        name = variable(parameter.name)
        found = [{**part, name: value} for part in found or [bound] for value in known]
    return found


def dividers(question: Question, bound: Mapping[str, Term]) -> list[Parameter]:
    """The open parameters by whose values the answer comes in order, the outermost first, which
    is a closed list."""
    named = {variable(p.name): p for p in question.parameters if p.type in DIMENSIONS}
    found: list[Parameter] = []
    for key in _order(question.sparql):
        name = key.text[1:]
        parameter = named.get(name) if key.kind == "variable" else None
        if key.kind == "variable" and name in bound:
            continue
        if parameter is None or not (found or parameter.type in _CLOSED):
            break
        found.append(parameter)
        if parameter.type == _SMALL:
            break
    return found


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
    """The first rows of an answer, how many; `whole` where there are no more."""

    answer: Answer
    rows: int
    whole: bool


async def beginning(ask: Ask, asked: Sequence[Mapping[str, Term]], rows: int) -> Beginning | None:
    """The first rows, `asked` having the values of each part in turn: `rows` or more, fewer where
    they are far apart; None where none is found in time."""
    bodies: list[bytes] = []
    found, started = 0, time.monotonic()
    for values in asked:
        bodies.append((await ask(values)).body)
        found += row_bytes.count(bodies[-1])
        spent = time.monotonic() - started
        if found >= rows or (found and spent > _SOON):
            break
        if spent > _PATIENCE:
            return None
    if not bodies:
        return None
    whole = len(bodies) == len(asked)
    return Beginning(Answer("select", row_bytes.joined(bodies)), found, whole)
