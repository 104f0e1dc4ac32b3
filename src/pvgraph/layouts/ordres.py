"""Axes that a text numbers behind a word of its own: « GRAND CHANTIER I – … », « Boussole 2 : … ».

The word is of no list: that several headings of the text bear it, numbered from one, says it.
"""

import re
from collections import defaultdict
from dataclasses import replace

from pvgraph.layouts.chapitres import names_axes
from pvgraph.model import Block, Span
from pvgraph.reading.cues import Cues
from pvgraph.reading.words import Marks, key

AXES_MIN = 2
DIVISION = "division"
SHEETS = ("action", "projet")
_LETTERS = "ABCDEFGH"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_RANKED = re.compile(
    r"(?P<word>[A-ZÀ-Þ][^\W\d_]+(?:[ '’-][^\W\d_]+){0,2})\s+(?:n\s?[°º]\s?)?"
    rf"(?P<number>{'|'.join(sorted(_ROMAN, key=len, reverse=True))}|\d{{1,2}}|[A-H])"
    r"\s*[-–—:.|•·/]\s+(?=[«\"“]?\s?[A-ZÀ-Þ])",
    re.IGNORECASE,
)


def named(
    blocks: tuple[Block, ...], cues: Cues, marks: Marks
) -> tuple[tuple[Block, ...], frozenset[str]]:
    """The blocks, such headings with their word and number as marker, and the words.

    Only in a text that names no axe by a word of the lists.
    """
    found: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for index, block in enumerate(blocks):
        said = _ranked(block)
        if said is None:
            continue
        if not _is_known(said["word"], cues, marks) or _holds_sheet(blocks, index, cues, marks):
            found[key(said["word"])].append((index, said))
    ranks = {word: many for word, many in found.items() if _in_order([m for _, m in many])}
    if not ranks or names_axes(blocks, cues, marks):
        return blocks, frozenset()
    read = list(blocks)
    for index, said in (one for many in ranks.values() for one in many):
        block = blocks[index]
        span = Span(block.span.start + said.end(), block.span.end)
        marker = block.text[: said.end("number")]
        read[index] = replace(block, span=span, text=block.text[said.end() :], marker=marker)
    return tuple(read), frozenset(ranks)


def _ranked(block: Block) -> re.Match[str] | None:
    plain = block.kind == "titre" and not block.marker and block.text[:1].isupper()
    return _RANKED.match(block.text) if plain else None


def _is_known(word: str, cues: Cues, marks: Marks) -> bool:
    """Whether a word has a meaning of its own (« Article », « Annexe ») or orders something else
    than what is aimed at (« Atelier », « Tableau »)."""
    said = cues.sense("titre", word) or cues.sense("etiquette", word)
    return (
        bool(said)
        or marks.level_word.match(word) is not None
        or (marks.unranked.match(key(word)) is not None)
    )


def _holds_sheet(blocks: tuple[Block, ...], index: int, cues: Cues, marks: Marks) -> bool:
    """« PARTIE A • MIEUX GRANDIR » right above « OPÉRATION 1 »: a part of what will be done."""
    if cues.sense("titre", blocks[index].text) != DIVISION:
        return False
    after = next((b for b in blocks[index + 1 :] if b.kind != "mobilier"), blocks[index])
    named = marks.level_word.match(after.marker) if after.kind == "titre" else None
    sense = cues.sense("titre", named.group()) if named else ""
    return sense in SHEETS or sense.startswith("fiche-")


def _in_order(said: list[re.Match[str]]) -> bool:
    """Whether headings are numbered from one, each once but where it is printed again."""
    numbers = [_value(m["number"]) for m in said]
    firsts = list(dict.fromkeys(numbers))
    return len(firsts) >= AXES_MIN and firsts == list(range(1, len(firsts) + 1))


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    roman = number.upper() in _ROMAN
    return _ROMAN.index(number.upper()) + 1 if roman else _LETTERS.index(number.upper()) + 1
