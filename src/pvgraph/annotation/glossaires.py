"""A text's glossary: what each acronym means, one a line, in a run, or in columns."""

import re
from collections.abc import Iterator, Set

from pvgraph.model import fold
from pvgraph.words import ascii_key, slugify

ACRONYM = r"[A-Za-z0-9]*[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*"
GLOSSED = re.compile(rf"^\W*({ACRONYM})[*_]{{0,3}}\s?[:=–-][*_]{{0,3}}\s?(\S.*)$")
_NEXT = re.compile(rf"[.;]\s+(?=[*_]{{0,3}}{ACRONYM}[*_]{{0,3}}\s?[:=])")  # « …. CCI : … »
_INSIDE = re.compile(rf"(?:[.;:>]\s+)[*_]{{0,3}}({ACRONYM})[*_]{{0,3}}\s?[,:=–]\s+([^;.:|<]+)")
_NEAR_COLON = re.compile(r"[A-Z0-9][*_]{0,3}\s?[,:=–]\s+[A-Za-zÀ-ÿ]")
_COLUMNS = re.compile(rf"^\W*({ACRONYM})(?:\s*\t\s*|\s{{2,}}|\s*\|\s*)([^\t|]*[^\t|\s])[\s|]*$")
_ACRONYM_MIN = 3
_TITLE_MAX, _TITLE_SIGNS = 6, 60  # words and signs of a glossary's title
_WORDS, _LETTER = re.compile("[a-z]+"), re.compile(r"[^\W\d_]")
_STRAYS = 2  # lines of something else that end a glossary


def lines_of(text: str, titles: Set[str]) -> list[str]:
    """The folded lines of a text, each once; those of a glossary in columns, below one of its
    `titles`, as « GHER : Groupe hospitalier Est Réunion »."""
    found: dict[str, None] = {}
    strays = _STRAYS
    for raw in text.splitlines():
        line = fold(raw)
        if _LETTER.search(line):
            row = _COLUMNS.match(raw) if strays < _STRAYS else None
            strays = 0 if row or GLOSSED.match(line) or _is_title(line, titles) else strays + 1
            line = f"{row.group(1)} : {row.group(2)}" if row else line
        found[line] = None
    return list(found)


def _is_title(line: str, titles: Set[str]) -> bool:
    if len(line) > _TITLE_SIGNS:
        return False
    words = _WORDS.findall(ascii_key(line))
    return len(words) <= _TITLE_MAX and not titles.isdisjoint(words)


def glosses(line: str) -> Iterator[tuple[str, str]]:
    """The acronyms that a glossary's line defines, one or in a run, each with its words; inside a
    line, those whose letters begin the words (« Abréviations : DAH, Drôme Aménagement Habitat »).
    """
    if GLOSSED.match(line):
        for part in _NEXT.split(line):
            glossed = GLOSSED.match(part)
            if glossed:
                yield glossed.group(1), glossed.group(2)
    elif _NEAR_COLON.search(line):
        for inside in _INSIDE.finditer(line):
            if spells(*inside.groups()):
                yield inside.group(1), inside.group(2)


def spells(acronym: str, words: str) -> bool:
    """Do the letters of an acronym begin these words, one after the other?"""
    first = iter(w[0] for w in slugify(words).split("-") if w)
    return len(acronym) >= _ACRONYM_MIN and all(letter in first for letter in acronym.lower())
