"""Numbered items: what « 1.2 » and « 1.2.3 » are, by their depth and what they hold."""

from collections import defaultdict

from pvgraph.layouts import crochets
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block
from pvgraph.reading.cues import Cues
from pvgraph.reading.words import same_length

SENTENCE_MIN = 8  # words of a paragraph that is a sentence
BEGIN_MAX = 120  # signs in which it says who does
NAME_START = 12  # signs before the word that says a body


def is_numbered_item(outline: Outline, block: Block) -> bool:
    """Whether a line starts with « 1.2 », « Action 3 » or « Objectif 2.1 », or with « 1. » above
    « 1.1 »: read as a heading."""
    if block.kind != "puce" or not block.marker:
        return False
    if block.span.start in outline.over_numbers:
        return True
    if len(dotted(block.marker)) > 1:
        return True
    word = block.marker[:1].isalpha() and len(block.marker) > 2
    return word and bool(outline.cues.sense("titre", block.marker))


def is_paragraph(outline: Outline, block: Block) -> bool:
    """« 4.1 La Ville s'engage à ouvrir une crèche. »: a paragraph of an article, with its number;
    the sentence begins with who does, or what is agreed (« Le présent contrat … »)."""
    if block.kind != "puce" or not block.text.endswith(".") or len(dotted(block.marker)) < 2:
        return False
    if block.marker[:1].isalpha() and len(block.marker) > 2:
        return False
    if len(block.text.split()) < SENTENCE_MIN or says_act(outline, block):
        return False
    begins = same_length(block.text[:BEGIN_MAX])
    if outline.cues.pronoun.match(begins) or outline.cues.strong.search(begins):
        return True
    return bool(outline.cues.subject.search(begins, 0, NAME_START))


def is_act(outline: Outline, index: int, block: Block) -> bool:
    """« 1. Ouvrir une halte » alone between white lines under an objectif or an axe that is named,
    over labels that say by whom or with them in brackets: an act, no heading."""
    named = outline.named()
    if _is_alone(outline, index, block):
        return True
    if named is None or block.level or outline.zone or named.niveau == "action":
        return False
    acts, aim = outline.marks.acts(block.text), named.niveau == "objectif"
    whom = crochets.says_whom(outline, block)
    if not block.marker:
        return acts and whom and not outline.bullets_below(index)
    if not block.marker.isdigit() or not (acts or aim):
        return False
    return whom or outline.above_sheet(index) or (acts and aim and _counts_on(outline, index))


def _is_alone(outline: Outline, index: int, block: Block) -> bool:
    """« 1. Ouvrir une halte » right under « 2.1 Désenclaver … » or « B1 – … »: its list of one."""
    above = outline.holder()
    if above is None or block.level or block.marker != "1" or outline.zone:
        return False
    right = above.position == index - 1 and len(dotted(above.numero)) > 1
    return right and says_act(outline, block)


def _counts_on(outline: Outline, index: int) -> bool:
    """Whether a number goes on with those of the acts right below an objectif, nothing below it."""
    block, before, after = outline.blocks[index], index - 1, outline.blocks[index + 1 : index + 2]
    if after and after[0].kind in ("puce", "cellule", "valeur"):
        return False
    if block.marker == "1":
        return outline.open[-1].position == before
    last = outline.drafts[-1]
    told = last.niveau == "action" and outline.blocks[before].span.covers(last.span)
    return told and last.numero == str(int(block.marker) - 1)


def is_rubric(outline: Outline, block: Block) -> bool:
    """« 4. Partenaires mobilisés », « 5. Indicateurs »: a heading of every axe, not an item."""
    if block.kind not in ("puce", "titre") or not block.marker.isdigit() or block.level:
        return False
    if outline.named() is None:
        return False
    return outline.cues.is_label(block.text)


def level_by_number(outline: Outline, block: Block) -> str:
    """The niveau of a heading whose number extends that of an open heading, or nothing.

    Under an objectif it is an action; under an axe, an objectif where its words say an act
    (« 1.2 Rapprocher … »), else an axe again (« 1.2 L'emploi »).
    """
    own = dotted(block.marker)
    if len(own) < 2 or " " in block.marker:
        return ""
    for draft in reversed(outline.open):
        above = dotted(draft.numero)
        if above and draft.niveau == "objectif" and above[:-1] == own[:-1]:
            return "objectif"  # « 1.1.b » after « Objectif 1.1.a »
        if above and above != own and own[: len(above)] == above:
            if draft.niveau != "axe" or len(own) > 2:
                return "action"
            return "objectif" if says_act(outline, block) else "axe"
    return ""


def says_act(outline: Outline, block: Block) -> bool:
    """Whether a heading's first word is a verb or a noun of action."""
    return outline.marks.acts(block.text) or outline.marks.names_act(block.text)


