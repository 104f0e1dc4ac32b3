"""Labels and the items that they describe: who above, what below, until the next sheet."""

from collections.abc import Iterable

from pvgraph.layouts import apports, axes_etiquetes, decrits, fiche, inconnues, modes, rangs
from pvgraph.layouts.numerote import is_numbered_item, is_rubric
from pvgraph.layouts.outline import ROLES, SHEET, Draft, Outline
from pvgraph.model import MESURES, Block, Source
from pvgraph.reading.marks import peel
from pvgraph.reading.words import key

FEW = 3  # a heading of more words is a label only where the list has it whole
WORDS_MAX = 6  # a label is a few words
NEAR = 12  # blocks within which another label makes a heading one


class Labels:
    """`draft` is the item that labels right here would describe; `seen` its labels so far."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.draft: Draft | None = None
        self.seen: set[str] = set()
        self.group: list[Draft] = []

    def opens(self, index: int, block: Block) -> bool:
        """Whether a heading is the label of an item just above."""
        if self.draft is None:
            return False
        if not self.is_label(index, block):
            return inconnues.is_label(self.outline, self.draft, index, block)
        sense = self.outline.cues.sense("etiquette", block.text)
        amorce = self.outline.cues.sense("amorce", block.text)
        aim = self.draft.niveau == "objectif" and self.draft.form[:1] not in ("", "#")
        named = amorce and modes.names_heading(self.outline, block)
        if named or sense.startswith("intitule-") or (aim and amorce in ("action", "objectif")):
            return False
        if self.draft.niveau == "axe" and self.draft.form[:1] not in ("", "#"):
            return sense in SHEET
        listed = self.draft.regle not in ("titre", "fiche", "numerote", "tableau")
        return not (listed and amorce)

    def after_title(self, index: int, block: Block, made: bool) -> None:
        """What labels below a heading describe; a list that a question of a sheet announces
        (« Comment ? ») is the sheet's."""
        sheet, mode = self.draft, self.outline.mode
        self.draft = self.outline.drafts[-1] if made else None
        asked = not made and bool(self.outline.cues.sense("etiquette", block.text))
        if asked and mode is not None and mode.position == index:
            mode.owner = sheet if sheet is not None and sheet.regle == "fiche" else mode.owner

    def is_label(self, index: int, block: Block) -> bool:
        """A heading that is a sheet's label, with another label not far."""
        sense = self.outline.cues.sense("etiquette", block.text)
        if not sense or block.marker or self.outline.above_sheet(index):
            return False
        if sense == "axe" and self.outline.cues.sense("titre", block.text) == "generique":
            return False  # « Axes transversaux »
        if not self.outline.cues.is_label(block.text) and (
            len(block.text.split()) > FEW or rangs.beside_open(self.outline, self.draft, block)
        ):
            return False
        told = rangs.opens_prose(self.outline, index) or apports.is_chapter(self.outline, index)
        if sense in ROLES and told:
            return False
        near = self.outline.blocks[max(0, index - NEAR) : index + NEAR + 1]
        senses = self._senses(b for b in near if b.kind == "valeur" or self._like(b))
        return len(senses) > 1 and bool(senses & SHEET)

    def _senses(self, blocks: Iterable[Block]) -> set[str]:
        """What these labels mean, those with their value on the line among them."""
        return {self.outline.cues.sense("etiquette", b.label or b.text) for b in blocks}

    def _like(self, block: Block) -> bool:
        if block.kind != "titre" or block.marker or len(block.text.split()) > WORDS_MAX:
            return False
        return bool(self.outline.cues.sense("etiquette", block.text))

    def take_title(self, index: int, block: Block) -> int:
        outline = self.outline
        sense = outline.cues.sense("etiquette", block.text) or fiche.UNKNOWN
        outline.set_aside(index, "etiquette")
        if sense in self.seen:
            self.seen.clear()
        self.seen.add(sense)
        values, index = [], index + 1
        while index < len(outline.blocks):
            value = outline.blocks[index]
            listed = sense == "ecart" and self._listed(value)
            if not (listed or self._is_value(index, value)):
                break
            if value.kind != "mobilier":
                values.append((index, value))
            index += 1
        near = rangs.until_objectif(outline, outline.blocks[index : index + NEAR])
        # « 4. Partenaires » is of the heading above, not of the last item of the list before it.
        holder = outline.holder() if block.marker else self._sheet(self._senses(near))
        if sense in ("indicateur", "resultat"):
            holder = outline.measured(holder)
        if holder is not None:
            before = len(outline.drafts)
            fiche.attach(outline, holder, sense, values)
            self._follow(holder, outline.drafts[before:])
        return index

    def _follow(self, holder: Draft, made: list[Draft]) -> None:
        """Labels below the acts of an objectif's sheet describe these, not the objectif."""
        acts = [d for d in made if d.niveau in MESURES]
        if holder.niveau == "objectif" and acts:
            self.draft, self.group = acts[-1], acts

    def _listed(self, block: Block) -> bool:
        """Whether a value is printed with its label behind a list mark: « - Crédits : FIPD » below
        « Moyens mobilisés » is one of the means, no label of the sheet."""
        text = self.outline.text
        line = text[text.rfind("\n", 0, block.span.start) + 1 : block.span.start]
        marked = peel(line, 0, len(line), self.outline.marks).mark
        return block.kind == "valeur" and bool(marked)

    def _is_value(self, index: int, block: Block) -> bool:
        """Whether a block goes on with the value of the label above: not a label, not the title
        of the next sheet (a heading right above a label that this sheet already has)."""
        if block.kind in ("cellule", "valeur") or is_numbered_item(self.outline, block):
            return False
        if is_rubric(self.outline, block):
            return False
        if block.kind != "titre":
            return True
        if block.level or block.marker or self.is_label(index, block):
            return False
        if self.outline.cues.sense("titre", block.text) or block.text.endswith(":"):
            return False
        after = next((b for b in self.outline.blocks[index + 1 : index + 3]), None)
        if after is None or not (after.kind == "valeur" or self._like(after)):
            return True
        label = after.label or after.text
        return self.outline.cues.sense("etiquette", label) not in self.seen

    def take_values(self, index: int) -> int:
        outline = self.outline
        if self._below_announcement(index):
            return self._bind_mode(index)
        if axes_etiquetes.opens(outline, self.draft, index, self._run(index)):
            self.draft = axes_etiquetes.take(outline, index)
            return index + 1
        holder = None if self._names_item(index) else self._sheet(self._run(index))
        values: list[tuple[int, Block]] = []
        while index < len(outline.blocks) and outline.blocks[index].kind in ("valeur", "mobilier"):
            block = outline.blocks[index]
            if block.kind == "mobilier":
                outline.set_aside(index, block.marker or "mobilier")
            elif self._names_item(index):
                self._flush(holder, values)
                values, holder = [], self._named(index, block)
            elif values and block.label == values[-1][1].label:
                values.append((index, block))
            else:
                holder = self._flush(holder, values)
                values = [(index, block)]
            index += 1
        self._flush(holder, values)
        return fiche.late_indicators(outline, index, holder)

    def _below_announcement(self, index: int) -> bool:
        """Whether bodies are named between what announces a list (« Nos engagements ») and it."""
        outline, mode = self.outline, self.outline.mode
        senses = self._run(index)
        last = index
        while last < len(outline.blocks) and outline.blocks[last].kind in ("valeur", "mobilier"):
            last += 1
        listed = last < len(outline.blocks) and outline.blocks[last].kind == "puce"
        announced = mode is not None and mode.niveau == "action" and mode.position == index - 1
        return announced and listed and bool(senses) and senses <= set(ROLES)

    def _bind_mode(self, index: int) -> int:
        """Give the list below the bodies that the labels from `index` name."""
        outline, mode = self.outline, self.outline.mode
        while outline.blocks[index].kind in ("valeur", "mobilier"):
            block = outline.blocks[index]
            role = outline.cues.sense("etiquette", block.label)
            outline.set_aside(index, role or block.marker or "mobilier")
            if mode is not None and role:
                mode.sources += (Source(block.span, role, "herite"),)
            index += 1
        return index

    def _names_item(self, index: int) -> bool:
        """Whether a label gives the item's own name, or opens an objectif outside any sheet."""
        block = self.outline.blocks[index]
        sense = self.outline.cues.sense("etiquette", block.label)
        draft = self.draft
        if sense == "objectif":
            return draft is None or not rangs.lists_aims(self.outline, draft, index)
        return sense.startswith("intitule-")

    def _named(self, index: int, block: Block) -> Draft:
        """The item that « Intitulé : … » or « Objectif opérationnel : … » names."""
        outline = self.outline
        sense = outline.cues.sense("etiquette", block.label)
        sheet = outline.unnamed()  # « FICHE-ACTION N° 1.2 » alone above
        niveau = sense.removeprefix("intitule-")
        if sheet is not None:
            niveau = sheet.niveau if (sheet.niveau, niveau) == ("projet", "action") else niveau
        word = key(block.label) if sense == "objectif" else niveau
        draft = outline.make(block, niveau, "fiche", 0.9, None, position=index, form=word)
        draft.numero = draft.numero or (sheet.numero if sheet is not None else None)
        outline.push(draft)
        self.draft = draft
        return draft

    def _flush(self, holder: Draft | None, values: list[tuple[int, Block]]) -> Draft | None:
        """Bind the values of one label; what the labels after it describe."""
        if not values:
            return holder
        outline = self.outline
        sense = outline.label(values[0][1].label) or fiche.UNKNOWN
        held = decrits.held(outline, self.group, holder, values[0][1], sense)
        before = len(outline.drafts)
        for one in held if sense in ROLES else held[:1]:
            fiche.attach(outline, one, sense, values)
        if not held:
            for index, _ in values:
                outline.set_aside(index, "etiquette-sans-fiche")
        if holder is None or sense != "action":
            return holder
        self._follow(holder, outline.drafts[before:])
        return self.draft if self.draft in self.group else holder

    def _run(self, index: int) -> set[str]:
        """The senses of the labels that follow one another from here."""
        senses = set()
        for block in self.outline.blocks[index : index + 2 * NEAR]:
            if block.kind not in ("valeur", "mobilier"):
                break
            senses.add(self.outline.label(block.label))
        return senses

    def _sheet(self, senses: set[str]) -> Draft | None:
        """The item that labels here describe: the one just above, a bare heading made a sheet."""
        draft = self.draft
        if draft is None:
            return None
        bare = draft.form[:1] in ("", "#") and draft.structural and bool(senses & SHEET)
        if draft.niveau == "axe" and bare:
            sort = "action" if draft.form and draft.acts else "projet"
            draft.niveau, draft.structural, draft.regle = sort, False, "fiche"
            draft.confiance, draft.parent = 0.9, self.outline.listing or draft.parent
            self.seen.clear()
            if draft in self.outline.open:
                self.outline.open.remove(draft)
        return draft
