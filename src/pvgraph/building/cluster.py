"""Tasks on a Dask cluster (`pvgraph build --scheduler tcp://…`): the only module that imports it.

The scheduler keeps what it is given until a result is back: a worker lost in the middle loses
nothing. A text that kills worker after worker is set aside and named.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from distributed import Client, KilledWorker, as_completed
from distributed.client import Future

from pvgraph.building import keys
from pvgraph.building.crew import Done, Files, Given, Prepare, Task, describe, nothing
from pvgraph.errors import StoreError

AHEAD = 4
"""Tasks handed over for each thread of the cluster: enough to keep it busy, few to hold."""
TIMEOUT = 30
"""Seconds to wait for the scheduler and its first worker."""


class Cluster:
    """The workers of the scheduler at `address`."""

    here = False

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            StoreError: there is no scheduler at that address, or it has no worker.
        """
        try:
            self._client = Client(address, timeout=TIMEOUT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=TIMEOUT)
        except (OSError, TimeoutError, ValueError) as error:
            raise StoreError(f"{address}: pas de planificateur Dask avec ses ouvriers") from error

    def begin(self, prepare: Prepare) -> None:
        """Each worker loads what it needs."""

    def run(self, task: Task, given: Iterable[Given], prepare: Prepare = nothing) -> Iterator[Done]:
        """Run the tasks; a few are on their way for each thread of the cluster, never all."""
        version = keys.code(task.__module__)
        waiting = iter(given)
        names: dict[str, str] = {}
        prepared: list[None] = []

        def submit(number: int) -> list[Future]:
            futures = []
            for contrat, argument in islice(waiting, number):
                if not prepared:
                    prepared.append(prepare())  # what is wrong with the lists is said here, once
                future = self._client.submit(_checked, task, version, argument, pure=False)
                names[future.key] = contrat
                futures.append(future)
            return futures

        running = as_completed(submit(AHEAD * self._threads()), loop=self._client.loop)
        for future in running:
            yield _done(names.pop(future.key), future)
            future.release()
            for following in submit(1):
                running.add(following)

    def close(self) -> None:
        """Leave the cluster to others."""
        self._client.close()

    def _threads(self) -> int:
        return max(1, sum(self._client.nthreads().values()))


def _checked(task: Task, version: str, argument: object) -> Files:
    """Run the task on a worker, which must have the very code of the one who asks.

    Raises:
        StoreError: the worker has another version of the code or of a library.
    """
    if keys.code(task.__module__) != version:
        raise StoreError("cet ouvrier n'a pas la même version de pvgraph ou de ses bibliothèques")
    return task(argument)


def _done(contrat: str, future: Future) -> Done:
    error = future.exception()
    if error is None:
        return Done(contrat, future.result())
    if isinstance(error, KilledWorker):
        return Done(contrat, problem="chaque ouvrier qui lisait ce texte est mort")
    return Done(contrat, problem=describe(error))
