"""Checksums and line counts of a result's files, taken once when the result is made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAME = "sommes.json"


@dataclass(frozen=True, slots=True)
class Sum:
    """One file's SHA-256 and number of lines."""

    sha256: str
    lines: int


def summed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with one more, that holds the sums of the others."""
    sums = {name: [hashlib.sha256(b).hexdigest(), b.count(b"\n")] for name, b in files.items()}
    return {**files, NAME: json.dumps(sums).encode()}


@cache
def read(folder: Path) -> dict[str, Sum]:
    """The sums of a result's files, read once: a result never changes."""
    return {name: Sum(*pair) for name, pair in json.loads((folder / NAME).read_bytes()).items()}
