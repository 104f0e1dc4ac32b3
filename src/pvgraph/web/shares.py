"""Who runs next: pages first, then strangers in turn, the one with the least running first."""

import asyncio
from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

from pvgraph.store.job import Busy
from pvgraph.web.runner import Asker

W = TypeVar("W")
_BUSY = "service occupé : réessayez dans quelques secondes (busy: retry in a few seconds)"


class Shares(Generic[W]):
    """Idle workers handed to those who wait.

    `reserved` workers are for pages alone, so that the site stays alive when the endpoint is
    under load; at most `bound` strangers wait, each at most `patience` seconds. The worker that was
    busy last works next: the processor's caches still hold its graph.
    """

    def __init__(self, reserved: int, bound: int, patience: float) -> None:
        self.reserved = reserved
        self.bound = bound
        self.patience = patience
        self.idle: deque[W] = deque()
        self.running: Counter[str] = Counter()
        self._pages: deque[asyncio.Future[W]] = deque()
        self._strangers: OrderedDict[str, deque[asyncio.Future[W]]] = OrderedDict()

    def waiting(self) -> int:
        """How many wait, pages included."""
        return len(self._pages) + sum(map(len, self._strangers.values()))

    async def take(self, asker: Asker) -> W:
        """A worker for this asker, at once or when its turn comes.

        Raises:
            Busy: too many wait already, or the turn did not come in time.
        """
        if len(self.idle) > (0 if asker.page else self.reserved):
            return self._hand(asker)
        queue = self._queue(asker)
        turn: asyncio.Future[W] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            async with asyncio.timeout(self.patience):
                return await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn.done() and not turn.cancelled():
                self.done(asker)
                self.give(turn.result())
            if isinstance(error, TimeoutError):
                raise Busy(_BUSY) from error
            raise
        finally:
            if turn in queue:
                queue.remove(turn)
            # Another queue may have taken this one's place since: only an empty one goes.
            if not self._strangers.get(asker.client, True):
                del self._strangers[asker.client]

    def _queue(self, asker: Asker) -> deque[asyncio.Future[W]]:
        waiting = len(self._pages) if asker.page else self.waiting() - len(self._pages)
        if waiting >= self.bound:
            raise Busy(_BUSY)
        return self._pages if asker.page else self._strangers.setdefault(asker.client, deque())

    def _hand(self, asker: Asker) -> W:
        if not asker.page:
            self.running[asker.client] += 1
        return self.idle.pop()

    def give(self, worker: W, fresh: bool = False) -> None:
        """A worker that has become free; a fresh one waits behind those that have worked."""
        if fresh:
            self.idle.appendleft(worker)
        else:
            self.idle.append(worker)
        self._serve()

    def forget(self, worker: W) -> None:
        """A worker that is no more."""
        if worker in self.idle:
            self.idle.remove(worker)

    def done(self, asker: Asker) -> None:
        """The asker's query is over, its worker free or not."""
        if not asker.page:
            self.running[asker.client] -= 1
            if self.running[asker.client] <= 0:
                del self.running[asker.client]

    def _serve(self) -> None:
        while self.idle and (turn := self._next_page()):
            turn.set_result(self.idle.pop())
        while len(self.idle) > self.reserved and (found := self._next_stranger()):
            client, turn = found
            turn.set_result(self._hand(Asker(client)))

    def _next_page(self) -> asyncio.Future[W] | None:
        while self._pages:
            turn = self._pages.popleft()
            if not turn.done():
                return turn
        return None

    def _next_stranger(self) -> tuple[str, asyncio.Future[W]] | None:
        """The next turn of the client with the least running; equals take turns."""
        for client in sorted(self._strangers, key=lambda c: self.running[c]):
            queue = self._strangers[client]
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    self._strangers.move_to_end(client)
                    return client, turn
        return None
