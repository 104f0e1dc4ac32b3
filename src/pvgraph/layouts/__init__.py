"""Blocks → items: which passages are commitments, at what level, under what, said by whom.

Layouts are recognised by form, never by town. `find` makes one pass: headings move an outline,
and each run of like blocks (a list, a table, a sheet, a paragraph) is read under what is open.
What no layout reads is kept with the rule that set it aside, or as not understood.
"""

from itertools import pairwise

from pvgraph.layouts import (
    crochets,
    engagements,
    fiches_annoncees,
    indicateurs,
    listes,
    modes,
    numerote,
    ordres,
    puces_perdues,
    rangs,
    reperes,
    sans_entete,
    tableau,
    titres,
)
from pvgraph.layouts.etiquettes import Labels
from pvgraph.layouts.finish import Found, finish
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.layouts.sommaire import Contents
from pvgraph.model import MESURES, Block
from pvgraph.reading.cues import Cues, cues
from pvgraph.reading.words import Marks, marks

__all__ = ["Found", "find"]
OF_PAGE = ("numero-de-page", "titre-courant", "note")  # what stands there says nothing of its sides


def find(
    text: str, blocks: tuple[Block, ...], cue: Cues | None = None, forms: Marks | None = None
) -> Found:
    """The items of a text and what did not become one."""
    blocks = fiches_annoncees.apart(blocks)
    page = [b for b in blocks if b.kind == "mobilier" and b.marker in OF_PAGE]
    shown = tuple(b for b in blocks if b.kind != "mobilier" or b.marker not in OF_PAGE)
    cue, forms = cue or cues(), forms or marks()
    shown, ranks = ordres.named(shown if page else blocks, cue, forms)
    outline = Outline(text, shown, cue, forms, ranks)
    outline.contents = reperes.contents(blocks)
    outline.turned = frozenset(b.span.start for a, b in pairwise(blocks) if a.marker in OF_PAGE)
    _Pass(outline).run()
    return finish(outline, page)


class _Pass:
    """One pass over the blocks."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.labels = Labels(outline)
        self.table: tableau.Table | None = None
        self.contents = Contents(outline)

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
        if outline.zone == "sommaire" and self.contents.take(index, block):
            return index + 1
        return self._take(index, block)

    def _take(self, index: int, block: Block) -> int:
        outline = self.outline
        if block.kind == "cellule":
            return self._table(index)
        if block.kind == "valeur":
            return self.labels.take_values(index)
        if numerote.is_paragraph(outline, block):
            return self._prose(index, block)
        if numerote.is_numbered_item(outline, block) or numerote.is_rubric(outline, block):
            return self._numbered(index, block)
        if block.kind == "puce":
            return self._list(index)
        if block.kind == "titre":
            return self._heading(index, block)
        read = self._title if self._introduces(index, block) else self._prose
        return read(index, block)

    def _heading(self, index: int, block: Block) -> int:
        outline = self.outline
        if listes.goes_on(outline, index, block) or numerote.is_act(outline, index, block):
            listes.take_list(outline, index, index + 1)
            self.labels.draft = outline.drafts[-1]
            return index + 1
        if self.labels.opens(index, block):
            return self.labels.take_title(index, block)
        return self._title(index, block)

    def _numbered(self, index: int, block: Block) -> int:
        """A heading by its number; « 4. Partenaires » says who is bound to the heading above."""
        rubric = numerote.is_rubric(self.outline, block)
        if rubric and not self.outline.cues.sense("amorce", block.text):
            return self.labels.take_title(index, block)
        return self._title(index, block)

    def _title(self, index: int, block: Block) -> int:
        outline = self.outline
        if self._item(puces_perdues.unmarked(outline, index, block)):
            return index + 1
        self.table = None
        quoted = not (block.level or block.marker) and rangs.is_quotation(block)
        if quoted or self._goes_on(index, block):
            outline.set_aside(index, "citation" if quoted else "suite-de-titre")
            return index + 1
        before = len(outline.drafts)
        titres.take_title(outline, index, block)
        self.labels.after_title(index, block, len(outline.drafts) > before)
        return index + 1

    def _goes_on(self, index: int, block: Block) -> bool:
        """A heading's second line printed as a heading (« Le mot » / « de la Présidente »)."""
        before = self.outline.blocks[index - 1] if index else None
        own = block.marker or (block.level and self.outline.marks.acts(block.text))
        small = block.text[:1].islower() and not block.text.endswith(":") and not own
        if before is None or before.kind != "titre" or not small:
            return False
        return not self.outline.cues.sense("amorce", block.text)

    def _item(self, draft: Draft | None) -> bool:
        """Keep an item just made as what labels below describe; whether there is one."""
        self.labels.draft = draft or self.labels.draft
        return draft is not None

    def _introduces(self, index: int, block: Block) -> bool:
        """Whether a paragraph announces a list as a heading would."""
        outline = self.outline
        if not block.text.rstrip("*_ ").endswith(":"):
            sense = outline.cues.sense("amorce", block.text)
            short = len(block.text) <= puces_perdues.SHORT and not block.text.endswith((".", ","))
            asks = bool(sense) and block.text.rstrip("*_ ").endswith("?")
            if asks or sense == "realisation" or (sense.startswith("titres-") and short):
                return True
            return short and puces_perdues.heads(outline, index, sense)
        if engagements.introduces(outline, block) is not None:
            return True
        sense = modes.announced(outline.cues, block.text)
        return bool(sense) or indicateurs.announced(outline, index, block)

    def _list(self, index: int) -> int:
        outline = self.outline
        last = index
        while last < len(outline.blocks) and outline.blocks[last].kind in ("puce", "mobilier"):
            here = outline.blocks[last]
            if numerote.is_numbered_item(outline, here) or numerote.is_rubric(outline, here):
                break
            if indicateurs.begins(outline, index, last):
                return self._indicators(self._bullets(index, last))
            if outline.blocks[last].kind == "mobilier":
                outline.set_aside(last, outline.blocks[last].marker or "mobilier")
            last += 1
        return self._bullets(index, last)

    def _indicators(self, index: int) -> int:
        """Read the bullets of one mark that say what is counted, then go on as before."""
        outline, before = self.outline, self.outline.mode
        if outline.zone or not outline.drafts:
            return index
        outline.mode = indicateurs.mode(outline, self.labels.draft, self.labels.group)
        last = index + indicateurs.length(outline, index)
        listes.take_list(outline, index, last)
        outline.mode = before
        return last

    def _bullets(self, index: int, last: int) -> int:
        """Read one run of bullets, `index` to `last` (excluded)."""
        outline = self.outline
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
            last = tableau.after_furniture(outline, last + 1, number)
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

    def _prose(self, index: int, block: Block) -> int:
        outline, mode = self.outline, self.outline.mode
        self.table = None
        if self._item(puces_perdues.unmarked(outline, index, block)):
            return index + 1
        if outline.zone in ("liminaire", "ecart"):
            outline.set_aside(index, outline.zone)
            return index + 1
        if self._item(puces_perdues.lost_bullet(outline, block)):
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
        ends = block.text.endswith((".", "!")) or len(block.text) > puces_perdues.SHORT
        if mode is not None and not (mode.titles or mode.lasting or mode.past_prose) and ends:
            outline.mode = modes.after_prose(mode)
        return index + 1
