"""`catalogue/catalogue.toml`: the words of the catalogue, in French and English."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.paths import resource

Words = Mapping[str, str]
_SECTIONS = ("catalogue", "editeur", "contact", "licence", "jeux", "services", "graphes")


@dataclass(frozen=True)
class Declared:
    """The sections of the declaration, as read."""

    catalogue: Mapping
    editeur: Mapping
    contact: Mapping
    licence: Mapping
    jeux: Mapping
    services: Mapping[str, Mapping]
    graphes: Mapping[str, Words]


def load(path: Path | None = None) -> Declared:
    """The declaration at `path` (the project's own if none is given).

    Raises:
        ResourceError: unreadable, or a section is missing; names the file.
    """
    path = path or resource("catalogue") / "catalogue.toml"
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ResourceError(f"{path}: illisible ({error})") from error
    if set(said) != set(_SECTIONS):
        raise ResourceError(f"{path}:1: sections attendues : {', '.join(_SECTIONS)}")
    return Declared(**said)
