"""The forms of `extract/niveaux.csv` as they are looked up: by their first signs and their ends."""

import re
from collections import defaultdict
from collections.abc import Sequence

from pvgraph.reading.words import key

Frame = tuple[int, tuple[str, ...], str]  # its rank, its parts between « … », its sense
FIRST = 2  # signs by which forms are looked up
HEAD, TAIL = 4, 3  # first and last signs by which frames are
WORD = re.compile(r"[^\s'’]+['’]?")  # « d' » is one
_MANY = re.compile(r"s(?<=\w{3}s)\b")


def singular(words: str) -> str:
    """Words in small letters without the mark of the plural (« structures pilotes »)."""
    return _MANY.sub("", words)


def sizes(forms: dict[str, str]) -> dict[str, list[int]]:
    """By the first signs of forms their lengths, the longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[:FIRST], set()).add(len(form))
    return {first: sorted(sizes, reverse=True) for first, sizes in found.items()}


class Frames:
    """Forms with « … » for any words (« Pour … , il faut : »): the longest that words fit."""

    def __init__(self, frames: Sequence[tuple[tuple[str, ...], str]]) -> None:
        self._by_head: dict[str, list[Frame]] = defaultdict(list)
        self._by_tail: dict[str, list[Frame]] = defaultdict(list)
        self._others: list[Frame] = []
        for rank, (parts, sense) in enumerate(frames):
            near = self._others
            if len(parts[0]) >= HEAD:
                near = self._by_head[parts[0][:HEAD]]
            elif len(parts[-1]) >= TAIL:
                near = self._by_tail[parts[-1][-TAIL:]]
            near.append((rank, parts, sense))

    def sense(self, words: str) -> str:
        """The sense of these words, or nothing."""
        headed = self._by_head.get(words[:HEAD], ())
        tailed = self._by_tail.get(words[-TAIL:], ())
        fitting = [
            (rank, sense)
            for rank, parts, sense in (*headed, *tailed, *self._others)
            if words.endswith(parts[-1]) and words.startswith(parts[0]) and _holds(words, parts)
        ]
        return min(fitting)[1] if fitting else ""


def _holds(words: str, parts: tuple[str, ...]) -> bool:
    """Whether words, which begin and end as a form does, hold its middle parts in order."""
    position, last = len(parts[0]), len(words) - len(parts[-1])
    for part in parts[1:-1]:
        found = words.find(part, position, last)
        if found < 0:
            return False
        position = found + len(part)
    return position <= last


def spaced(part: str) -> str:
    """The key of a part of a form, its space before or after « … » kept."""
    words = key(part)
    return f"{' ' if part[:1] == ' ' else ''}{words}{' ' if part[-1:] == ' ' else ''}"


def longest(entry: tuple[str, str]) -> tuple[int, str]:
    return -len(entry[0].replace("…", "")), entry[0]


Linked = dict[str, list[tuple[tuple[str, ...], str]]]  # by first word: labels, the longest first


def linked(labels: dict[str, str], senses: frozenset[str], links: set[str]) -> Linked:
    """The labels of these senses that end on a word of link (« porté par »), word by word; « à
    l'initiative de » stands for « … du », « confié à » for « confié au »."""
    found: dict[tuple[str, ...], str] = {}
    for form, sense in labels.items():
        *words, last = WORD.findall(form)
        if sense in senses and (last in links or len(last) == 1):
            same = {w for w in links if len(w) <= 3 and w[0] == last[0]} if len(last) < 3 else set()
            found |= {(*words, word): sense for word in {last, *same}}
    out: Linked = defaultdict(list)
    for form in sorted(found, key=len, reverse=True):
        out[form[0]].append((form, found[form]))
    return out
