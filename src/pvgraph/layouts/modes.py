"""What the words of a heading open for the lists below it: « Actions », « … en : », « Bilan »."""

import re
from dataclasses import replace

from pvgraph.layouts import rangs, renvois
from pvgraph.layouts.outline import Draft, Mode, Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block, Source, Span
from pvgraph.reading.cues import Cues
from pvgraph.reading.words import key, same_length

TRUST = {"indicateur": 0.95, "resultat": 0.95, "realisation": 0.9, "objectif": 0.9, "action": 0.9,
         "projet": 0.9, "politiques": 0.9, "reussite": 0.9}  # fmt: skip
DONE = ("action", "projet")
DOUBTFUL = 0.75  # bullets read at so little trust must say an act
_MEASURING = ("indicateur", "resultat", "reussite")
_PROPER = re.compile(r"\b(?:d[eu]|des|d['’]|la|le|l['’])\s?[A-ZÀ-Þ]")
_OF = re.compile(r"\bd(?:es?|u)\s+|\bd['’]|\s[-–—:]\s+", re.IGNORECASE)  # before who commits
HEAD_WORDS = 6
_COMMON = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+(?: [a-zà-ÿ]+)*")  # « Collèges », no proper name
WIDE = {"sommaire", "liminaire", "chapitre", "signataires"}


def announced(cues: Cues, text: str) -> str:
    """What a line announces for the lists below, by all its words; what is measured, by its last
    sentence too (« Un bilan est dressé. Les indicateurs suivants seront suivis : »)."""
    amorce = cues.sense("amorce", text)
    if amorce or ". " not in text or not text.rstrip("*_ ").endswith(":"):
        return amorce
    last = cues.sense("amorce", text.rpartition(". ")[2])
    return last if last in _MEASURING else ""


def open_mode(outline: Outline, index: int, block: Block, amorce: str) -> None:
    """Say what the lists below a heading hold, by the words that announce them."""
    outline.examples = False
    amorce = _over_list(outline, index, block, amorce)
    instance = amorce == "axe-action" and outline.cues.sense("titre", block.text) in WIDE
    asked = amorce == "reussite" and outline.zone == "chapitre" and rangs.inside(outline, block)
    if asked or (outline.zone in WIDE and (instance or amorce in ("titres-axe", "politiques"))):
        outline.set_aside(index, outline.zone)
        return
    if amorce in ("titres-objectif", "titres-axe"):
        _open_titles(outline, index, block, amorce)
        return
    if amorce == "action" and _aims(outline, block):
        amorce = "objectif"
    niveau = amorce
    outline.aims_number = dotted(block.marker) if amorce == "objectif" else ()
    sources = outline.mode.sources if outline.mode and outline.mode.lasting else ()
    if amorce in ("axe-action", "axe-objectif"):
        niveau = amorce.split("-")[1]
        _open_announced(outline, index, block)
        owner = None
    else:
        outline.set_aside(index, "introduction")
        if amorce in ("action", "projet", "realisation"):
            outline.rise(block.level)
            leave_listed(outline, block)
        sources = _leave_axes(outline, block, amorce) or sources
        owner = _measured(outline, block) if amorce in _MEASURING else _owner(outline)
    outline.zone = ""
    owner = None if niveau == "realisation" else owner
    outline.mode = Mode(niveau, f"liste-{niveau}", TRUST.get(niveau, 0.9), sources, owner,
                        position=index, level=block.level, lasting=niveau == "realisation",
                        past_prose=niveau == "indicateur" and block.kind == "titre")  # fmt: skip


def _over_list(outline: Outline, index: int, block: Block, amorce: str) -> str:
    """What such words announce where a list stands right below, and by a sentence."""
    if amorce == "titres-axe" and rangs.leads(outline, index):
        amorce = "axe-action"
    if amorce == "titres-objectif" and rangs.leads(outline, index):
        return "objectif"
    return "action" if amorce == "axe-action" and _tells(outline, block) else amorce


