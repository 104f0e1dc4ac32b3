"""What a release is made of, before it is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pvgraph import releases
from pvgraph.building.common import Common
from pvgraph.building.sources import Sources
from pvgraph.errors import StoreError


@dataclass(frozen=True)
class Material:
    """All that a release is made of: the folders of results by contrat, and what is common.

    `inputs` is the key of all that was read to make it (`unchanged.key`), empty where texts were
    set aside; `last` the release that it is made upon.
    """

    sources: Sources
    declarations: Mapping[str, dict]
    read_in: Mapping[str, Path]
    written: Mapping[str, Path]
    common: Common
    counts: Mapping[str, int]
    inputs: str
    last: releases.Release | None


def last(sources: Sources) -> releases.Release | None:
    """The release in service, where there is one that can be built upon."""
    try:
        found = releases.current(sources.build)
        usable = found.manifest().get("base") == sources.base and found.graphs.is_dir()
    except StoreError:
        return None
    return found if usable else None
