"""Bodies that stand at one end of an item by a habit of the text: behind a dash that closes it
(« Ouvrir une halte — CAF, avec l'appui de la Ville »), or in brackets before its act (« [CAF]
Ouvrir une halte »)."""

import re
from collections.abc import Sequence

from pvgraph.layouts import crochets
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.model import Source, Span
from pvgraph.reading import bylines, who_lines
from pvgraph.reading.marks import trim
from pvgraph.reading.words import key

TIMES = 3  # items that end so, for it to be a habit
SHARE = 0.6  # of the items without other bodies between the first and the last of them
_DASH = re.compile(r"\s[–—-]\s+")
_FIRST = re.compile(r"[\[(]([^()\[\]]{2,120})[\])]\s*(?=\w)")
_ENDS = " ,;.–—-(*_"
_DASHES = " –—-\n\t"


def settle(outline: Outline, drafts: Sequence[Draft]) -> None:
    """Give such items (in the order of the text) their bodies, and take these from their words."""
    for draft in drafts:
        _lead(outline, draft)
    tails = {draft: _tail(outline, draft) for draft in drafts if not draft.sources}
    found = [d for d, tail in tails.items() if tail is not None and _is_sure(outline, tail)]
    known = [d for d in found if _is_known(outline, tails[d])]
    if len(found) < TIMES or 2 * len(known) < len(found):
        return
    within = [d for d in tails if found[0].span.start <= d.span.start <= found[-1].span.start]
    if len(found) < SHARE * sum(d.niveau == found[0].niveau for d in within):
        return
    for draft in within:
        tail = tails[draft]
        if tail is not None:
            draft.sources += _bodies(outline, tail)
            words = outline.text[draft.span.start : tail.start].rstrip(_DASHES)
            draft.span = trim(outline.text, draft.span.start, draft.span.start + len(words))


def _lead(outline: Outline, draft: Draft) -> None:
    """« [CAF, avec la Ville] Ouvrir une halte »: the first is in charge, the others take part."""
    text = outline.text
    first = _FIRST.match(text, draft.span.start, draft.span.end)
    if first is None or not outline.marks.acts(text[first.end() : draft.span.end]):
        return
    if not crochets.names_bodies(outline, first[1]):
        return
    whole = Source(Span(*first.span(1)), "porteur", "explicite")
    draft.sources += crochets.carried(text, whole)
    draft.span = Span(first.end(), draft.span.end)


def _tail(outline: Outline, draft: Draft) -> Span | None:
    """The words behind the last dash of an item, where they are but names of bodies."""
    dashes = list(_DASH.finditer(outline.text, draft.span.start, draft.span.end))
    if not dashes or dashes[-1].start() <= draft.span.start:
        return None
    tail = Span(dashes[-1].end(), draft.span.end)
    named = who_lines.is_names(_words(outline, tail), outline.cues, outline.marks)
    return tail if named else None


def _is_sure(outline: Outline, tail: Span) -> bool:
    return who_lines.is_sure(_words(outline, tail), outline.cues)


def _is_known(outline: Outline, tail: Span | None) -> bool:
    """Whether words behind a dash hold a body of a known kind: « — QFV » is a scheme's letters."""
    return tail is not None and bool(outline.cues.subject.search(key(_words(outline, tail))))


def _words(outline: Outline, span: Span) -> str:
    return outline.text[span.start : span.end]


def _bodies(outline: Outline, tail: Span) -> list[Source]:
    """The bodies of such words: those before a label of link are in charge."""
    words = _words(outline, tail)
    links = list(bylines.links(words, outline.cues))
    ends = [at for at, _, _ in links] + [len(words)]
    found = [(0, "porteur"), *((start, role) for _, start, role in links)]
    out = []
    for (start, role), end in zip(found, ends, strict=True):
        size = len(words[start:end].rstrip(_ENDS))
        if size:
            place = Span(tail.start + start, tail.start + start + size)
            out.append(Source(place, role, "explicite"))
    return out
