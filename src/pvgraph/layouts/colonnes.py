"""The columns of a table: what their headers say, and what the headers leave open."""

import re
from dataclasses import dataclass, field

from pvgraph.layouts import buts, carries, devinees
from pvgraph.layouts.outline import RANK, Draft, Outline
from pvgraph.model import Block, Source
from pvgraph.reading.cues import BODIES
from pvgraph.reading.words import key

Rows = dict[int, dict[int, list[tuple[int, Block]]]]  # row → column → blocks with their index
MESURES = ("objectif", "action", "projet")
LABELS = {*BODIES, "objectif", "indicateur", "resultat", "ecart"}  # of sheets that name columns
LEVELS = 2  # that one header names
_BETWEEN = re.compile(r"\s*(?:[/&,]|\s[-–—]\s|\bet\b)\s*(?:(?:l[ae]s?|leurs)\s+)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\w)")
ABOVE_MAX = 6  # rows of a table, of which one is its header
HEADER_MAX = 90  # a column's header is a few words


@dataclass(slots=True)
class Table:
    """Blocks of one table by row and column; `senses` gives each column its meaning."""

    rows: Rows
    senses: dict[int, str] = field(default_factory=dict)
    header: int | None = None
    bodies: dict[int, Source] = field(default_factory=dict)
    first: int = 0
    carried: dict[int, list[Draft]] = field(default_factory=dict)
    bearers: list[Source] = field(default_factory=list)
    led: set[int] = field(default_factory=set)
    tops: dict[int, Draft] = field(default_factory=dict)  # the axe that heads a column
    over: dict[int, str] = field(default_factory=dict)  # upper level of « Objectifs et actions »


def same_width(table: Table, before: Table) -> bool:
    return max(c for row in table.rows.values() for c in row) <= max(before.senses, default=0)


def read_header(outline: Outline, table: Table) -> None:
    """The first row whose cells are short and mostly known column names; what stands above it
    (« Mis à jour le 2 mai | version 3 ») is of a few rows."""
    for number in sorted(table.rows)[:ABOVE_MAX]:
        cells = {c: " ".join(b.text for _, b in cell) for c, cell in table.rows[number].items()}
        senses = {c: sense_of(outline, t) for c, t in cells.items()}
        short = all(len(t) <= HEADER_MAX for t in cells.values())
        short = short and not _is_named(outline, table.rows[number])
        if not short or not any(senses.values()):
            continue
        known = _complete(outline, table, number, cells, senses)
        level = [s for s in senses.values() if s.split("-")[0] in RANK]
        if level and known * 2 >= len(cells) and known > 1 - (len(cells) == 1):
            table.header = number
            table.senses = {c: s for c, s in senses.items() if s}
            _read_bodies(outline, table)
            _read_second(outline, table)
            return


def _read_second(outline: Outline, table: Table) -> None:
    """A second row of headers (« Pilotes | Associés » under « Acteurs »): each of its cells is the
    header of a column that holds no level."""
    after = min((n for n in table.rows if n > (table.header or 0)), default=None)
    if after is None:
        return
    cells = {c: " ".join(b.text for _, b in cell) for c, cell in table.rows[after].items() if cell}
    senses = {c: outline.cues.sense("colonne", text) for c, text in cells.items()}
    plain = all(table.senses.get(c, "").split("-")[0] not in RANK for c in cells)
    if len(cells) > 1 and plain and all(s and s not in RANK for s in senses.values()):
        table.header = after
        table.senses |= senses


def _is_named(outline: Outline, row: dict[int, list[tuple[int, Block]]]) -> bool:
    """Whether a row is one heading with its word and number (« Onglet 4 – Engagements »)."""
    cells = [b for cell in row.values() for _, b in cell]
    return len(cells) == 1 and bool(outline.marks.level_word.match(cells[0].marker))


def _complete(
    outline: Outline, table: Table, header: int, heads: dict[int, str], senses: dict[int, str]
) -> int:
    """Add to the senses of columns by their headers what their cells say; how many columns are
    known: those that the cells show count beside others whose header says enough, or where they
    show most of a table (acts and what they stand under or are measured by)."""
    rows = [row for n, row in table.rows.items() if n > header]
    below = devinees.columns(outline, rows, list(senses))
    known = sum(map(bool, senses.values()))
    sure = known > 1 or devinees.DONE & set(senses.values())
    found = carries.done_below(outline, below, senses)
    found = found or devinees.guess(outline, below, senses)
    senses |= found
    senses |= buts.below_axe(outline, heads, senses, below)
    told = set(found.values())
    sure = sure or (devinees.DONE & told and told & {"objectif", "indicateur"})
    count = sum(map(bool, senses.values())) if sure else known
    senses |= devinees.bodies(outline, below, senses)
    return count


def sense_of(outline: Outline, head: str) -> str:
    """The sense of a column's header; below « L'État s'engage à : » are actions."""
    promised = head.endswith(":") and outline.cues.promises(head)
    if promised:
        return "action"
    return _two(outline, head) or outline.cues.sense("colonne", head) or _labelled(outline, head)


