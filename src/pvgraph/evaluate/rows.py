"""The rows of the quality table: what is measured, how, and the target set before measuring."""

from dataclasses import dataclass

from pvgraph.model import MESURES

#: Which niveaux are compared with one another: an action taken for an objectif is found, but wrong
#: on its niveau; an action taken for an indicateur is not found.
GROUPS: dict[str, frozenset[str]] = {
    "mesure": MESURES,
    "axe": frozenset({"axe"}),
    "indicateur": frozenset({"indicateur"}),
    "resultat": frozenset({"resultat"}),
    "realisation": frozenset({"realisation"}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table. `measure` is `f1` (found and wanted) or `part` (share that is right).

    `target` is the mean over contrats that was aimed at; `reader` what a second careful reader
    reached on the same gold, where that was measured (`corpus/gold/GUIDE.md`). `elsewhere` is the
    target on contrats of other towns.
    """

    key: str
    fr: str
    en: str
    measure: str
    target: float | None = None
    reader: float | None = None
    elsewhere: float | None = None


ROWS: tuple[Row, ...] = (
    Row("mesure", "mesures (objectif, action, projet)", "mesures", "f1", 0.97, elsewhere=0.93),
    Row("niveau", "niveau juste", "level right", "part", 0.97),
    Row("axe", "axes", "axes", "f1", 0.93),
    Row("indicateur", "indicateurs", "indicators", "f1", 0.93),
    Row("resultat", "résultats attendus", "expected results", "f1", 0.93),
    Row("realisation", "réalisations", "achievements", "f1", 0.93),
    Row("parent", "rattachement juste", "parent right", "part", 0.93),
    Row("acteur_type", "(type d'acteur, rôle)", "(actor type, role)", "f1", 0.95, elsewhere=0.88),
    Row("acteur", "(acteur, rôle)", "(actor, role)", "f1", 0.92, elsewhere=0.88),
    Row("acteur_nomme", "(type, rôle), acteurs nommés", "(type, role), named bodies", "f1", 0.88),
    Row("theme_principal", "thème principal juste", "main theme right", "part", 0.92, 1.0, 0.80),
    Row("themes", "thèmes", "themes", "f1", 0.80, 0.90),
    Row("merge", "redites réunies", "repeated items merged", "part", 0.95),
    Row("dispositifs", "dispositifs", "schemes", "f1", 0.77, 0.77),
    Row("publics", "publics", "target groups", "f1", 0.80, 0.84),
    Row("offsets", "positions exactes", "exact offsets", "part", 1.0, elsewhere=1.0),
    Row("signataires", "signataires", "signatories", "f1"),
    Row("representant", "personne qui signe juste", "signing person right", "part"),
)

BY_KEY: dict[str, Row] = {row.key: row for row in ROWS}
