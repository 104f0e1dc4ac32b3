"""The gold: what careful readers noted, and which lines of each text they read in full."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from pvgraph import records
from pvgraph.errors import ResourceError
from pvgraph.model import Record, Signature, Span

RANGES = "ranges.json"
SIGNATORIES = "signataires-"
#: Share of items that may read otherwise than the text does (a reader removed inner markup); with
#: more, the annotation is of another text.
ASTRAY = 0.1


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotation of one text. What stands in `ranges` and is not in `records` is no record.

    `signatories` are the bodies that sign, or None where they were not annotated.
    """

    contrat: str
    text: str
    records: tuple[Record, ...]
    ranges: tuple[Span, ...]
    signatories: tuple[Signature, ...] | None = None
    by_id: dict[str, Record] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {record.id: record for record in self.records})

    def covers(self, record: Record) -> bool:
        """True where `record` begins inside the lines that were read in full."""
        return any(r.start <= record.span.start < r.end for r in self.ranges)


def contrats(folder: Path) -> list[str]:
    """The slugs annotated in `folder`, in alphabetical order.

    Raises:
        ResourceError: the folder is missing or holds no annotation.
    """
    found = sorted(p.stem for p in folder.glob("*.jsonl") if not p.name.startswith(SIGNATORIES))
    if not found:
        raise ResourceError(f"{folder}: aucune annotation (fichiers NOM.jsonl)")
    return found


def load(folder: Path, contrat: str, text: str) -> Gold:
    """The gold of one contrat, checked against its text.

    Without `ranges.json`, or without the contrat in it, the whole text counts as read.

    Raises:
        ResourceError: an annotation is unreadable, repeated or out of the text; file and line.
    """
    path = folder / f"{contrat}.jsonl"
    if not path.is_file():
        raise ResourceError(f"{path}: annotation absente")
    rows = tuple(records.load(path))
    _check(path, rows, text)
    lines = _declared_ranges(folder / RANGES).get(contrat)
    ranges = (Span(0, len(text) + 1),) if lines is None else _spans(folder, text, lines)
    return Gold(contrat, text, rows, ranges, _signatories(folder, contrat))


def _check(path: Path, rows: tuple[Record, ...], text: str) -> None:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if row.id in seen:
            raise ResourceError(f"{path}:{number}: identifiant répété {row.id!r}")
        if not 0 <= row.span.start < row.span.end <= len(text):
            raise ResourceError(
                f"{path}:{number}: {row.span.start}-{row.span.end} hors du texte "
                f"({len(text)} caractères) : est-ce le même fichier ?"
            )
        seen.add(row.id)
    astray = [n for n, row in enumerate(rows, 1) if row.span.of(text) != row.text]
    if len(astray) > ASTRAY * len(rows):
        raise ResourceError(
            f"{path}:{astray[0]}: {len(astray)} items sur {len(rows)} ne sont pas à leur place "
            "dans le texte : est-ce le même fichier ?"
        )


def _declared_ranges(path: Path) -> dict[str, list[list[int]]]:
    if not path.is_file():
        return {}
    try:
        ranges = json.loads(path.read_text(encoding="utf-8"))
        pairs = [pair for lines in ranges.values() for pair in lines]
        if not all(type(line) is int for first, last in pairs for line in (first, last)):
            raise ValueError("les lignes sont des nombres entiers")
    except (AttributeError, TypeError, ValueError) as error:
        raise ResourceError(
            f"{path}: attendu {{contrat: [[ligne, ligne], …]}} ({error})"
        ) from error
    return ranges


def _spans(folder: Path, text: str, lines: list[list[int]]) -> tuple[Span, ...]:
    """Lines (from 1, both ends included) as spans of characters."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    spans = []
    for first, last in lines:
        if not 1 <= first <= last or first > len(starts):
            raise ResourceError(f"{folder / RANGES}: lignes {first}-{last} hors du texte")
        end = starts[last] if last < len(starts) else len(text) + 1
        spans.append(Span(starts[first - 1], end))
    return tuple(spans)


def _signatories(folder: Path, contrat: str) -> tuple[Signature, ...] | None:
    path = folder / f"{SIGNATORIES}{contrat}.jsonl"
    if not path.is_file():
        return None
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        try:
            rows += [_signature(json.loads(line))] if line.strip() else []
        except (KeyError, TypeError, ValueError) as error:
            raise ResourceError(f"{path}:{number}: ligne illisible ({error})") from error
    return tuple(rows)


def _signature(row: dict) -> Signature:
    return Signature(
        contrat=row["contrat"],
        acteur=row["acteur"],
        type=row["type"],
        label=row["label"],
        mention=row["mention"],
        span=Span(row["start"], row["end"]),
        representant=row.get("representant"),
        fonction=row.get("fonction"),
    )
