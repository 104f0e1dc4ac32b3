"""The search index and the counts of a release: made whole, or the last ones with some contrats
replaced."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from pvgraph.building import common, keys, writing
from pvgraph.building.kept import Kept
from pvgraph.building.material import Material
from pvgraph.counts import gather, table
from pvgraph.graph import dataset
from pvgraph.graph.names import BASE, LABEL, PV, SKOS, TYPE
from pvgraph.search import index
from pvgraph.search.index import Entry, Name

Row = tuple[str, str, str, list[str], int]
_ROW = ("iri", "kind", "label", "others", "weight")
_OTHER = re.compile(rf'^<(.*?)> {re.escape(str(SKOS.altLabel))} "(.*)"@fr \.$', re.MULTILINE)
_SAID = "|".join(re.escape(str(p)) for p in (TYPE, LABEL, SKOS.definition, PV.typeActeur))
_NAMING = re.compile(rf"^<[^>]*> (?:{_SAID}) .*$".encode(), re.MULTILINE)
_MOSTLY = 0.2
"""Share of the contrats that may have changed for replacing to be quicker than making anew."""


def write(material: Material, path: Path) -> None:
    """Write the index of all contrats at `path`."""
    names = list(_names(material))
    stale, last = _stale(material), material.last
    if last and last.search.is_file() and len(stale) <= _MOSTLY * len(material.written):
        shutil.copyfile(last.search, path)
        index.replace(path, {c: list(_entries(material, c)) for c in stale}, names)
        return
    contrats = sorted(material.written)
    index.write(path, (e for contrat in contrats for e in _entries(material, contrat)), names)


def count(material: Material, path: Path) -> None:
    """Write at `path` what is counted of all contrats."""
    stale, last = _stale(material), material.last
    if last and last.counts.is_file() and len(stale) <= _MOSTLY * len(material.written):
        shutil.copyfile(last.counts, path)
        changed = {_iri(material, c): _piece(material, c) for c in stale}
        table.replace(path, changed, _shared(material))
        return
    every = ((_iri(material, c), _piece(material, c)) for c in sorted(material.written))
    table.write(path, every, _shared(material))


def _shared(material: Material) -> dict[str, dict]:
    """What is kept of the things that contrats share; asked again where what names them changed."""
    lines = b"\n".join(_NAMING.findall(material.common.lines[common.ACTEURS]))
    version = keys.key(keys.code(gather.__name__), material.sources.base)
    kept: Kept[str, dict[str, dict]] = Kept(material.sources.cache / "comptes.pickle", version)
    key = keys.key(lines)
    found = kept.get(key) or kept.put(key, _asked(material, lines))
    kept.keep()
    return found


def _asked(material: Material, lines: bytes) -> dict[str, dict]:
    store = Store()
    quads = dataset.rebase(parse(lines, RdfFormat.N_TRIPLES), material.sources.base)
    store.extend(Quad(*q.triple) for q in quads)
    return {name: gather.answer(store.query, name) for name in gather.SHARED}


def _stale(material: Material) -> list[str]:
    """The contrats whose results are not those of the last release."""
    last = material.last
    old: Mapping[str, str] = last.manifest().get("results", {}) if last else {}
    new = {contrat: folder.name for contrat, folder in material.written.items()}
    return sorted(c for c in old.keys() | new.keys() if old.get(c) != new.get(c))


def _iri(material: Material, contrat: str) -> str:
    return f"{material.sources.base}contrat/{contrat}"


def _piece(material: Material, contrat: str) -> dict | None:
    folder = material.written.get(contrat)
    return json.loads((folder / writing.COUNTS).read_bytes()) if folder else None


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
    known: dict[str, tuple[str, str]] = {}
    kept: Kept[str, list[Row]] = Kept(material.sources.cache / "noms.pickle")
    for _, folder in sorted(material.written.items()):
        for iri, kind, label, more, weight in kept.get(folder.name) or _rows(folder, kept):
            known.setdefault(iri, (kind, label))
            weights[iri] += weight
            others[iri].update(more)
    kept.keep()
    for iri, (kind, label) in sorted(known.items()):
        yield Name(iri, kind, label, tuple(sorted(others[iri] - {label})), weights[iri])


def _rows(folder: Path, kept: Kept[str, list[Row]]) -> list[Row]:
    """The names of one contrat, from its results, whose key tells them apart."""
    rows = json.loads((folder / writing.NAMES).read_bytes())
    return kept.put(folder.name, [tuple(row[key] for key in _ROW) for row in rows])


def _other_names(material: Material) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for iri, words in _OTHER.findall(material.common.lines[common.ACTEURS].decode()):
        name = _unescaped(words) if "\\" in words else words
        found[iri.replace(BASE, material.sources.base)].add(name)
    return found


def _unescaped(words: str) -> str:
    """What a literal of N-Triples says."""
    line = f'<x:s> <x:p> "{words}" .'
    return next(iter(parse(line, RdfFormat.N_TRIPLES))).object.value
