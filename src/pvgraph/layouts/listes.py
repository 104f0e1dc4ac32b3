"""Lists: what a bullet is depends on what introduces it, never on the bullet alone."""

import re

from pvgraph.layouts import fiche_d_engagement, renvois
from pvgraph.layouts.engagements import named_act, own_source
from pvgraph.layouts.implicites import PRESENT, implied
from pvgraph.layouts.outline import Draft, Mode, Outline
from pvgraph.model import Block

_SHOUTED = re.compile(r"\b[A-ZÀ-Þ]{5,}\b")
GAP = 2  # line breaks between two bullets of one list: one blank line
_MESURES = {"action", "objectif", "projet"}


def goes_on(outline: Outline, index: int, block: Block) -> bool:
    """Whether a numbered line printed alone is the next item of the list that is open."""
    mode = outline.mode
    if mode is None or not mode.niveau or block.level or not block.marker.isdigit():
        return False
    below = outline.blocks[index + 1].text if index + 1 < len(outline.blocks) else ""
    if outline.cues.sense("amorce", below).startswith("axe-"):
        return False  # a heading over « Rapprocher … en : »
    number = int(block.marker)
    first = mode.position == index - 1 and number in (1, outline.counted + 1)
    return first if mode.count == 0 else number == mode.count + 1


def leave_findings(outline: Outline, first: int, last: int) -> None:
    """End the findings (« Constats ») where, after a paragraph of them, each bullet of a list says
    an act; right below their heading a list is one of findings."""
    if outline.zone != "ecart" or outline.named() is None or outline.examples or not first:
        return
    run = [b for b in outline.blocks[first:last] if b.kind == "puce"]
    before = outline.blocks[first - 1]
    told = before.kind in ("paragraphe", "valeur") and not before.text.endswith(":")
    if told and outline.mode is None and all(outline.marks.acts(b.text) for b in run):
        outline.zone = ""


def take_list(outline: Outline, first: int, last: int) -> None:
    """Read the bullets of blocks `first` to `last` (excluded) under what is open now."""
    reader = _List(outline, first, last)
    for index in range(first, last):
        block = outline.blocks[index]
        if block.kind == "puce" or (block.kind == "titre" and last == first + 1):
            following = _next_bullet(outline, index, last)
            reader.gap(index)
            reader.take(index, block, following)


def _next_bullet(outline: Outline, index: int, last: int) -> Block | None:
    after = (outline.blocks[i] for i in range(index + 1, last))
    return next((b for b in after if b.kind == "puce"), None)