def _tells(outline: Outline, block: Block) -> bool:
    """« Nous y parviendrons en : »: a sentence with its verb, and the name of no axe."""
    words = same_length(block.text)
    return not (block.level or block.marker) and outline.marks.future.search(words) is not None


def _aims(outline: Outline, block: Block) -> bool:
    """« Il s'agit de : » in a chapter of priorities: what is aimed at, unless the words name
    actions (« … des actions suivantes : ») or the aims have been listed right above."""
    if outline.aims_chapter is None or not block.text.endswith(":"):
        return False
    last = outline.drafts[-1] if outline.drafts else None
    listed = last is not None and last.niveau == "objectif" and last.parent is outline.holder()
    words = outline.marks.level_word.finditer(key(block.text))
    return not listed and all(outline.cues.sense("titre", m.group()) not in DONE for m in words)


def _open_titles(outline: Outline, index: int, block: Block, amorce: str) -> None:
    """Below, headings themselves are objectifs or axes (« Les caps à suivre »)."""
    owner = _owner(outline)
    outline.zone = ""
    outline.mode = Mode("", amorce, 0.9, owner=owner, root=owner, titles=amorce.split("-")[1])
    outline.set_aside(index, "introduction")
    outline.title(block.level, block.text)


def _measured(outline: Outline, block: Block) -> Draft | None:
    """What the indicators below a heading measure."""
    owner = _owner(outline)
    if owner is not None and 0 < block.level == owner.level and not owner.form:
        owner = owner.parent  # a heading of the same rank measures what both stand under
    return _numbered(outline, block) or outline.measured(owner)


def _leave_axes(outline: Outline, block: Block, amorce: str) -> tuple[Source, ...]:
    """Who commits below « Les engagements de la CAF »; what such a chapter does not stand under
    is closed."""
    sources: tuple[Source, ...] = ()
    if amorce == "action" and names_body(outline, block):
        sources = (Source(promiser(outline, block), "porteur", "herite"),)
        once = block.level and key(block.text) not in outline.rubrics
        outline.rise(block.level - 1 if once else block.level)
    sense = outline.cues.sense("titre", block.text)
    if sense == "division" or (block.marker and sense == "engagements"):
        outline.open.clear()  # « II. Les engagements des signataires »
    return sources


def promiser(outline: Outline, block: Block) -> Span:
    """The words of a heading that name who commits: « la CAF » of « Engagements de la CAF »."""
    start, end = block.span.start, block.span.end
    for sign in _OF.finditer(outline.text, start, end):
        heads = outline.text[start : sign.start()], outline.text[start : sign.end()]
        told = "engagements" in (outline.cues.sense("titre", head) for head in heads)
        if len(heads[0].split()) > HEAD_WORDS or not told:
            break
        start = sign.end()
        if outline.cues.sense("titre", outline.text[start:end]) != "engagements":
            return Span(start, end)
    return Span(start, end)


def leave_listed(outline: Outline, block: Block) -> None:
    """Close the last of the objectifs of a list (« 4.1 », « 4.2 » below « Objectifs »): what comes
    after the list is not below it, but under its marks."""
    while outline.open and _is_listed(outline.open[-1]):
        if 0 < outline.open[-1].level < block.level:
            break
        outline.open.pop()


def _is_listed(draft: Draft) -> bool:
    return draft.niveau == "objectif" and draft.form[:1] == "#" and not draft.bare_number


