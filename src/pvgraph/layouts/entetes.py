"""The headings of a text by their numbers and by their words, as they are read."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pvgraph.layouts.reperes import dotted
from pvgraph.reading.words import key

if TYPE_CHECKING:
    from pvgraph.layouts.outline import Draft

SORTS = ("axe", "objectif")
ALIKE = 8  # headings of one number that are kept: « Axe 1 », « Objectif 1 », « 1. »
_SIGNS = " .,;:–—-/()"


class Headings:
    """Axes and objectifs, the first of each number and of each wording."""

    def __init__(self) -> None:
        self._numbered: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
        self._worded: dict[str, Draft] = {}

    def add(self, draft: Draft, text: str) -> None:
        """Keep a draft that is an axe or an objectif."""
        if draft.niveau not in SORTS:
            return
        number = dotted(draft.numero)
        if number and len(self._numbered[number]) < ALIKE:
            self._numbered[number].append(draft)
        self._worded.setdefault(plain(draft.span.of(text)), draft)

    def numbered(self, number: tuple[str, ...]) -> list[Draft]:
        """The headings of this number (« 1.1 »: « 1.1 Rapprocher », « Objectif 1.1 »)."""
        return [d for d in self._numbered.get(number, ()) if d.niveau in SORTS]

    def worded(self, words: str) -> Draft | None:
        """The heading of these very words."""
        found = self._worded.get(plain(words))
        return found if found is not None and found.niveau in SORTS else None


def plain(words: str) -> str:
    """Words as they are compared, without the signs around them."""
    return key(words).strip(_SIGNS)
