"""Blocks → items: which passages are commitments, at what level, under what, said by whom.

Layouts are recognised by form, never by town. `find` makes one pass: headings move an outline,
and each run of like blocks (a list, a table, a sheet, a paragraph) is read under what is open.
What no layout reads is kept with the rule that set it aside, or as not understood.
"""

from dataclasses import dataclass, field

from pvgraph.layouts import engagements, fiche, listes, numerote, sans_entete, tableau, titres
from pvgraph.layouts.finish import Found, finish
from pvgraph.layouts.outline import Draft, Mode, Outline
from pvgraph.model import Block
from pvgraph.reading.cues import Cues, cues
from pvgraph.reading.words import Marks, key, marks

__all__ = ["Found", "find"]

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


@dataclass(slots=True)
class _Last:
    """The draft to which labels just below would belong, and the last table understood."""

    draft: Draft | None = None
    table: tableau.Table | None = None
    labels: set[str] = field(default_factory=set)


class _Pass:
    """One pass over the blocks."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.last = _Last()

    def run(self) -> None:
        index, blocks = 0, self.outline.blocks
        while index < len(blocks):
            index = self._step(index, blocks[index])

    def _step(self, index: int, block: Block) -> int:
        outline = self.outline
        if block.kind == "mobilier":
            outline.set_aside(index, block.marker or "mobilier")
            return index + 1
        if block.kind == "cellule":
            return self._table(index)
        if block.kind == "valeur":
            return self._labels(index)
        if numerote.is_numbered_item(outline, block):
            return self._title(index, block)
        if block.kind == "puce":
            return self._list(index)
        if block.kind == "titre" and self._is_label(index, block):
            return self._label_title(index, block)
        if block.kind == "titre" or self._introduces(block):
            return self._title(index, block)
        return self._prose(index, block)

    # ------------------------------------------------------------------ headings
    def _title(self, index: int, block: Block) -> int:
        outline = self.outline
        mode = outline.mode
        if mode is not None and mode.regle == "engagement" and self._orphan(index, block, mode):
            return index + 1
        self.last.table = None
        if self._goes_on(index, block):
            outline.set_aside(index, "suite-de-titre")
            return index + 1
        before = len(outline.drafts)
        titres.take_title(outline, index, block)
        self.last.draft = outline.drafts[-1] if len(outline.drafts) > before else None
        return index + 1

    def _goes_on(self, index: int, block: Block) -> bool:
        """A heading's second line printed as a heading (« Le mot » / « de la Présidente »)."""
        before = self.outline.blocks[index - 1] if index else None
        small = block.text[:1].islower() and not block.text.endswith(":")
        if before is None or before.kind != "titre" or not small:
            return False
        return not self.outline.cues.sense("amorce", block.text)

    def _orphan(self, index: int, block: Block, mode: Mode) -> bool:
        """« La Région s'engage à : » and then one line whose bullet was lost."""
        outline = self.outline
        acts = outline.marks.acts(block.text) and not block.marker and not block.level
        if mode.position != index - 1 or not acts or block.text.endswith(":"):
            return False
        draft = outline.make(block, "action", "engagement", 0.9, outline.holder())
        draft.sources += mode.sources
        self.last.draft = draft
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

    # ------------------------------------------------------------------ labels
    def _is_label(self, index: int, block: Block) -> bool:
        """A heading that is a sheet's label, with another label not far."""
        sense = self.outline.cues.sense("etiquette", block.text)
        if not sense or len(block.text.split()) > 6 or block.marker:
            return False
        near = self.outline.blocks[max(0, index - 12) : index + 13]
        labels = [b for b in near if b.kind == "valeur" or self._labels_like(b)]
        return len(labels) >= 3

    def _labels_like(self, block: Block) -> bool:
        if block.kind != "titre" or block.marker or len(block.text.split()) > 6:
            return False
        return bool(self.outline.cues.sense("etiquette", block.text))

    def _label_title(self, index: int, block: Block) -> int:
        outline = self.outline
        sense = outline.cues.sense("etiquette", block.text)
        outline.set_aside(index, "etiquette")
        if sense in self.last.labels:
            self.last.labels.clear()
        self.last.labels.add(sense)
        values, index = [], index + 1
        while index < len(outline.blocks):
            value = outline.blocks[index]
            if not self._is_value(index, value):
                break
            if value.kind != "mobilier":
                values.append((index, value))
            index += 1
        holder = self._sheet()
        if holder is not None:
            fiche.attach(outline, holder, sense, values)
        return index

    def _is_value(self, index: int, block: Block) -> bool:
        """Whether a block goes on with the value of the label above: not a label, not the title
        of the next sheet (a heading right above a label that this sheet already has)."""
        if block.kind in ("cellule", "valeur"):
            return False
        if block.kind != "titre":
            return True
        if block.level or self._is_label(index, block):
            return False
        after = next((b for b in self.outline.blocks[index + 1 : index + 3]), None)
        if after is None or not (after.kind == "valeur" or self._labels_like(after)):
            return True
        label = after.label or after.text
        return self.outline.cues.sense("etiquette", label) not in self.last.labels

    def _labels(self, index: int) -> int:
        outline = self.outline
        holder = None if self._names_item(outline.blocks[index]) else self._sheet()
        values: list[tuple[int, Block]] = []
        while index < len(outline.blocks) and outline.blocks[index].kind in ("valeur", "mobilier"):
            block = outline.blocks[index]
            if block.kind == "mobilier":
                outline.set_aside(index, block.marker or "mobilier")
            elif self._names_item(block):
                self._flush(holder, values)
                values, holder = [], self._named(index, block)
            elif values and block.label == values[-1][1].label:
                values.append((index, block))
            else:
                self._flush(holder, values)
                values = [(index, block)]
            index += 1
        self._flush(holder, values)
        return self._late_indicators(index, holder)

    def _names_item(self, block: Block) -> bool:
        """Whether a label gives the item's own name, or opens an objectif outside any sheet."""
        sense = self.outline.cues.sense("etiquette", block.label)
        draft = self.last.draft
        sheet = draft is not None and draft.niveau in ("action", "projet")
        if sense == "objectif":
            return not (sheet and draft.regle in ("titre", "fiche"))
        return sense == "intitule"

    def _named(self, index: int, block: Block) -> Draft:
        """The item that « Intitulé : … » or « Objectif opérationnel : … » names."""
        outline = self.outline
        sense = outline.cues.sense("etiquette", block.label)
        project = "projet" in block.label.lower()
        niveau = "objectif" if sense == "objectif" else ("projet" if project else "action")
        draft = outline.make(block, niveau, "fiche", 0.9, None, position=index, form=niveau)
        outline.push(draft)
        self.last.draft = draft
        return draft

    def _flush(self, holder: Draft | None, values: list[tuple[int, Block]]) -> None:
        if not values:
            return
        outline = self.outline
        sense = outline.cues.sense("etiquette", values[0][1].label)
        if holder is not None:
            fiche.attach(outline, holder, sense, values)
        else:
            for index, _ in values:
                outline.set_aside(index, "etiquette-sans-fiche")

    def _sheet(self) -> Draft | None:
        """The item that labels here describe: the one just above, a bare heading made a sheet."""
        draft = self.last.draft
        if draft is None:
            return None
        bare = draft.form[:1] in ("", "n") and draft.structural
        if draft.niveau == "axe" and bare:
            sort = "action" if draft.form and draft.acts else "projet"
            draft.niveau, draft.structural, draft.regle = sort, False, "fiche"
            draft.confiance, draft.parent = 0.9, self.outline.listing or draft.parent
            self.last.labels.clear()
            if draft in self.outline.open:
                self.outline.open.remove(draft)
        return draft

    def _late_indicators(self, index: int, holder: Draft | None) -> int:
        """Indicators printed below a sheet whose label was lost or moved by conversion."""
        outline = self.outline
        while holder is not None and index < len(outline.blocks):
            block = outline.blocks[index]
            plain = block.kind == "paragraphe" or (block.kind == "titre" and not block.level)
            if not plain or not outline.marks.indicator.match(block.text):
                break
            fiche.attach(outline, holder, "indicateur", [(index, block)])
            index += 1
        return index

    # ------------------------------------------------------------------ lists, tables, prose
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
        if outline.zone in ("sommaire", "liminaire", "ecart") and outline.mode is None:
            for i in range(index, last):
                outline.set_aside(i, outline.zone)
        else:
            listes.take_list(outline, index, last)
            zone = "exemples" if outline.examples else outline.zone
            for i in range(index, last) if zone else ():
                outline.set_aside(i, zone)
        if len(outline.drafts) > before:
            self.last.draft = outline.drafts[-1]
        return last

    def _table(self, index: int) -> int:
        outline, number = self.outline, self.outline.blocks[index].table
        last = index
        while last < len(outline.blocks) and outline.blocks[last].table == number:
            last += 1
        if outline.zone == "sommaire":
            for i in range(index, last):
                outline.set_aside(i, "sommaire")
            return last
        holder = outline.holder()
        table = tableau.take_table(outline, index, last, self.last.table)
        if table is not None and "projet" in table.senses.values():
            outline.listing = holder
        if table is None and not sans_entete.take_bare_table(outline, index, last) and outline.zone:
            for i in range(index, last):
                outline.set_aside(i, outline.zone)
        self.last = _Last(None, table)
        return last

    def _lost_bullet(self, block: Block) -> bool:
        """An item whose list mark conversion lost: an act alone on its lines, under a named axe
        or objectif, that ends as items do."""
        outline, holder = self.outline, self.outline.holder()
        mode = outline.mode
        named = holder is not None and bool(holder.form)
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
        self.last.draft = draft
        return True

    def _prose(self, index: int, block: Block) -> int:
        outline, mode = self.outline, self.outline.mode
        self.last.table = None
        if mode is not None and mode.regle == "engagement" and self._orphan(index, block, mode):
            return index + 1
        if outline.zone in ("sommaire", "liminaire", "ecart"):
            outline.set_aside(index, outline.zone)
            return index + 1
        if self._lost_bullet(block):
            return index + 1
        strict = outline.examples or outline.zone in ("chapitre", "signataires")
        made = engagements.in_prose(outline, index, block, strict)
        if made:
            self.last.draft = made[-1]
        else:
            outline.set_aside(index, outline.zone or "recit")
        ends = block.text.endswith((".", "!")) or len(block.text) > SHORT
        if mode is not None and not (mode.titles or mode.lasting or mode.past_prose) and ends:
            outline.mode = None
        return index + 1
