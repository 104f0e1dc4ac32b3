"""Source text → blocks: what the page shows, with offsets into the untouched file.

`read` is pure and linear in the length of the text. Blocks are in order and disjoint; a block's
text is always `fold(text[span])`. Where a sentence runs over a page number or a running header,
its span is contiguous and holds them: the evidence stays whole and nothing is rewritten.
"""

from dataclasses import replace

from pvgraph.model import Block, Span, fold
from pvgraph.reading import (
    aligned,
    aligned_rows,
    captions,
    eparses,
    flow,
    grids,
    markup,
    pages,
    piped,
    sheet_rows,
    spaced,
    tabbed,
    tableur,
    web,
    wikis,
)
from pvgraph.reading.bare_labels import mark_bare_labels
from pvgraph.reading.cells import split_cell
from pvgraph.reading.counted import mark_counted
from pvgraph.reading.cues import Cues, cues
from pvgraph.reading.furniture import mark_furniture
from pvgraph.reading.joins import join
from pvgraph.reading.lines import Line, split_lines
from pvgraph.reading.rejoined import rejoin
from pvgraph.reading.rubrics import mark_rubrics
from pvgraph.reading.sheets import named_below, values_below
from pvgraph.reading.who_lines import mark_who_lines
from pvgraph.reading.words import Marks, marks

__all__ = ["read"]


def read(text: str, forms: Marks | None = None, cue: Cues | None = None) -> tuple[Block, ...]:
    """The blocks of `text`; forms and cues default to the project's files of `extract/`."""
    forms, cue = forms or marks(), cue or cues()
    sheet = tableur.tabbed(text)
    if sheet is not text:
        return tuple(replace(b, text=b.span.of(text)) for b in read(sheet, forms, cue))
    lines = rejoin(text, web.apart(text, split_lines(text)), forms)
    markup.mark_wiki(lines)
    mark_furniture(lines, forms, cue)
    mark_counted(lines)
    mark_rubrics(lines, forms, cue)
    mark_bare_labels(lines, cue)
    mark_who_lines(lines, cue, forms)
    blocks = named_below(_Reader(text, lines, forms, cue).blocks(), cue)
    return tuple(join(text, values_below(text, blocks, cue, forms), forms))


