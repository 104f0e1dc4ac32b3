"""Where a build reads and writes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pvgraph.graph.names import BASE
from pvgraph.model import Extraction


@dataclass(frozen=True)
class Sources:
    """Where a build reads and writes. `base` is where the data's IRIs live.

    `given` are extractions to publish as they are instead of reading the texts: with any, only
    their contrats are built. `set_aside` lets a build go on without the texts that break it.
    `whole` says whether files that hold the whole corpus are written; by default, where it is
    small enough to be held in memory.
    """

    corpus: Path
    build: Path
    base: str = BASE
    given: Mapping[str, Extraction] = field(default_factory=dict)
    set_aside: bool = False
    whole: bool | None = None

    @property
    def cache(self) -> Path:
        """Where results are kept from build to build; safe to delete."""
        return self.build / "cache"

    @property
    def tasks(self) -> Path:
        """The results of tasks, by key."""
        return self.cache / "taches"
