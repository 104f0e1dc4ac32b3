"""What the index of a release holds: asked of its graph, with the passages that are in no fact."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files

from pvgraph.model import Extraction
from pvgraph.search.index import Entry, Name

Ask = Callable[[str], Iterable[Sequence]]
"""Answers a SPARQL query with rows of terms (`.value` each, None where unbound)."""

_SHORTEST_PASSAGE = 25


def entries(ask: Ask, extractions: Iterable[Extraction], base: str) -> Iterator[Entry]:
    """What can be found in a graph, then the passages that are in no fact."""
    yield from _read(ask)
    yield from _passages(extractions, base)


def passages(extraction: Extraction) -> str:
    """What became no fact, one JSON line a passage: its place and the rule that set it aside
    (empty where it was not understood)."""
    rows = sorted([*extraction.aside, *extraction.unclaimed], key=lambda p: p.span)
    said = ({"start": r.span.start, "end": r.span.end, "regle": r.regle} for r in rows)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in said)


def _rows(ask: Ask, name: str) -> Iterator[list[str]]:
    query = files(__package__).joinpath(f"{name}.rq").read_text(encoding="utf-8")
    for row in ask(query):
        yield [term.value if term is not None else "" for term in row]


def _read(ask: Ask) -> Iterator[Entry]:
    """Everything read from the texts, at its first passage, with its facets and headings."""
    facets: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for iri, facet, value in _rows(ask, "facettes"):
        facets[iri].add((facet, _code(value)))
    found: dict[str, list[str]] = {}
    for row in _rows(ask, "lectures"):
        known = found.get(row[0])
        if known is None or int(row[4]) < int(known[4]):
            found[row[0]] = row
    for iri, row in sorted(found.items(), key=lambda item: (item[1][2], int(item[1][4]))):
        _, niveau, contrat, text, start, end, _ = row
        yield Entry(
            iri, _code(niveau), _code(contrat), text, int(start), int(end),
            " › ".join(_above(iri, found)), tuple(sorted(facets[iri])),
        )  # fmt: skip


def _above(iri: str, found: Mapping[str, Sequence[str]]) -> list[str]:
    """The words above a thing, outermost first."""
    words: list[str] = []
    seen = {iri}
    while (parent := found[iri][6]) in found and parent not in seen:
        seen.add(parent)
        words.append(found[parent][3])
        iri = parent
    return words[::-1]


def _passages(extractions: Iterable[Extraction], base: str) -> Iterator[Entry]:
    """What became no fact, long enough to be a sentence."""
    for extraction in extractions:
        for passage in sorted([*extraction.aside, *extraction.unclaimed], key=lambda p: p.span):
            if len(passage.text) >= _SHORTEST_PASSAGE:
                start, end = passage.span.start, passage.span.end
                iri = f"{base}texte/{extraction.contrat}#char={start},{end}"
                yield Entry(iri, "passage", extraction.contrat, passage.text, start, end)


def names(ask: Ask) -> Iterator[Name]:
    """Acteurs, thèmes, dispositifs and contrats by all their names, the most bound first."""
    labels: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, tuple[str, int]] = {}
    for iri, kind, label, weight in _rows(ask, "noms"):
        labels[iri].append(label)
        kinds[iri] = (kind, int(weight or 0))
    for iri, (kind, weight) in sorted(kinds.items()):
        first, *others = labels[iri]
        yield Name(iri, kind, first, tuple(others), weight)


def _code(iri: str) -> str:
    return iri.rpartition("/")[2]
