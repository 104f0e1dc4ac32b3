"""Forms of lines and marks that change nothing of what a text says: each text of a form is written
otherwise, and the same items are read."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pvgraph.extraction import found
from pvgraph.model import Document, fold

FOLDER = Path(__file__).parent / "blocks"
_NUMBER = re.compile(r"^(\s*\d{1,2})\. (?=\w)", re.MULTILINE)
_BULLET = re.compile(r"^([ ]*[-–•▪]) ", re.MULTILINE)
_COLUMNS = re.compile(r"\t|\S {4,}\S")  # that a tab more would move


def glued(text: str) -> str:
    """« Objectifs: »: no space before a sign at the end of a line."""
    return re.sub(r"(?<=\w) (?=[:;]$)", "", text, flags=re.MULTILINE)


def margin(text: str, white: str = "    ") -> str:
    return "\n".join(white + line if line.strip() else line for line in text.split("\n"))


def plain(words: str) -> str:
    return re.sub(r"\s(?=[:;])", "", fold(words)).rstrip(" ;.:")


def written(text: str) -> list[tuple[str, ...]]:
    """The items of a text by their words: level, number, words, those above and of bodies."""
    items = found(Document("x", text)).items
    return [
        (
            item.niveau,
            re.sub(r"\W", "", item.numero or ""),
            plain(item.text),
            plain(items[item.parent].text) if item.parent is not None else "",
            *(f"{s.role} {plain(s.span.of(text))}" for s in item.sources),
        )
        for item in items
    ]


METAMORPHOSES: dict[str, Callable[[str], str]] = {
    "deux-points-colles": glued,
    "marge": margin,
    "marge-d-une-tabulation": lambda t: t if "\t" in t else margin(t, "\t"),
    "puce-puis-tabulation": lambda t: t if _COLUMNS.search(t) else _BULLET.sub("\\1\t", t),
    "numeros-a-parenthese": lambda t: _NUMBER.sub(r"\1) ", t),
    "numeros-en-degre": lambda t: _NUMBER.sub(r"\1°) ", t),
}
TEXTS = [p for p in sorted(FOLDER.glob("*.txt")) if "points-virgules" not in p.stem]
STEP = 4  # one text in so many for each way, others for the next


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def items_of(path: Path) -> list[tuple[str, ...]]:
    return written(text_of(path))


@pytest.mark.parametrize("name", METAMORPHOSES)
def test_items_stay_the_same_with(name: str) -> None:
    first = list(METAMORPHOSES).index(name) % STEP
    changed = [(p, METAMORPHOSES[name](text_of(p))) for p in TEXTS[first::STEP]]
    changed = [(p, text) for p, text in changed if text != text_of(p)]
    assert changed
    for path, text in changed:
        assert written(text) == items_of(path), path.stem
