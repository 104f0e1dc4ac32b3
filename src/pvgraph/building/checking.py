"""What is checked apart, and what is found in it, as words; `checker` does it.

A part is checked among the triples around it (classes and names of what it names), and only what is
found on its own nodes counts: the findings of all parts are those of the whole.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from pvgraph.validate.findings import Finding, Place

MODULE = "pvgraph.building.checker"
"""The module that checks."""
FINDINGS, DERIVED = "constats.json", "derive.nt"


@dataclass(frozen=True, slots=True)
class Bucket:
    """Some of the things that contrats share, and the triples around them (N-Triples both)."""

    own: bytes
    around: bytes


def dump(findings: Iterable[Finding]) -> bytes:
    return json.dumps([asdict(f) for f in findings], ensure_ascii=False).encode()


def count(data: bytes, severity: str) -> int:
    """How many findings of that severity `dump` wrote, without reading the others' words (in
    which a quote is escaped)."""
    return data.count(f'"severity": "{severity}"'.encode())


def loaded(data: bytes) -> list[Finding]:
    """The findings that `dump` wrote."""
    rows = json.loads(data)
    return [
        Finding(**{**row, "place": Place(**row["place"]) if row["place"] else None}) for row in rows
    ]
