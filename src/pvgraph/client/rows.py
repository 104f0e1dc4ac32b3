"""Rows as they come: iterate over them, or hand them to pandas or polars."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas
    import polars

_SHOWN = 10


@dataclass(frozen=True)
class Rows(Sequence):
    """Rows as dictionaries, in order. `total` counts all that match, `truncated` is true where
    not all of them are here; `release` is the data's version."""

    columns: tuple[str, ...]
    rows: tuple[dict, ...]
    total: int
    truncated: bool = False
    release: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place):
        return self.rows[place]

    def __iter__(self) -> Iterator[dict]:
        return iter(self.rows)

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a pandas DataFrame, columns in order (`pip install "pvgraph[pandas]"`)."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """The rows as a polars DataFrame, columns in order (`pip install "pvgraph[polars]"`)."""
        import polars

        data = {c: [row.get(c) for row in self.rows] for c in self.columns}
        return polars.DataFrame(data, strict=False)

    def __repr__(self) -> str:
        rest = "" if len(self.rows) == self.total else f" sur {self.total}"
        return f"<{len(self.rows)} lignes{rest} : {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """The first rows, for notebooks."""
        head = "".join(f"<th>{escape(c)}</th>" for c in self.columns)
        body = "".join(
            "<tr>"
            + "".join(f"<td>{escape(_shown(row.get(c)))}</td>" for c in self.columns)
            + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{self!r}</p>"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
