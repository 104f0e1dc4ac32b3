"""The members of a class of bodies in brackets: « les bailleurs (SIGUY, SIMKO) »."""

import re
from bisect import bisect_left
from collections.abc import Callable, Set
from dataclasses import replace

from pvgraph.model import Span
from pvgraph.nlp.reading import Mention, Passage

WORD = r"(?:[LD]['’])?(?:[A-ZÀ-ÖØ-Þ][\w'’.&@+-]*[\w+]|[A-ZÀ-ÖØ-Þ])"
_PARTICLE = r"(?:(?:de|du|des|la|le|les|en|au|aux|&)\s+|(?:d|l)['’])"
NAME = re.compile(rf"{WORD}(?:\s+{_PARTICLE}{{0,2}}(?:{WORD}|\d{{1,3}}\b))*")
OPENED = re.compile(r"\s?\(([^()]*)\)")
_PARTS = re.compile(r"\s*(?:[,;/]|\bet\b|\s[–-]\s)\s*")

Named = Callable[[Passage, int, int, str], Mention | None]


class Members:
    """Reads the members that a bracket names instead of the class before it."""

    def __init__(self, classes: Set[str], mention: Named) -> None:
        """`classes`: codes of the classes; `mention`: the body of a passage's words, if one."""
        self._classes, self._mention = classes, mention

    def named(self, passage: Passage) -> Passage:
        """« les bailleurs (SIGUY, SIMKO) »: the members instead of the class."""
        kept: list[Mention] = []
        for mention in passage.mentions:
            kept += self._of_class(passage, mention) or [mention]
        return replace(passage, mentions=tuple(kept)) if kept != list(passage.mentions) else passage

    def _of_class(self, passage: Passage, mention: Mention) -> list[Mention]:
        if mention.code not in self._classes or mention.slug != mention.code:
            return []
        start = bisect_left(passage.at, mention.span.start)
        end = bisect_left(passage.at, mention.span.end - 1) + 1
        bracket = OPENED.search(passage.text, start, end) or OPENED.match(passage.text, end)
        if bracket is None:
            return []
        found, at = [], bracket.start(1)
        for part in _PARTS.split(bracket.group(1)):
            at = passage.text.index(part, at) if part else at
            if not part:
                continue
            one = self._member(passage, at, part, mention.type)
            if one is None:
                return []
            found += one
            at += len(part)
        return found

    def _member(self, passage: Passage, at: int, part: str, kind: str) -> list[Mention] | None:
        """The member that a part of the bracket names; none to add where it is read already."""
        span = Span(passage.at[at], passage.at[at + len(part) - 1] + 1)
        read = (
            m
            for m in passage.mentions
            if m.code not in self._classes and (m.slug != m.code or m.type != kind)
        )
        if any(m.span.start < span.end and span.start < m.span.end for m in read):
            return []
        if not NAME.fullmatch(part):
            return None
        one = self._mention(passage, at, at + len(part), kind)
        return [one] if one else None
