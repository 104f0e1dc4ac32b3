"""Sheets printed line by line: a label alone, its value on the lines below."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from pvgraph.model import Block, Span
from pvgraph.reading import label_columns
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.words import Marks, key

_DEFINITION = re.compile(r"<dd\b[^<>]*>\s*$", re.IGNORECASE)
TAG_MAX = 80  # signs of a tag with its attributes
LISTED = "<"  # the mark of a value that is an item of a list
PLACES = frozenset({"axe", "objectif", "renvoi"})  # labels that say what a sheet is of
NAME_MAX = 160  # words of a heading printed under its number
SENTENCE = 5  # words of less than a sentence
TIMES = 2  # sheets whose name has a label of its own
_LABEL = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}(?:\s?:\s+|$)")
NEAR = 14  # blocks within which other labels show that one is a label


def values_below(text: str, blocks: list[Block], cue: Cues, forms: Marks) -> list[Block]:
    """The blocks with « Pilote » / « CAF » made a value with its label.

    A line is a label only where its words are one exactly and two other labels stand near, one of
    them naming bodies: « Partenaires » as a chapter's heading is left alone.
    """
    said = [_sense(b, cue) for b in blocks]
    senses = ["" if s and _is_chapter(blocks, said, i) else s for i, s in enumerate(said)]
    if not BODIES & set(senses):
        return blocks
    blocks, senses = label_columns.paired(blocks, senses)
    out: list[Block] = []
    label, taken = "", 0
    again = Counter(key(b.text).rstrip(" :") for b in blocks if _is_plain(b))
    for index, block in enumerate(blocks):
        if senses[index] == "objectif" and _announces(blocks, index, cue):
            label = ""
            out.append(block)
            continue
        if senses[index] and _among_labels(senses, index):
            label, taken = block.text.rstrip(" :"), 0
            continue
        if _heads(blocks, index, again) or (
            block.kind != "puce" and cue.sense("amorce", block.text)
        ):
            label = ""  # « Comment mesurer nos progrès ? » announces its own list
        if label and _is_value(text, blocks, index, taken, cue.sense("etiquette", label)):
            listed = block.kind == "puce" or _defines(text, block, forms)
            mark = LISTED if listed else ""
            out.append(Block("valeur", 0, block.span, block.text, mark, label=label))
            taken += 1
            continue
        label = label if block.kind == "mobilier" else ""
        out.append(block)
    return out


def _defines(text: str, block: Block, forms: Marks) -> bool:
    """Whether a value is one of a list of definitions (`<dd>`) and says an act: an item."""
    before = text[max(0, block.span.start - TAG_MAX) : block.span.start]
    return _DEFINITION.search(before) is not None and forms.acts(block.text)


def _is_plain(block: Block) -> bool:
    return block.kind in ("titre", "paragraphe") and not block.level and not block.marker


def _heads(blocks: list[Block], index: int, again: Counter[str]) -> bool:
    """Whether a line is printed again and again right over a list: a label that no list has."""
    block, after = blocks[index], blocks[index + 1 : index + 2]
    over = bool(after) and after[0].kind == "puce"
    short = _is_plain(block) and len(block.text.split()) <= SENTENCE
    return over and short and again[key(block.text).rstrip(" :")] >= TIMES


def _sense(block: Block, cue: Cues) -> str:
    plain = _is_plain(block)
    return cue.sense("etiquette", block.text) if plain and cue.is_label(block.text) else ""


def _announces(blocks: list[Block], index: int, cue: Cues) -> bool:
    """« Ce que nous voulons », over its list right below an axe and not in a sheet: a heading."""
    below = blocks[index + 1 : index + 2]
    if not below or below[0].kind != "puce" or not cue.sense("amorce", blocks[index].text):
        return False
    near = reversed(blocks[max(0, index - NEAR) : index])
    above = next((b for b in near if len(b.marker) > 2 and b.marker[0].isalpha()), None)
    return above is not None and cue.sense("titre", above.marker) == "axe"


def _is_chapter(blocks: list[Block], senses: list[str], index: int) -> bool:
    """« PILOTAGE » over a sentence, where the labels near are not in capitals."""
    block, after = blocks[index], blocks[index + 1 : index + 2]
    if senses[index] not in BODIES or not block.text.isupper() or not after:
        return False
    told = after[0].text.endswith(".") and len(after[0].text.split()) > SENTENCE
    around = range(max(0, index - NEAR), min(len(blocks), index + NEAR + 1))
    return told and not any(senses[i] and blocks[i].text.isupper() for i in around if i != index)


def _among_labels(senses: list[str], index: int) -> bool:
    near = {s for s in senses[max(0, index - NEAR) : index + NEAR + 1] if s}
    return len(near) > 1 and bool(near & BODIES)


def _is_value(text: str, blocks: list[Block], index: int, taken: int, sense: str) -> bool:
    """Whether a block is the value of the label above, or goes on with it without a blank line.

    One that has a number of its own is the first value of a label that says where the sheet stands
    (« Orientation du contrat » / « Orientation 1 : … »), and a heading elsewhere.
    """
    block = blocks[index]
    dated = block.kind == "mobilier" and block.marker == "chiffre" and not taken
    if not (dated or block.kind in ("titre", "paragraphe", "puce")):
        return False
    if block.level and block.kind != "puce":
        return False
    if dated:
        return text[blocks[index - 1].span.end : block.span.start].count("\n") == 1
    places = sense in PLACES and not taken and len(block.marker) > 2
    drawn = block.marker == "o"  # the letter that a bullet's font draws
    if block.marker[:1].isalnum() and not (block.marker.isdigit() or drawn or places):
        return False
    gap = text[blocks[index - 1].span.end : block.span.start]
    return gap.count("\n") <= (1 if taken and block.kind != "puce" else 2)


def named_below(blocks: list[Block], cue: Cues) -> list[Block]:
    """« FICHE-ACTION N° 1 » alone on its line takes the line below as its words."""
    out: list[Block] = []
    labels = _name_labels(blocks)
    for block in blocks:
        at = len(out) - 1
        while at > 0 and out[at].kind == "mobilier":
            at -= 1
        above = out[at] if out else None
        if above is not None and _is_bare_number(above) and _is_name(block, cue):
            words = _unlabelled(block, labels)
            if words is None:
                continue  # « Nom » alone: the name is on the next line
            del out[at]
            block = replace(words, kind="titre", level=above.level, marker=above.marker)
        out.append(block)
    return out


def _name_labels(blocks: list[Block]) -> frozenset[str]:
    """The labels of no list that stand right below the numbers of sheets (« Nom : … » below each
    « OPÉRATION 1 »)."""
    below = (b for above, b in pairwise(blocks) if _is_bare_number(above))
    said = (key(_LABEL.match(b.text)[0].rstrip(" :")) for b in below if _LABEL.match(b.text))
    return frozenset(words for words, times in Counter(said).items() if times >= TIMES)


def _unlabelled(block: Block, labels: frozenset[str]) -> Block | None:
    """A sheet's name without the label before it; nothing where it is but the label."""
    label = _LABEL.match(block.text)
    if label is None or key(label[0].rstrip(" :")) not in labels:
        return block
    text = block.text[label.end() :]
    if not text:
        return None
    return replace(block, text=text, span=Span(block.span.end - len(text), block.span.end))


def _is_bare_number(block: Block) -> bool:
    """A heading that is a word of level with its number, and nothing else."""
    word = len(block.marker) > 2 and block.marker[0].isalpha()
    return block.kind == "titre" and word and not block.text


def _is_name(block: Block, cue: Cues) -> bool:
    """A line that can be the words of the heading above it."""
    if block.kind not in ("paragraphe", "titre") or block.marker or len(block.text) > NAME_MAX:
        return False
    return not block.text.endswith((".", ":")) and not cue.sense("etiquette", block.text)
