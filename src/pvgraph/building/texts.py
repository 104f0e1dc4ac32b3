"""The texts of a corpus and their declarations; those whose files did not change are not parsed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pvgraph import corpus
from pvgraph.building import keys
from pvgraph.building.kept import Kept


@dataclass(frozen=True, slots=True)
class Declared:
    """A contrat's declaration, and what tells it and its text apart from any other."""

    declaration: Mapping
    digest: str


class Texts:
    """The contrats of a corpus; what is known of unchanged files is kept in `path`."""

    def __init__(self, folder: Path, path: Path, version: str) -> None:
        self._folder = folder
        self._kept: Kept[str, Declared] = Kept(path, version)

    def declared(self, contrat: str) -> Declared:
        """A contrat, checked as `corpus.load` checks it.

        Raises:
            TextError: the text is missing, unreadable or not the declared one.
            ResourceError: the declaration is wrong.
        """
        files = [f"{self._folder}/{contrat}{suffix}" for suffix in (".toml", ".txt")]
        try:
            content = [keys.content(path) for path in files]
        except OSError:  # `load` says which file is missing, and why that matters
            return self._load(contrat)
        key = " ".join((contrat, *content))
        return self._kept.get(key) or self._kept.put(key, self._load(contrat))

    def keep(self) -> None:
        """Keep what was asked of this build's texts for the next."""
        self._kept.keep()

    def _load(self, contrat: str) -> Declared:
        document = corpus.load(contrat, self._folder)
        said = json.dumps(document.declaration, sort_keys=True, default=str)
        return Declared(document.declaration, keys.key(document.text, said))