def _open_announced(outline: Outline, index: int, block: Block) -> None:
    """The heading that says itself what its list holds (« … en : », « … , c'est : »): what its
    own word says (« Objectif 1.1 – … en : »), else an axe, an objectif where it begins with a
    verb, or the heading right above where it only repeats it."""
    said = outline.cues.sense("titre", block.marker)
    word, _ = rangs.niveau(outline, block, said, True)
    acts = outline.marks.acts(block.text)
    under = not said if block.marker else _under_axe(outline)
    sort = "objectif" if word == "objectif" or (under and acts) else "axe"
    draft = outline.make(block, sort, "titre-annonce", 0.95, None, structural=sort == "axe",
                         level=block.level, position=index,
                         form=rangs.form(outline, block, "axe") or "annonce")  # fmt: skip
    above = outline.holder()
    if above is not None and key(above.span.of(outline.text)) == key(draft.span.of(outline.text)):
        outline.drafts.remove(draft)
        outline.set_aside(index, "introduction")
        return
    outline.push(draft)


def _under_axe(outline: Outline) -> bool:
    """Whether the heading of an axe stands above, with no promise between (« Les partenaires
    s'engagent à : ») that what follows would go on with."""
    beside = next((d for d in reversed(outline.open) if d.regle == "titre-annonce"), None)
    if beside is not None:
        return beside.niveau == "objectif"
    axes = [d for d in outline.open if d.niveau == "axe" and d.form]
    if any(d.form == "#0" for d in axes):
        return True
    named = [d for d in axes if d.form[0] != "#" and d.form != "annonce"]
    mode = outline.mode
    promised = mode is not None and mode.regle == "engagement" and not outline.aiming
    tables = not axes and any(d.regle == "tableau" and d.niveau == "axe" for d in outline.drafts)
    return (bool(named) or tables) and not promised


def after_prose(mode: Mode) -> Mode | None:
    """What a list holds after a paragraph: nothing, but in a chapter of one body's commitments
    (« Les engagements de l'État »), where the bullets that say an act are still its own."""
    if not (mode.sources and mode.level):
        return None
    return replace(mode, confiance=min(mode.confiance, DOUBTFUL))


def in_chapter(outline: Outline, index: int, block: Block, mode: Mode) -> bool:
    """« Petite enfance » below « Les engagements de la CAF », in a text without heading marks: a
    plain heading over bullets most of which say an act, that names no other body."""
    other = names_body(outline, block) and not _COMMON.fullmatch(block.text)
    plain = not (block.level or block.marker or other)
    heads = mode.regle == "liste-action" and not outline.blocks[mode.position].text.endswith(":")
    if not (plain and heads and mode.sources and not mode.level):
        return False
    run = outline.bullets_below(index)
    acts = sum(outline.marks.acts(b.text) or outline.marks.names_act(b.text) for b in run)
    return bool(run) and acts * 2 >= len(run)


def names_body(outline: Outline, block: Block) -> bool:
    """« Les engagements de la CAF » names who commits, known or by its capital (« de Domanys »)."""
    words = key(block.text)
    if outline.cues.subject.search(words):
        return True
    plain = block.text == block.text.upper() or outline.cues.breaks.search(words)
    return not plain and bool(_PROPER.search(block.text))


def divides(outline: Outline, mode: Mode, block: Block) -> bool:
    """Whether a heading stands under the one that opened a list, by its marks or its number."""
    above, own = dotted(outline.blocks[mode.position].marker), dotted(block.marker)
    numbered = bool(above) and len(own) > len(above) and own[: len(above)] == above
    return numbered or 0 < mode.level < block.level


def names_heading(outline: Outline, block: Block) -> bool:
    """« Indicateurs de l'axe 2 » names by its number a heading that is open."""
    return _numbered(outline, block) is not None


def _numbered(outline: Outline, block: Block) -> Draft | None:
    """The open heading whose number « Indicateurs de l'axe 2 » or « Axe 2 : nos actions » has."""
    named = outline.marks.labelled.search(f"{block.marker} {block.text}")
    number = dotted(named.group(named.lastindex or 0)) if named else ()
    found = (d for d in reversed(outline.open) if number and dotted(d.numero) == number)
    return next(found, None) or renvois.named(outline, f"{block.marker} {block.text}")


def _owner(outline: Outline) -> Draft | None:
    mode = outline.mode
    if mode is not None and mode.titles:
        return mode.root
    return outline.holder()
