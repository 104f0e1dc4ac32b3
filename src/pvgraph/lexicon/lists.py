"""The CSV lists of `extract/`: rows checked as they are read, errors with file and line."""

import csv
from collections.abc import Iterator
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.words import ascii_key, slugify


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV list with their line numbers, columns and encoding checked."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: liste illisible ({error})") from error
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise ResourceError(f"{path}:1: colonnes {reader.fieldnames} ; attendu {','.join(columns)}")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ResourceError(f"{path}:{reader.line_num}: {len(columns)} colonnes attendues")
            yield reader.line_num, {k: v.strip() for k, v in row.items()}
    except csv.Error as error:
        raise ResourceError(f"{path}:{reader.line_num}: ligne illisible ({error})") from error


def forms_of(cell: str) -> list[str]:
    return [f.strip() for f in cell.split("|") if f.strip()]


class Seen:
    """Refuses a form that two rows of one file claim, or a code used twice."""

    def __init__(self, path: Path) -> None:
        self._path, self._of, self._codes = path, {}, set()

    def code(self, line: int, code: str) -> None:
        if code != slugify(code):
            raise ResourceError(f"{self._path}:{line}: code {code!r} ; attendu {slugify(code)!r}")
        if code in self._codes:
            raise ResourceError(f"{self._path}:{line}: code {code!r} déjà pris")
        self._codes.add(code)

    def forms(self, line: int, owner: str, forms: list[str]) -> tuple[str, ...]:
        if not forms:
            raise ResourceError(f"{self._path}:{line}: {owner!r} n'a aucune forme")
        for form in forms:
            other = self._of.setdefault(ascii_key(form), owner)
            if other != owner:
                raise ResourceError(f"{self._path}:{line}: forme {form!r} déjà donnée à {other!r}")
        return tuple(forms)


def one_of(path: Path, line: int, what: str, value: str, allowed: frozenset[str]) -> str:
    if value not in allowed:
        choices = ", ".join(sorted(a for a in allowed if a))
        raise ResourceError(f"{path}:{line}: {what} {value!r} inconnu ; attendu l'un de {choices}")
    return value
