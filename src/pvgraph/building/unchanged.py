"""Whether a build would make the release in service again, asked before anything is loaded."""

from pathlib import Path

import pvgraph
from pvgraph import releases
from pvgraph.building import keys
from pvgraph.building.sources import Sources
from pvgraph.errors import StoreError
from pvgraph.paths import resource
from pvgraph.store.opening import check

_RESOURCES = ("catalogue", "extract", "ontology", "queries", "shapes", "tables")


def key(sources: Sources) -> str:
    """The key of all that a build reads: texts, annotations, the project's files, the code."""
    given = repr(sorted(sources.given.items()))
    asked = repr((sources.base, sources.whole, given, pvgraph.__version__, keys.installed()))
    return keys.key(asked, keys.folders(_read(sources)))


def touched(sources: Sources) -> bool:
    """Whether a file that a build reads was written after the release in service: a hint, told in
    a hundredth of a second, of what there is to do."""
    try:
        served = (releases.current(sources.build).path / "manifest.json").stat().st_mtime
    except (OSError, StoreError):
        return True
    return keys.newest(_read(sources)) > served


def _read(sources: Sources) -> list[Path]:
    return [Path(pvgraph.__file__).parent, sources.corpus, *map(resource, _RESOURCES)]


def serving(sources: Sources, inputs: str = "") -> releases.Release | None:
    """The release in service, where it is whole and made of just what is there now (`inputs`: its
    key, where it is known already)."""
    try:
        release = releases.current(sources.build)
        if release.manifest().get("inputs") != (inputs or key(sources)):
            return None
        check(release)
    except StoreError:
        return None
    return release
