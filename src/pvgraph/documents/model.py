"""What is written: sheets of plain values with their title, and where they come from."""

from collections.abc import Sequence
from dataclasses import dataclass

Value = str | int | float | None

_RUN = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Percent:
    """A share between 0 and 1, shown as a percentage."""

    part: float


Cell = Value | Percent


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and header; a cell that is an http(s) address becomes a link."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Report:
    """A titled set of sheets. `notes` say what was asked, the release, how to cite.

    `language` is that of the titles and numbers, `fr` or `en`.
    """

    title: str
    sheets: Sequence[Sheet]
    notes: Sequence[str]
    language: str = "fr"


def is_run(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula."""
    return text.startswith(_RUN)


def is_link(value: Cell) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def shown(value: Cell) -> str:
    """A cell in words, for formats without numbers."""
    if isinstance(value, Percent):
        return f"{value.part * 100:.1f} %"
    return "" if value is None else str(value)
