"""Worker processes on this machine: each loads the language once and reads text after text.

Not `concurrent.futures`: there, one worker that dies takes every task of the pool with it. Here a
task whose worker dies is given to another one once more, then set aside.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from pvgraph.building.crew import Captured, Done, Given, Task

ATTEMPTS = 2
"""How often a task is tried whose worker dies."""
DEADLINE = 900.0
"""Seconds after which a worker is given up for hung; the largest contrats take some ten."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    given: Given | None = None
    since: float = 0.0


@dataclass(slots=True)
class Pool:
    """`jobs` processes; started when there is something to do."""

    jobs: int
    deadline: float = DEADLINE
    here: bool = True
    _workers: list[_Worker] = field(default_factory=list)

    def run(self, task: Task, given: Iterable[Given]) -> Iterator[Done]:
        """Start the tasks, and give what becomes of them; what is given is asked for as workers get
        free, never all at once."""
        waiting = iter(given)
        again: deque[Given] = deque()
        self._feed(task, again, waiting)
        return self._follow(task, again, waiting)

    def _follow(self, task: Task, again: deque[Given], waiting: Iterator[Given]) -> Iterator[Done]:
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
            self._feed(task, again, waiting)

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()
        self._workers.clear()

    def _feed(self, task: Task, again: deque[Given], waiting: Iterator[Given]) -> None:
        """Give each free worker the next task, starting workers as they are needed."""
        while True:
            free = next((w for w in self._workers if w.given is None), None)
            if free is None and len(self._workers) >= self.jobs:
                return
            chosen = again.popleft() if again else next(waiting, None)
            if chosen is None:
                return
            worker = free or self._hire()
            worker.given, worker.since = chosen, time.monotonic()
            with Captured():  # a dead worker is found, and its task given again, in `run`
                worker.pipe.send((task, *chosen))

    def _hire(self) -> _Worker:
        fork = get_context("fork")  # what is imported here need not be imported again
        ours, theirs = fork.Pipe()
        others = [ours, *(worker.pipe for worker in self._workers)]
        process = fork.Process(target=_work, args=(theirs, others), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _heard(self) -> list[_Worker]:
        """The busy workers that answered, died or took too long; waits for one."""
        busy = [worker for worker in self._workers if worker.given]
        ready = connection.wait([w.pipe for w in busy], timeout=min(5.0, self.deadline))
        late = time.monotonic() - self.deadline
        for worker in busy:
            if worker.since < late and worker.pipe not in ready:
                worker.process.kill()
        return [w for w in busy if w.pipe in ready or w.since < late]

    def _bury(self, worker: _Worker) -> None:
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)


def _answer(worker: _Worker) -> Done | None:
    """What the worker says; None where it died."""
    try:
        return worker.pipe.recv()
    except (EOFError, OSError):
        return None


def _last_words(worker: _Worker) -> str:
    code = worker.process.exitcode or 0
    how = f"signal {-code}" if code < 0 else f"code {code}"
    return f"le processus qui lisait ce texte est mort {ATTEMPTS} fois ({how})"


def _work(pipe: Connection, others: list[Connection]) -> None:
    """A worker's life: a task, its answer, until the pipe closes (which no other may hold open)."""
    for other in others:
        other.close()
    while True:
        try:
            task, contrat, argument = pipe.recv()
        except (EOFError, OSError):
            return
        files = None
        with Captured() as captured:
            files = task(argument)
        pipe.send(Done(contrat, files, captured.problem))
