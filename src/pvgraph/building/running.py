"""The tasks of one build: whose results are kept, who does the others, what went wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from pvgraph.building.cache import Cache
from pvgraph.building.crew import Crew, Done, Prepare, Task, nothing
from pvgraph.building.progress import Progress
from pvgraph.errors import TextError

Meanwhile = Callable[[Mapping[str, Path]], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A result that is wanted: its name (a contrat's slug), its key, and what its task is given,
    found out only where the task is run."""

    name: str
    key: str
    given: Callable[[], object]


@dataclass
class Tasks:
    """The tasks under way. `made` counts those done, `aside` holds the texts left out, `used` the
    keys of all results that this build has a use for."""

    cache: Cache
    crew: Crew
    progress: Progress
    set_aside: bool
    aside: list[Done] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    made: int = 0

    def run(
        self,
        stage: str,
        task: Task,
        asked: Iterable[Asked],
        prepare: Prepare = nothing,
        most: int = 0,
        beside: Callable[[], Iterable[Asked]] = tuple,
        meanwhile: Meanwhile = lambda known: None,
    ) -> dict[str, Path]:
        """The results by name; what the cache holds is not done again.

        What is asked is thought of as workers get free where `most` says how many results that is
        at most, else at once, and `beside` once they have all the rest; `meanwhile` is called while
        they work, with the results known by then.

        Raises:
            TextError: a task failed, and texts are not to be set aside.
        """
        found: dict[str, Path] = {}
        wanted: dict[str, str] = {}

        def later() -> Iterator[Asked]:
            yield from self._missing(beside(), found, wanted)

        missing = self._missing(asked, found, wanted)
        todo = missing if most else list(missing)
        pairs = ((one.name, one.given()) for one in chain(todo, later()))
        running = self.crew.run(task, pairs, prepare)
        meanwhile(dict(found))
        total = max(0, most - len(found)) or len(wanted)
        for _ in self.progress.follow(stage, self._made(running, wanted, found), total):
            pass
        self._stop_if_broken()
        return dict(sorted(found.items()))

    def leave(self, contrat: str, problem: str) -> None:
        """Set a text aside, and say why."""
        self.aside.append(Done(contrat, problem=problem))
        self.progress.say("écarté", f"{contrat} : {problem}")

    def forget(self, others: Sequence[str]) -> None:
        """Forget the results that this build had no use for, but for those under `others`."""
        self.cache.prune({*self.used, *others})

    def _missing(
        self, asked: Iterable[Asked], found: dict[str, Path], wanted: dict[str, str]
    ) -> Iterator[Asked]:
        """Those of which no result is kept; the others are put in `found`."""
        for one in asked:
            self.used.add(one.key)
            folder = self.cache.get(one.key)
            if folder:
                found[one.name] = folder
            else:
                wanted[one.name] = one.key
                yield one

    def _made(
        self, running: Iterable[Done], wanted: dict[str, str], found: dict[str, Path]
    ) -> Iterator[Done]:
        """Keep the results as they come."""
        for done in running:
            self.made += 1
            if done.files is None:
                self.leave(done.contrat, done.problem)
            else:
                found[done.contrat] = self.cache.put(wanted[done.contrat], done.files)
            yield done

    def _stop_if_broken(self) -> None:
        """Every text that fails is named; then nothing goes on without it unless told to."""
        if self.aside and not self.set_aside:
            first, *others = self.aside
            more = f" (et {len(others)} autres)" if others else ""
            raise TextError(f"{first.problem}{more} ; rien n'est publié")
