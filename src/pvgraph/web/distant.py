"""The runner for a graph that another engine holds: jobs go to a SPARQL endpoint.

Texts, search index and downloads stay files of a release, which must be the one that the endpoint
was loaded with.
"""

import asyncio
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from pvgraph.errors import StoreError
from pvgraph.releases import Release
from pvgraph.store.capabilities import probe
from pvgraph.store.job import Busy, Job
from pvgraph.store.remote import Remote
from pvgraph.web.runner import Asker, Pieces, Result
from pvgraph.web.settings import Settings

_COUNT = """PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT (COUNT(DISTINCT ?c) AS ?n) { ?c a pv:Contrat }"""


class Distant:
    """Runs jobs on the endpoint at `url`, at most as many at once as there are `workers`."""

    def __init__(self, url: str, release: Release, settings: Settings) -> None:
        self.release = release
        self.settings = settings
        self.remote = Remote(url, settings.timeout)
        self.missing: list[str] = []
        self._free = asyncio.Semaphore(settings.workers)

    async def start(self) -> None:
        """Ask what the endpoint can do.

        Raises:
            StoreError: it does not answer, lacks what is needed, or holds other contrats than the
                release whose files are served beside it.
        """
        self.missing = await asyncio.to_thread(probe, self.remote)
        answer = await asyncio.to_thread(self.remote.query, _COUNT)
        held = int(answer.rows[0][0].value)
        expected = len(self.release.manifest().get("contrats", ())) or held
        if held != expected:
            raise StoreError(
                f"{self.remote.url} : {held} contrats, la version {self.release.id} en a {expected}"
            )

    async def stop(self) -> None:
        """Nothing to stop: the endpoint is another's."""

    def pinned(self) -> AbstractContextManager[None]:
        """One release for ever."""
        return nullcontext()

    async def run(self, job: Job, asker: Asker) -> Result:
        """The answer to a job.

        Raises:
            BadQuery, Overrun, Crashed, Busy: as their names say.
        """
        deadline = self.settings.page_timeout if asker.page else self.settings.timeout
        allowed = asker.timeout or deadline
        timeout = allowed if asker.ahead else min(deadline, allowed)
        remote = replace(self.remote, timeout=timeout)
        if asker.ahead and self._free.locked():
            raise Busy("d'autres requêtes sont en cours")
        try:
            async with asyncio.timeout(self.settings.queue_timeout):
                await self._free.acquire()
        except TimeoutError as error:
            raise Busy("trop de requêtes en cours vers le magasin distant") from error
        out: list[bytes] = []
        try:
            kind = await asyncio.to_thread(remote.write, job, Pieces(out))
        finally:
            self._free.release()
        return Result(kind, tuple(out))

    def state(self) -> dict:
        """Where the graph is, and what its engine lacks."""
        return {"workers": self.settings.workers, "endpoint": self.remote.url,
                "missing": self.missing}  # fmt: skip
