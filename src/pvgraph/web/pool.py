"""The runner for strangers: worker processes that can be killed, following the current release."""

import asyncio
import logging
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from pathlib import Path

from pvgraph.errors import StoreError
from pvgraph.releases import Release
from pvgraph.store.job import Busy, Job
from pvgraph.store.launch import Launched, launch
from pvgraph.store.opening import check, find_release, in_memory
from pvgraph.web.generation import Generation
from pvgraph.web.runner import Asker, Result
from pvgraph.web.settings import Settings

log = logging.getLogger("pvgraph.pool")
_STARTING = "le service démarre : réessayez dans un instant (starting: retry in a moment)"
_LOOK_EVERY = 0.5


class _Pin:
    """A generation held by one request: it is not closed before the request ends."""

    __slots__ = ("generation", "pinned", "token")

    def __init__(self, generation: Generation, pinned: ContextVar[Generation | None]) -> None:
        self.generation = generation
        self.pinned = pinned

    def __enter__(self) -> None:
        self.token = self.pinned.set(self.generation)
        self.generation.hold()

    def __exit__(self, *_: object) -> None:
        self.generation.let_go()
        self.pinned.reset(self.token)


class Pool:
    """Workers on the release at `path`; when a new one is published there, new workers take over
    and the old ones finish what they began. `launched` is a zygote started ahead, on a release that
    was checked."""

    def __init__(self, path: Path, settings: Settings, launched: Launched | None = None) -> None:
        self.path = path
        self.settings = settings
        self.launched = launched
        self.first = launched.release if launched else find_release(path)
        self.refused = ""
        self._serving: Generation | None = None
        self._leaving: set[Generation] = set()
        self._pinned: ContextVar[Generation | None] = ContextVar("generation", default=None)
        self._watch: asyncio.Task | None = None

    @property
    def serving(self) -> Generation | None:
        """The workers that take new queries; None before the first have started."""
        return self._serving

    @property
    def release(self) -> Release:
        """The release pinned by this request, else the one being served."""
        generation = self._pinned.get() or self._serving
        return generation.release if generation else self.first

    async def start(self) -> None:
        """Load the current release; once started, nothing more.

        Raises:
            StoreError: it is missing, torn or empty.
        """
        if self._serving is not None:
            return
        if self.launched is not None:
            self._serving = await self._grown(self.launched)
        else:
            self._serving = await self._begin(self.first)
        self._watch = asyncio.get_running_loop().create_task(self._follow())

    async def _begin(self, release: Release) -> Generation:
        settings = self.settings
        await asyncio.to_thread(check, release, settings.in_memory)
        bounds = settings.memory, settings.max_answer, settings.in_memory
        return await self._grown(launch(release, *bounds))

    async def _grown(self, launched: Launched) -> Generation:
        generation = Generation(launched, self.settings)
        await generation.start()
        return generation

    async def stop(self) -> None:
        """End every worker; what still runs is cut."""
        if self._watch is not None:
            self._watch.cancel()
        ending = [*self._leaving, *([self._serving] if self._serving else [])]
        self._serving = None
        for generation in ending:
            generation.users = 0
            generation.retire()
        for generation in ending:
            await generation.ended()

    def pinned(self) -> AbstractContextManager[None]:
        """Hold the release being served for the length of a request."""
        return _Pin(self._serving, self._pinned) if self._serving else nullcontext()

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer to a job, from the release that the request holds.

        Raises:
            BadQuery, Overrun, Crashed, Busy: as their names say.
        """
        generation = self._pinned.get() or self._serving
        if generation is None:
            raise Busy(_STARTING)
        return await generation.run(job, asker)

    def state(self) -> dict:
        """Workers, queue, isolation, and a release that was refused, if any."""
        generation = self._serving
        if generation is None:
            return {"workers": 0}
        return {
            "workers": len(generation.workers),
            "busy": sum(w.asker is not None for w in generation.workers.values()),
            "waiting": generation.turns.shares.waiting(),
            "isolated": True,
            "network_closed": generation.seccomp,
            "in_memory": in_memory(generation.release, self.settings.in_memory),
            "draining": len(self._leaving),
            "refused": self.refused,
        }

    async def _follow(self) -> None:
        """Switch when another release is published, or when the zygote was lost."""
        seen = self._serving.release.path if self._serving else None
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            self._leaving = {g for g in self._leaving if not g.is_over()}
            try:
                release = find_release(self.path)
            except StoreError as error:
                self.refused = str(error)
                continue
            broken = self._serving is None or self._serving.broken
            if release.path == seen and not broken:
                continue
            seen = release.path
            await self._switch(release)

    async def _switch(self, release: Release) -> None:
        """Serve another release; where it is no good, say so and keep the one that is served."""
        try:
            fresh = await self._begin(release)
        except (StoreError, OSError) as error:
            self.refused = f"{release.id}: {error}"
            log.error("release refused, the old one keeps serving: %s", self.refused)
            return
        old, self._serving, self.refused = self._serving, fresh, ""
        log.warning("serving release %s", release.id)
        if old is not None:
            self._leaving.add(old)
            old.retire()
