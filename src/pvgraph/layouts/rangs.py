"""What a heading's form says: its niveau, its rank, whether it only announces."""

import re
from collections.abc import Sequence
from itertools import takewhile

from pvgraph.layouts.numerote import level_by_number, says_act
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.reperes import dotted, opening
from pvgraph.model import Block
from pvgraph.reading.words import Marks, key

_RANK = re.compile(r"[A-H]|[IVX]+")
BODY_START = 12  # letters before the word that counts (« La », « Pour l'»)
_QUOTED = re.compile(r"[«“\"][^»”\"]*[.!?…]\s*[»”\"]")
PROSE = 15  # a paragraph of more words names no body
FIGURES_MIN, FIGURES = 3, 4  # bullets of figures, all but one of four
AIM_WORDS = 3  # of a heading that says what is aimed at
OBJECTIF_NEAR = 8  # blocks between a heading and the first objectif under it
WORDS_OF_LEVEL = {"axe", "objectif", "action", "projet"}


def inside(outline: Outline, block: Block) -> bool:
    """Whether a heading stands inside the chapter that is set aside, by number or by marks."""
    own, above = dotted(block.marker), outline.zone_number
    if above and len(own) > len(above) and own[: len(above)] == above:
        return True
    return bool(block.level and outline.zone_level and block.level > outline.zone_level)


def niveau(outline: Outline, block: Block, sense: str, numbered: bool) -> tuple[str, str]:
    """The niveau of a heading and the sense that gives it; « Action », « Objectif » without a
    number are words like others."""
    if sense == "fiche-seule":  # a sheet is of a project, unless others of the text are by name
        return ("action" if outline.projects else "projet"), sense
    if sense.startswith("fiche-"):
        # A sheet named by a noun is a piece of work; by a verb, what someone will do.
        return (sense.removeprefix("fiche-") if outline.marks.acts(block.text) else "projet"), sense
    if sense not in WORDS_OF_LEVEL:
        return level_by_number(outline, block) or "axe", sense
    if sense != "axe" and not numbered:
        return "axe", ""
    return sense, sense


def kin(outline: Outline, block: Block) -> str:
    """The first words that this heading shares with others of its rank, if any."""
    words = opening(block.text)
    return words if words in outline.kin else ""


def over_objectif(outline: Outline, index: int) -> bool:
    """Whether what stands below says the objectifs of this heading (« Objectif stratégique :
    … », « Objectif stratégique 1 – … »): the heading itself is none."""
    below = outline.blocks[index + 1 : index + 1 + OBJECTIF_NEAR]
    if below and below[0].kind == "valeur":
        return outline.cues.sense("etiquette", below[0].label) == "objectif"
    if len(dotted(outline.blocks[index].marker)) > 2:
        return False
    first = next((b for b in below if len(b.marker) > 2 or b.marker.isdigit()), None)
    named = first is not None and outline.marks.level_word.match(first.marker)
    return bool(named) and outline.cues.sense("titre", named.group()) == "objectif"


def by_place(outline: Outline, index: int, block: Block, niveau: str) -> str:
    """The niveau of a heading without a word of structure, by what stands below it."""
    if over_objectif(outline, index):
        return "axe"
    return "objectif" if _says_aim(outline, index, block) else niveau


def _says_aim(outline: Outline, index: int, block: Block) -> bool:
    """« Rendre la nature à chacun », a heading below an axe that is named, over bullets that say
    acts, a paragraph between or not: what they aim at. « Se loger » alone is a theme."""
    above = outline.named_above()
    if above is None or above.niveau != "axe" or block.marker or block.text.endswith(":"):
        return False
    if len(block.text.split()) < AIM_WORDS or block.level < above.level:
        return False
    told = outline.blocks[index + 1 : index + 2]
    after_prose = bool(told) and told[0].kind == "paragraphe"
    run = outline.bullets_below(index + after_prose)
    acts = sum(says_act(outline, b) for b in run)
    return bool(run) and 2 * acts > len(run) and outline.marks.acts(block.text)


def beside_open(outline: Outline, sheet: Draft | None, block: Block) -> bool:
    """Whether a heading is of the rank of what a sheet stands under, by its marks or its first word
    (« Quartier Nocaze » after « Quartier Pracomtal ») or a name: no label of the sheet."""
    words = block.text.split()
    named = block.text != block.text.upper() and any(w[0].isupper() for w in words[1:])
    above = [d for d in outline.open if d.niveau == "axe" and d is not sheet]
    alike = any(key(d.span.of(outline.text)).split()[:1] == key(words[0]).split() for d in above)
    return named or alike or any(d.level >= block.level > 0 for d in above)


