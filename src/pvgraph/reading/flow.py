"""Running lines as headings, bullets and paragraphs, hard wraps undone by the form of the lines."""

import re
from dataclasses import replace

from pvgraph.model import Block, Span
from pvgraph.reading.cues import Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import peel
from pvgraph.reading.values import bare_values, labelled, values
from pvgraph.reading.words import Marks, key
from pvgraph.reading.wraps import (
    TERMINAL,
    Draft,
    continues,
    in_bracket,
    lost_mark,
    of_value,
    opened,
)

TITLE_MAX = 200  # longer than any heading seen, shorter than a paragraph
HEAD_WORDS = 10  # of a heading right above its paragraph
PROSE_MIN = 80  # signs of such a paragraph
NAME_MAX = 60  # signs of a heading known by its words, or of a body's name
_ARTICLE = re.compile(r"\s*L(?:['’]|[ae]s? )")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_BRACKET = re.compile(r"[(\[][*_]{0,3}([^()\[\]]{2,200})[)\]]")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,})\s*$")


def read_chunk(text: str, lines: list[Line], marks: Marks, cues: Cues, alone: bool) -> list[Block]:
    """The blocks of consecutive non-blank lines that are no table.

    `alone`: the lines stand between blank lines or are followed by a table, so a short one may
    be a heading.
    """
    drafts = _drafts(text, lines, marks, cues)
    blocks = [_block(text, d, marks, alone, drafts, i) for i, d in enumerate(drafts)]
    led = alone or len(drafts) > 1
    if led and blocks and blocks[0] is not None and _is_known(blocks[0], drafts, cues):
        blocks[0] = replace(blocks[0], kind="titre")
    out: list[Block] = []
    for draft, block in zip(drafts, blocks, strict=True):
        if draft.lines[0].label:
            out += bare_values(text, draft, cues)
        elif block is not None:
            below = bool(out) and out[-1].kind == "valeur"
            out += values(text, _lettered(block, cues), cues, marks, below)
    return out


def _drafts(text: str, lines: list[Line], marks: Marks, cues: Cues) -> list[Draft]:
    """The lines of each block to be."""
    drafts: list[Draft] = []
    for rank, line in enumerate(lines):
        if not drafts:
            drafts.append(opened(text, line, marks))
        elif _UNDERLINE.match(line.text):
            drafts[-1].hashes = drafts[-1].hashes or 2
        elif _goes_on(text, drafts[-1], lines[rank:], marks, cues):
            drafts[-1].lines.append(line)
        else:
            listed = lost_mark(drafts[-1], line, marks)
            drafts.append(opened(text, line, marks, listed))
    return drafts


def _goes_on(text: str, above: Draft, below: list[Line], marks: Marks, cues: Cues) -> bool:
    """Whether the first of the lines `below` goes on with the block above it."""
    line, after = below[0], below[1] if len(below) > 1 else None
    if in_bracket(text, above, below, marks):
        return True
    if lost_mark(above, line, marks) or labelled(line, cues):
        return False
    if line.rubric and not marks.unfinished(above.lines[-1].text):
        return False
    if _names_body(above, line, after, cues):
        return False
    return continues(text, above, line, cues, marks) or of_value(text, above, line, cues, marks)


def _names_body(above: Draft, line: Line, after: Line | None, cues: Cues) -> bool:
    """Whether a line between two bullets is the name of a body (« Les bailleurs »): it heads those
    below and does not go on with the one above."""
    if not above.peeled.mark or after is None:
        return False
    if _promises_below(line, after, cues):
        return True
    if _ARTICLE.match(line.text) is None:
        return False
    words = line.text.strip()
    if len(words) > NAME_MAX or after.text.lstrip()[:1] != above.lines[0].text.lstrip()[:1]:
        return False
    named = cues.subject.search(key(words))
    return named is not None and named.start() <= len("les ")


def _promises_below(line: Line, after: Line, cues: Cues) -> bool:
    """Whether a short line is the body whose promise the next announces (« Alogéa » / « s'engage
    à : »)."""
    name, words = line.text.strip(), after.text.strip()
    if len(name) > NAME_MAX or not name[:1].isupper() or not words.endswith(":"):
        return False
    return words[:1].islower() and cues.strong.match(key(words)) is not None


