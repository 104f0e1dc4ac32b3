"""What stands above the passage being read: open headings, the zone, what a list here would hold.

Layouts add drafts through this object; `finish` turns them into items. A heading becomes an axe
only where something stands under it: « not a chapter heading of mere text ».
"""

from functools import cached_property

from pvgraph.layouts import chapitres, etiquettes_apprises, legende, reperes
from pvgraph.layouts.drafts import Draft, Mode
from pvgraph.layouts.entetes import Headings
from pvgraph.layouts.reperes import dotted, kin, names_projects, over_numbers, rubrics
from pvgraph.model import Block, Source
from pvgraph.reading.cues import Cues
from pvgraph.reading.marks import cut_tail
from pvgraph.reading.words import Marks, key

RANK = {"axe": 0, "objectif": 1, "action": 2, "projet": 2, "realisation": 2,
        "resultat": 3, "indicateur": 3}  # fmt: skip
MARKED_MIN = 5  # headings with marks (`#`) from which unmarked ones count less
ROLES = ("porteur", "partenaire", "financeur")
SHEET = {"porteur", "partenaire", "financeur", "registre", "description", "contenu", "modalites"}
SHEET_NEAR = 12  # blocks below a heading that make it a sheet's title
SHEET_HEADS = 4  # headings from a sheet's number to its name
RECENT = 200  # drafts looked back for what stands under a heading
HEADS_MAX = 6  # headings kept above an item: more says nothing about its theme