class _Reader:
    """One pass over the lines; tables are numbered in order."""

    def __init__(self, text: str, lines: list[Line], forms: Marks, cue: Cues) -> None:
        self.text, self.lines, self.forms, self.cues = text, lines, forms, cue
        self.sheets = aligned.Sheets(lines, cue)
        self.table = -1
        self.above: pages.Above | None = None  # the table read last
        self.out: list[Block] = []

    def blocks(self) -> list[Block]:
        i = 0
        while i < len(self.lines):
            line = self.lines[i]
            if line.blank:
                i += 1
            elif wikis.starts(line):
                i = self._grid(*wikis.read(self.text, self.lines, i), "wiki")
            elif line.furniture and not piped.opens_drawn(self.lines, i):
                i = self._furniture(i)
            elif grids.html_starts(line):
                i = self._grid(*grids.read_html(self.text, self.lines, i), "html")
            else:
                i = self._rows(i)
        return self.out

    def _rows(self, i: int) -> int:
        """A table told by the marks between its cells, else running lines."""
        if piped.starts(self.lines, i, self.cues):
            return self._grid(*piped.read(self.text, self.lines, i), "pipe")
        if self._captions(i):
            row = tabbed.cells(self.text, self.lines[i])
            self.out.append(captions.block(self.text, row, self.forms, self.cues))
            return i + 1
        if self._tabbed(i):
            return self._grid(*tabbed.read_tabbed(self.text, self.lines, i, self.cues), "tab")
        spaces = spaced.starts(self.lines, i, self.cues)
        if not spaces and self.sheets.starts(i):
            return self._sheet(i)
        if spaces or spaced.drawn(self.lines, i):
            return self._grid(*spaced.read(self.lines, i, self.cues, self.sheets), "spaces")
        if eparses.is_header(self.lines[i], self.cues):
            apart = eparses.read(self.text, self.lines, i, self.cues, self.forms)
            if apart is not None:
                return self._grid(*apart, "apart")
        return self._chunk(i)

    def _sheet(self, i: int) -> int:
        entries, after = aligned_rows.read(self.text, self.sheets, i, self.forms)
        if self.sheets.commits(i):
            self.out += sheet_rows.promises(self.text, entries, self.forms)
        else:
            self.out += sheet_rows.entries(self.text, entries, self.cues, self.forms)
        return after

    def _furniture(self, i: int) -> int:
        line = self.lines[i]
        start = line.start + len(line.text) - len(line.text.lstrip())
        span = Span(start, start + len(line.text.strip()))
        self.out.append(Block("mobilier", 0, span, span.of(self.text), line.furniture))
        return i + 1

    def _chunk(self, i: int) -> int:
        first = i
        while i < len(self.lines) and self._running(i):
            if i > first and (self._aligned(i) or eparses.opens(self.lines, i, self.cues)):
                break
            i += 1
        after = self.lines[i] if i < len(self.lines) else None
        tabled = after is not None and not after.blank and not after.furniture
        before = self.lines[first - 1] if first else None
        alone = before is None or before.blank or bool(before.furniture) or tabled
        for lines in markup.chunks(self.lines[first:i]):
            alone = alone or lines[0] is not self.lines[first]
            self.out += flow.read_chunk(self.text, lines, self.forms, self.cues, alone)
        return i

    def _running(self, i: int) -> bool:
        line = self.lines[i]
        if line.blank or (line.furniture and line.furniture != "filet"):
            return False
        tabled = grids.html_starts(line) or wikis.starts(line)
        return not (tabled or self._tabbed(i) or piped.starts(self.lines, i, self.cues))

    def _aligned(self, i: int) -> bool:
        """Whether a table or a sheet aligned by spaces begins on line `i`."""
        table = spaced.starts(self.lines, i, self.cues)
        return table or self.sheets.starts(i) or spaced.drawn(self.lines, i)

    def _tabbed(self, i: int) -> bool:
        return tabbed.is_tabbed(self.lines[i])

    def _captions(self, i: int) -> bool:
        return self._tabbed(i) and captions.is_title(self.lines, i, self.cues)

    def _grid(self, grid: grids.Grid, after: int, form: str) -> int:
        named = grids.caption(self.text, grid) if form == "html" else None
        if named is not None:
            self.out.append(Block("titre", 0, named, named.of(self.text)))
        if form == "tab" and self._is_contents(grid):
            span = Span(grid.start, grid.end)
            self.out.append(Block("mobilier", 0, span, span.of(self.text), "sommaire"))
            return after
        if sheet_rows.is_sheet(self.text, grid, self.cues, self.forms):
            self.out += sheet_rows.blocks(self.text, grid, self.cues, self.forms)
            return after
        self._table(grid, form)
        return after

    def _table(self, grid: grids.Grid, form: str) -> None:
        above = pages.rows_above(self.text, self.above, grid, form, self.out, self.cues)
        self.table += not above
        heads = captions.heads(self.text, grid, self.cues)
        for number, row in enumerate(grid.rows):
            if number in heads:
                self.table += number > 0
                self.out.append(captions.block(self.text, row, self.forms, self.cues))
                continue
            for column, cell in row:
                self._cell(cell, above + number, column)
        self.above = pages.Above(form, grid, above + len(grid.rows), len(self.out))

    def _cell(self, cell: Span, row: int, column: int) -> None:
        for piece in split_cell(self.text, cell, self.forms):
            span = piece.peeled.span
            marker = piece.peeled.number or piece.peeled.mark or ("<" if piece.frank else "")
            self.out.append(
                Block("cellule", piece.level, span, span.of(self.text), marker,
                      self.table, row, column)
            )  # fmt: skip

    def _is_contents(self, grid: grids.Grid) -> bool:
        """Rows that end with page numbers in growing order: a table of contents."""
        pages = []
        for row in grid.rows:
            last = fold(self.text[row[-1][1].start : row[-1][1].end])
            if len(row) < 2 or not self.forms.page_ref.fullmatch(last):
                return False
            pages.append(int("".join(c for c in last if c.isdigit())))
        return len(pages) >= 3 and pages == sorted(pages)