def _is_known(first: Block, drafts: list[Draft], cues: Cues) -> bool:
    """Whether the first line of a run is a heading by its words (« Sommaire », « Éditorial »)."""
    if first.kind != "paragraphe" or len(drafts[0].lines) > 1:
        return False
    words = first.text
    if len(words) > NAME_MAX or ":" in words or not (words[-1].isalpha() or words[-1] == "?"):
        return False
    if cues.sense("amorce", words):
        return True
    sense = cues.sense("titre", words)
    if words[-1] == "?":  # « Qui s'engage à quoi ? », not « Pourquoi agir ? »
        return sense == "engagements"
    return sense not in ("", "axe", "objectif", "action", "projet")


def _lettered(block: Block, cues: Cues) -> Block:
    """« b) Créer des places [Pilote : CAF] » alone between white lines: an item, no heading."""
    letter = len(block.marker) == 1 and block.marker.isalpha()
    if block.kind != "titre" or block.level or not letter:
        return block
    labelled = any(cues.label(b.group(1))[0] for b in _BRACKET.finditer(block.text))
    return replace(block, kind="puce") if labelled else block


def _block(
    text: str, draft: Draft, marks: Marks, alone: bool, drafts: list[Draft], rank: int
) -> Block | None:
    peeled = draft.peeled
    span = peeled.span
    if len(draft.lines) > 1:
        span = Span(span.start, peel(text, draft.lines[0].start, draft.end, marks).span.end)
    if span.end <= span.start and not peeled.number:
        return None
    head = bool(draft.hashes) or draft.lines[0].heads
    if not head and peeled.mark:
        kind, level = "puce", draft.lines[0].indent
    elif head or _is_title(text, draft, span, alone, drafts, rank):
        kind, level = "titre", draft.hashes
    elif peeled.number:
        kind, level = "puce", draft.lines[0].indent
    else:
        kind, level = "paragraphe", 0
    marker = peeled.number or ("" if head else peeled.mark)
    return Block(kind, level, span, span.of(text), marker)


def _is_title(
    text: str, draft: Draft, span: Span, alone: bool, drafts: list[Draft], rank: int
) -> bool:
    words = text[span.start : span.end]
    last = _TAG.sub("", words[-40:]).rstrip("* ")[-12:]
    asks = bool(draft.peeled.number) and len(drafts) == 1 and alone and last.endswith("?")
    if len(words) > TITLE_MAX or len(draft.lines) > 3 or (TERMINAL.search(last) and not asks):
        return False
    if words.rstrip().endswith(","):
        return False
    first = words[:1]
    if not (first.isupper() or first.isdigit() or first in '«"“(….' or draft.peeled.number):
        return False
    if draft.peeled.number and not words:
        return True
    only = len(drafts) == 1 and alone
    after = drafts[rank + 1] if rank + 1 < len(drafts) else None
    leads = after is not None and not draft.peeled.mark and _below(text, draft, after)
    leads = leads or (after is not None and _over_prose(text, draft, after))
    bold = draft.lines[0].text.lstrip().startswith(("**", "__")) and len(draft.lines) == 1
    shouting = len(words) > 3 and words == words.upper() and any(c.isalpha() for c in words)
    whole_bold = bold and draft.lines[0].text.rstrip(" :").endswith(("**", "__"))
    return only or leads or whole_bold or shouting


def _over_prose(text: str, draft: Draft, after: Draft) -> bool:
    """Whether a short line stands right above a paragraph (« La santé » / « Les habitants … »)."""
    if draft.peeled.mark or len(draft.lines) > 1:
        return False
    words, told = draft.lines[0].text.split(), text[after.peeled.span.start : after.end]
    if after.peeled.mark or after.peeled.number or len(words) > HEAD_WORDS:
        return False
    sentence = (
        len(told) >= PROSE_MIN and told[:1].isupper() and TERMINAL.search(told.rstrip()[-12:])
    )
    return bool(sentence) and words[-1][-1] not in ",-:"


def _below(text: str, draft: Draft, after: Draft) -> bool:
    """Whether what follows a line shows it to be a heading: a bullet, an introduction, or a
    number where the line itself has none."""
    words = text[after.peeled.span.start : after.end].rstrip("*_ ")
    numbered = bool(after.peeled.number) and not draft.peeled.number
    over = bool(after.peeled.mark) or numbered or after.lines[0].rubric
    return over or (words.endswith(":") and len(words) <= TITLE_MAX)
