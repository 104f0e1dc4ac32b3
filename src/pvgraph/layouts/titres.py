"""Headings: what each opens, by its words, its number and what stands below it."""

from pvgraph.layouts import corps, fiche_d_engagement, rangs, sens, visees
from pvgraph.layouts.engagements import announces_aims, introduces
from pvgraph.layouts.modes import WIDE, divides, in_chapter, names_body, open_mode
from pvgraph.layouts.numerote import listed_aim, numbered_aim
from pvgraph.layouts.outline import Mode, Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.layouts.sujets import ends_with
from pvgraph.model import Block
from pvgraph.reading.words import key


def take_title(outline: Outline, index: int, block: Block) -> None:
    """Move the outline to what this heading opens."""
    engagement = introduces(outline, block)
    if engagement is not None:
        if _is_chapter(outline, block):
            _open_zone(outline, index, block, "engagements")
        else:
            _open_engagement(outline, index, block, engagement)
        return
    if corps.divides(outline, block):
        corps.divide(outline, index, block)
        return
    outline.speaker = outline.speaker if block.text.endswith(":") else ()
    _open(outline, index, block, *sens.senses(outline, index, block))
    corps.remember(outline)


def _open(outline: Outline, index: int, block: Block, sense: str, amorce: str) -> None:
    """Open what a heading is by its words, or by what it announces."""
    visees.remember(outline, index, block, sense)
    if fiche_d_engagement.is_rubric(outline, block, sense, amorce):
        fiche_d_engagement.open_rubric(outline, index)
    elif sense == "engagements" and _open_commitments(outline, index, block, amorce):
        pass
    elif amorce:
        fiche_d_engagement.begin(outline, block, sense)
        open_mode(outline, index, block, amorce)
    elif sense == "generique" and sens.only_introduces(outline, index, block):
        _introduce(outline, index)
    elif sense in WIDE | sens.PASSING:
        _open_zone(outline, index, block, sense)
    else:
        _open_plain(outline, index, block, sense)


def _open_commitments(outline: Outline, index: int, block: Block, amorce: str) -> bool:
    """Open a heading of commitments that is a rubric of each axe, the presentation of a signatory,
    or stands right over what all will do; whether it is one of these."""
    sense = "engagements"
    if not amorce and corps.is_rubric(outline, block):
        corps.open_rubric(outline, index)
    elif fiche_d_engagement.presents(outline, index, block):
        _open_zone(outline, index, block, sense)
        outline.zone = "ecart"
    elif not amorce and corps.lists_acts(outline, index):
        if not corps.beside_others(outline):
            _open_zone(outline, index, block, sense)
        open_mode(outline, index, block, "action")
    else:
        return False
    return True


def _open_engagement(outline: Outline, index: int, block: Block, mode: Mode) -> None:
    """« La CAF s'engage à : »: what heading announces its own list (« … en : ») is closed."""
    mode.position, mode.level = index, block.level
    outline.aiming |= bool(outline.cues.aims.search(key(block.text)))
    outline.zone = ""
    outline.rise(block.level)
    while outline.open and outline.open[-1].regle == "titre-annonce":
        outline.open.pop()
    if outline.cues.everywhere.search(key(block.text)):
        outline.open.clear()
    outline.mode = mode
    outline.set_aside(index, "introduction")


def _is_chapter(outline: Outline, block: Block) -> bool:
    """« 3. Ce à quoi chacun s'engage »: a heading by its marks, that names no body."""
    divided = outline.cues.sense("titre", block.text) == "division"
    marked = block.kind == "titre" and (block.level or block.marker or divided)
    return bool(marked) and not block.text.endswith(":") and not names_body(outline, block)


def _is_of_axe(outline: Outline, index: int, block: Block) -> bool:
    """Whether a heading of diagnosis, unmarked, is a rubric of the axe that is open (« Rappel du
    diagnostic » right below it, or in each of them) and no chapter that ends it."""
    if block.level or block.marker or outline.named() is None:
        return False
    return outline.open[-1].position == index - 1 or key(block.text) in outline.rubrics


