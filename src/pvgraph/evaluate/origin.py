"""How the annotations of a folder were made, and what they allow to measure: `origine.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.evaluate.rows import BY_KEY

NAME = "origine.toml"


@dataclass(frozen=True, slots=True)
class Origin:
    """What must be said beside the figures, and the rows that were annotated."""

    fr: str
    en: str
    rows: frozenset[str]


def load(folder: Path) -> Origin:
    """The declaration of a folder; without one, that nothing is declared, and every row.

    Raises:
        ResourceError: the declaration is wrong.
    """
    path = folder / NAME
    if not path.is_file():
        return Origin(
            f"Origine des annotations non déclarée ({NAME} absent).",
            f"How the annotations were made is not declared (no {NAME}).",
            frozenset(BY_KEY),
        )
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = frozenset(said.get("annote", BY_KEY))
        unknown = rows - BY_KEY.keys()
        if unknown:
            raise ResourceError(f"{path}: lignes inconnues {', '.join(sorted(unknown))}")
        return Origin(str(said["fr"]), str(said["en"]), rows)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ResourceError(f"{path}: il faut `fr` et `en` ({error})") from error
