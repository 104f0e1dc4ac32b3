"""Chapters of a text: the headings of one rank, one of which holds all the axes that are named.

« 2. La stratégie » stands over « Ambition 1 », « Ambition 2 »: then « 3. Les accords entre
signataires » is a chapter as well, and no axe.
"""

from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block
from pvgraph.reading.cues import Cues
from pvgraph.reading.words import Marks

WORD_MIN = 2  # signs of a mark that is no word with a number
OPENING = 20  # signs in which a heading says what it is
NAMED_MIN = 2  # named axes under one heading
ASIDE = {"liminaire", "chapitre", "ecart", "signataires", "engagements"}
DONE = {"objectif", "action", "projet"}  # senses of columns
Form = tuple[str, int]  # the kind of number and the level by marks


def chapters(blocks: tuple[Block, ...], cues: Cues, marks: Marks) -> frozenset[int]:
    """The indices of the headings that are chapters."""
    ranks: dict[Form, list[int]] = {}
    held: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.kind != "titre" and (block.kind != "puce" or len(block.marker) <= WORD_MIN):
            continue
        if _is_named(block, cues, marks):
            for form, above in ranks.items():
                if not (block.level and form[1]) or block.level > form[1]:
                    held.setdefault(above[-1], []).append(index)
            continue
        form = _form(block, cues, marks) if block.kind == "titre" else None
        if form is not None:
            ranks.setdefault(form, []).append(index)
    return frozenset(
        index
        for above in ranks.values()
        if _divides(blocks, above, held) and any(_sets_aside(blocks[i], cues) for i in above)
        for index in above
    )


def names_axes(blocks: tuple[Block, ...], cues: Cues, marks: Marks) -> bool:
    """Whether a text has axes by their word: headings, rows of tables, or a column of them beside
    one of what is aimed at or done."""
    heads: dict[int | None, set[str]] = {}
    for block in blocks:
        if _is_named(block, cues, marks):
            return True
        if block.kind == "cellule" and block.row == 0 and len(block.text) <= OPENING:
            heads.setdefault(block.table, set()).add(cues.sense("colonne", block.text))
    return any("axe" in senses and senses & DONE for senses in heads.values())


def _sets_aside(block: Block, cues: Cues) -> bool:
    """« 4. Gouvernance »: a heading that no axe bears shows that its rank is that of chapters."""
    return cues.sense("titre", block.text) in ASIDE


def _form(block: Block, cues: Cues, marks: Marks) -> Form | None:
    """The rank of a heading known by a bare number or by its marks alone."""
    if not (block.marker or block.level):
        return None
    if marks.level_word.search(block.marker) or _says_axe(block.text, cues, marks):
        return None
    if len(dotted(block.marker)) > 1:
        return None
    sign = block.marker.strip(" ./)-–—")
    kind = "1" if sign.isdigit() else "I" if sign and set(sign) <= set("IVX") else sign and "A"
    return (kind, block.level) if kind or block.level else None


def _says_axe(text: str, cues: Cues, marks: Marks) -> bool:
    """« Axes transversaux », « Un axe commun : … »: an axe without its number."""
    word = marks.level_word.search(text, 0, OPENING)
    if word is None or cues.sense("titre", word.group()) != "axe":
        return False
    return word.start() == 0 or text[word.end() : word.end() + 1] != "s"


def _is_named(block: Block, cues: Cues, marks: Marks) -> bool:
    """« Axe 2 », « LE DÉFI DE L'EMPLOI »: a heading that a word of level makes an axe."""
    word = marks.level_word.match(block.marker)
    if word:
        return cues.sense("titre", word.group()) == "axe"
    return block.kind == "titre" and not block.marker and cues.sense("titre", block.text) == "axe"


def _divides(blocks: tuple[Block, ...], above: list[int], held: dict[int, list[int]]) -> bool:
    """Whether one of these headings, and one only, holds named axes, that do not go on with its
    own number (« 2. » over « Orientation 2.1 »)."""
    holders = [index for index in above if held.get(index)]
    if len(holders) != 1 or len(above) < len(holders) + 1:
        return False
    numbers = [dotted(blocks[index].marker) for index in above]
    if any(numbers) and len(set(numbers)) < len(numbers):
        return False  # lists that begin again
    named = held[holders[0]]
    own = dotted(blocks[holders[0]].marker)
    extends = any(len(n) > 1 and n[:1] == own for n in (dotted(blocks[i].marker) for i in named))
    return len(named) >= NAMED_MIN and not extends
