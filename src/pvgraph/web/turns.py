"""Queries on their way: each waits its turn, runs on one worker, and is stopped at its deadline.

No task a query: what comes from a worker's socket sends the next query to that worker at once, and
then only the answer on its way.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from functools import partial

from pvgraph.errors import PvgraphError
from pvgraph.store.job import Busy, Crashed, Job, Overrun
from pvgraph.store.worker import job_to_bytes
from pvgraph.web import shares
from pvgraph.web.link import Link, Outcome
from pvgraph.web.metrics import BUSY, WAITING
from pvgraph.web.runner import Asker, Result
from pvgraph.web.settings import Settings

Stop = Callable[[Link, str, PvgraphError], None]

_MOMENT = 0.5
"""Seconds of waiting below which nothing prepared ahead is given up: it would begin again."""
_GAVE_WAY = (
    "requête longue arrêtée parce que d'autres attendaient : réessayez ou réduisez-la"
    " (a long query gave way to those waiting: retry, or ask for less)"
)


class Turn:
    """A query: whose it is, whom to tell, until when it waits, then runs, and on which worker."""

    __slots__ = ("asker", "content", "link", "settle", "until", "waits")

    def __init__(self, content: bytes, asker: Asker, settle: Callable[[Outcome], None]) -> None:
        self.content = content
        self.asker = asker
        self.settle = settle
        self.until = 0.0
        self.waits = False
        self.link: Link | None = None


class Turns:
    """Gives queries to the workers of `shares`; `stop` kills a worker for a reason, `free` takes
    one back, `cause` tells what one died of."""

    def __init__(
        self,
        settings: Settings,
        stop: Stop,
        free: Callable[[Link], None],
        cause: Callable[[int], Awaitable[str]],
    ) -> None:
        self.settings = settings
        self.stop = stop
        self.free = free
        self.cause = cause
        reserved = 1 if settings.workers > 1 else 0
        self.shares: shares.Shares[Link, Turn] = shares.Shares(
            reserved, settings.queue, settings.queue_timeout, self._begin
        )
        self._running: set[Turn] = set()
        self._explaining: set[asyncio.Task] = set()

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer to a job, in turn.

        Raises:
            BadQuery, Overrun, Crashed, Busy: as their names say.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

        def settle(outcome: Outcome) -> None:
            if future.done():
                return
            if isinstance(outcome, Result):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

        turn = self.submit(job, asker, settle)
        try:
            return await future
        except asyncio.CancelledError:
            self.abandon(turn)
            raise

    def submit(self, job: Job, asker: Asker, settle: Callable[[Outcome], None]) -> Turn:
        """Run a job as soon as its turn comes; `settle` is called with its outcome, later.

        Raises:
            Busy: too many wait already.
        """
        turn = Turn(job_to_bytes(job), asker, settle)
        if not self.shares.take(turn):
            turn.waits = True
            WAITING.value += 1
        return turn

    def abandon(self, turn: Turn) -> None:
        """Nobody waits for that turn any more: its worker, if it has one, stops."""
        if turn.link is not None:
            self.stop(turn.link, "left", Busy(""))
        elif self.shares.withdraw(turn):
            self._waited(turn)

    def keep_time(self) -> None:
        """Stop the queries that have reached their deadline, send away who has waited too long.

        One look at all of them a few times a second costs less than a timer each.
        """
        now = time.monotonic()
        for turn in [turn for turn in self._running if turn.until < now]:
            self._overrun(turn)
        for turn in self.shares.expired():
            self._waited(turn)
            turn.settle(Busy(shares.BUSY))

    def make_way(self, workers: Collection[Link], coming: int) -> None:
        """While others wait, let the longest queries beyond the soft limit give way, oldest first.
        As many workers are `coming` already.

        What is prepared ahead hardly slows anyone, and does so only for who waits some time. A
        query that is slow only because the machine is busy is not long: processor time counts.
        """
        wanted = self.shares.waiting() - coming
        if wanted <= 0:
            return
        soft = self.settings.soft_timeout
        long = [w for w in workers if w.is_strangers() and w.has_worked(soft)]
        if not self.shares.waiting(_MOMENT):
            long = [w for w in long if not (w.asker and w.asker.ahead)]
        for link in sorted(long, key=lambda w: w.since)[:wanted]:
            self.stop(link, "gave way", Busy(_GAVE_WAY))

    def _waited(self, turn: Turn) -> None:
        if turn.waits:
            turn.waits = False
            WAITING.value -= 1

    def _begin(self, link: Link, turn: Turn) -> None:
        """Ask one worker, which is stopped at the deadline."""
        self._waited(turn)
        BUSY.value += 1
        turn.link = link
        turn.until = time.monotonic() + self._deadline(turn.asker)
        self._running.add(turn)
        link.ask(turn.content, turn.asker, partial(self._over, turn))

    def _deadline(self, asker: Asker) -> float:
        """Seconds that a query of this asker may take."""
        if asker.page or asker.ahead:
            return asker.timeout or self.settings.page_timeout
        return min(asker.timeout or self.settings.timeout, self.settings.timeout)

    def _overrun(self, turn: Turn) -> None:
        deadline = self._deadline(turn.asker)
        error = Overrun(
            f"arrêtée après {deadline:g} s : ajoutez LIMIT ou un motif plus précis"
            f" (stopped after {deadline:g} s: add LIMIT or a more selective pattern)"
        )
        if turn.link is not None:
            self.stop(turn.link, "deadline", error)

    def _over(self, turn: Turn, outcome: Outcome) -> None:
        """A query has ended: its worker takes the next one before the answer goes out."""
        link, turn.link = turn.link, None
        BUSY.value -= 1
        self._running.discard(turn)
        self.shares.done(turn.asker)
        if link is not None:
            self.free(link)
            if isinstance(outcome, Crashed) and not str(outcome):
                self._explain(turn, link.number)
                return
        if isinstance(outcome, Result):
            turn.settle(outcome)
        else:  # perhaps in the middle of stopping a worker, which comes first
            asyncio.get_running_loop().call_soon(turn.settle, outcome)

    def _explain(self, turn: Turn, number: int) -> None:
        """Tell the asker what its worker died of."""

        async def explain() -> None:
            turn.settle(Crashed(await self.cause(number)))

        task = asyncio.get_running_loop().create_task(explain())
        self._explaining.add(task)
        task.add_done_callback(self._explaining.discard)