def numbered_aim(outline: Outline, block: Block) -> bool:
    """« 2.1.1 Rapprocher … » where « 2.1 Les objectifs » stands above."""
    above = outline.aims_number
    return bool(above) and dotted(block.marker)[:-1] == above


def listed_aim(outline: Outline, index: int) -> bool:
    """« 1.2 Rapprocher … » right below « Objectifs », or below such a line."""
    mode = outline.mode
    return mode is not None and mode.niveau == "objectif" and mode.position == index - 1


def settle(drafts: list[Draft], aims: set[Draft], cues: Cues) -> None:
    """Turn numbered headings under which nothing stands into the actions that they say, unless
    sheets show them to be `aims`.

    « 1.2 Développer … » without anything below is what someone will do; with actions below it
    is what they aim at.
    """
    parents = {d.parent for d in drafts if d.niveau not in ("indicateur", "resultat")}
    parents |= aims
    promised = {d.parent for d in drafts if d.regle in ("prose", "liste-sous-numero")}
    promised -= _beside_acts(drafts, parents)
    for draft in drafts:
        if draft.niveau == "action" and draft.regle == "titre" and draft in promised:
            draft.niveau = "objectif"
        if draft.bare_number and draft not in parents:
            if draft.acts:
                draft.niveau, draft.structural, draft.regle = "action", False, "numerote"
            else:
                draft.structural = True
        elif draft.bare_number and draft.niveau == "axe" and draft.acts:
            draft.niveau, draft.structural, draft.regle = "objectif", False, "numerote"
    _level_siblings(drafts)
    _aim_over_lists(drafts)
    _aim_of_axe(drafts, cues)


def _beside_acts(drafts: list[Draft], parents: set[Draft | None]) -> set[Draft | None]:
    """The last of several acts of one number (« IV-2-a », « IV-2-b ») where nothing stands below
    the others: a promise in prose below it is none of its own."""
    numbered = [d for d in drafts if d.niveau == "action" and len(dotted(d.numero)) > 2]
    bare = {(d.parent, dotted(d.numero)[:-1]) for d in numbered if d not in parents}
    return {d for d in numbered if (d.parent, dotted(d.numero)[:-1]) in bare}


def _aim_over_lists(drafts: list[Draft]) -> None:
    """« 1. Prévenir le décrochage », « 2. Soutenir … » below « Axe 1 », each over « Actions » and a
    list: what is aimed at."""
    lists = {d.parent for d in drafts if d.regle == "liste-action"}
    groups: dict[Draft, list[Draft]] = defaultdict(list)
    for draft in drafts:
        parent = draft.parent
        named = parent is not None and parent.niveau == "axe" and parent.form[:1].isalpha()
        single = draft.form[:1] == "#" and len(dotted(draft.numero)) == 1
        if parent is not None and named and single and draft.niveau == "axe":
            groups[parent].append(draft)
    numbered = [d for group in groups.values() for d in group]
    if numbered and all(d.acts and d in lists for d in numbered):
        for draft in numbered:
            draft.niveau, draft.structural, draft.regle = "objectif", False, "numerote"


def _aim_of_axe(drafts: list[Draft], cues: Cues) -> None:
    """« Priorité A-1 » below « Ambition A », each over what will be done and over no objectif:
    what is aimed at, by another word than the axe's."""
    held: dict[Draft | None, set[str]] = defaultdict(set)
    for draft in drafts:
        held[draft.parent].add(draft.niveau)
    groups: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.niveau == "axe" and cues.sense("sous-titre", draft.form) == "objectif":
            groups[draft.form].append(draft)
    for group in groups.values():
        acts = all("action" in held[d] and not held[d] & {"axe", "objectif"} for d in group)
        for draft in group if acts and all(_extends(d) for d in group) else ():
            draft.niveau, draft.structural = "objectif", False


def _extends(draft: Draft) -> bool:
    """Whether an axe stands under one of another word, whose number its own goes on with."""
    above = draft.parent
    if above is None or above.niveau != "axe" or not above.form[:1].isalpha():
        return False
    own, number = dotted(draft.numero), dotted(above.numero)
    return bool(number) and above.form != draft.form and own[:-1] == number


def _level_siblings(drafts: list[Draft]) -> None:
    """« 2.1 », « 2.2 » and « 2.3 » are of one rank: what most of them are."""
    siblings: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
    for draft in drafts:
        number = dotted(draft.numero)
        if draft.bare_number and len(number) == 2 and draft.niveau in ("axe", "objectif"):
            siblings[number[:1]].append(draft)
    for group in siblings.values():
        axes = sum(d.niveau == "axe" for d in group)
        niveau = "axe" if 2 * axes > len(group) else "objectif"
        for draft in (d for d in group if d.niveau != niveau):
            draft.niveau, draft.structural = niveau, niveau == "axe"
