"""A report as text for the terminal, as Markdown, and as the block kept in the README."""

from itertools import groupby
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.evaluate import tables
from pvgraph.evaluate.report import Mistake, Report
from pvgraph.evaluate.rows import BY_KEY

BEGIN = "<!-- pvgraph evaluate : début (bloc engendré, ne pas modifier à la main) -->"
END = "<!-- pvgraph evaluate : fin -->"
_SAID = {
    "manque": "manque « {expected} »",
    "trop": "en trop « {found} »",
    "faux": "attendu « {expected} », lu « {found} »",
}


def text(report: Report) -> str:
    """The whole report for a terminal."""
    parts = [table.text() for table in tables.every(report)]
    return "\n\n".join([*parts, tables.method(report)])


def markdown(report: Report) -> str:
    """The whole report in Markdown."""
    parts = [table.markdown() for table in tables.every(report)]
    return "\n\n".join([*parts, tables.method(report)])


def mistakes(report: Report) -> str:
    """Every decision that was not right, under its sentence, in document order."""
    ordered = sorted(report.mistakes, key=lambda m: (m.contrat, m.start, m.end))
    blocks = [
        _item(list(own)) for _, own in groupby(ordered, key=lambda m: (m.contrat, m.start, m.end))
    ]
    return "\n\n".join(blocks)


def _item(own: list[Mistake]) -> str:
    first = own[0]
    rules = sorted({m.regle for m in own if m.regle})
    place = f"{first.contrat} {first.start}-{first.end}" + (
        f" [{', '.join(rules)}]" if rules else ""
    )
    return "\n".join([place, f"  « {first.text} »", *map(_line, own)])


def _line(m: Mistake) -> str:
    return f"  {BY_KEY[m.row].fr} : {_SAID[m.outcome].format(expected=m.expected, found=m.found)}"


def unclaimed(report: Report) -> str:
    """Every passage that no rule knew, with its place, in document order."""
    return "\n".join(
        f"{c.contrat} {p.start}-{p.end} « {p.text} »" for c in report.coverage for p in c.passages
    )


def readme_block(report: Report) -> str:
    """The block between the two marks: main tables, coverage, and how they were made."""
    kept = [tables.main(report), *tables.unseen(report), *tables.crossed(report)]
    kept.append(tables.coverage(report))
    parts = [*(table.markdown() for table in kept), tables.method(report)]
    return "\n\n".join([BEGIN, *parts, END])


def put_in(path: Path, block: str) -> bool:
    """Write `block` in place of the one in the file; True where that changed the file.

    Raises:
        ResourceError: the file is missing, or lacks the two marks, once each, in this order.
    """
    if not path.is_file():
        raise ResourceError(f"{path}: absent")
    before = path.read_text(encoding="utf-8")
    after = replaced(before, block)
    if after is None:
        raise ResourceError(f"{path}: il faut une fois « {BEGIN} » puis « {END} »")
    path.write_text(after, encoding="utf-8")
    return after != before


def replaced(page: str, block: str) -> str | None:
    """`page` with its generated block replaced, None where it holds no such block."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        return None
    head, rest = page.split(BEGIN)
    _, mark, tail = rest.partition(END)
    return head + block + tail if mark else None
