"""How far a stage has come: a bar with the time left where it takes over a second."""

import sys
from collections.abc import Iterable, Iterator
from typing import Protocol

from tqdm import tqdm

from pvgraph.building.crew import Done


class Progress(Protocol):
    """Watches the stages of a build."""

    def follow(self, stage: str, done: Iterable[Done], total: int) -> Iterator[Done]: ...

    def bytes(self, stage: str, total: int) -> "tqdm": ...

    def say(self, line: str) -> None: ...


class Silent:
    """Says nothing."""

    def follow(self, stage: str, done: Iterable[Done], total: int) -> Iterator[Done]:
        return iter(done)

    def bytes(self, stage: str, total: int) -> tqdm:
        return tqdm(total=total, disable=True)

    def say(self, line: str) -> None:
        """Nothing is said."""


class Bars:
    """Bars and lines on stderr; a stage that is over within a second shows no bar."""

    def follow(self, stage: str, done: Iterable[Done], total: int) -> Iterator[Done]:
        bar = tqdm(done, desc=stage, total=total, unit="contrat", delay=1, file=sys.stderr)
        return iter(bar)

    def bytes(self, stage: str, total: int) -> tqdm:
        return tqdm(total=total, desc=stage, unit="o", unit_scale=True, delay=1, file=sys.stderr)

    def say(self, line: str) -> None:
        tqdm.write(line, file=sys.stderr)
