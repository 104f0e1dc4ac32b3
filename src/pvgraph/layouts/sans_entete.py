"""Tables without a header, read under what introduces them: axes on the left, items beside."""

from pvgraph.layouts import lignes, rangs
from pvgraph.layouts.colonnes import Rows
from pvgraph.layouts.outline import ROLES, Draft, Mode, Outline
from pvgraph.model import Block, Source
from pvgraph.reading.marks import trim

NUMBERED_MIN = 2  # rows that begin with « Fiche 1 », « Fiche 2 » …


def take_bare_table(outline: Outline, first: int, last: int) -> bool:
    """Read a headerless table where its rows or a mode say what its items are; False leaves it
    unread."""
    if _take_numbered(outline, lignes.rows(outline, first, last)):
        return True
    mode = outline.mode
    if mode is None or mode.niveau not in ("realisation", "indicateur", "resultat", "action"):
        return False
    rows = lignes.rows(outline, first, last)
    columns = {c for row in rows.values() for c in row}
    if len(columns) < 2 or any(len(b.text) > 90 for r in rows.values() for _, b in r.get(0, [])):
        return False
    _take_rows(outline, mode, rows)
    return True


def _take_numbered(outline: Outline, rows: Rows) -> bool:
    """« Fiche 1 | Une brigade verte | Pilote : ACSO »: rows that begin with a word and a number."""
    first = [row[0][0][1] for row in rows.values() if row.get(0)]
    named = [b for b in first if len(b.marker) > 2 and b.marker[0].isalpha() and not b.text]
    if len(named) < NUMBERED_MIN or len(named) < len(rows):
        return False
    for number in sorted(rows):
        at, head = rows[number][0][0]
        outline.set_aside(at, "numero")
        sense = outline.cues.sense("titre", head.marker)
        draft: Draft | None = None
        for column, cell in sorted(rows[number].items()):
            for index, block in cell if column else []:
                role, rest = outline.cues.label(block.text)
                if draft is None and not role:
                    draft = _numbered(outline, block, head, sense)
                elif draft is not None and role in ROLES and rest.strip():
                    who = trim(outline.text, block.span.end - len(rest), block.span.end)
                    draft.sources.append(Source(who, role, "explicite"))
                    outline.set_aside(index, role)
    return True


def _numbered(outline: Outline, block: Block, head: Block, sense: str) -> Draft:
    sort, _ = rangs.niveau(outline, block, sense, numbered=True)
    draft = outline.make(block, sort, "tableau", 0.85, outline.holder())
    draft.structural, draft.numero = sort == "axe", head.marker
    return draft


def _take_rows(outline: Outline, mode: Mode, rows: Rows) -> None:
    numbers = sorted(rows)
    owners = _owners(outline, rows, numbers)
    for number in numbers:
        for column, cell in rows[number].items():
            for index, block in cell if column else []:
                if not any(c.isalpha() for c in block.text) or len(block.text) < 4:
                    outline.set_aside(index, "cellule-vide")
                elif column == 1:
                    draft = outline.make(block, mode.niveau, mode.regle, mode.confiance,
                                         owners.get(number) or outline.holder())  # fmt: skip
                    draft.sources += mode.sources


def _owners(outline: Outline, rows: Rows, numbers: list[int]) -> dict[int, Draft]:
    """The axe of each row: the label above it, or around it where labels are centred.

    Labels printed over several lines are one when the next starts with a small letter. A first
    row without a label shows that labels stand in the middle of their rows: a group that starts
    at row `s` with its label at row `c` ends at `2c - s`.
    """
    labels: list[tuple[list[int], Draft]] = []
    for number in numbers:
        cell = rows[number].get(0, [])
        if not cell:
            continue
        index, block = cell[0]
        if labels and block.text[:1].islower() and labels[-1][0][-1] == number - 1:
            labels[-1][0].append(number)
            labels[-1][1].also.append(block.span)
            outline.set_aside(index, "suite-de-cellule")
            continue
        draft = outline.make(block, "axe", "tableau", 0.85, None, structural=True)
        labels.append(([number], draft))
    centred = bool(labels) and not rows[numbers[0]].get(0)
    return _centred(labels, numbers) if centred else _carried(labels, numbers)


def _carried(labels: list[tuple[list[int], Draft]], numbers: list[int]) -> dict[int, Draft]:
    owners: dict[int, Draft] = {}
    for number in numbers:
        above = [d for at, d in labels if at[0] <= number]
        if above:
            owners[number] = above[-1]
    return owners


def _centred(labels: list[tuple[list[int], Draft]], numbers: list[int]) -> dict[int, Draft]:
    owners: dict[int, Draft] = {}
    start = numbers[0]
    for rank, (at, draft) in enumerate(labels):
        after = labels[rank + 1][0][0] if rank + 1 < len(labels) else numbers[-1] + 1
        end = min(max(at[0] + at[-1] - start, at[-1]), after - 1)
        for number in range(start, end + 1):
            owners[number] = draft
        start = end + 1
    for number in numbers:
        owners.setdefault(number, labels[-1][1])
    return owners
