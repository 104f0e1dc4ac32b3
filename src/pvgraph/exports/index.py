"""The list of a release's published files: written by the build, read by the site and the API."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "exports"
"""Folder of a release that holds the published files."""
DATABASE = "pvgraph.sqlite"
_INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class Export:
    """One published file. `path` is relative to the folder, `size` in bytes.

    `kind` is `graphe`, `table`, `classeur` (several tables) or `schema`; `contrat` and `table` are
    empty where the file holds all of them.
    """

    path: str
    kind: str
    format: str
    media_type: str
    sha256: str
    size: int
    contrat: str = ""
    table: str = ""


def write_index(exports: Iterable[Export], folder: Path) -> None:
    """Leave the list of `exports` in `folder`."""
    listed = json.dumps([asdict(e) for e in exports], ensure_ascii=False, indent=1)
    (folder / _INDEX).write_text(listed + "\n", encoding="utf-8")


def read_index(folder: Path) -> list[Export]:
    """The published files of a release's export folder; none where it has no index."""
    index = folder / _INDEX
    if not index.is_file():
        return []
    return [Export(**entry) for entry in json.loads(index.read_text(encoding="utf-8"))]
