"""The forms of `extract/niveaux.csv` as they are looked up: by their first signs and their ends."""

import re

from pvgraph.reading.words import key

Frame = tuple[tuple[str, ...], str]  # the parts of a form with « … », and its sense
FIRST = 2  # signs by which forms are looked up
_MANY = re.compile(r"(?<=\w{3})s\b")


def singular(words: str) -> str:
    """Words in small letters without the mark of the plural (« structures pilotes »)."""
    return _MANY.sub("", words)


def sizes(forms: dict[str, str]) -> dict[str, list[int]]:
    """By the first signs of forms their lengths, the longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        found.setdefault(form[:FIRST], set()).add(len(form))
    return {first: sorted(sizes, reverse=True) for first, sizes in found.items()}


def by_edges(frames: list[Frame]) -> dict[str, dict[str, tuple[Frame, ...]]]:
    """The frames that words with these first signs and this last one may fit; those that begin or
    end with any words fit all, and are kept alone for other signs."""
    firsts = {parts[0][:FIRST] for parts, _ in frames if len(parts[0]) >= FIRST}
    lasts = {parts[-1][-1:] for parts, _ in frames}
    by_first = {
        first: [f for f in frames if first.startswith(f[0][0][:FIRST])] for first in ("", *firsts)
    }
    return {
        first: {
            last: tuple(f for f in near if last.endswith(f[0][-1][-1:])) for last in ("", *lasts)
        }
        for first, near in by_first.items()
    }


def spaced(part: str) -> str:
    """The key of a part of a form, its space before or after « … » kept."""
    words = key(part)
    return f"{' ' if part[:1] == ' ' else ''}{words}{' ' if part[-1:] == ' ' else ''}"


def longest(entry: tuple[str, str]) -> tuple[int, str]:
    return -len(entry[0].replace("…", "")), entry[0]