class _List:
    """One run of bullets; nested ones hang from the bullet above them."""

    def __init__(self, outline: Outline, first: int, last: int) -> None:
        self.outline = outline
        self.stack: list[tuple[tuple[int, str], Draft | None]] = []
        self.flat: Draft | None = None
        self.group: Draft | None = None
        above = outline.blocks[first - 1] if first else None
        bullet = outline.blocks[first].kind == "puce"
        if bullet and above is not None and above.kind == "titre" and above.marker.isdigit():
            self.flat = _numbered_above(outline, above)
        guessed = None if outline.mode else implied(outline, first, last)
        self.mode = outline.mode or fiche_d_engagement.bind(outline, guessed)

    def gap(self, index: int) -> None:
        """White lines between two bullets end the group that a title-like bullet opened."""
        turned = self.outline.blocks[index].span.start in self.outline.turned
        if index and not turned and self.outline.blocks[index - 1].kind == "puce":
            before = self.outline.blocks[index - 1].span.end
            space = self.outline.text[before : self.outline.blocks[index].span.start]
            if space.count("\n") > GAP:
                self.group = self.flat = None

    def take(self, index: int, block: Block, following: Block | None) -> None:
        outline = self.outline
        if outline.cues.sense("amorce", block.text) == "axe-action" and _announces(block):
            self._open_axe(index, block)
            return
        mode = outline.mode or self.mode
        if mode is None or not mode.niveau:
            self.mode = mode = None
        shape = self._shape(block)
        while self.stack and not _deeper(shape, self.stack[-1][0]):
            self.stack.pop()
        above = next((d for _, d in reversed(self.stack) if d is not None), None)
        draft = self._draft(index, block, mode, above, following) if mode else None
        self.stack.append((shape, draft))

    def _shape(self, block: Block) -> tuple[int, str]:
        """Indent and rank of the mark: a mark first seen after another nests under it."""
        mark = "1" if block.marker[:1].isdigit() else block.marker
        return block.level, mark

    def _open_axe(self, index: int, block: Block) -> None:
        outline = self.outline
        draft = outline.make(block, "axe", "gerondifs", 0.95, None, form="annonce",
                             structural=True, position=index)  # fmt: skip
        outline.push(draft)
        sources = outline.mode.sources if outline.mode else ()
        outline.mode = Mode("action", "gerondifs", 0.95, sources, position=index)
        self.stack, self.flat, self.group = [], None, None

    def _draft(
        self, index: int, block: Block, mode: Mode, above: Draft | None, following: Block | None
    ) -> Draft | None:
        outline = self.outline
        if mode.niveau == "politiques":
            holder = mode.owner or outline.holder()
            if holder is not None:
                holder.politiques.append(block.span)
                outline.set_aside(index, "politiques")
            return None
        if mode.niveau == "ecart" or block.text.endswith("?"):
            outline.set_aside(index, mode.regle if mode.niveau == "ecart" else "question")
            return None
        if self._is_group_title(block, following, mode):
            self.group = outline.make(block, "axe", "titre-en-puce", 0.7, outline.holder(),
                                      structural=True)  # fmt: skip
            return None
        if self._says_nothing(block, mode):
            return None
        owner = self._owner(mode, above)
        named = named_act(outline, block) if mode.niveau == "action" else None
        draft = outline.make(named[1] if named else block, _niveau(outline, block, mode),
                             mode.regle, mode.confiance, owner)  # fmt: skip
        renvois.measured(outline, draft)
        self._count(block, mode)
        draft.sources += mode.sources
        source = named[0] if named else None
        if source is None and mode.niveau == "action":
            source = own_source(outline, draft.span, mode.regle == PRESENT)
        if source is not None:
            draft.sources = [source]
        self._flatten(block, following, draft, mode, above)
        return draft

    def _count(self, block: Block, mode: Mode) -> None:
        """Remember the number of the item, by which the next is known."""
        if block.marker.isdigit():
            mode.count = self.outline.counted = int(block.marker)

    def _says_nothing(self, block: Block, mode: Mode) -> bool:
        """A bullet that says no act where nothing sure announces one, or a quotation."""
        trust = 0.9 if block.marker == ">" else 0.8
        if mode.confiance >= trust or block.marker[:1].isdigit():
            return False
        return not (self.outline.marks.acts(block.text) or named_act(self.outline, block))

    def _owner(self, mode: Mode, above: Draft | None) -> Draft | None:
        if above is not None:
            return above
        return self.flat or self.group or mode.owner or self.outline.holder()

    def _flatten(
        self,
        block: Block,
        following: Block | None,
        draft: Draft,
        mode: Mode,
        above: Draft | None,
    ) -> None:
        """A bullet that ends with a colon holds the bullets of its own depth that follow."""
        if above is not None or not block.text.rstrip("*_ ").endswith(":"):
            return
        same = following is not None and self._shape(following) == self._shape(block)
        if same and draft.niveau in _MESURES:
            draft.parent = self.group or mode.owner
            draft.parent = draft.parent or self.outline.holder()
            self.flat = draft
        else:
            self.flat = None
            draft.parent = self._owner(mode, None)

    def _is_group_title(self, block: Block, following: Block | None, mode: Mode) -> bool:
        """A heading that conversion printed as the first bullet of its list."""
        marks = self.outline.marks
        if mode.niveau not in _MESURES or following is None or self.stack:
            return False
        words = bool(_SHOUTED.search(block.text)) and block.text != block.text.upper()
        words = words and len(block.text.split()) <= 8 and "(" not in block.text
        return words and not marks.acts(block.text) and marks.acts(following.text)


def _numbered_above(outline: Outline, above: Block) -> Draft | None:
    """The item of a list with numbers, alone on its line, under which bullets stand."""
    last = outline.drafts[-1] if outline.drafts else None
    listed = last is not None and last.regle.startswith("liste-") and last.niveau in _MESURES
    return last if listed and last is not None and above.span.covers(last.span) else None


def _niveau(outline: Outline, block: Block, mode: Mode) -> str:
    """What a bullet is; « Comment saurons-nous que c'est réussi ? » holds results and indicators,
    each told by its own words."""
    if mode.niveau != "reussite":
        return mode.niveau
    return "resultat" if outline.marks.tells_result(block.text) else "indicateur"


def _announces(block: Block) -> bool:
    return block.text.rstrip("*_ ").endswith(":")


def _deeper(shape: tuple[int, str], top: tuple[int, str]) -> bool:
    return shape[0] > top[0]
