"""A list of the sheets to come (« Opération 1 Lire à tout âge »), under a heading of its own: the
contents of the text, where each line is printed again as the heading of its sheet."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from pvgraph.model import Block
from pvgraph.reading.words import key

LINES_MIN = 3  # of such a list
WORD_MIN = 2  # signs of a mark that is no word with a number

Name = tuple[str, str]


def apart(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, such lists made furniture of the page."""
    heads = {name: i for i, b in enumerate(blocks) if b.kind == "titre" and (name := _name(b))}
    listed = {i for run in _runs(blocks) if _announces(blocks, run, heads) for i in run}
    if not listed:
        return blocks
    return tuple(
        replace(b, kind="mobilier", marker="sommaire") if i in listed else b
        for i, b in enumerate(blocks)
    )


def _runs(blocks: tuple[Block, ...]) -> Iterator[list[int]]:
    """The lines that follow one another, each with a word, its number and a name."""
    for named, run in groupby(range(len(blocks)), lambda i: _is_line(blocks[i])):
        if named:
            yield list(run)


def _is_line(block: Block) -> bool:
    return block.kind == "puce" and bool(_name(block))


def _name(block: Block) -> Name | None:
    word = len(block.marker) > WORD_MIN and block.marker[0].isalpha()
    return (key(block.marker), key(block.text)) if word and block.text else None


def _announces(blocks: tuple[Block, ...], run: list[int], heads: dict[Name, int]) -> bool:
    """Whether all lines of a list are headings further down."""
    names = [name for i in run if (name := _name(blocks[i]))]
    return len(run) >= LINES_MIN and all(heads.get(name, -1) > run[-1] for name in names)
