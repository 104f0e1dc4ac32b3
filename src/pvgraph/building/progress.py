"""How far a build has come: a line of counts a stage, a bar with the time left where it is long."""

import sys
from collections.abc import Iterable, Iterator
from typing import Protocol

from tqdm import tqdm

from pvgraph.building.crew import Done


class Progress(Protocol):
    """Watches the stages of a build."""

    def follow(self, stage: str, done: Iterable[Done], total: int) -> Iterator[Done]: ...

    def bytes(self, stage: str, total: int) -> tqdm: ...

    def say(self, stage: str, told: str) -> None: ...


class Silent:
    """Says nothing."""

    def follow(self, stage: str, done: Iterable[Done], total: int) -> Iterator[Done]:
        return iter(done)

    def bytes(self, stage: str, total: int) -> tqdm:
        return tqdm(total=total, disable=True)

    def say(self, stage: str, told: str) -> None:
        """Nothing is said."""


class Bars:
    """Bars and lines on stderr; a stage that is over within a second shows no bar."""

    def follow(self, stage: str, done: Iterable[Done], total: int) -> Iterator[Done]:
        return iter(tqdm(done, desc=stage, total=total, delay=1, file=sys.stderr, leave=False))

    def bytes(self, stage: str, total: int) -> tqdm:
        return tqdm(
            total=total, desc=stage, unit="o", unit_scale=True, delay=1, file=sys.stderr,
            leave=False,
        )  # fmt: skip

    def say(self, stage: str, told: str) -> None:
        tqdm.write(f"{stage:<11}{told}", file=sys.stderr)