def _open_zone(outline: Outline, index: int, block: Block, sense: str) -> None:
    outline.set_aside(index, "titre")
    outline.title(block.level, block.text)
    outline.mode = None
    if sense == "liminaire" and _is_of_axe(outline, index, block):
        sense = "ecart"
    outline.examples = sense == "exemples" or (outline.examples and sense == "ecart")
    if outline.zone in WIDE and rangs.inside(outline, block) and sense != "signataires":
        return
    if sense in ("ecart", "exemples"):
        outline.zone = "ecart"
        return
    above = [d for d in outline.open if 0 < d.level < block.level and d.form]
    outline.open[:] = above
    finer = sense == "generique" and sens.division(block) not in ("", outline.committing_form)
    if sense == "engagements":
        outline.committing, outline.committing_form = True, sens.division(block)
    elif not (finer and outline.committing):
        outline.committing = False
    outline.speaker = fiche_d_engagement.begin(outline, block, sense) or outline.speaker
    outline.zone = "" if sense in ("generique", "engagements") else sense
    outline.zone_level = block.level
    outline.zone_number = dotted(block.marker)


def _open_plain(outline: Outline, index: int, block: Block, sense: str) -> None:
    mode = outline.mode
    if mode is not None and mode.titles and _in_titles(outline, index, block, mode):
        return
    listed = block.text.endswith(":") and outline.named() is not None
    binding = outline.committing or (listed and not outline.zone)
    named = outline.named() is not None and corps.over_deeds(outline, index)
    binding = binding or corps.names_subject(outline, index, block)
    if not sense and _lists_aims(outline, index, block):
        _introduce(outline, index)
        return
    if not sense and (binding or named) and corps.opens(outline, index, block):
        return
    numbered = rangs.is_numbered(outline, block)
    if sense.startswith("fiche-") and outline.cues.is_heading(block.text):
        # « Fiche projet » alone: its title is the next heading.
        outline.set_aside(index, "titre")
        return
    plain = not sense or (sense in ("axe", "objectif", "action") and not block.marker)
    if plain and key(block.text) in outline.rubrics and outline.named() is not None:
        outline.set_aside(index, "rubrique")
        outline.mode = None
        return
    niveau, sense = rangs.niveau(outline, block, sense, numbered)
    niveau = niveau if sense else rangs.by_place(outline, index, block, niveau)
    if sense or not _passes(outline, index, block, numbered):
        _open_axe(outline, index, block, sense, niveau)


def _lists_aims(outline: Outline, index: int, block: Block) -> bool:
    """« Les partenaires poursuivent deux buts : » above a list, under an axe."""
    below = not block.marker and outline.named() is not None and rangs.leads(outline, index)
    return below and announces_aims(outline, block)


def _passes(outline: Outline, index: int, block: Block, numbered: bool) -> bool:
    """Whether a heading without a word of structure opens nothing: inside a chapter set aside, a
    sentence that announces, or a heading over findings."""
    wide = outline.zone in WIDE
    if wide and (rangs.inside(outline, block) or rangs.stays(outline, block)):
        outline.set_aside(index, "titre")
        return True
    says = block.text.endswith(":") and outline.speaker and not block.level
    if not numbered and (says or rangs.is_sentence(block, outline.marks)):
        _introduce(outline, index)
        return True
    if not (numbered or block.level) and outline.cues.label(block.text)[0] == "ecart":
        outline.set_aside(index, "ecart")  # « Faiblesses : l'éloignement » above a table
        return True
    figures = rangs.over_figures(outline, index)
    if figures or (not (numbered or block.level) and rangs.over_findings(outline, index)):
        # Bullets of findings are counted as not understood: their heading says nothing we know.
        outline.set_aside(index, "titre")
        outline.mode, outline.zone = None, "ecart" if figures else outline.zone
        return True
    return False


