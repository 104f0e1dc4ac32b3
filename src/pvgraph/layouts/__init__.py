"""Blocks → items: which passages are commitments, at what level, under what, said by whom.

Layouts are recognised by form, never by town. `find` makes one pass: headings move an outline,
and each run of like blocks (a list, a table, a sheet, a paragraph) is read under what is open.
What no layout reads is kept with the rule that set it aside, or as not understood.
"""

from pvgraph.layouts import (
    crochets,
    engagements,
    listes,
    numerote,
    rangs,
    sans_entete,
    tableau,
    titres,
)
from pvgraph.layouts.etiquettes import Labels
from pvgraph.layouts.finish import Found, finish
from pvgraph.layouts.outline import Mode, Outline
from pvgraph.model import MESURES, Block
from pvgraph.reading.cues import Cues, cues
from pvgraph.reading.words import Marks, key, marks

__all__ = ["Found", "find"]

ENTRY_MIN = 8  # letters of an entry of contents that is known again
SHORT = 120  # an unmarked line this short may be an item of the list that it follows


def find(
    text: str, blocks: tuple[Block, ...], cue: Cues | None = None, forms: Marks | None = None
) -> Found:
    """The items of a text and what did not become one."""
    outline = Outline(text, blocks, cue or cues(), forms or marks())
    outline.contents = _contents(blocks)
    _Pass(outline).run()
    return finish(outline)


def _contents(blocks: tuple[Block, ...]) -> set[str]:
    """The headings that a table of contents names, without their page numbers."""
    named = set()
    for block in blocks:
        if block.kind == "mobilier" and block.marker == "sommaire":
            for line in block.text.split("…"):
                named.add(key(line.rstrip(" .0123456789")))
    return named


