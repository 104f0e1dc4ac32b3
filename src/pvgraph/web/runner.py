"""What runs the queries of a service: the worker pool, or this process for tests and notebooks."""

import asyncio
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple, Protocol

from pvgraph.releases import Release
from pvgraph.store.answer import Answer
from pvgraph.store.engine import Engine
from pvgraph.store.job import Job
from pvgraph.store.opening import functions, open_store


class Asker(NamedTuple):
    """On whose behalf a query runs: shares are fair between clients, and pages come first.

    `ahead` is nobody's query yet: it never waits in line, may be long, and gives way as a
    stranger's does.
    """

    client: str = ""
    page: bool = False
    timeout: float | None = None
    ahead: bool = False


class Result(NamedTuple):
    """A whole answer as it goes out: its kind, its bytes in pieces, whether it was cut short."""

    kind: str
    pieces: tuple[bytes, ...]
    truncated: bool = False

    def answer(self) -> Answer:
        """The result as terms (rows in JSON and triples in N-Triples only)."""
        return Answer(self.kind, b"".join(self.pieces), self.truncated)


class Runner(Protocol):
    """Runs jobs on one release at a time."""

    @property
    def release(self) -> Release:
        """The release that this request is answered from (the same throughout a request)."""
        ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def pinned(self) -> AbstractContextManager[None]:
        """Hold one release for the length of a request."""
        ...

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer to a job.

        Raises:
            BadQuery, Overrun, Crashed, Busy: as their names say.
        """
        ...

    def state(self) -> dict:
        """What `/healthz` tells about the runner."""
        ...


class Inline:
    """Runs jobs in threads of this process: for tests and embedding, never for strangers."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.engine = Engine(open_store(release), functions(release))

    async def start(self) -> None:
        """Nothing to start: the graph is loaded."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def pinned(self) -> AbstractContextManager[None]:
        """One release for ever."""
        return nullcontext()

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer, computed and serialised in one thread."""
        out: list[bytes] = []
        kind = await asyncio.to_thread(self.engine.write, job, Pieces(out))
        return Result(kind, tuple(out))

    def state(self) -> dict:
        return {"workers": 0, "isolated": False}


class Pieces:
    """A file that keeps what is written as it comes."""

    def __init__(self, out: list[bytes]) -> None:
        self.out = out

    def write(self, data: bytes) -> int:
        self.out.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""
