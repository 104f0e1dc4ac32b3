"""The search index and the counts of a release: made whole, or the last ones with some contrats
replaced."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from pvgraph import releases
from pvgraph.building import common, graphed, keys, parts
from pvgraph.building.apart import Piece
from pvgraph.building.kept import Kept
from pvgraph.building.material import Material
from pvgraph.counts import gather, table
from pvgraph.graph.names import LABEL, PV, SKOS, TYPE
from pvgraph.search import index
from pvgraph.search.index import Entry, Name

Row = tuple[str, str, str, list[str], int]
_ROW = ("iri", "kind", "label", "others", "weight")
_OTHER = re.compile(
    b'^<([^ ]+)> %s "(.*)"@fr \\.$' % re.escape(f"{SKOS.altLabel}".encode()), re.MULTILINE
)
_NAMING = re.compile(
    b"^[^ ]+ (?:%s) .*$"
    % b"|".join(re.escape(f"{p}".encode()) for p in (TYPE, LABEL, SKOS.definition, PV.typeActeur)),
    re.MULTILINE,
)
_MOSTLY = 0.2
"""Share of the contrats that may have changed for replacing to be quicker than making anew."""


@dataclass(frozen=True, slots=True)
class Found:
    """What can be found and counted: the results of the contrats, the file of the shared graph, the
    release that can be built upon and the contrats whose results are not those of it."""

    written: Mapping[str, Path]
    acteurs: Path
    base: str
    cache: Path
    last: releases.Release | None
    stale: Sequence[str]

    def replaceable(self, path: Path) -> bool:
        """Whether little enough has changed to take this file of the last release."""
        return path.is_file() and len(self.stale) <= _MOSTLY * len(self.written)


def pieces(material: Material, folder: releases.Release) -> Iterator[Piece]:
    """The search index and the counts; each gives the SHA-256 of its file."""
    acteurs = folder.graphs / f"{common.ACTEURS}{parts.SUFFIX}"
    found = Found(
        material.written, acteurs, material.sources.base, material.sources.cache, material.last,
        _stale(material),
    )  # fmt: skip
    yield "recherche", _write, (found, folder.search)
    yield "nombres", _count, (found, folder.counts)


def take(last: releases.Release, folder: releases.Release) -> None:
    """Copy the files of the last release, to be changed once it is known what did."""
    _copy(last.search, folder.search)
    _copy(last.counts, folder.counts)


def _copy(source: Path, path: Path) -> None:
    if source.is_file() and not path.exists():
        shutil.copyfile(source, path)


def _write(found: Found, path: Path) -> str:
    """Write the index of all contrats at `path`."""
    names = list(_names(found))
    if found.last and found.replaceable(found.last.search):
        _copy(found.last.search, path)
        index.replace(path, {c: list(_entries(found, c)) for c in found.stale}, names)
    else:
        contrats = sorted(found.written)
        index.write(path, (e for contrat in contrats for e in _entries(found, contrat)), names)
    return releases.sha256(path)


def _count(found: Found, path: Path) -> str:
    """Write at `path` what is counted of all contrats."""
    if found.last and found.replaceable(found.last.counts):
        _copy(found.last.counts, path)
        changed = {_iri(found, c): _piece(found, c) for c in found.stale}
        table.replace(path, changed, _shared(found))
    else:
        every = ((_iri(found, c), _piece(found, c)) for c in sorted(found.written))
        table.write(path, every, _shared(found))
    return releases.sha256(path)


def _shared(found: Found) -> dict[str, dict]:
    """What is kept of the things that contrats share; asked again where what names them changed."""
    lines = b"\n".join(_NAMING.findall(found.acteurs.read_bytes()))
    version = keys.key(keys.code(gather.__name__), found.base)
    kept: Kept[str, dict[str, dict]] = Kept(found.cache / "comptes.pickle", version)
    key = keys.key(lines)
    shared = kept.get(key) or kept.put(key, _asked(lines))
    kept.keep()
    return shared


def _asked(lines: bytes) -> dict[str, dict]:
    store = Store()
    store.load(lines, RdfFormat.N_TRIPLES)
    return {name: gather.answer(store.query, name) for name in gather.SHARED}


def _stale(material: Material) -> list[str]:
    """The contrats whose results are not those of the last release."""
    last = material.last
    old: Mapping[str, str] = last.manifest().get("results", {}) if last else {}
    new = {contrat: folder.name for contrat, folder in material.written.items()}
    return sorted(c for c in old.keys() | new.keys() if old.get(c) != new.get(c))


def _iri(found: Found, contrat: str) -> str:
    return f"{found.base}contrat/{contrat}"


def _piece(found: Found, contrat: str) -> dict | None:
    folder = found.written.get(contrat)
    return json.loads((folder / graphed.COUNTS).read_bytes()) if folder else None


def _entries(found: Found, contrat: str) -> Iterator[Entry]:
    folder = found.written.get(contrat)
    if folder is None:
        return
    for row in json.loads((folder / graphed.ENTRIES).read_bytes()):
        yield Entry(**{**row, "facets": tuple(tuple(pair) for pair in row["facets"])})


def _names(found: Found) -> Iterator[Name]:
    """Named things once each: their weights in all contrats together, all their other names."""
    weights: dict[str, int] = defaultdict(int)
    others = _other_names(found)
    known: dict[str, tuple[str, str]] = {}
    kept: Kept[str, list[Row]] = Kept(found.cache / "noms.pickle")
    for _, folder in sorted(found.written.items()):
        for iri, kind, label, more, weight in kept.get(folder.name) or _rows(folder, kept):
            known.setdefault(iri, (kind, label))
            weights[iri] += weight
            others[iri].update(more)
    kept.keep()
    for iri, (kind, label) in sorted(known.items()):
        yield Name(iri, kind, label, tuple(sorted(others[iri] - {label})), weights[iri])


def _rows(folder: Path, kept: Kept[str, list[Row]]) -> list[Row]:
    """The names of one contrat, from its results, whose key tells them apart."""
    rows = json.loads((folder / graphed.NAMES).read_bytes())
    return kept.put(folder.name, [tuple(row[key] for key in _ROW) for row in rows])


def _other_names(found: Found) -> defaultdict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for subject, said in _OTHER.findall(found.acteurs.read_bytes()):
        words = said.decode()
        name = _unescaped(words) if "\\" in words else words
        names[subject.decode()].add(name)
    return names


def _unescaped(words: str) -> str:
    """What a literal of N-Triples says."""
    line = f'<x:s> <x:p> "{words}" .'
    return next(iter(parse(line, RdfFormat.N_TRIPLES))).object.value
