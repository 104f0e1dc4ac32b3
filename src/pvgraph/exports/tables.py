"""Flat tables: one `tables/*.rq` each, its columns in its header.

The header is YAML behind `#+`, as in `queries/`: `table` (its title), `description`, `key`
(the column that tells rows apart) and `columns` (each `type`, `fr`, `en`, and where it applies
`property`, `list`, `optional`, `default`, `refers`, `kind`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pvgraph import header as headers
from pvgraph.errors import ResourceError
from pvgraph.paths import resource

TYPES = ("code", "iri", "texte", "entier", "nombre", "annee", "booleen")
SEPARATOR = "|"
"""Between the values of a cell that holds several."""

_KEYS = {"table", "description", "key", "columns"}
_COLUMN_KEYS = {"type", "fr", "en", "property", "list", "optional", "default", "refers", "kind"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type (one of `TYPES`), titles by language, and what its cells hold.

    A `code` is the last segment of an IRI. `many` cells hold values between `SEPARATOR`.
    `property` is the graph's property behind the column, as a prefixed name, or empty; `refers` is
    the `table.column` whose key its cells hold, or empty. `kind` is what stands before a `code`
    in its IRI (`role` in `…/id/role/porteur`).
    """

    name: str
    type: str
    title: Mapping[str, str]
    property: str = ""
    many: bool = False
    optional: bool = False
    default: str | None = None
    refers: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """One flat table: its words, its columns, the query that fills it."""

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    key: str
    columns: tuple[Column, ...]
    sparql: str

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


@cache
def load(folder: Path | None = None) -> Mapping[str, Table]:
    """Every table of `folder` (the project's `tables/` if none is given), by name.

    Raises:
        ResourceError: a file is wrong, or there is none; names file and line.
    """
    folder = folder or resource("tables")
    found = {path.stem: read(path) for path in sorted(folder.glob("*.rq"))}
    if not found:
        raise ResourceError(f"{folder}: aucune table (.rq)")
    return found


def read(path: Path) -> Table:
    """The table declared in the file at `path`.

    Raises:
        ResourceError: its header is wrong; names file and line.
    """
    sparql = path.read_text(encoding="utf-8")
    header = _header(path, sparql)
    columns = tuple(_column(path, n, spec) for n, spec in (header.get("columns") or {}).items())
    if header.get("key") not in {c.name for c in columns}:
        raise ResourceError(f"{path}:1: `key` doit nommer une colonne")
    title, description = (
        headers.two_languages(path, header, key) for key in ("table", "description")
    )
    return Table(path.stem, title, description, header["key"], columns, sparql)


def _header(path: Path, sparql: str) -> dict:
    header = headers.read(path, sparql)
    if set(header) != _KEYS:
        raise ResourceError(f"{path}:1: clés attendues dans l'en-tête : {', '.join(sorted(_KEYS))}")
    return header


def _column(path: Path, name: str, spec: Mapping) -> Column:
    if not isinstance(spec, dict) or spec.get("type") not in TYPES:
        raise ResourceError(f"{path}:1: {name} : type attendu parmi {', '.join(TYPES)}")
    unknown = sorted(set(spec) - _COLUMN_KEYS)
    if spec["type"] == "code" and not spec.get("kind"):
        raise ResourceError(f"{path}:1: {name} : `kind` attendu pour un code")
    if unknown or not spec.get("fr") or not spec.get("en"):
        wrong = f"clé {unknown[0]!r} inconnue" if unknown else "libellés fr et en attendus"
        raise ResourceError(f"{path}:1: {name} : {wrong}")
    return Column(
        name,
        spec["type"],
        {"fr": spec["fr"], "en": spec["en"]},
        spec.get("property", ""),
        bool(spec.get("list")),
        bool(spec.get("optional")),
        spec.get("default"),
        spec.get("refers", ""),
        spec.get("kind", ""),
    )
