"""The dimensions of comparison: how each is reached from the cube or from an engagement.

A query is put together from the fixed patterns below, never from what a visitor typed: values
reach it as terms, by substitution.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pvgraph.errors import QuestionError
from pvgraph.questions import thing

_PREFIXES = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX qb: <http://purl.org/linked-data/cube#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""


#: Two careful readers could disagree about a debatable mesure: it counts only when asked for.
CERTAIN = "FILTER NOT EXISTS { ?m pv:discutable true }"
DEBATABLE = "?m pv:discutable true ."


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to split engagements.

    `cube` is the path from an observation (empty where the cube does not hold the dimension),
    `fact` the path from an engagement; `genre` the class of its values, `fixed` whether values
    without any engagement are shown too (a closed list), so that silence is seen.
    """

    name: str
    genre: str
    fact: str
    cube: str = ""
    fixed: bool = False


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
DIMENSIONS = {d.name: d for d in _ALL}


def dimension(name: str) -> Dimension:
    """The dimension of that name.

    Raises:
        QuestionError: there is none; lists those that are.
    """
    if name not in DIMENSIONS:
        raise QuestionError(f"{name!r} : dimension inconnue ; connues : {', '.join(DIMENSIONS)}")
    return DIMENSIONS[name]


def bindings(filters: Mapping[str, str]) -> dict[str, NamedNode]:
    """The terms of the filters, by variable of the queries below."""
    return {_variable(name): thing(name, code) for name, code in filters.items()}


def _variable(name: str) -> str:
    return "f_" + name.replace("-", "_")


def counting(rows: Dimension, columns: Dimension, filters: Mapping[str, str]) -> str | None:
    """The query that counts engagements by row, column and mode in the cube, debatable ones
    included; None where the cube does not hold what is asked."""
    asked = [rows, columns, *(dimension(name) for name in filters)]
    if not all(d.cube for d in asked):
        return None
    lines = [f"?o {dimension(name).cube} ?{_variable(name)} ." for name in filters]
    lines += [f"?o {rows.cube} ?ligne .", f"?o {columns.cube} ?colonne ."]
    lines += [f"?o {DIMENSIONS['mode'].cube} ?mode ; a qb:Observation ; pv:nombre ?nombre ."]
    return _counted(lines, filters, "SUM(?nombre)")


def counting_facts(
    rows: Dimension, columns: Dimension, filters: Mapping[str, str], certain: str = ""
) -> str:
    """The query that counts the engagements themselves; `certain` is a pattern on the mesure
    (`CERTAIN`, `DEBATABLE`), none for all."""
    lines = [certain] if certain else []
    lines += [f"?e {dimension(name).fact} ?{_variable(name)} ." for name in filters]
    lines += [f"?e {rows.fact} ?ligne .", f"?e {columns.fact} ?colonne ."]
    lines += [f"?e {DIMENSIONS['mode'].fact} ?mode ; a pv:Engagement ; pv:mesure ?m ."]
    return _counted(lines, filters, "COUNT(DISTINCT ?e)")


def _counted(lines: list[str], filters: Mapping[str, str], total: str) -> str:
    kept = " ".join(f"?{_variable(name)}" for name in filters)
    where = "\n  ".join(lines)
    return (
        f"{_PREFIXES}SELECT ?ligne ?colonne ?mode {kept} ({total} AS ?n) WHERE {{\n  {where}\n}}\n"
        f"GROUP BY ?ligne ?colonne ?mode {kept}"
    )


def listing(filters: Mapping[str, str], debatable: bool = False) -> str:
    """The query that lists engagements under the filters, with their quote and its place."""
    lines = [f"?e {dimension(name).fact} ?{_variable(name)} ." for name in filters]
    kept = " ".join(f"?{_variable(name)}" for name in filters)
    where = "\n  ".join([*lines, "?e a pv:Engagement ."])
    return f"""{_PREFIXES}SELECT {kept} ?e ?mesure ?contrat ?niveau ?texte ?theme ?acteur
  ?type ?role ?mode ?numero ?debut ?fin WHERE {{
  {where}
  ?e pv:mesure ?mesure ; pv:acteur ?acteur ; pv:role ?role ; pv:modeAttribution ?mode .
  ?acteur pv:typeActeur ?type .
  ?mesure pv:contrat ?contrat ; pv:niveau ?niveau ; pv:texte ?texte ; prov:wasQuotedFrom ?passage .
  {"" if debatable else CERTAIN.replace("?m ", "?mesure ")}
  ?passage nif:beginIndex ?debut ; nif:endIndex ?fin .
  OPTIONAL {{ ?mesure pv:themePrincipal ?theme }}
  OPTIONAL {{ ?mesure pv:numero ?numero }}
}}
ORDER BY ?contrat ?debut ?e"""
