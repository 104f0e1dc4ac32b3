"""Who runs the tasks: this process, its own worker processes, or a cluster."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from pvgraph.errors import PvgraphError

Files = Mapping[str, bytes]
Task = Callable[..., Files]
Given = tuple[str, object]
"""A contrat's slug and what its task is given."""
Prepare = Callable[[], None]
"""Loads what tasks need, once in each process that runs some."""


def nothing() -> None:
    """Loads nothing."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one task: its files, or why it has none."""

    contrat: str
    files: Files | None = None
    problem: str = ""


class Crew(Protocol):
    """Runs one task for each contrat, in any order; one that fails stops no other.

    `here` says whether it works on this machine, on the same files. `prepare` loads what the tasks
    need; what it raises is raised, for it breaks every task.
    """

    here: bool

    def begin(self, prepare: Prepare) -> object:
        """Load what `prepare` loads before there are tasks, where that can be done beside."""

    def run(
        self, task: Task, given: Iterable[Given], prepare: Prepare = nothing
    ) -> Iterator[Done]: ...

    def close(self) -> None: ...


class Captured:
    """Keeps whatever a task raises: a text can break its task in any way and is then named.

    `problem` is empty where nothing was raised. What a user did wrong reads as its own message,
    anything else also says its kind.
    """

    problem = ""

    def __enter__(self) -> "Captured":
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        self.problem = describe(error)
        return True


def describe(error: BaseException) -> str:
    """One line about an error."""
    words = " ".join(str(error).split())
    return words if isinstance(error, PvgraphError) else f"{type(error).__name__}: {words}"


class Alone:
    """The tasks one after the other in this process."""

    here = True

    def begin(self, prepare: Prepare) -> None:
        """Nothing is done beside: what tasks need is loaded before the first."""

    def run(self, task: Task, given: Iterable[Given], prepare: Prepare = nothing) -> Iterator[Done]:
        for number, (contrat, argument) in enumerate(given):
            if number == 0:
                prepare()
                gc.freeze()  # what is loaded stays: not looked through again
            files = None
            with Captured() as captured:
                files = task(argument)
            yield Done(contrat, files, captured.problem)

    def close(self) -> None:
        """Nothing was opened."""
