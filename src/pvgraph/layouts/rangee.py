"""One row of a table: its levels from the outermost column in, then results, indicators, bodies."""

from pvgraph.layouts import crochets, lignes
from pvgraph.layouts.colonnes import MESURES, Table, opens_rows
from pvgraph.layouts.outline import RANK, Draft, Outline
from pvgraph.layouts.pieces import acts_apart, cut, split_indicators
from pvgraph.model import Block, Source, Span


class RowReader:
    """Reads the cells of one row under what the table's columns and rows above say."""

    def __init__(
        self, outline: Outline, table: Table, cells: dict[int, list[tuple[int, Block]]]
    ) -> None:
        self.outline, self.table, self.cells = outline, table, cells
        self.made: list[Draft] = []
        self.at: dict[int, list[Draft]] = {}

    def read(self) -> None:
        senses = self.table.senses
        order = sorted(senses, key=self._rank)
        levels = [c for c in order if senses[c] in ("axe", *MESURES)]
        for depth, column in enumerate(levels):
            self._level(column, levels[:depth])
        self._number()
        for column in order:
            sense = senses[column]
            if sense in ("resultat", "indicateur"):
                left = [c for c in levels if c < column or senses[c] == "objectif"]
                self._measures(column, sense, left or levels)
            elif sense in ("porteur", "partenaire", "financeur"):
                self._bodies(column, sense)
            elif sense in ("description", "ecart"):
                self._other(column, sense)

    def _number(self) -> None:
        """What a column of numbers holds is the number of the item right of it, else of the row's
        outermost own item."""
        column = next((c for c, s in self.table.senses.items() if s == "numero"), None)
        cell = self.cells.get(column, []) if column is not None else []
        for index, _ in cell:
            self.outline.set_aside(index, "numero")
        if not cell or column is None:
            return
        beside = [d for d in self.made if d.column == column + 1]
        own = next(iter(beside or self.made), None)
        if own is not None and own.numero is None:
            own.numero = (cell[0][1].marker or cell[0][1].text).rstrip(".") or None

    def _level(self, column: int, above: list[int]) -> None:
        niveau = self.table.senses[column]
        cell = self.cells.get(column, [])
        owner = self.table.tops.get(column) or self._owner(above, niveau)
        named = lignes.axe_named(self.outline, cell) if niveau == "axe" else []
        if named or self._stands(column, niveau, cell, owner):
            self.at[column] = named or self.table.carried.get(column, [])
            return
        cell = self.cells[column] = acts_apart(self.outline.text, cell, niveau)
        self._items(cell, niveau, owner)
        self.at[column] = drafts = self._drafts_of(column)
        if drafts:
            self.table.carried[column] = drafts
            for inner in [c for c in self.table.carried if self._rank(c) > self._rank(column)]:
                del self.table.carried[inner]  # a new objectif has none of the one before

    def _rank(self, column: int) -> tuple[int, int]:
        """How far in a column's level stands."""
        return RANK.get(self.table.senses[column], 9), column

    def _stands(
        self, column: int, niveau: str, cell: list[tuple[int, Block]], owner: Draft | None
    ) -> bool:
        """Whether the cell of the row above stands for this row: nothing here, the same words
        again, or the second half of its words."""
        if not cell:
            return True
        rule = "cellule-repetee" if self._repeats(column, niveau, cell, owner) else ""
        rule = rule or ("suite-de-cellule" if self._goes_on(cell[0][1], column, niveau) else "")
        for index, _ in cell if rule else ():
            self.outline.set_aside(index, rule)
        return bool(rule)

    def _items(self, cell: list[tuple[int, Block]], niveau: str, owner: Draft | None) -> None:
        drafts: list[Draft] = []
        source: Source | None = None
        number = ""
        for index, block in cell:
            if not block.text or (block.text == block.marker and len(cell) > 1):
                number = block.marker
                self.outline.set_aside(index, "numero")
            elif drafts and crochets.is_alone(block):
                self.outline.set_aside(index, "precision")
            elif drafts and not block.marker and block.text[:1].islower():
                self.outline.set_aside(index, "suite-de-cellule")
            elif lignes.is_head(self.outline, cell, block):
                source = Source(block.span, "porteur", "herite")
                self.outline.set_aside(index, "tete-de-cellule")
            else:
                draft = self._draft(block, niveau, owner, drafts, number)
                draft.sources += [source] if source is not None else []
                number = ""

    def _repeats(
        self, column: int, niveau: str, cell: list[tuple[int, Block]], owner: Draft | None
    ) -> bool:
        """The cell of the row above printed again: one axe or objectif, not two."""
        before = self.table.carried.get(column, [])
        if niveau not in ("axe", "objectif") or len(cell) != 1 or len(before) != 1:
            return False
        same = before[0].span.of(self.outline.text) == cell[0][1].text
        return same and before[0].parent is owner

    def _drafts_of(self, column: int) -> list[Draft]:
        spans = {b.span for _, b in self.cells.get(column, [])}
        starts = {s.start for s in spans}
        return [d for d in self.made if d.span.start in starts and d.column == column]

    def _draft(
        self, block: Block, niveau: str, owner: Draft | None, drafts: list[Draft], number: str
    ) -> Draft:
        outline = self.outline
        depth = block.marker.count(".") + 1 if _is_dotted(block.marker) else 0
        if depth > 1:
            niveau = outline.levels.setdefault(depth, niveau)
            owner = (self._numbered_owner(block.marker) if depth > 2 else None) or owner
        if block.level and drafts:
            owner = drafts[-1]
        draft = outline.make(block, niveau, "tableau", 0.95, owner, position=self.table.first)
        draft.column = next(c for c, cell in self.cells.items() if any(b is block for _, b in cell))
        draft.structural = niveau == "axe"
        draft.sources += [s for c, s in self.table.bodies.items() if c == draft.column]
        draft.numero = draft.numero or number or None
        if not block.level:
            drafts.append(draft)
        self.made.append(draft)
        return draft

    def _numbered_owner(self, marker: str) -> Draft | None:
        """The draft whose number is the beginning of this one (1.2 for 1.2.3)."""
        prefix = marker.strip(".").rsplit(".", 1)[0]
        drafts = self.outline.drafts[-400:]
        return next((d for d in reversed(drafts) if d.numero == prefix), None)

    def _owner(self, above: list[int], niveau: str) -> Draft | None:
        """The one draft of the nearest column further out; where it holds several, one more out."""
        for column in reversed(above):
            if self.table.senses[column] == niveau not in ("axe", "objectif"):
                continue
            tops = self.at.get(column, [])
            tops = [d for d in tops if d.parent not in tops]
            if len(tops) == 1:
                return tops[0]
            if tops:
                return tops[0].parent
        return self.outline.holder()

    def _goes_on(self, block: Block, column: int, niveau: str) -> bool:
        """A carried cell printed on over two rows: the second half starts with a small letter."""
        return (
            niveau in ("axe", "objectif")
            and block.marker in ("", "<")
            and block.text[:1].islower()
            and bool(self.table.carried.get(column))
        )

    def _measures(self, column: int, sense: str, levels: list[int]) -> None:
        owner = self._measured(levels, sense)
        above: Draft | None = None
        for index, block in self.cells.get(column, []):
            rest = above is not None and lignes.is_rest(self.outline, block)
            if rest or not any(c.isalpha() for c in block.text):
                self.outline.set_aside(index, "suite-de-cellule" if rest else "cellule-vide")
                continue
            whole = sense == "resultat" or block.marker != ""
            spans = [block.span] if whole else split_indicators(self.outline, block.span)
            for span in spans:
                part = block if whole else cut(block, span, self.outline.text)
                parent = above if block.level and above is not None else owner
                draft = self.outline.make(part, sense, "tableau", 0.95, parent)
                above = above if block.level and above is not None else draft

    def _measured(self, levels: list[int], sense: str) -> Draft | None:
        """What a row's measures are of: its objectif, else its one action or projet; a result, the
        objectif above the table too."""
        at = [self.at.get(column, []) for column in levels]
        for drafts in reversed(at):
            if len(drafts) == 1 and drafts[0].niveau == "objectif":
                return drafts[0]
        last = at[-1] if at else []
        above = {d.parent for d in last if d.niveau == "action"} if sense == "resultat" else set()
        aim = above.pop() if len(above) == 1 else None
        if aim is not None and aim.niveau == "objectif":
            return aim
        if len(last) == 1:
            return last[0]
        for drafts in reversed(at[:-1]):
            if len(drafts) == 1:
                return drafts[0]
        return last[0].parent if last else self.outline.holder()

    def _bodies(self, column: int, role: str) -> None:
        holders = self._deepest()
        sources = []
        for index, block in self.cells.get(column, []):
            self.outline.set_aside(index, role)
            whole = Source(block.span, role, "explicite")
            led = column in self.table.led
            sources += crochets.carried(self.outline.text, whole) if led else [whole]
        if role == "porteur" and opens_rows(self.table, column):
            sources = self.table.bearers = sources or self.table.bearers
        for draft in holders:
            draft.sources += sources

    def _deepest(self) -> list[Draft]:
        """The row's own mesures at its deepest level: to them the named bodies are bound."""
        own = [d for d in self.made if d.niveau in MESURES]
        if not own:
            return []
        rank = max(RANK[d.niveau] for d in own)
        return [d for d in own if RANK[d.niveau] == rank]

    def _other(self, column: int, sense: str) -> None:
        cell = self.cells.get(column, [])
        for index, _ in cell:
            self.outline.set_aside(index, f"colonne-{sense}")
        own = self._deepest()
        if sense == "description" and cell and len(own) == 1:
            own[0].description = Span(cell[0][1].span.start, cell[-1][1].span.end)


def _is_dotted(marker: str) -> bool:
    return "." in marker.strip(".") and marker.replace(".", "").isdigit()