class Outline:
    """The state of one pass over the blocks of one text."""

    def __init__(
        self,
        text: str,
        blocks: tuple[Block, ...],
        cues: Cues,
        marks: Marks,
        ranks: frozenset[str] = frozenset(),
    ) -> None:
        """`ranks`: the words of this text's own that order its axes."""
        self.ranks = ranks
        self.text, self.blocks, self.cues, self.marks = text, blocks, cues, marks
        self.drafts: list[Draft] = []
        self.headings = Headings()
        self.open: list[Draft] = []
        self.mode: Mode | None = None
        self.zone = ""
        self.zone_level = 0
        self.zone_number: tuple[str, ...] = ()
        self.titles: list[tuple[int, str]] = []
        self.contents: set[str] = set()
        self.turned: frozenset[int] = frozenset()  # where blocks start right after a page's edge
        self.aside: dict[int, str] = {}
        self.levels: dict[int, str] = {}
        self.words_seen: dict[str, int] = {}
        self.listing: Draft | None = None
        self.examples = False
        self.aiming = False
        self.speaker: tuple[Source, ...] = ()  # whose chapter this is
        self.listing_aims = False  # below « A. Les axes et les objectifs »
        self.aims_number: tuple[str, ...] = ()  # of « 2.1 Les objectifs », above « 2.1.1 … »
        self.aims_chapter: Block | None = None  # « 2. Nos priorités communes »
        self.counted = 0  # the number of the last item of a list with numbers
        self.committing = False
        self.committing_form = ""
        self.pledger: tuple[Source, ...] = ()  # whose chapter this and its rubrics are
        self.pledged = 0  # the drafts made before it
        self.kin = kin(blocks)
        self.rubrics = rubrics(blocks)
        self.over_numbers = over_numbers(blocks)
        self.projects = names_projects(blocks, cues)
        self.marked = sum(b.kind == "titre" and b.level > 0 for b in blocks) >= MARKED_MIN

    @cached_property
    def chapters(self) -> frozenset[int]:
        """The blocks that are headings of chapters, over axes or beside what is over them."""
        return chapitres.chapters(self.blocks, self.cues, self.marks)

    @cached_property
    def names_axes(self) -> bool:
        """Whether the text names its axes by a word: its sheets or parts are then none."""
        return chapitres.names_axes(self.blocks, self.cues, self.marks)

    @cached_property
    def legend(self) -> str:
        """The role that the text itself gives to the bodies in brackets, or nothing."""
        return legende.role(self.blocks, self.cues)

    @cached_property
    def learned(self) -> dict[str, str]:
        """What the labels mean that no list has, by all their values."""
        return etiquettes_apprises.learned(self.blocks, self.cues, self.marks)

    @cached_property
    def listing_labels(self) -> frozenset[str]:
        """The labels under which some sheet has a list: an act alone there is one of its items."""
        return etiquettes_apprises.listing(self.blocks)

    @cached_property
    def last_promises(self) -> dict[tuple[int, bool], int]:
        """Where the last heading of each rank stands that opens promises."""
        return reperes.last_promises(self.blocks, self.cues)

    def label(self, words: str) -> str:
        """The sense of a label, by the list or by its values in the text, or nothing."""
        return self.cues.sense("etiquette", words) or self.learned.get(key(words), "")

    def add(self, draft: Draft) -> Draft:
        """Keep a draft, its headings taken from what is open now."""
        draft.heads = self.heads()
        self.headings.add(draft, self.text)
        self.drafts.append(draft)
        return draft

    def make(self, block: Block, niveau: str, regle: str, confiance: float,
             parent: Draft | None, **more: object) -> Draft:  # fmt: skip
        """A draft of a block's words, without what announces a list at their end."""
        span = cut_tail(self.text, block.span, self.marks)
        drawn = block.marker == "o" or (len(block.marker) == 1 and not block.marker.isascii())
        numbered = not drawn and any(c.isalnum() for c in block.marker)
        numero = block.marker if numbered else None
        return self.add(Draft(niveau, span, regle, confiance, numero, parent, **more))

    def holder(self) -> Draft | None:
        """The nearest open draft under which a mesure would stand."""
        return self.open[-1] if self.open else None

    def named(self) -> Draft | None:
        """The nearest open heading where it is known by a word (« Axe », « Objectif »), not by a
        bare number."""
        holder = self.holder()
        return holder if holder is not None and holder.form[:1] not in ("", "#") else None

    def named_above(self) -> Draft | None:
        """The nearest open heading known by a word, below which plain ones may stand."""
        return next((d for d in reversed(self.open) if d.form[:1] not in ("", "#")), None)

    def above_sheet(self, index: int) -> bool:
        """Whether a sheet's labels stand right below: then any words are its title."""
        below = self.blocks[index + 1 : index + 1 + SHEET_NEAR]
        senses = {self.label(b.label) for b in below if b.kind == "valeur"}
        first = next((b for b in below if b.kind != "mobilier"), None)
        if first is None or first.kind != "valeur":
            return False
        named = self.cues.sense("etiquette", first.label).startswith("intitule-")
        return bool(senses & SHEET) and not named

    def bullets_below(self, index: int) -> tuple[Block, ...]:
        """The run of bullets right below a block."""
        last = index + 1
        while last < len(self.blocks) and self.blocks[last].kind == "puce":
            last += 1
        return self.blocks[index + 1 : last]

    def measured(self, draft: Draft | None) -> Draft | None:
        """What indicators right below a draft measure: the objectif of a bare line of actions,
        else the draft."""
        parent = draft.parent if draft is not None else None
        bare = draft is not None and draft.niveau == "action" and not draft.sources
        return parent if bare and parent is not None and parent.niveau == "objectif" else draft

    def heads(self) -> tuple[str, ...]:
        above = [t for _, t in self.titles] + [d.span.of(self.text) for d in self.open]
        return tuple(dict.fromkeys(above))[-HEADS_MAX:]

    # ------------------------------------------------------------------ headings
    def push(self, draft: Draft) -> Draft:
        """Open a heading's draft under those it can stand under; the others are closed."""
        while self.open and not self._under(draft, self.open[-1]):
            self.open.pop()
        draft.parent = self.open[-1] if self.open else None
        self.open.append(draft)
        if draft.form:
            self.words_seen.setdefault(draft.form, len(self.words_seen))
        return draft

    def _under(self, new: Draft, top: Draft) -> bool:
        if _beside(new, top):
            return False
        if RANK[new.niveau] != RANK[top.niveau]:
            return RANK[new.niveau] > RANK[top.niveau]
        if RANK[new.niveau] == RANK["action"] and not (new.numero and top.numero):
            return False
        own, above = dotted(new.numero), dotted(top.numero)
        longer = bool(above) and len(own) > len(above)
        if longer and (own[: len(above)] == above or new.form[:1] == top.form[:1]):
            return own[: len(above)] == above
        if (new.form and new.form == top.form) or (new.kin and new.kin == top.kin):
            return False
        if new.level and top.level:
            return new.level > top.level
        if new.level and not top.level:
            return bool(top.form) and not new.form
        return self._under_by_words(new, top)

    def _under_by_words(self, new: Draft, top: Draft) -> bool:
        listed = [key(d.span.of(self.text)) in self.contents for d in (new, top)]
        if "annonce" in (new.form, top.form):
            return new.form == "annonce"
        if new.form and top.form:
            order = self.words_seen
            if new.form not in order and self._holds(top):
                order[new.form] = order.get(top.form, len(order))
            return order.get(new.form, len(order)) > order.get(top.form, len(order))
        if listed[0] and listed[1]:
            return False
        if top.form and not new.form:
            return True
        if listed[1] and not listed[0]:
            return True
        return not new.form and new.position - top.position <= 1

    def _holds(self, heading: Draft) -> bool:
        """Whether mesures stand right under a heading: then another word is not below it."""
        recent = self.drafts[-RECENT:]
        return any(d.parent is heading and not d.structural for d in recent)

    def unnamed(self) -> Draft | None:
        """Take away the sheet's heading opened last where it is but a number, and give it;
        headings that say what the sheet is part of may stand between."""
        for draft in reversed(self.drafts[-SHEET_HEADS:]):
            if draft.span.end == draft.span.start and draft.numero:
                self.drafts.remove(draft)
                if draft in self.open:
                    self.open.remove(draft)
                return draft
            if draft.regle != "titre":
                break
        return None

    def rise(self, level: int) -> None:
        """Close the headings that a heading of this level, by its marks, does not stand under."""
        while level and self.open and self.open[-1].level > level:
            self.open.pop()

    def title(self, level: int, text: str) -> None:
        """Remember a heading's words for what stands below it."""
        level = level or 7
        while self.titles and self.titles[-1][0] >= level:
            self.titles.pop()
        self.titles.append((level, text))

    # ------------------------------------------------------------------ what is no item
    def set_aside(self, index: int, regle: str) -> None:
        self.aside.setdefault(index, regle)


def _beside(new: Draft, top: Draft) -> bool:
    """Whether a heading is of the rank of the one that is open: both plain and of one level, or
    numbers that differ in their last part (« 1.1.b » after « Objectif 1.1.a »)."""
    if new.regle == top.regle == "titre" and not (new.form or top.form):
        return new.level == top.level and new.position - top.position > 1
    own, above = dotted(new.numero), dotted(top.numero)
    parted = len(own) > 1 and RANK[new.niveau] == RANK[top.niveau]
    return parted and len(own) == len(above) and own[:-1] == above[:-1]