def leads(outline: Outline, index: int) -> bool:
    """Whether a list or a table stands right below."""
    after = outline.blocks[index + 1 : index + 2]
    return bool(after) and after[0].kind in ("puce", "cellule")


def opens_prose(outline: Outline, index: int) -> bool:
    """Whether what stands below is told in sentences: « LE PILOTAGE » is a chapter there."""
    after = outline.blocks[index + 1 : index + 2]
    told = (b for b in after if b.kind == "paragraphe" and b.text.endswith("."))
    return any(len(b.text.split()) > PROSE for b in told)


def over_findings(outline: Outline, index: int) -> bool:
    """Whether a plain heading under a numbered one stands over bullets none of which says an
    act (« Quelques repères », « Ce que disent les habitants »)."""
    run = outline.bullets_below(index)
    under = any(dotted(d.numero) for d in outline.open)
    return under and bool(run) and not any(says_act(outline, b) for b in run)


def over_figures(outline: Outline, index: int) -> bool:
    """Whether a heading stands over bullets of figures (« Le quartier en dix chiffres »)."""
    run = outline.bullets_below(index)
    figures = sum(b.text[:1].isdigit() for b in run)
    return len(run) >= FIGURES_MIN and FIGURES * figures >= (FIGURES - 1) * len(run)


def is_sentence(block: Block, marks: Marks) -> bool:
    """A line that announces with a colon what follows, and names nothing itself."""
    words = block.text.rstrip("*_ ")
    if not words.endswith(":") or words == words.upper():
        return False
    return len(words.split()) > 6 or marks.unfinished(words.rstrip(": "))


def is_quotation(block: Block) -> bool:
    """« Il faudrait des bancs. », and perhaps who said it."""
    return bool(_QUOTED.match(block.text))


def stays(outline: Outline, block: Block) -> bool:
    """In a text without heading marks a chapter goes on until a numbered or listed heading."""
    return not block.level and not block.marker


def is_sheet(outline: Outline, draft: Draft) -> bool:
    """Whether an item is a sheet: of an action or a project by its heading, or of a theme by the
    word of its number (« Fiche thématique 2 »)."""
    if draft.niveau in ("action", "projet"):
        return draft.regle in ("titre", "fiche")
    word = (draft.numero or "").split()[:1]
    return bool(word) and outline.cues.sense("titre", word[0]).startswith("fiche-")


def lists_aims(outline: Outline, draft: Draft, index: int) -> bool:
    """Whether an objectif behind its label is one of what a sheet aims at, or of several listed for
    an axe: none that opens what stands below."""
    block = outline.blocks[index]
    beside = [b for b in outline.blocks[max(0, index - 1) : index + 2] if b is not block]
    listed = block.marker and any(b.marker and b.label == block.label for b in beside)
    several = draft.niveau == "axe" and bool(draft.form) and bool(listed)
    return several or is_sheet(outline, draft)


def is_numbered(outline: Outline, block: Block) -> bool:
    """Whether a heading has a number, in figures or behind a word of level (« Objectif A »)."""
    named = outline.marks.level_word.match(block.marker)
    last = block.marker.split()[-1:] if named else []
    return any(c.isdigit() for c in block.marker) or bool(last and _RANK.fullmatch(last[0]))


def until_objectif(outline: Outline, blocks: Sequence[Block]) -> list[Block]:
    """The blocks before the heading of an objectif, with which another sheet begins."""

    def within(block: Block) -> bool:
        named = block.kind == "titre" and outline.marks.level_word.match(block.marker)
        return not named or outline.cues.sense("titre", named.group()) != "objectif"

    return list(takewhile(within, blocks))


def own_word(outline: Outline, block: Block) -> str:
    """The word of no list by which a text orders its axes, in a heading's marker; else nothing."""
    word = key(block.marker).rpartition(" ")[0].removesuffix("n°").removesuffix(" n").strip()
    return word if outline.ranks and word in outline.ranks else ""


def form(outline: Outline, block: Block, sense: str) -> str:
    """The word or kind of number by which headings of one rank are known."""
    if own_word(outline, block):
        return own_word(outline, block)
    named = outline.marks.level_word.search(block.marker)
    if named:
        return key(named.group())
    beside = sense == "axe" and len(block.marker) > 2 and block.marker.isalpha()  # « TRANSVERSAL »
    plain = not (sense or block.marker or block.level)
    if beside or (plain and outline.marks.transversal.search(block.text)):
        return next((d.form for d in outline.open if d.niveau == "axe"), "")
    if not sense and (block.marker[:1].isdigit() or len(dotted(block.marker)) > 1):
        return "#" + str(block.marker.strip("./").count("."))
    if not sense:
        return ""
    word = outline.marks.level_word.search(block.text)
    return key(word.group()) if word and word.start() <= BODY_START else ""
