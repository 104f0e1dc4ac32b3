"""Where a sheet stands by its own word: « Rattachement : Axe 1 – objectif 1.1 »."""

import re
from collections.abc import Iterator

from pvgraph.layouts.entetes import plain
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.reperes import dotted
from pvgraph.model import Block, fold
from pvgraph.reading.marks import trim
from pvgraph.reading.words import key

MEASURES = ("indicateur", "resultat")
NAMED = "renvoi"  # the form of an indicator that says itself what it measures
SENSES = ("axe", "renvoi")  # of the labels that say it
_NUMBER = r"(?:[A-Z]\.?)?\d{1,2}(?:\.\d{1,2}){0,3}(?:\.[A-Za-z](?!\w))?"
_BRACKET = re.compile(r"\s*\(([^()]{3,40})\)\s*[.;,]?\s*\Z")
_MORE = re.compile(rf"\s*(?:,|;|/|&|-|–|\bet\b|\bou\b)\s*({_NUMBER})(?![\w%])")
_NUMBERS = re.compile(rf"(?:\s*(?:,|;|/|&|-|–|\bet\b|\bou\b)?\s*{_NUMBER}(?![\w%]))+")
_BARE = re.compile(rf"\s*({_NUMBER})(?![\w%])")
SHEETS = ("fiche", "titre")  # the rules by which sheets are read
_HELD = ("action", "projet")
Reference = tuple[str, tuple[str, ...]]  # the word, if any, and the parts of the number


def place(outline: Outline, sheet: Draft, sense: str, values: list[Block]) -> bool:
    """Hang a sheet from what the values of a label of this sense name; whether they name
    something. « Objectif » does so only where nothing else is said under it."""
    if sheet.niveau not in _HELD or sense not in (*SENSES, "objectif"):
        return False
    if sense == "objectif" and not _only_refers(outline, values):
        return False
    above = _above([d for block in values for d in _targets(outline, block.text)])
    if above is not None:
        sheet.parent = above
    return above is not None


def measured(outline: Outline, draft: Draft) -> None:
    """Hang an indicator from the axe or objectif that the bracket at its end names (« Taux de
    réussite au brevet (axe 1) »), which is none of its words."""
    if draft.niveau not in MEASURES:
        return
    bracket = _BRACKET.search(outline.text, draft.span.start, draft.span.end)
    named = outline.marks.labelled.fullmatch(bracket.group(1)) if bracket else None
    found = _targets(outline, named.group()) if named else []
    if bracket is not None and len(found) == 1:
        draft.parent, draft.form = found[0], NAMED
        draft.span = trim(outline.text, draft.span.start, bracket.start())


def named(outline: Outline, text: str) -> Draft | None:
    """The one axe or objectif that words name by its word and number (« Indicateurs de l'axe 2 »,
    at the end of the text)."""
    said = list(_references(outline, text))
    if len(said) != 1 or not said[0][0]:
        return None
    return _numbered(outline, *said[0])


def _only_refers(outline: Outline, values: list[Block]) -> bool:
    """Whether values under « Objectif » only name one that the text has: its number, perhaps its
    words again."""
    for block in values:
        found = _targets(outline, block.text)
        words = plain(_NUMBERS.sub("", outline.marks.labelled.sub("", block.text)))
        if not found or (words and words not in {plain(d.span.of(outline.text)) for d in found}):
            return False
    return bool(values)


def _targets(outline: Outline, text: str) -> list[Draft]:
    """The axes and objectifs that some words name, by their numbers or by their own words."""
    found = [_numbered(outline, word, number) for word, number in _references(outline, text)]
    found = [d for d in found if d is not None] or [outline.headings.worded(text)]
    return [d for d in found if d is not None]


def _references(outline: Outline, text: str) -> Iterator[Reference]:
    """« Axe 1 – objectifs 1.1 et 1.2 »: each number with the word that it stands behind."""
    bare = _BARE.match(text)
    if bare:
        yield from _run(text, "", bare.group(1), bare.end())
    for said in outline.marks.labelled.finditer(text):
        label = fold(said.group(said.lastindex or 0))
        word = outline.marks.level_word.search(label)
        number = dotted(label)
        if word is not None and number:
            end = said.end(said.lastindex or 0)
            yield from _run(text, key(word.group()), label.split()[-1], end)


def _run(text: str, word: str, number: str, end: int) -> Iterator[Reference]:
    yield word, dotted(number)
    more = _MORE.match(text, end)
    while more:
        yield word, dotted(more.group(1))
        more = _MORE.match(text, more.end())


def _numbered(outline: Outline, word: str, number: tuple[str, ...]) -> Draft | None:
    """The heading that has this number: of the same word first, else of the word's own level."""
    same = outline.headings.numbered(number)
    own = [d for d in same if word and key(d.numero or "").startswith(word)]
    sense = outline.cues.sense("titre", word) if word else ""
    level = [d for d in same if not word or d.niveau == sense]
    return next(iter(own or level), None)


def _above(found: list[Draft]) -> Draft | None:
    """What a sheet hangs from: the one objectif named, what several stand under, else the axe."""
    aims = list(dict.fromkeys(d for d in found if d.niveau == "objectif"))
    if len(aims) == 1:
        return aims[0]
    axes = list(dict.fromkeys(d for d in found if d.niveau == "axe"))
    over = list(dict.fromkeys(d.parent for d in aims)) or list(axes)
    return over[0] if len(over) == 1 else None


def aims(drafts: list[Draft]) -> set[Draft]:
    """The numbered lines (« 1.1 Rapprocher … ») that are aimed at though nothing stands right below
    them: sheets hang from one of their rank."""
    sheets = (d for d in drafts if d.niveau in _HELD and d.sources and d.regle in SHEETS)
    held = {d.parent for d in sheets if d.parent is not None and d.parent.bare_number}
    ranks = {(d.form, len(dotted(d.numero))) for d in held if d.niveau == "objectif"}
    return {
        d for d in drafts if d.bare_number and d.acts and (d.form, len(dotted(d.numero))) in ranks
    }
