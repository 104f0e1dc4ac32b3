"""Answers over the whole corpus, asked once a release and kept for every page that shows them."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from contextvars import Context

from pvgraph.errors import PvgraphError
from pvgraph.store.answer import Answer
from pvgraph.store.job import Busy, Overrun

PATIENCE = 120.0
"""Seconds that such a query may take."""
_WAIT = 5.0
"""Seconds that a visitor waits for one."""
_KEPT, _UNDER_WAY = 64, 8
_COUNTING = (
    "ce grand corpus est en cours de comptage : réessayez dans une minute"
    " (this large corpus is still being counted: try again in a minute)"
)


class Coming(Busy):
    """The answer is under way, and will be kept for whoever comes back."""

    again = 20


class Overviews:
    """Kept answers by query, and those under way; one is asked at a time, so that pages of one
    contrat or one acteur still find a free worker."""

    def __init__(self) -> None:
        self._tasks: OrderedDict[str, asyncio.Task[Answer]] = OrderedDict()
        self._turn = asyncio.Semaphore(1)
        self._ahead: asyncio.Task[None] | None = None

    async def tried(self, query: str, ask: Callable[[float], Awaitable[Answer]]) -> Answer:
        """The answer that `ask` gives in the seconds given (0: what a page may take); where that is
        too little, begun again with patience, for whoever comes back.

        Raises:
            Overrun: too much is under way already.
            Coming: it is still under way.
        """
        if query not in self._tasks:
            try:
                return await ask(0)
            except Overrun:
                if sum(not task.done() for task in self._tasks.values()) >= _UNDER_WAY:
                    raise
        return await self.get(query, lambda: ask(PATIENCE))

    async def get(self, query: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer to `query`, which `ask` asks where it was not before.

        Raises:
            Coming: it is still under way after what a visitor waits.
        """
        task = self._tasks.get(query)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._asked(ask))
            self._tasks[query] = task
            task.add_done_callback(lambda done: self._forget(query, done))
            if len(self._tasks) > _KEPT:
                self._tasks.popitem(last=False)
        self._tasks.move_to_end(query)
        try:
            return await asyncio.wait_for(asyncio.shield(task), _WAIT)
        except TimeoutError as error:
            raise Coming(_COUNTING) from error

    def ahead(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Begin to ask before anyone does; nothing where no loop runs yet."""
        with suppress(RuntimeError):
            loop = asyncio.get_running_loop()
            # In a context of its own: the request that happens to begin it holds a release.
            self._ahead = loop.create_task(self._quietly(work), context=Context())

    async def _quietly(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        with suppress(PvgraphError):
            await work()

    async def _asked(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        async with self._turn:
            return await ask()

    def _forget(self, query: str, done: asyncio.Task[Answer]) -> None:
        """What failed is asked again by the next visitor."""
        if (done.cancelled() or done.exception()) and self._tasks.get(query) is done:
            del self._tasks[query]
