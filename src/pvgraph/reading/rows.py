"""The rows of the lists of words, checked as they are read, and the patterns made of them."""

import csv
import re
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.reading.words import key

KINDS = (("verbe", "forte"), ("verbe", "moyenne"), ("sujet", ""), ("hors", ""), ("partout", ""),
          ("pronom", ""), ("coupure", ""), ("avant", ""), ("vise", ""), ("verbe", "annonce"),
          ("agent", ""), ("pluriel", ""), ("completive", ""),
          ("completive", "cadre"), ("verbe", "presente"), ("constat", ""),
          ("renvoi", ""), ("tete", ""), ("legende", ""), ("possessif", ""),
          ("verbe", "vaine"))  # fmt: skip


def read_rows(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV file that has these columns, each with its line.

    Raises:
        ResourceError: the file cannot be read or a row is wrong; names file and line.
    """
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            if tuple(reader.fieldnames or ()) != columns:
                raise ResourceError(f"{path}:1: colonnes attendues {','.join(columns)}")
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ResourceError(f"{path}: illisible ({error})") from error
    for line, row in rows:
        if None in row or None in row.values():
            raise ResourceError(f"{path}:{line}: {len(columns)} colonnes attendues")
    return rows


def schemes(path: Path) -> frozenset[str]:
    """The acronyms that name a plan or a label, and so no body."""
    rows = read_rows(path, ("code", "genre", "libelle", "formes"))
    forms = (form for _, row in rows for form in row["formes"].split("|"))
    return frozenset(form for form in forms if form.isupper() and form.isalnum())


def commitments(path: Path) -> dict[tuple[str, str], list[str]]:
    """The forms of `engagements.csv`, by kind and strength."""
    said: dict[tuple[str, str], list[str]] = {kind: [] for kind in KINDS}
    for line, row in read_rows(path, ("genre", "forme", "force")):
        kind = (row["genre"], row["force"])
        if kind not in said or not row["forme"].strip():
            raise ResourceError(f"{path}:{line}: « {','.join(row.values())} » inconnu")
        said[kind].append(key(row["forme"]))
    empty = [kind for kind, forms in said.items() if not forms]
    if empty:
        raise ResourceError(f"{path}: aucune ligne « {','.join(empty[0])} »")
    return said


def pattern(forms: list[str]) -> re.Pattern[str]:
    """One pattern for whole words of any of these forms, the longest first."""
    ordered = sorted(set(forms), key=len, reverse=True)
    spaced = (r"\s+".join(map(re.escape, form.split())).replace("'", r"'?\s*") for form in ordered)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)")
