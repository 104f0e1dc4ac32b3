"""What is recognised in a passage, as frozen values with offsets into the source text."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pvgraph.model import Span

STOP = "stop"  # what a cue without a role is called


class Mention(NamedTuple):
    """A body named in a passage; `slug` is what its words alone give (its code if no place).

    `faint`: a common word (« la ville ») that names a body only right beside a cue.
    """

    span: Span
    code: str
    type: str
    slug: str
    faint: bool = False


class CueFound(NamedTuple):
    """A cue found in a passage: the role it gives and where the bodies stand."""

    span: Span
    role: str
    side: str
    single: bool
    firm: bool


class TermFound(NamedTuple):
    """A theme's word, a dispositif or a public found in a passage; `words` as written.

    `where`: they only say where it happens (« dans les écoles », « aux abords du collège »).
    """

    span: Span
    code: str
    words: str
    where: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Everything recognised in one stretch of a source text.

    `aim` is where the words begin to say what for (« pour », « afin de »), if they do.
    """

    text: str
    at: Sequence[int]
    stems: tuple[str, ...]
    mentions: tuple[Mention, ...]
    cues: tuple[CueFound, ...]
    themes: tuple[TermFound, ...]
    dispositifs: tuple[TermFound, ...]
    publics: tuple[TermFound, ...]
    aim: int | None = None

    def between(self, start: int, end: int) -> str:
        """The words between two source offsets, folded."""
        return self.text[bisect_left(self.at, start) : bisect_left(self.at, end)]
