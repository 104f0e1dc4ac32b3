"""Answers of the questions over a large corpus, ready before anyone asks.

The build does not make them: over hundreds of contrats they take minutes, and a contrat touched
would change most of them. The service asks for them itself once it has started, one after the
other, giving way to everyone; whoever comes before theirs is ready is answered straight away, with
the first rows where the answer can be cut (`partage`).
"""

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pvgraph.errors import PvgraphError
from pvgraph.questions import Question
from pvgraph.store import row_bytes
from pvgraph.store.answer import Answer
from pvgraph.store.job import Busy, Term, Unanswered
from pvgraph.web.bases import served
from pvgraph.web.context import Context
from pvgraph.web.pages.partage import dividers, parts

_FIRST = 1_000
"""Rows kept as they are: what a page shows, and what the API gives at once."""
_ROOM = 64 * 2**20
"""Bytes of packed answers kept."""
_LONGEST = 600.0
"""Seconds that one query may take, behind all that others do on the machine."""
_REST = 1.0
"""Seconds of rest between two answers, at most; none where nobody asked anything for as long."""
_TRIED, _WORTH, _SHARE = 8, 4.0, 0.25
"""Parts after which it is known how long all would take; from how many seconds on the answer is
asked for at once, which may cost far less, and for what share of that time."""
_AGAIN, _PAUSE = 30, 2.0
"""Times that an answer which gave way to others is asked again, seconds in between."""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer kept: its first rows as they are, all of it packed; `total` rows."""

    first: Answer
    total: int
    packed: bytes

    @classmethod
    def of(cls, answer: Answer) -> "Held":
        """The answer made small."""
        first = Answer(answer.kind, row_bytes.beginning(answer.body, _FIRST), answer.truncated)
        return cls(first, row_bytes.count(answer.body), zlib.compress(answer.body, 1))

    def part(self, start: int, rows: int) -> Answer:
        """`rows` of its rows (at least one), after the first `start`."""
        whole = self.first if start + rows <= _FIRST else self.whole()
        return Answer(whole.kind, row_bytes.part(whole.body, start, rows), whole.truncated)

    def whole(self) -> Answer:
        """All of it."""
        return Answer(self.first.kind, zlib.decompress(self.packed), self.first.truncated)


@dataclass
class Standing:
    """The answers of one release: those that are ready and those still `coming`, by question and
    values; those of them that someone `wanted` come next, those that take longer than a page waits
    are `late` until then."""

    ready: dict[str, Held] = field(default_factory=dict)
    size: int = 0
    coming: set[str] = field(default_factory=set)
    wanted: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)

    def state(self) -> dict[str, int]:
        """How many answers are ready, how many are coming: what `/healthz` tells."""
        return {"ready": len(self.ready), "coming": len(self.coming)}

    def get(self, question: Question, bound: Mapping[str, Term]) -> Held | None:
        """The answer, if it is ready."""
        return self.ready.get(key(question, bound))

    def awaited(self, question: Question, bound: Mapping[str, Term]) -> bool:
        """Whether the answer is coming; then sooner."""
        if key(question, bound) not in self.coming:
            return False
        self.wanted.add(key(question, bound))
        return True

    def keep(self, question: Question, bound: Mapping[str, Term], held: Held) -> None:
        """Keep an answer, while there is room."""
        if self.size + len(held.packed) <= _ROOM and key(question, bound) not in self.ready:
            self.ready[key(question, bound)] = held
            self.size += len(held.packed)


def key(question: Question, bound: Mapping[str, Term]) -> str:
    """What names an answer within a release."""
    return f"{question.name} {sorted((name, str(term)) for name, term in bound.items())}"


@dataclass(frozen=True)
class Ahead:
    """Asks `questions` before anyone does: `ask` asks one query for some seconds at most, `values`
    has the IRIs of a class, an answer is cut at `most` bytes, `is_over` tells when another release
    is served, `is_alone` that nobody asked anything for some seconds."""

    questions: Iterable[Question]
    ask: Callable[[str, Mapping[str, Term], float], Awaitable[Answer]]
    values: Callable[[str], Sequence[str]]
    most: int
    is_over: Callable[[], bool]
    is_alone: Callable[[float], bool] = lambda _: True

    @classmethod
    def of(cls, context: Context, kinds: Mapping[str, Sequence[str]]) -> "Ahead":
        """All questions of a service, for the release that it serves now; `kinds` has the IRIs of
        each class."""
        release = context.release.id
        return cls(
            context.questions.values(),
            context.query_ahead,
            lambda kind: kinds.get(kind, ()),
            context.settings.max_answer,
            lambda: context.release.id != release,
            context.is_quiet,
        )

    async def prepare(self, standing: Standing) -> None:
        """Make ready what each question answers by itself: first what someone waits for, then
        those whose first rows cannot be had alone."""
        asked = [(q, q.bind({}, served())) for q in self.questions]
        asked.sort(key=lambda pair: bool(dividers(*pair)))
        standing.coming = {key(*pair) for pair in asked}
        while asked and not self.is_over():
            waited = (i for i, pair in enumerate(asked) if key(*pair) in standing.wanted)
            question, bound = asked.pop(next(waited, 0))
            with suppress(PvgraphError):
                answer = await self._whole(question, bound)
                if answer.kind == "select" and not self.is_over():
                    standing.keep(question, bound, await asyncio.to_thread(Held.of, answer))
            standing.coming.discard(key(question, bound))
            standing.late.discard(key(question, bound))
        standing.coming.clear()

    async def _whole(self, question: Question, bound: Mapping[str, Term]) -> Answer:
        """All of an answer, in parts where it can be cut: each is over before it disturbs. Where
        they look like taking long, all is asked for at once, which one pass over the graph may give
        sooner than a look at it for every contrat."""
        bodies: list[bytes] = []
        cut = False
        asked = parts(question, bound, self.values)
        started = time.monotonic()
        for number, part in enumerate(asked):
            if number == _TRIED:
                left = (time.monotonic() - started) / _TRIED * (len(asked) - _TRIED)
                whole = await self._at_once(question, bound, left * _SHARE)
                if whole:
                    return whole
            bodies.append((await self._patiently(question.sparql, part)).body)
            cut = sum(map(len, bodies)) > self.most
            if cut:
                break
        if not bodies:
            return await self._patiently(question.sparql, bound)
        return Answer("select", await asyncio.to_thread(row_bytes.joined, bodies), cut)

    async def _at_once(
        self, question: Question, bound: Mapping[str, Term], seconds: float
    ) -> Answer | None:
        """All of an answer, if it is there in so many seconds and they are worth trying."""
        if seconds < _WORTH * _SHARE:
            return None
        with suppress(Unanswered):
            return await self.ask(question.sparql, bound, seconds)
        return None

    async def _patiently(self, sparql: str, bound: Mapping[str, Term]) -> Answer:
        """One answer; then a rest as long as it took, but short: it came after all others.

        Raises:
            Unanswered: it had to give way too often, or took too long.
        """
        for _ in range(_AGAIN):
            started = time.monotonic()
            try:
                answer = await self.ask(sparql, bound, _LONGEST)
            except Busy:
                await asyncio.sleep(_PAUSE)
                continue
            if not self.is_alone(_REST):
                await asyncio.sleep(min(time.monotonic() - started, _REST))
            return answer
        raise Busy("trop de demandes en cours")
