"""One release being served: its zygote, its workers, who waits for them."""

import asyncio
import json
import logging
import socket
from collections.abc import Coroutine
from itertools import count

from pvgraph.errors import StoreError
from pvgraph.store.job import Busy, Crashed, Job, Overrun
from pvgraph.store.launch import Launched
from pvgraph.web.deaths import Deaths
from pvgraph.web.link import Link
from pvgraph.web.metrics import BUSY, STOPPED, WAITING
from pvgraph.web.runner import Asker, Result
from pvgraph.web.settings import Settings
from pvgraph.web.shares import Shares

log = logging.getLogger("pvgraph.pool")

_GAVE_WAY = (
    "requête longue arrêtée parce que d'autres attendaient : réessayez ou réduisez-la"
    " (a long query gave way to those waiting: retry, or ask for less)"
)
#: A worker that has grown by so many KiB, or answered so often, is replaced by a fresh fork.
_GROWN = 300 * 1024
_WORN = 50_000


class Generation:
    """The workers of one release; use `start`, `run`, and `retire` when another release serves."""

    def __init__(self, launched: Launched, settings: Settings) -> None:
        self.release = launched.release
        self.settings = settings
        self._zygote = launched.process
        self._control = launched.control
        reserved = 1 if settings.workers > 1 else 0
        self.shares: Shares[Link] = Shares(reserved, settings.queue, settings.queue_timeout)
        self.workers: dict[int, Link] = {}
        self.users = 0
        self.retired = False
        self.seccomp = False
        self.broken = False
        self._numbers = count(1)
        self._deaths = Deaths()
        self._buffer = b""
        self._tasks: set[asyncio.Task] = set()
        self._forking = 0
        self._closed = False

    async def start(self) -> None:
        """Wait for the zygote's graph, fork the workers.

        Raises:
            StoreError: the release cannot be loaded.
        """
        loop = asyncio.get_running_loop()
        self._loaded: asyncio.Future[None] = loop.create_future()
        loop.add_reader(self._control, self._heard)
        await self._loaded
        links = [self._fork() for _ in range(self.settings.workers)]
        await asyncio.gather(*links)
        if not self.workers:
            raise StoreError("aucun processus de requête n'a pu démarrer (no worker could start)")
        self._spawn(self._make_way())

    def _heard(self) -> None:
        """Read what the zygote says."""
        try:
            content = self._control.recv(65536)
        except BlockingIOError:
            return
        except ConnectionError:
            content = b""
        if not content:
            self._zygote_gone()
            return
        *lines, self._buffer = (self._buffer + content).split(b"\n")
        for line in lines:
            message = json.loads(line)
            if "ready" in message:
                self._loaded.set_result(None)
            elif "error" in message:
                self._loaded.set_exception(StoreError(message["error"]))
            else:
                self._deaths.note(message["dead"], message["status"])

    def _zygote_gone(self) -> None:
        asyncio.get_running_loop().remove_reader(self._control)
        self.broken = not self.retired
        if not self._loaded.done():
            self._loaded.set_exception(StoreError(f"{self.release.path}: graphe non chargé"))

    async def _fork(self) -> None:
        """One more worker, free when it has said hello."""
        number = next(self._numbers)
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._forking += 1
        try:
            with theirs:
                order = json.dumps({"start": number}).encode() + b"\n"
                socket.send_fds(self._control, [order], [theirs.fileno()])
            loop = asyncio.get_running_loop()
            _, link = await loop.create_unix_connection(lambda: Link(number, self._lost), sock=ours)
            self.workers[number] = link
            hello = await link.ready
        except OSError:
            ours.close()
            self.broken = not self.retired
        except Crashed:
            log.warning("worker %s ended before it began", number)
            await asyncio.sleep(0.5)
        else:
            self.seccomp = hello["seccomp"]
            self.shares.give(link, fresh=True)
        finally:
            self._forking -= 1

    def _lost(self, link: Link) -> None:
        """A worker has gone, by our order or by itself: another takes its place."""
        self.shares.forget(link)
        if self.workers.pop(link.number, None) is not None and not self.retired:
            STOPPED.labels("died").inc()
            self._spawn(self._fork())

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer to a job, in turn.

        Raises:
            BadQuery, Overrun, Crashed, Busy: as their names say.
        """
        WAITING.value += 1
        try:
            link = await self.shares.take(asker)
        finally:
            WAITING.value -= 1
        BUSY.value += 1
        try:
            return await self._timed(link, job, asker)
        finally:
            BUSY.value -= 1
            self.shares.done(asker)
            self._free(link)

    async def _timed(self, link: Link, job: Job, asker: Asker) -> Result:
        """Ask one worker; stop it at the deadline, or when the asker has gone."""
        deadline = asker.timeout or self.settings.page_timeout
        if not asker.page:
            deadline = min(asker.timeout or self.settings.timeout, self.settings.timeout)
        overrun = Overrun(
            f"arrêtée après {deadline:g} s : ajoutez LIMIT ou un motif plus précis"
            f" (stopped after {deadline:g} s: add LIMIT or a more selective pattern)"
        )
        loop = asyncio.get_running_loop()
        alarm = loop.call_later(deadline, self._stop, link, "deadline", overrun)
        try:
            return await link.ask(job, asker)
        except Crashed as error:
            if str(error):
                raise
            raise Crashed(await self._deaths.cause(link.number)) from error
        except asyncio.CancelledError:
            self._stop(link, "left", Busy(""))
            raise
        finally:
            alarm.cancel()

    def _free(self, link: Link) -> None:
        """The worker's query is over: it is free, or worn and replaced, or gone already."""
        if link.number not in self.workers:
            return
        if link.answered > _WORN or link.grown > _GROWN:
            self._stop(link, "worn", Busy(""))
        else:
            self.shares.give(link)

    def _stop(self, link: Link, reason: str, error: Exception) -> None:
        """Kill a worker: its query, if any, ends with `error`; another takes its place."""
        if self.workers.pop(link.number, None) is None:
            return
        STOPPED.labels(reason).inc()
        link.fail(error)
        link.close()
        try:
            self._control.send(json.dumps({"kill": link.number}).encode() + b"\n")
        except OSError:
            self.broken = not self.retired
        self._spawn(self._fork())

    async def _make_way(self) -> None:
        """While others wait, the longest queries beyond the soft limit give way, oldest first.

        A query that is slow only because the machine is busy is not long: processor time counts.
        """
        while not self.retired:
            await asyncio.sleep(0.1)
            wanted = self.shares.waiting() - self._forking
            if wanted <= 0:
                continue
            soft = self.settings.soft_timeout
            long = [w for w in self.workers.values() if w.is_strangers() and w.has_worked(soft)]
            for link in sorted(long, key=lambda w: w.since)[:wanted]:
                self._stop(link, "gave way", Busy(_GAVE_WAY))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def retire(self) -> None:
        """Take no more; close when the last user has left."""
        self.retired = True
        self.leave()

    def leave(self) -> None:
        """Close where retired and without users: the zygote ends, and kills its workers."""
        if not self.retired or self.users or self._closed:
            return
        self._closed = True
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        for task in self._tasks:
            task.cancel()
        for link in list(self.workers.values()):
            link.close()

    def is_over(self) -> bool:
        """Whether the zygote, and with it every worker, has ended."""
        return self._zygote.poll() is not None

    async def ended(self) -> None:
        """Wait, a little, for the zygote's end."""
        for _ in range(50):
            if self.is_over():
                return
            await asyncio.sleep(0.02)
        self._zygote.kill()
        self._zygote.wait()
