"""Sentences marked up by hand, read from `tests/sentences/`: French cases, not Python ones."""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "sentences"
_MARK = re.compile(r"\[([^\]]+)\](?:\(([^)]*)\))?")


@dataclass(frozen=True)
class Case:
    """One sentence: its words without marks, what was marked, and where we are."""

    text: str
    marks: tuple[tuple[str, str], ...]
    place: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text[:60]


def cases(name: str) -> list[Case]:
    """The cases of one file; a line `@ clé=valeur; …` declares the contrat of those below."""
    found, place = [], {}
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            pairs = (p.split("=", 1) for p in line[1:].split(";"))
            place = {k.strip(): {"nom": v.strip()} for k, v in pairs}
            place["communes"] = [place["communes"]]
        elif line.strip() and not line.startswith("#"):
            marks = tuple((m[1], m[2] or "") for m in _MARK.finditer(line))
            found.append(Case(_MARK.sub(r"\1", line), marks, dict(place)))
    return found
