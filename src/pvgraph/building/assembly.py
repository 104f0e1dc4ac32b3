"""From the results of the tasks to a release: what is unchanged is linked, the rest written."""

import hashlib
import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pvgraph import __version__, publication, releases
from pvgraph.building import (
    described,
    findable,
    keys,
    loading,
    parts,
    reading,
    retired,
    sums,
    whole,
    writing,
)
from pvgraph.building.crew import Crew
from pvgraph.building.loading import Last
from pvgraph.building.material import Material
from pvgraph.building.parts import Part
from pvgraph.building.progress import Progress
from pvgraph.catalogue.publish import first_published

_FROM_READING = ((reading.RECORDS, "records"), (reading.PASSAGES, "passages"))
_FROM_WRITING = (
    (writing.GRAPH, "contrat"),
    (writing.DERIVED, "derive"),
    (writing.VALIDATION, "validation"),
)


def publish(material: Material, work: Path, crew: Crew, progress: Progress) -> releases.Release:
    """Fill `work` and put it in service; the crew works on the same files as this process."""
    folder = releases.Release(work)
    known = dict(_link(material, folder))
    dataset = list(_parts(material, folder, known))
    sha = parts.digest(dataset)
    said = _manifest(material, dataset, sha)
    wanted = material.sources.whole
    small = said["bytes"] <= releases.WHOLE_LIMIT if wanted is None else wanted
    begun = whole.started(material, folder, dataset, crew) if small else ()
    held = _store(material, folder, dataset, progress)
    findable.write(material, folder.search)
    findable.count(material, folder.counts)
    files = whole.exported(progress.follow("fichiers", begun, 3), folder) if small else []
    if small:  # then one file holds the data whole, and its SHA-256 can be taken by anyone
        sha = said["sha256"] = releases.sha256(folder.exports / "pvgraph.nq")
    day = first_published(material.sources.build, sha)
    catalogue = described.write(material, folder, files, sha[:12], day, held)
    # The same from whatever release it was built; what went before is a file of its own.
    counted = whole.write(material, folder, [*dataset, catalogue], crew) if small else ()
    beside = filter(None, [catalogue, retired.write(material, folder, dataset, held)])
    whole.finished(counted)
    said["graphs"] |= {part.name: part.sha256 for part in beside}
    said["published"] = day
    return publication.publish(material.sources.build, work, sha[:12], said, known)


def _link(material: Material, folder: releases.Release) -> Iterator[tuple[str, str]]:
    """Put the files of each contrat in the release; gives their names and SHA-256."""
    reading_in = {name: folder.path / place for name, place in _FROM_READING}
    reading_in[reading.TEXT] = folder.texts
    writing_in = {name: folder.graphs / place for name, place in _FROM_WRITING}
    for places, results in ((reading_in, material.read_in), (writing_in, material.written)):
        for name, inside in places.items():
            inside.mkdir(parents=True, exist_ok=True)
            prefix, suffix = inside.relative_to(folder.path).as_posix(), Path(name).suffix
            for contrat, source in results.items():
                os.link(f"{source}/{name}", f"{inside}/{contrat}{suffix}")
                yield f"{prefix}/{contrat}{suffix}", sums.read(source)[name].sha256


def _parts(material: Material, folder: releases.Release, known: dict[str, str]) -> Iterator[Part]:
    """Every part of the dataset: those linked, and the common ones, which are written here."""
    inside = f"{folder.graphs.name}/"
    for name, sha in sorted(known.items()):
        if name.startswith(inside):
            part = name.removeprefix(inside).removesuffix(parts.SUFFIX)
            yield Part(part, folder.path / name, sha)
    for name, content in material.common.contents(material.sources.base):
        path = folder.graphs / f"{name}{parts.SUFFIX}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        sha = hashlib.sha256(content).hexdigest()
        known[f"{inside}{name}{parts.SUFFIX}"] = sha
        yield Part(name, path, sha)


def _store(
    material: Material, folder: releases.Release, dataset: Sequence[Part], progress: Progress
) -> Last | None:
    """Load the store, or take the last one and replace what changed: then gives the last one,
    of which the store still holds what stands beside the dataset."""
    last = None
    if material.last:
        sha256 = material.last.manifest().get("graphs", {})
        last = Last(material.last.store, material.last.graphs, sha256)
    if last and loading.can_replace(last, dataset):
        loading.replace(folder.store, last, dataset, material.sources.base)
        return last
    total = sum(part.path.stat().st_size for part in dataset)
    with progress.bytes("chargement", total) as bar:
        loading.load(folder.store, dataset, material.sources.base, bar.update)
    return None


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
    counted = sum(known[name].lines for known in made for name, _ in _FROM_WRITING)
    own = {f"{place}/{slug}" for _, place in _FROM_WRITING for slug in material.written}
    others = (part for part in dataset if part.name not in own)
    return counted + sum(part.path.read_bytes().count(b"\n") for part in others)
