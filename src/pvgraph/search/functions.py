"""Search inside SPARQL: functions to be given to the engine.

PREFIX pvf: <https://w3id.org/pvgraph/fonction#>
FILTER(pvf:trouve(?mesure, "emploi des jeunes"))       # an IRI: looked up in the index
FILTER(pvf:trouve(?texte, "emploi des jeunes"))        # a literal: its own words
BIND(pvf:pertinence(?mesure, "emploi") AS ?score)      # unbound where not found
BIND(pvf:extrait(?texte, "emploi") AS ?extrait)        # the words found between « »
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from pvgraph.search import NAMES
from pvgraph.search.find import Index
from pvgraph.search.matching import matches
from pvgraph.search.query import parse
from pvgraph.search.snippet import snippet

_REMEMBERED = 64

Function = Callable[..., "NamedNode | Literal | None"]


def functions(path: Path) -> dict[str, Function]:
    """The functions by IRI, over the index at `path` (opened at the first call that needs it)."""
    opened: list[Index] = []

    @lru_cache(maxsize=_REMEMBERED)
    def scores(typed: str) -> dict[str, float]:
        if not opened:
            opened.append(Index(path))
        return opened[0].scores(typed)

    def found(thing: NamedNode | Literal, typed: Literal) -> Literal | None:
        if isinstance(thing, NamedNode):
            return Literal(thing.value in scores(typed.value))
        return Literal(matches(thing.value, typed.value))

    def relevance(thing: NamedNode, typed: Literal) -> Literal | None:
        score = scores(typed.value).get(thing.value)
        return None if score is None else Literal(score)

    return dict(zip(NAMES, (found, relevance, _excerpt), strict=True))


def _excerpt(text: Literal, typed: Literal) -> Literal:
    pieces = snippet(text.value, parse(typed.value))
    return Literal("".join(f"«{p.text}»" if p.hit else p.text for p in pieces))
