"""Answers printed: a table for the eye, or any format of the store for the next program."""

import sys
import textwrap
from collections.abc import Sequence

import click
from pyoxigraph import Literal, NamedNode

from pvgraph.errors import QuestionError
from pvgraph.store import formats
from pvgraph.store.answer import Answer, Cell

_WIDTH = 60
_KNOWN_BASES = ("https://w3id.org/pvgraph/id/", "https://w3id.org/pvgraph/def#")


def names(kind: str) -> list[str]:
    """The formats that an answer of this kind can take."""
    return ["table", *(f.name for f in formats.family(kind))]


def show(answer: Answer, format: str) -> None:
    """Print an answer on stdout.

    Raises:
        QuestionError: this kind of answer has no such format.
    """
    if format not in names(answer.kind):
        raise QuestionError(f"--format {format} : possible ici {', '.join(names(answer.kind))}")
    if format != "table":
        sys.stdout.buffer.write(answer.serialize(formats.by_name(format)))
        sys.stdout.buffer.flush()
    elif answer.kind == "ask":
        click.echo("oui" if answer.boolean else "non")
    elif answer.kind == "graph":
        click.echo(answer.serialize(formats.by_name("ttl")), nl=False)
    else:
        table(answer.columns, [[words(cell) for cell in row] for row in answer.rows])


def words(cell: Cell) -> str:
    """A term as a reader would want it in a table: codes rather than whole IRIs."""
    if cell is None:
        return ""
    if isinstance(cell, NamedNode):
        for base in _KNOWN_BASES:
            if cell.value.startswith(base):
                return cell.value.removeprefix(base)
        return cell.value
    return cell.value if isinstance(cell, Literal) else str(cell)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns side by side; long cells are cut with an ellipsis."""
    cells = [[_short(c) for c in row] for row in (columns, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(columns))]
    numeric = [bool(rows) and all(c[i].isdigit() for c in cells[1:]) for i in range(len(columns))]
    for number, row in enumerate(cells):
        padded = (
            c.rjust(w) if right else c.ljust(w)
            for c, w, right in zip(row, widths, numeric, strict=True)
        )
        click.echo("  ".join(padded).rstrip())
        if number == 0:
            click.echo("  ".join("─" * w for w in widths))
    click.echo(f"{len(rows)} ligne{'s' if len(rows) > 1 else ''}", err=True)


def _short(text: str) -> str:
    return textwrap.shorten(text, _WIDTH, placeholder="…") if len(text) > _WIDTH else text
