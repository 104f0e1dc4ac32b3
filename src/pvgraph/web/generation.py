"""One release being served: its zygote, its workers, who waits for them."""

import asyncio
import json
import logging
import socket
from collections.abc import Coroutine
from itertools import count

from pvgraph.errors import PvgraphError, StoreError
from pvgraph.store.job import Busy, Crashed, Job
from pvgraph.store.launch import Launched
from pvgraph.web.deaths import Deaths
from pvgraph.web.link import Link
from pvgraph.web.metrics import STOPPED
from pvgraph.web.runner import Asker, Result
from pvgraph.web.settings import Settings
from pvgraph.web.turns import Turns

log = logging.getLogger("pvgraph.pool")

#: A worker that has grown by so many KiB, or answered so often, is replaced by a fresh fork.
_GROWN = 300 * 1024
_WORN = 50_000
_LOOK_EVERY = 0.05


class Generation:
    """The workers of one release; use `start`, `run`, and `retire` when another release serves."""

    def __init__(self, launched: Launched, settings: Settings) -> None:
        self.release = launched.release
        self.id = launched.release.id
        self.settings = settings
        self._zygote = launched.process
        self._control = launched.control
        self._deaths = Deaths()
        self.turns = Turns(settings, self._stop, self._free, self._deaths.cause)
        self.workers: dict[int, Link] = {}
        self.users = 0
        self.retired = False
        self.seccomp = False
        self.broken = False
        self._numbers = count(1)
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
        self._spawn(self._keep_order())

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
            self.turns.shares.give(link, fresh=True)
        finally:
            self._forking -= 1

    def _lost(self, link: Link) -> None:
        """A worker has gone, by our order or by itself: another takes its place."""
        self.turns.shares.forget(link)
        if self.workers.pop(link.number, None) is not None and not self.retired:
            STOPPED.labels("died").inc()
            self._spawn(self._fork())

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer to a job, in turn.

        Raises:
            BadQuery, Overrun, Crashed, Busy: as their names say.
        """
        return await self.turns.run(job, asker)

    def _free(self, link: Link) -> None:
        """The worker's query is over: it is free, or worn and replaced, or gone already."""
        if link.number not in self.workers:
            return
        if link.answered > _WORN or link.grown > _GROWN:
            self._stop(link, "worn", Busy(""))
        else:
            self.turns.shares.give(link)

    def _stop(self, link: Link, reason: str, error: PvgraphError) -> None:
        """Kill a worker: its query, if any, ends with `error`; another takes its place."""
        if self.workers.pop(link.number, None) is None:
            return
        STOPPED.labels(reason).inc()
        link.end(error)
        link.close()
        try:
            self._control.send(json.dumps({"kill": link.number}).encode() + b"\n")
        except OSError:
            self.broken = not self.retired
        self._spawn(self._fork())

    async def _keep_order(self) -> None:
        """Look, many times a second, at who runs, who waits, and for whom."""
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            self.turns.keep_time()
            if not self.retired:
                self.turns.make_way(self.workers.values(), self._forking)

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def hold(self) -> None:
        """One more request is answered from here."""
        self.users += 1

    def let_go(self) -> None:
        """One request less."""
        self.users -= 1
        self.leave()

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
