"""From the results of the tasks to a release: what is unchanged is linked, the rest written."""

import hashlib
import platform
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Store

from pvgraph import __version__, releases
from pvgraph.building import (
    apart,
    described,
    findable,
    graphed,
    keys,
    loading,
    parts,
    retired,
    sums,
)
from pvgraph.building.crew import Crew
from pvgraph.building.draft import Draft
from pvgraph.building.loading import Last
from pvgraph.building.material import Material
from pvgraph.building.parts import Part
from pvgraph.building.progress import Progress
from pvgraph.catalogue.publish import first_published
from pvgraph.releases import publication

_GRAPHS = (graphed.GRAPH, graphed.DERIVED, graphed.VALIDATION)
_OWN = ("contrat", "derive", "validation")
"""Folders of the graphs of which each contrat has a file of its own."""


def publish(material: Material, draft: Draft, crew: Crew, progress: Progress) -> releases.Release:
    """Fill the release and put it in service; the crew works on the same files as this process."""
    folder = draft.folder
    known = draft.link(material.read_in, material.written)
    dataset = list(_parts(material, folder, known))
    sha = parts.digest(dataset)
    said = _manifest(material, dataset, sha)
    wanted = material.sources.whole
    small = said["bytes"] <= releases.WHOLE_LIMIT if wanted is None else wanted
    pieces = list(findable.pieces(material, folder))
    if small:
        from pvgraph.building import whole  # it loads what writes every format

        pieces += whole.pieces(material, folder, dataset)
    begun = apart.started(crew, pieces, draft.take)
    store, held = _store(material, draft, dataset, progress)
    made = apart.finished(progress.follow("fichiers", begun, len(pieces)))
    files = whole.exported(made, folder) if small else []
    if small:  # then one file holds the data whole, and its SHA-256 can be taken by anyone
        sha = said["sha256"] = releases.sha256(folder.exports / "pvgraph.nq")
    day = first_published(material.sources.build, sha)
    catalogue = described.write(material, folder, store, files, sha[:12], day, held)
    # The same from whatever release it was built; what went before is a file of its own.
    counted = whole.write(material, folder, [*dataset, catalogue], crew) if small else ()
    beside = filter(
        None, [catalogue, retired.write(material, folder, store, dataset, draft.past, held)]
    )
    apart.finished(counted)
    said["graphs"] |= {part.name: part.sha256 for part in beside}
    said["published"] = day
    known |= {folder.search.name: made["recherche"], folder.counts.name: made["nombres"]}
    store.flush()
    del store  # nothing is written any more: its files can be sealed
    return publication.publish(material.sources.build, folder.path, sha[:12], said, known)


def _parts(material: Material, folder: releases.Release, known: dict[str, str]) -> Iterator[Part]:
    """Every part of the dataset: those linked, and the common ones, which are written here."""
    inside, place = f"{folder.graphs.name}/", f"{folder.path}/"
    for name, sha in sorted(known.items()):
        if name.startswith(inside):
            part = name.removeprefix(inside).removesuffix(parts.SUFFIX)
            yield Part(part, Path(place + name), sha)
    for name, content in material.common.contents(material.sources.base):
        path = folder.graphs / f"{name}{parts.SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sha = hashlib.sha256(content).hexdigest()
        known[f"{inside}{name}{parts.SUFFIX}"] = sha
        yield Part(name, path, sha)


def _store(
    material: Material, draft: Draft, dataset: Sequence[Part], progress: Progress
) -> tuple[Store, Last | None]:
    """Load the store, or take the last one and replace what changed: then gives the last one too,
    of which the store still holds what stands beside the dataset."""
    last, base, folder = draft.past, material.sources.base, draft.folder.store
    if last and loading.can_replace(last, dataset) and draft.copied_store():
        store = Store(str(folder))
        loading.replace(store, last, dataset, base)
        return store, last
    shutil.rmtree(folder, ignore_errors=True)
    total = sum(part.path.stat().st_size for part in dataset)
    with progress.bytes("chargement", total) as bar:
        return loading.load(folder, dataset, base, bar.update), None


def _manifest(material: Material, dataset: Sequence[Part], sha: str) -> dict:
    """What the release says of itself; the only place where the clock is read."""
    return {
        "sha256": sha,
        "bytes": sum(part.path.stat().st_size for part in dataset),
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {
            "pvgraph": __version__,
            "python": platform.python_version(),
            **keys.versions(),
        },
        "counts": {**material.counts, "quads": _quads(material, dataset)},
        "contrats": sorted(material.read_in),
        "base": material.sources.base,
        "graphs": {part.name: part.sha256 for part in dataset},
        "results": {contrat: path.name for contrat, path in material.written.items()},
        "inputs": material.inputs,
    }


def _quads(material: Material, dataset: Sequence[Part]) -> int:
    """How many quads the dataset has; the files of contrats were counted when they were made."""
    made = [sums.read(source) for source in material.written.values()]
    counted = sum(known[name].lines for known in made for name in _GRAPHS)
    own = {f"{place}/{slug}" for place in _OWN for slug in material.written}
    others = (part for part in dataset if part.name not in own)
    return counted + sum(part.path.read_bytes().count(b"\n") for part in others)
