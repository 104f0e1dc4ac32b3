"""Where a clause ends, and the cues that say who acts in it."""

from pvgraph.nlp.reading import CueFound, Passage
from pvgraph.words import ascii_key

_SENTENCE_END = frozenset(".;")


def end(passage: Passage, start: int, limit: int) -> int:
    """Where the clause that begins at `start` ends, at `limit` at the latest (source offsets)."""
    depth = 0
    for char, at in zip(passage.text, passage.at, strict=True):
        if at < start:
            continue
        if at >= limit:
            break
        depth += (char == "(") - (char == ")")
        colon = char == ":" and at - start > 2
        if depth < 0 or colon or (char in _SENTENCE_END and not _dotted(passage, at)):
            return at
    return limit


def _dotted(passage: Passage, at: int) -> bool:
    """Is the stop at `at` inside a word or an ellipsis?"""
    after = passage.between(at + 1, at + 2)
    return bool(after) and not after.isspace() and after not in ")»"


def says_who_acts(passage: Passage, cue: CueFound, agents: frozenset[str]) -> bool:
    """« assurée par », « porté par »: does the cue end with one of `agents`?"""
    last = ascii_key(passage.between(cue.span.start, cue.span.end)).split()[-1:]
    return bool(last) and last[0] in agents
