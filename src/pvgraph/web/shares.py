"""Who runs next: pages first, then strangers in turn, the one with the least running first."""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Generic, Protocol, TypeVar

from pvgraph.store.job import Busy
from pvgraph.web.runner import Asker

#: Seconds of waiting from which a client's last query goes before its first, every other time: a
#: short one does not wait behind all the long ones that came before it.
_LATE = 0.5

BUSY = "service occupé : réessayez dans quelques secondes (busy: retry in a few seconds)"


class Waiting(Protocol):
    """What waits for a worker: on whose behalf, and until when (`time.monotonic`)."""

    asker: Asker
    until: float


W = TypeVar("W")
T = TypeVar("T", bound=Waiting)


class Shares(Generic[W, T]):
    """Idle workers handed to those who wait.

    `reserved` workers are for pages alone, so that the site stays alive when the endpoint is
    under load; at most `bound` strangers wait, each at most `patience` seconds. The worker that was
    busy last works next: the processor's caches still hold its graph. `begin` is called with a
    worker and the one whose turn has come.
    """

    def __init__(
        self, reserved: int, bound: int, patience: float, begin: Callable[[W, T], None]
    ) -> None:
        self.reserved = reserved
        self.bound = bound
        self.patience = patience
        self.begin = begin
        self.idle: deque[W] = deque()
        self.running: Counter[str] = Counter()
        self._pages: deque[T] = deque()
        self._strangers: OrderedDict[str, deque[T]] = OrderedDict()
        self._number = 0
        self._last_first = False

    def waiting(self, seconds: float = 0) -> int:
        """How many wait, pages included, and have waited so long."""
        if not seconds:
            return len(self._pages) + self._number
        since = time.monotonic() + self.patience - seconds
        return sum(turn.until <= since for turn in chain(self._pages, *self._strangers.values()))

    def take(self, turn: T) -> bool:
        """Begin now, or wait: gives whether it has begun.

        Raises:
            Busy: too many wait already.
        """
        page = turn.asker.page
        if len(self.idle) > (0 if page else self.reserved):
            self._begin(turn)
            return True
        if turn.asker.ahead or (len(self._pages) if page else self._number) >= self.bound:
            raise Busy(BUSY)
        turn.until = time.monotonic() + self.patience
        if page:
            self._pages.append(turn)
        else:
            self._number += 1
            self._strangers.setdefault(turn.asker.client, deque()).append(turn)
        return False

    def withdraw(self, turn: T) -> bool:
        """Wait no more; gives whether it was waiting."""
        page, client = turn.asker.page, turn.asker.client
        queue = self._pages if page else self._strangers.get(client)
        if queue is None or turn not in queue:
            return False
        queue.remove(turn)
        if not page:
            self._left(client)
        return True

    def expired(self) -> Iterator[T]:
        """Those who have waited too long: they wait no more."""
        now = time.monotonic()
        while self._pages and self._pages[0].until < now:
            yield self._pages.popleft()
        for client in list(self._strangers):
            while (queue := self._strangers.get(client)) and queue[0].until < now:
                turn = queue.popleft()
                self._left(client)
                yield turn

    def give(self, worker: W, fresh: bool = False) -> None:
        """A worker that has become free; a fresh one waits behind those that have worked."""
        if fresh:
            self.idle.appendleft(worker)
        else:
            self.idle.append(worker)
        while self.idle and self._pages:
            self._begin(self._pages.popleft())
        while len(self.idle) > self.reserved and self._strangers:
            self._begin(self._next_stranger())

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

    def _begin(self, turn: T) -> None:
        if not turn.asker.page:
            self.running[turn.asker.client] += 1
        self.begin(self.idle.pop(), turn)

    def _next_stranger(self) -> T:
        """The next turn of the client with the least running; equals take turns. Of a client's own,
        the first comes first, but see `_LATE`."""
        client = min(self._strangers, key=self.running.__getitem__)
        queue = self._strangers[client]
        is_late = queue[0].until - self.patience + _LATE < time.monotonic()
        self._last_first = is_late and not self._last_first
        turn = queue.pop() if self._last_first else queue.popleft()
        self._strangers.move_to_end(client)
        self._left(client)
        return turn

    def _left(self, client: str) -> None:
        """One of the client's turns waits no more."""
        self._number -= 1
        if not self._strangers[client]:
            del self._strangers[client]