def _labelled(outline: Outline, head: str) -> str:
    """What a header says that is a label of sheets too (« En appui », « Démarrage »)."""
    sense = outline.cues.sense("etiquette", head) if outline.cues.is_label(head) else ""
    return sense if sense in LABELS else ""


def _two(outline: Outline, head: str) -> str:
    """« Objectifs et actions », « Axes / objectifs »: the two levels that a header names."""
    parts = _BETWEEN.split(key(head).rstrip(" :"))
    senses = [outline.cues.sense("colonne", part) for part in parts]
    if len(senses) != LEVELS or not {*senses} <= {"axe", *MESURES}:
        return ""
    upper, lower = senses
    return f"{upper}-{lower}" if RANK[upper] < RANK[lower] else ""


def _read_bodies(outline: Outline, table: Table) -> None:
    """« Engagements de l'Etat » beside « Engagements de la Région »: each column names its body."""
    columns = [c for c, s in table.senses.items() if s in MESURES]
    for column in columns if len(columns) > 1 else ():
        block = table.rows[table.header or 0][column][0][1]
        if outline.cues.subject.search(key(block.text)) or outline.cues.promises(block.text):
            table.bodies[column] = Source(block.span, "porteur", "herite")


def is_repeated_header(table: Table, number: int) -> bool:
    """The header printed again after a page break."""
    if table.header is None or number == table.header:
        return False
    words = [
        {c: [b.text for _, b in cell] for c, cell in table.rows[n].items()}
        for n in (table.header, number)
    ]
    return words[0] == words[1]


def opens_rows(table: Table, column: int) -> bool:
    """Whether a column stands before all that is done (« Signataire | S'engage à »): then an
    empty cell is the one above, carried on."""
    levels = (c for c, s in table.senses.items() if s in ("axe", *MESURES))
    return column < min(levels, default=0)


def _settle_numbers(table: Table) -> None:
    """A column of bare numbers: the header over it (« Engagement commun », over both) is that of
    the words to its right."""
    rows = [row for n, row in table.rows.items() if n != table.header]
    for column in sorted({c for row in rows for c in row}):
        cells = [b for row in rows for _, b in row.get(column, [])]
        numbers = bool(cells) and not any(any(c.isalpha() for c in b.text) for b in cells)
        if not numbers or any(not (b.text or b.marker) for b in cells):
            continue
        if all(_YEAR.match(b.text or b.marker) for b in cells):
            table.senses.setdefault(column, "ecart")  # « 2025 », « 2026-2028 »
            continue
        sense, beside = table.senses.get(column, ""), column + 1 in table.senses
        if sense in ("axe", *MESURES) and not beside:
            table.senses[column + 1] = sense
        elif not beside or sense not in ("", *MESURES):
            continue  # « 2 » under « Priorité » names the axe
        table.senses[column] = "numero"


def _settle_stakes(table: Table) -> None:
    """A column of « enjeux » holds the axes where no other does and each stands over several
    rows; else it tells why."""
    rows = [n for n in table.rows if n != table.header]
    for column in [c for c, s in table.senses.items() if s == "enjeu"]:
        filled = sum(bool(table.rows[n].get(column)) for n in rows)
        carried = 0 < filled * 2 <= len(rows) and "axe" not in table.senses.values()
        table.senses[column] = "axe" if carried else "ecart"


def _settle_sheets(table: Table) -> None:
    """In a table of sheets (« Fiche | Intitulé | Pilote ») each row is a project."""
    head = table.rows[table.header] if table.header is not None else {}
    named = any(key(b.text).startswith("fiche") for cell in head.values() for _, b in cell)
    if named and "numero" in table.senses.values() and "projet" not in table.senses.values():
        for column in [c for c, s in table.senses.items() if s == "action"]:
            table.senses[column] = "projet"


def _settle_bodies(table: Table) -> None:
    """A column of « acteurs » names who is in charge, first, where no other does."""
    alone = "porteur" not in table.senses.values()
    for column in [c for c, s in table.senses.items() if s == "acteur"]:
        table.led |= {column} if alone else set()
        table.senses[column] = "porteur" if alone else "partenaire"


def settle(table: Table) -> None:
    """What the headers leave open.

    Two columns of objectifs beside results or indicators and no actions: the second is what is
    done and measured. A column without a header right of the objectifs holds their actions.
    """
    _settle_numbers(table)
    _settle_stakes(table)
    _settle_sheets(table)
    _settle_bodies(table)
    aims = sorted(c for c, s in table.senses.items() if s == "objectif")
    senses = set(table.senses.values())
    if len(aims) > 1 and not senses & {"action", "projet"} and senses & {"resultat", "indicateur"}:
        table.senses[aims[-1]] = "action"
    width = max(c for row in table.rows.values() for c in row)
    for column in range(width + 1):
        if column not in table.senses and column - 1 in aims and not senses & {"action", "projet"}:
            table.senses[column] = "action"
