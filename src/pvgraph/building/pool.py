"""Worker processes on this machine: each has the language loaded and reads text after text.

Not `concurrent.futures`: there, one worker that dies takes every task of the pool with it. Here a
task whose worker dies is given to another one once more, then set aside.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe, connection
from multiprocessing.connection import Connection

from pvgraph.building.crew import Captured, Done, Given, Prepare, Task, nothing
from pvgraph.building.nursery import Nursery

ATTEMPTS = 2
"""How often a task is tried whose worker dies."""
DEADLINE = 900.0
"""Seconds after which a worker is given up for hung; the largest contrats take some ten."""


@dataclass(slots=True)
class _Worker:
    number: int
    prepare: Prepare
    nursery: Nursery
    pipe: Connection
    given: Given | None = None
    since: float = 0.0
    code: int | None = None


@dataclass(slots=True)
class Pool:
    """`jobs` processes; started when there is something to do."""

    jobs: int
    deadline: float = DEADLINE
    here: bool = True
    _nurseries: dict[Prepare, Nursery] = field(default_factory=dict)
    _workers: list[_Worker] = field(default_factory=list)
    _born: int = 0

    def begin(self, prepare: Prepare) -> Nursery:
        """Start to load what `prepare` loads, in a process of its own, if that is not begun."""
        if prepare not in self._nurseries:
            others = list(self._nurseries.values())
            self._nurseries[prepare] = Nursery(prepare, _work, others)
        return self._nurseries[prepare]

    def run(self, task: Task, given: Iterable[Given], prepare: Prepare = nothing) -> Iterator[Done]:
        """Start the tasks, and give what becomes of them; what is given is asked for as workers get
        free, never all at once.

        Raises:
            PvgraphError: what `prepare` loads is wrong.
        """
        waiting = iter(given)
        again: deque[Given] = deque()
        for worker in [w for w in self._workers if w.prepare is not prepare]:
            worker.pipe.close()  # it ends by itself
            self._workers.remove(worker)
        self._feed(task, again, waiting, prepare)
        return self._follow(task, again, waiting, prepare)

    def _follow(
        self, task: Task, again: deque[Given], waiting: Iterator[Given], prepare: Prepare
    ) -> Iterator[Done]:
        tries: dict[str, int] = {}
        while any(worker.given for worker in self._workers):
            for worker in self._heard():
                contrat, _ = worker.given
                done = _answer(worker)
                if done is None:
                    self._bury(worker)
                    tries[contrat] = tries.get(contrat, 0) + 1
                    if tries[contrat] < ATTEMPTS:
                        again.append(worker.given)
                    else:
                        yield Done(contrat, problem=_last_words(worker))
                else:
                    worker.given = None
                    yield done
            self._feed(task, again, waiting, prepare)

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.pipe.close()
        self._workers.clear()
        for nursery in self._nurseries.values():
            nursery.close()
        self._nurseries.clear()

    def _feed(
        self, task: Task, again: deque[Given], waiting: Iterator[Given], prepare: Prepare
    ) -> None:
        """Give each free worker the next task, starting workers as they are needed."""
        while True:
            free = next((w for w in self._workers if w.given is None), None)
            if free is None and len(self._workers) >= self.jobs:
                return
            chosen = again.popleft() if again else next(waiting, None)
            if chosen is None:
                return
            worker = free or self._hire(prepare)
            worker.given, worker.since = chosen, time.monotonic()
            with Captured():  # a dead worker is found, and its task given again, in `run`
                worker.pipe.send((task, *chosen))

    def _hire(self, prepare: Prepare) -> _Worker:
        nursery = self.begin(prepare)
        self._born += 1
        ours, theirs = Pipe()
        nursery.fork(self._born, theirs)
        theirs.close()
        self._workers.append(_Worker(self._born, prepare, nursery, ours))
        return self._workers[-1]

    def _heard(self) -> list[_Worker]:
        """The busy workers that answered, died or took too long; waits for one."""
        busy = [worker for worker in self._workers if worker.given]
        ready = connection.wait([w.pipe for w in busy], timeout=min(5.0, self.deadline))
        late = time.monotonic() - self.deadline
        for worker in busy:
            if worker.since < late and worker.pipe not in ready:
                worker.code = worker.nursery.ended(worker.number, kill=True)
        return [w for w in busy if w.pipe in ready or w.since < late]

    def _bury(self, worker: _Worker) -> None:
        if worker.code is None:
            worker.code = worker.nursery.ended(worker.number)
        worker.pipe.close()
        self._workers.remove(worker)


def _answer(worker: _Worker) -> Done | None:
    """What the worker says; None where it died."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None


def _last_words(worker: _Worker) -> str:
    code = worker.code or 0
    how = f"signal {-code}" if code < 0 else f"code {code}"
    return f"le processus qui lisait ce texte est mort {ATTEMPTS} fois ({how})"


def _work(pipe: Connection) -> None:
    """A worker's life: a task, its answer, until the pipe closes (which no other may hold open)."""
    while True:
        try:
            task, contrat, argument = pipe.recv()
        except (EOFError, OSError):
            return
        files = None
        with Captured() as captured:
            files = task(argument)
        pipe.send(Done(contrat, files, captured.problem))
