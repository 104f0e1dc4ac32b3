"""SPARQL that a stranger wrote, run where it can be stopped."""

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from types import TracebackType
from typing import Protocol

from pvgraph.client.graph import Graph
from pvgraph.store import guard
from pvgraph.store.answer import Answer
from pvgraph.store.job import Job
from pvgraph.web.pool import Pool
from pvgraph.web.runner import Asker
from pvgraph.web.settings import Settings

WORKERS = 2
SECONDS = 10.0


class Bounded(AbstractAsyncContextManager, Protocol):
    """Runs queries between `__aenter__` and `__aexit__`."""

    async def sparql(self, query: str) -> Answer:
        """The answer, within limits of time and memory.

        Raises:
            BadQuery: wrong, or refused.
            Unanswered: stopped at its limit.
        """
        ...


class Workers:
    """Worker processes over a release of this machine, as the service's own."""

    def __init__(self, path: Path) -> None:
        self._pool = Pool(path, Settings(workers=WORKERS, timeout=SECONDS))

    async def __aenter__(self) -> "Workers":
        await self._pool.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pool.stop()

    async def sparql(self, query: str) -> Answer:
        guard.read(query)
        with self._pool.pinned():
            result = await self._pool.run(Job(query), Asker("agent", timeout=SECONDS))
        return result.answer()


class Service:
    """The endpoint of a service, which has its own limits."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def __aenter__(self) -> "Service":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing to stop."""

    async def sparql(self, query: str) -> Answer:
        return await asyncio.to_thread(self._graph.sparql, query)
