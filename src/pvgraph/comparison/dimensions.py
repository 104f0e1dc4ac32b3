"""The dimensions of comparison: how each is reached from the cube, or from an engagement."""

from collections.abc import Mapping
from dataclasses import dataclass

from pvgraph.errors import QuestionError


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split engagements.

    `fact` is the path from an engagement, `cube` that from an observation (empty where the cube
    does not hold the dimension); `genre` the class of its values, `fixed` whether values without
    any engagement are shown too (a closed list), so that silence is seen.
    """

    name: str
    genre: str
    fact: str
    cube: str = ""
    fixed: bool = False

    @property
    def variable(self) -> str:
        """The SPARQL variable of its values."""
        return "?" + self.name.replace("-", "_")


_ALL = (
    Dimension("contrat", "Contrat", "pv:contrat", "pv:dimContrat", True),
    Dimension(
        "pilier", "Pilier", "pv:mesure/pv:themePrincipal/skos:broader",
        "pv:dimTheme/skos:broader", True,
    ),
    Dimension("theme", "Theme", "pv:mesure/pv:themePrincipal", "pv:dimTheme", True),
    Dimension("acteur", "Acteur", "pv:acteur", "pv:dimActeur"),
    Dimension("type-acteur", "TypeActeur", "pv:acteur/pv:typeActeur", "pv:dimTypeActeur", True),
    Dimension("role", "Role", "pv:role", "pv:dimRole", True),
    Dimension("niveau", "Niveau", "pv:mesure/pv:niveau", "pv:dimNiveau"),
    Dimension("mode", "ModeAttribution", "pv:modeAttribution", "pv:dimMode", True),
    Dimension("public", "PublicCible", "pv:mesure/pv:public"),
    Dimension("dispositif", "Dispositif", "pv:mesure/pv:dispositif"),
)  # fmt: skip
DIMENSIONS: Mapping[str, Dimension] = {d.name: d for d in _ALL}


def dimension(name: str) -> Dimension:
    """The dimension of that name.

    Raises:
        QuestionError: there is none; lists those that are.
    """
    if name not in DIMENSIONS:
        raise QuestionError(f"dimension {name!r} inconnue ; connues : {', '.join(DIMENSIONS)}")
    return DIMENSIONS[name]


def crossed(rows: str, columns: str) -> tuple[Dimension, Dimension]:
    """Two dimensions to set against each other.

    Raises:
        QuestionError: one is unknown, or they are the same.
    """
    pair = dimension(rows), dimension(columns)
    if rows == columns:
        raise QuestionError(f"lignes et colonnes sont toutes deux {rows!r}")
    return pair
