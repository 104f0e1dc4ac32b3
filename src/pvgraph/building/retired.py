"""Names once published: what is gone from the data stays resolvable, with what took its place.

A build compares with the release in service, and carries over what was retired before. Like the
catalogue, these triples are no part of the data's fingerprint: they tell its history here.
"""

from collections.abc import Iterable, Iterator, Mapping, Set

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

from pvgraph import releases
from pvgraph.building import loading, parts
from pvgraph.building.loading import Last
from pvgraph.building.material import Material
from pvgraph.building.parts import Part
from pvgraph.graph.changes import Thing, changes, successors, things
from pvgraph.graph.names import DCT, LABEL, OWL, SKOS, TYPE
from pvgraph.graph.sheet import Sheet, boolean, fr

_TYPED = f" {TYPE} ".encode()


def write(
    material: Material,
    folder: releases.Release,
    store: Store,
    dataset: Iterable[Part],
    last: Last | None,
    held: Last | None = None,
) -> Part | None:
    """Write the part of names retired since the `last` release and put it in the store, in place of
    that of the release `held` where it still has it; None where nothing was retired."""
    if last is None:
        return None
    path = folder.graphs / f"{parts.RETIRES}{parts.SUFFIX}"
    graph = parts.graph(parts.RETIRES, material.sources.base)
    lines = parts.ntriples(_quads(last, list(dataset), store, graph))
    before = held.read(parts.RETIRES) if held else b""
    loading.change(store, [(graph, parts.difference(before, lines))])
    if not lines:
        return None
    path.write_bytes(lines)
    return Part(parts.RETIRES, path, releases.sha256(path))


def _quads(last: Last, dataset: list[Part], store: Store, graph: NamedNode) -> Iterator[Quad]:
    """What was retired before and is still gone, and what this build retires."""
    gone: dict[str, tuple[str, str]] = dict(_before(last))
    for old, new in _changed(last, dataset):
        removed = changes(old, new).removed
        places = successors(removed, new)
        for thing in removed:
            gone[thing.iri] = (thing.label, places.get(thing.iri, ""))
    sheet = Sheet(graph)
    for iri, (label, place) in sorted(gone.items()):
        if not _described(store, iri, graph):
            _retire(sheet, iri, label, _living(place, gone))
    return iter(sheet)


def _retire(sheet: Sheet, iri: str, label: str, place: str) -> None:
    node = NamedNode(iri)
    sheet.say(node, OWL.deprecated, boolean(True))
    sheet.say(node, LABEL, fr(label))
    sheet.say(node, SKOS.prefLabel, fr(label))
    sheet.say(node, DCT.isReplacedBy, NamedNode(place) if place else None)


def _living(place: str, gone: Mapping[str, tuple[str, str]]) -> str:
    """The last successor: one that was retired in its turn gives its own."""
    seen: set[str] = set()
    while place in gone and place not in seen:
        seen.add(place)
        place = gone[place][1]
    return "" if place in seen else place


def _described(store: Store, iri: str, retired: NamedNode) -> bool:
    """Whether anything is said of it but that it was retired."""
    found = store.quads_for_pattern(NamedNode(iri), None, None, None)
    return any(quad.graph_name not in (DefaultGraph(), retired) for quad in found)


def _before(last: Last) -> Iterator[tuple[str, tuple[str, str]]]:
    """Names retired by earlier builds, with their label and successor."""
    labels: dict[str, str] = {}
    places: dict[str, str] = {}
    for triple in _triples(last.read(parts.RETIRES)):
        if triple.predicate == LABEL:
            labels[triple.subject.value] = triple.object.value
        elif triple.predicate == DCT.isReplacedBy:
            places[triple.subject.value] = triple.object.value
    for iri, label in labels.items():
        yield iri, (label, places.get(iri, ""))


def _changed(
    last: Last, dataset: list[Part]
) -> Iterator[tuple[dict[str, Thing], dict[str, Thing]]]:
    """The things of each named graph that lost some, before and now."""
    now = {part.name: part for part in dataset}
    for name in parts.changed(last.sha256, dataset):
        if name.startswith("contrat/") or name == "acteurs":
            new = now[name].path.read_bytes() if name in now else b""
            removed, added = last.difference(name, new)
            if any(_TYPED in line for line in removed):  # else nothing can have gone
                old = last.read(name)
                if _lost(old, new, {line.partition(b" ")[0] for line in (*removed, *added)}):
                    yield things(_triples(old)), things(_triples(new))


def _lost(old: bytes, new: bytes, differ: Set[bytes]) -> bool:
    """Whether some thing of the old lines is none in the new ones; asked of what differs."""
    before, after = (things(_triples(parts.about(lines, differ))) for lines in (old, new))
    return bool(before.keys() - after.keys())


def _triples(lines: bytes) -> Iterator[Triple]:
    return (quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES))