def _open_axe(outline: Outline, index: int, block: Block, sense: str, niveau: str) -> None:
    """A heading of the document's own order, at its level."""
    outline.examples = outline.examples and not sense
    if not sense and numbered_aim(outline, block):
        niveau = "objectif"
    if outline.pledger and fiche_d_engagement.ends(outline, block):
        outline.pledger = ()
    aims = niveau == "objectif" and (
        outline.listing_aims or listed_aim(outline, index) or numbered_aim(outline, block)
    )
    if not sense and block.marker and len(dotted(block.marker)) < 2:
        outline.listing_aims = ends_with(outline.cues.aims, key(block.text))
    _end_mode(outline, sense, block, index)
    outline.title(block.level, block.text)
    draft = outline.make(block, niveau, "titre", 0.9 if sense else 0.75, None,
                         structural=niveau == "axe", level=block.level, position=index,
                         form=rangs.form(outline, block, sense),
                         kin=rangs.kin(outline, block))  # fmt: skip
    bare = not sense and len(dotted(draft.numero)) > 1 and any(c.isdigit() for c in block.marker)
    draft.bare_number = bare and not aims and not rangs.over_objectif(outline, index)
    if aims and not outline.listing_aims and outline.blocks[index + 1].marker[:1].isdigit():
        outline.mode = Mode("objectif", "liste-objectif", 0.9, position=index)
    noun = block.kind == "puce" and outline.marks.names_act(block.text)
    if not sense and index in outline.chapters:
        draft.chapter = True
        outline.open[:] = [d for d in outline.open if 0 < d.level < block.level]
    draft.acts = outline.marks.acts(block.text) or noun
    if outline.marked and not block.level and not draft.form and not rangs.leads(outline, index):
        return
    outline.push(draft)


def _introduce(outline: Outline, index: int) -> None:
    """A sentence that announces in words that are no cue: what a heading right above opened
    stays open."""
    outline.set_aside(index, "introduction")
    outline.aiming |= bool(outline.cues.aims.search(key(outline.blocks[index].text)))
    outline.zone = "" if outline.zone == "ecart" else outline.zone
    if outline.mode is None or outline.mode.position != index - 1:
        outline.mode = None


def _end_mode(outline: Outline, sense: str, block: Block, index: int) -> None:
    """A list of what has been done goes on under an axe, or a plain heading right above bullets."""
    mode, leads = outline.mode, rangs.leads(outline, index)
    plain = leads and not (sense or block.level or block.marker)
    deeper = leads and mode is not None and divides(outline, mode, block)
    below = mode is not None and not sense and in_chapter(outline, index, block, mode)
    if mode is not None and mode.sources and (below or 0 < mode.level < block.level):
        mode.owner = None  # « Les engagements de l'État » stand over their own headings
    elif not (mode is not None and mode.lasting and (sense == "axe" or plain or deeper)):
        outline.mode = None
    if outline.zone != "sommaire" or sense or block.level:
        outline.zone = ""


def _in_titles(outline: Outline, index: int, block: Block, mode: Mode) -> bool:
    """Under « Les caps à suivre » headings are objectifs; under « pour mieux … », axes."""
    after = next((b for b in outline.blocks[index + 1 : index + 4] if b.kind != "mobilier"), None)
    counted = block.marker == str(mode.count + 1)  # « 1. … » and « 2. … », each on its page
    told = after is not None and after.kind == "paragraphe"
    if mode.titles == "objectif" and (told or counted):
        mode.count += counted
        outline.make(block, "objectif", "titre-objectif", 0.9, mode.root)
        return True
    if mode.titles == "axe" and after is not None and after.kind == "puce":
        draft = outline.make(block, "axe", "titre-de-leviers", 0.9, mode.root, structural=True)
        outline.mode = Mode("action", "leviers", 0.95, mode.sources, draft, titles="axe",
                            root=mode.root)  # fmt: skip
        return True
    return False
