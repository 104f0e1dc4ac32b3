"""What an installed French pipeline would add to our lists of bodies, mention by mention.

Measured on the words of annotated items that name a body themselves: is the name inside a span of
`spans["acteurs"]`, inside an organisation (`ORG`) of the pipeline's own entities, in either? No
role, no code: finding the name is all that a general model can do here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pvgraph.evaluate.gold import Gold
from pvgraph.evaluate.tables import Table
from pvgraph.evaluate.tallies import Tally
from pvgraph.model import MESURES, Record, Span
from pvgraph.nlp import load

_READERS = ("listes de pvgraph", "entités ORG", "l'un ou l'autre")


@dataclass(frozen=True, slots=True)
class _Read:
    """The places, in one item's words, of the names annotated and of the two readers' finds."""

    wanted: tuple[Span, ...]
    lists: tuple[Span, ...]
    entities: tuple[Span, ...]


def measure(golds: Iterable[Gold], pipeline: str) -> dict[str, Tally]:
    """Reader → names found, found where none is annotated, missed.

    Raises:
        ResourceError: there is no such pipeline.
    """
    nlp = load(pipeline)
    counted = dict.fromkeys(_READERS, Tally())
    for record in _named(golds):
        doc = nlp(record.text)
        lists = tuple(Span(s.start_char, s.end_char) for s in doc.spans["acteurs"])
        entities = tuple(Span(e.start_char, e.end_char) for e in doc.ents if e.label_ == "ORG")
        read = _Read(tuple(_mentions(record)), lists, entities)
        for reader, found in zip(_READERS, _finds(read), strict=True):
            counted[reader] += _tally(read.wanted, found)
    return counted


def table(counted: dict[str, Tally], pipeline: str) -> Table:
    """The three readers side by side."""
    header = ("", "précision", "rappel", "F1", "trouvés", "en trop", "manquants")
    rows = tuple((reader, *_cells(t)) for reader, t in counted.items())
    return Table(f"Noms d'organismes dans les items : ce que {pipeline} apporte", header, rows)


def _cells(counted: Tally) -> Iterator[str]:
    for figure in (counted.precision, counted.rappel, counted.f1):
        yield f"{figure:.2f}".replace(".", ",")
    yield from map(str, (counted.juste, counted.trop, counted.manque))


def _named(golds: Iterable[Gold]) -> Iterator[Record]:
    for gold in golds:
        for record in gold.records:
            counts = record.niveau in MESURES and not record.optional and gold.covers(record)
            if counts and any(True for _ in _mentions(record)):
                yield record


def _mentions(record: Record) -> Iterator[Span]:
    """Where the item's own words hold the names that it is annotated with."""
    for name in dict.fromkeys(a.mention for a in record.acteurs if a.mention):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", record.text)
        if found:
            yield Span(*found.span())


def _finds(read: _Read) -> Iterator[tuple[Span, ...]]:
    yield read.lists
    yield read.entities
    added = (e for e in read.entities if not any(_touch(e, s) for s in read.lists))
    yield (*read.lists, *added)


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _tally(wanted: Iterable[Span], found: Iterable[Span]) -> Tally:
    wanted, found = tuple(wanted), tuple(found)
    hit = sum(any(_touch(w, f) for f in found) for w in wanted)
    extra = sum(not any(_touch(w, f) for w in wanted) for f in found)
    return Tally(juste=hit, trop=extra, manque=len(wanted) - hit)
