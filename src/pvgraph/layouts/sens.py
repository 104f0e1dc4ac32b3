"""What a heading is by its words, and what it announces for the lists below it."""

import re

from pvgraph.layouts import apports, corps, indicateurs, modes, rangs
from pvgraph.layouts.modes import WIDE, names_body
from pvgraph.layouts.outline import Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block
from pvgraph.reading.words import key

PASSING = {"ecart", "exemples", "generique", "engagements"}
CHAPTERS = {("", ""), ("ecart", ""), ("", "action"), ("engagements", "action")}
LED_MAX = 4  # signs before the number of what a heading counts (« Les », « Nos »)
SHEET = "feuille"  # sense of the sheets of a workbook
_SHEET_NAME = re.compile(r"^[^\W\d_]+\s?[:–-]\s+")  # « Feuille : Enjeu 1 »
_DIVISION = re.compile(r"^\w+\s+[\w°]+\s*[-–—:.]*\s*")  # « Article 3 – »


def senses(outline: Outline, index: int, block: Block) -> tuple[str, str]:
    """What a heading is by its words, and what it announces for the lists below."""
    words = _whole(block)
    sense = _sense(outline, words, block)
    amorce = outline.cues.sense("amorce", words) or modes.announced(outline.cues, block.text)
    if sense == "engagements" and not amorce:  # « Article 6 – Engagements de la CAF »
        amorce = outline.cues.sense("amorce", _DIVISION.sub("", words))
    if not (sense or amorce) and indicateurs.announced(outline, index, block):
        return "", "indicateur"
    if (sense, amorce) in CHAPTERS and apports.is_chapter(outline, index):
        return "engagements", ""
    if (not sense or sense in rangs.WORDS_OF_LEVEL) and _over_first_sheet(outline, index, block):
        return "generique", ""
    label = outline.cues.is_label(block.text)
    if sense in WIDE | PASSING and not label and outline.above_sheet(index):
        return "", ""
    if amorce == "action" and sense == "engagements":
        named = names_body(outline, block) and not corps.stands_over(outline, index)
        amorce = amorce if named else ""
    elif amorce == "action" and not sense and corps.stands_over(outline, index):
        return "engagements", ""  # « Nos engagements, institution par institution »
    return sense, amorce


def _over_first_sheet(outline: Outline, index: int, block: Block) -> bool:
    """« NOS 6 FICHES ACTIONS », « Les actions emblématiques » right above « Fiche n° 1 »: what the
    sheets are, no axe."""
    after = outline.blocks[index + 1 : index + 2]
    if not after or block.level or block.marker or dotted(after[0].marker) != ("1",):
        return False
    sheet = outline.cues.sense("titre", after[0].marker).startswith("fiche-")
    levels = outline.marks.level_word.finditer(block.text) if sheet else ()
    return any(block.text[m.end() : m.end() + 1].lower() == "s" for m in levels)


def _sense(outline: Outline, words: str, block: Block) -> str:
    """The sense of a heading; « Article 3 – Gouvernance » is what stands after its number, and a
    sheet of a workbook is an axe where the text names none."""
    sense = _said(outline, words, block)
    counts = None if sense or block.marker else outline.marks.counts_levels.search(block.text)
    if counts and counts.start() <= LED_MAX:
        return "generique"  # « Trois priorités partagées », « Les trois ambitions »
    if sense == "signataires" and rangs.is_sentence(block, outline.marks):
        return "generique"
    if sense == SHEET:
        plain = "generique" if outline.names_axes else "axe"
        own = outline.cues.sense("titre", _SHEET_NAME.sub("", block.text))
        return plain if own in ("", SHEET, "axe") else own
    if sense != "division":
        return sense
    after = _DIVISION.sub("", words)
    return (outline.cues.sense("titre", after) if after != words else "") or "generique"


def _said(outline: Outline, words: str, block: Block) -> str:
    sense = outline.cues.sense("titre", words.lstrip('"'))  # of a cell that a sheet's export quotes
    named = outline.marks.level_word.search(block.marker)
    if not sense and named:  # « Première priorité – … »
        sense = outline.cues.sense("titre", named.group())
    if rangs.own_word(outline, block):
        return "axe"
    if not sense and len(block.marker) > 2 and block.marker.isalpha():  # « TRANSVERSAL | VALEURS »
        sense = outline.cues.sense("titre", block.marker)
    return sense or outline.cues.sense("titre", block.text) or _ranked(outline, words)


def _ranked(outline: Outline, words: str) -> str:
    """« 2e partie. Les défis et les actions » divides the text as « Partie 2 » does."""
    rank = outline.marks.ranked.match(words)
    said = outline.cues.sense("titre", words[rank.end() :]) if rank else ""
    return said if said == "division" else ""


def only_introduces(outline: Outline, index: int, block: Block) -> bool:
    """Whether « Programme d'actions » is a sentence that announces, or stands between the heading
    of an axe, its diagnosis at most, and a table, with no mark of its own: it closes nothing."""
    above = outline.named()
    divided = outline.cues.sense("titre", block.text) == "division"
    plain = not (block.level or block.marker or divided)
    first = above is not None and (above.position == index - 1 or _over_rows(outline, index))
    below = first and rangs.leads(outline, index)
    return (plain and below) or rangs.is_sentence(block, outline.marks)


def _over_rows(outline: Outline, index: int) -> bool:
    """Whether a table stands right below, and nothing yet under the heading that is open."""
    below = outline.blocks[index + 1 : index + 2]
    return outline.drafts[-1] is outline.holder() and bool(below) and below[0].kind == "cellule"


def division(block: Block) -> str:
    """The word by which a heading divides the text (« Section 2 »), if it has a number."""
    return key(block.text).split()[0] if _DIVISION.match(block.text) else ""


def _whole(block: Block) -> str:
    apart = block.marker and not block.text.lower().startswith(block.marker.lower())
    return f"{block.marker} {block.text}" if apart else block.text
