"""The search index of a release: made whole, or the last one with some contrats replaced."""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from pvgraph.building import common, writing
from pvgraph.building.material import Material
from pvgraph.graph.names import BASE, SKOS
from pvgraph.search import index
from pvgraph.search.index import Entry, Name

_MOSTLY = 0.2
"""Share of the contrats that may have changed for replacing to be quicker than making anew."""


def write(material: Material, path: Path) -> None:
    """Write the index of all contrats at `path`."""
    names = list(_names(material))
    last = material.last
    old: Mapping[str, str] = last.manifest().get("results", {}) if last else {}
    new = {contrat: folder.name for contrat, folder in material.written.items()}
    stale = {c for c in old.keys() | new.keys() if old.get(c) != new.get(c)}
    if last and last.search.is_file() and len(stale) <= _MOSTLY * len(new):
        shutil.copyfile(last.search, path)
        index.replace(path, {c: list(_entries(material, c)) for c in sorted(stale)}, names)
        return
    everything = (entry for contrat in sorted(new) for entry in _entries(material, contrat))
    index.write(path, everything, names)


def _entries(material: Material, contrat: str) -> Iterator[Entry]:
    folder = material.written.get(contrat)
    if folder is None:
        return
    for row in json.loads((folder / writing.ENTRIES).read_bytes()):
        yield Entry(**{**row, "facets": tuple(tuple(pair) for pair in row["facets"])})


def _names(material: Material) -> Iterator[Name]:
    """Named things once each: their weights in all contrats together, all their other names."""
    weights: dict[str, int] = defaultdict(int)
    others = _other_names(material)
    known: dict[str, dict] = {}
    for _, folder in sorted(material.written.items()):
        for row in json.loads((folder / writing.NAMES).read_bytes()):
            known.setdefault(row["iri"], row)
            weights[row["iri"]] += row["weight"]
            others[row["iri"]] |= set(row["others"])
    for iri, row in sorted(known.items()):
        rest = tuple(sorted(others[iri] - {row["label"]}))
        yield Name(iri, row["kind"], row["label"], rest, weights[iri])


def _other_names(material: Material) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    other = f" {SKOS.altLabel} ".encode()
    lines = (x for x in material.common.lines[common.ACTEURS].splitlines(True) if other in x)
    for quad in parse(b"".join(lines), RdfFormat.N_TRIPLES):
        if quad.object.language == "fr":
            found[quad.subject.value.replace(BASE, material.sources.base)].add(quad.object.value)
    return found