class _Pass:
    """One pass over the blocks."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.labels = Labels(outline)
        self.table: tableau.Table | None = None
        self.entries = sorted(e for e in outline.contents if len(e) >= ENTRY_MIN)

    def run(self) -> None:
        index, blocks = 0, self.outline.blocks
        while index < len(blocks):
            index = self._step(index, blocks[index])

    def _step(self, index: int, block: Block) -> int:
        outline = self.outline
        bracket = block.kind != "cellule" and crochets.is_alone(block)
        if block.kind == "mobilier" or bracket:
            if bracket and crochets.divides(outline, index):
                self.table, outline.mode, outline.zone = None, None, ""
                outline.open.clear()
            outline.set_aside(index, block.marker or "mobilier")
            return index + 1
        if outline.zone == "sommaire" and self._in_contents(index, block):
            return index + 1
        return self._take(index, block)

    def _take(self, index: int, block: Block) -> int:
        outline = self.outline
        if block.kind == "cellule":
            return self._table(index)
        if block.kind == "valeur":
            return self.labels.take_values(index)
        if numerote.is_numbered_item(outline, block):
            return self._title(index, block)
        if block.kind == "puce":
            return self._list(index)
        if block.kind == "titre" and listes.goes_on(outline, index, block):
            listes.take_list(outline, index, index + 1)
            self.labels.draft = outline.drafts[-1]
            return index + 1
        if block.kind == "titre" and self.labels.opens(index, block):
            return self.labels.take_title(index, block)
        if block.kind == "titre" or self._introduces(block):
            return self._title(index, block)
        return self._prose(index, block)

    def _in_contents(self, index: int, block: Block) -> bool:
        """Whether a block belongs to the table of contents that is open: it ends where one of its
        own entries is printed again, at a heading with marks or at a sentence."""
        outline = self.outline
        words = key(block.text).rstrip(" .0123456789")
        known = len(words) >= ENTRY_MIN
        again = known and any(words in e or e in words for e in self.entries)
        sentence = block.kind == "paragraphe" and block.text.endswith(".")
        if sentence or again or (block.kind == "titre" and block.level):
            outline.zone = ""
            return False
        if block.kind != "cellule" and known:
            self.entries.append(words)
        outline.set_aside(index, "sommaire")
        return True

    def _title(self, index: int, block: Block) -> int:
        outline = self.outline
        mode = outline.mode
        if mode is not None and self._orphan(index, block, mode):
            return index + 1
        self.table = None
        if self._goes_on(index, block):
            outline.set_aside(index, "suite-de-titre")
            return index + 1
        before = len(outline.drafts)
        titres.take_title(outline, index, block)
        self.labels.draft = outline.drafts[-1] if len(outline.drafts) > before else None
        return index + 1

    def _goes_on(self, index: int, block: Block) -> bool:
        """A heading's second line printed as a heading (« Le mot » / « de la Présidente »)."""
        before = self.outline.blocks[index - 1] if index else None
        own = block.marker or (block.level and self.outline.marks.acts(block.text))
        small = block.text[:1].islower() and not block.text.endswith(":") and not own
        if before is None or before.kind != "titre" or not small:
            return False
        return not self.outline.cues.sense("amorce", block.text)

    def _orphan(self, index: int, block: Block, mode: Mode) -> bool:
        """« La Région s'engage à : » and then one line whose bullet was lost."""
        outline = self.outline
        acts = outline.marks.acts(block.text) and not block.marker and not block.level
        listed = mode.niveau in ("action", "objectif") and block.text != block.text.upper()
        alone = listed and not rangs.leads(outline, index)
        if mode.position != index - 1 or not acts or not alone or block.text.endswith(":"):
            return False
        owner = mode.owner or outline.holder()
        draft = outline.make(block, mode.niveau, mode.regle, mode.confiance, owner)
        draft.sources += mode.sources
        self.labels.draft = draft
        return True

    def _introduces(self, block: Block) -> bool:
        """Whether a paragraph announces a list as a heading would."""
        if not block.text.rstrip("*_ ").endswith(":"):
            sense = self.outline.cues.sense("amorce", block.text)
            short = len(block.text) <= SHORT and not block.text.endswith((".", ","))
            return sense == "realisation" or (sense.startswith("titres-") and short)
        if engagements.introduces(self.outline, block) is not None:
            return True
        return bool(self.outline.cues.sense("amorce", block.text))

    def _list(self, index: int) -> int:
        outline = self.outline
        last = index
        while last < len(outline.blocks) and outline.blocks[last].kind in ("puce", "mobilier"):
            if numerote.is_numbered_item(outline, outline.blocks[last]):
                break
            if outline.blocks[last].kind == "mobilier":
                outline.set_aside(last, outline.blocks[last].marker or "mobilier")
            last += 1
        before = len(outline.drafts)
        listes.leave_findings(outline, index, last)
        if outline.zone in ("liminaire", "ecart") and outline.mode is None:
            for i in range(index, last):
                outline.set_aside(i, outline.zone)
        else:
            listes.take_list(outline, index, last)
            zone = "exemples" if outline.examples else outline.zone
            for i in range(index, last) if zone else ():
                outline.set_aside(i, zone)
        if len(outline.drafts) > before:
            self.labels.draft = outline.drafts[-1]
            self.labels.group = [d for d in outline.drafts[before:] if d.niveau in MESURES]
        return last

    def _table(self, index: int) -> int:
        outline, number = self.outline, self.outline.blocks[index].table
        last = index
        while last < len(outline.blocks) and outline.blocks[last].table == number:
            last += 1
        holder = outline.holder()
        table = tableau.take_table(outline, index, last, self.table, self._outside())
        if table is not None and "projet" in table.senses.values():
            outline.listing = holder
        if table is None and not sans_entete.take_bare_table(outline, index, last) and outline.zone:
            for i in range(index, last):
                outline.set_aside(i, outline.zone)
        self.labels.draft, self.table = None, table
        return last

    def _outside(self) -> bool:
        """Whether this is context or diagnosis, where only a table with its pilots binds."""
        return self.outline.zone in ("liminaire", "ecart") and self.outline.mode is None

    def _lost_bullet(self, block: Block) -> bool:
        """An item whose list mark conversion lost: an act alone on its lines, under a named axe
        or objectif, that ends as items do."""
        outline, holder = self.outline, self.outline.holder()
        mode = outline.mode
        named = outline.named() is not None
        if outline.zone or not (
            named or (mode is not None and mode.niveau in ("action", "objectif"))
        ):
            return False
        item = not block.text.endswith((".", ":")) or (
            block.text.count(". ") == 0 and len(block.text) <= 2 * SHORT
        )
        if not item or not outline.marks.acts(block.text) or block.marker:
            return False
        niveau = mode.niveau if mode is not None and mode.niveau else "action"
        owner = (mode.owner if mode is not None else None) or holder
        draft = outline.make(block, niveau, "puce-perdue", 0.75, owner)
        draft.sources += mode.sources if mode is not None else ()
        self.labels.draft = draft
        return True

    def _prose(self, index: int, block: Block) -> int:
        outline, mode = self.outline, self.outline.mode
        self.table = None
        if mode is not None and self._orphan(index, block, mode):
            return index + 1
        if outline.zone in ("liminaire", "ecart"):
            outline.set_aside(index, outline.zone)
            return index + 1
        if self._lost_bullet(block):
            return index + 1
        draft = self.labels.draft
        described = draft is not None and draft.niveau in ("action", "projet") and (
            draft.regle == "fiche" or (draft.regle == "titre" and draft.sources)
        )  # fmt: skip
        strict = outline.examples or described or outline.zone in ("chapitre", "signataires")
        made = engagements.in_prose(outline, index, block, strict)
        if made:
            self.labels.draft = made[-1]
        else:
            outline.set_aside(index, outline.zone or "recit")
        ends = block.text.endswith((".", "!")) or len(block.text) > SHORT
        if mode is not None and not (mode.titles or mode.lasting or mode.past_prose) and ends:
            outline.mode = None
        return index + 1
