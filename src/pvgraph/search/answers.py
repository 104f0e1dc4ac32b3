"""What a search gives: entries, a page of them, completions."""

from collections.abc import Mapping
from dataclasses import dataclass

from pvgraph.search.snippet import Piece


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry found. `score` grows with relevance; `pieces` is the text cut to the hits."""

    iri: str
    niveau: str
    contrat: str
    text: str
    heads: str
    start: int
    end: int
    score: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search gives: `total` entries of which `hits` is a page; `facets` counts by code.

    `corrected` is the query really asked where a word was mistyped, `relaxed` is true where no
    entry has all the words and those with any of them are given.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    corrected: str | None = None
    relaxed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: a word of the texts (`kind` « mot », no iri) or a named thing."""

    label: str
    kind: str
    iri: str | None = None
