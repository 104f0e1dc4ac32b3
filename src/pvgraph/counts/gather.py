"""What is counted of one contrat, asked of its own graph: small, and kept from build to build."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import permutations

from pvgraph.counts.values import value

Ask = Callable[[str], Iterable[Sequence]]
"""Answers a SPARQL query with rows of terms, whose `variables` are the columns."""

KEPT = (
    "contrats", "departements", "silences", "signataires_silencieux", "echeances", "signataires",
    "lu_dans_un_texte",
)  # fmt: skip
"""Queries whose answer for all contrats is that for each, one after the other."""
SHARED = ("noms", "classes_acteur")
"""Queries on what the contrats share."""
SILENCES = ("objectifs_sans_action", "mesures_sans_indicateur", "mesures_sans_porteur_nomme")
"""Queries that list the mesures which do not say something."""


@cache
def query(name: str) -> str:
    """The text of `<name>.rq`; empty where there is none."""
    found = files(__package__).joinpath(f"{name}.rq")
    return found.read_text(encoding="utf-8") if found.is_file() else ""


def piece(ask: Ask) -> dict:
    """All that is counted of the one contrat that `ask` knows, ready for JSON."""
    engagements = list(_rows(ask, "engagements"))
    return {
        "kept": {name: answer(ask, name) for name in KEPT},
        "engagements": engagements,
        "mentions": list(_rows(ask, "mentions")),
        "silences": [line for name in SILENCES for line in _silent(ask, name)],
        "ties": _ties(engagements, {row[0] for row in _rows(ask, "collectifs")}),
    }


def _rows(ask: Ask, name: str) -> Iterator[list]:
    for row in ask(query(name)):
        yield [value(term) for term in row]


def answer(ask: Ask, name: str) -> dict:
    """Columns and rows; in one order, where the query asks for none."""
    found = ask(query(name))
    columns = [variable.value for variable in found.variables]
    rows = [[value(term) for term in row] for row in found]
    if "acteurs" in columns:  # the engine joins them in any order
        place = columns.index("acteurs")
        for row in rows:
            row[place] = " ".join(sorted(row[place].split()))
    if "ORDER BY" not in query(name):
        rows.sort(key=repr)
    return {"columns": columns, "rows": rows}


def _silent(ask: Ask, name: str) -> list[list]:
    """The mesures of one silence, in the order of the text: where each first stands."""
    found = answer(ask, name)
    mesure, start = found["columns"].index("mesure"), found["columns"].index("debut")
    first: dict[str, int] = {}
    for row in found["rows"]:
        first[row[mesure]] = min(row[start], first.get(row[mesure], row[start]))
    return [[name, place, iri] for place, iri in sorted((p, i) for i, p in first.items())]


def _ties(engagements: Iterable[list], collective: set[str]) -> list[list]:
    """Each acteur with each other named on the same mesures (never the signatories together): on
    how many, and whether both are single bodies."""
    together: dict[str, set[str]] = defaultdict(set)
    for mesure, _, acteur, *_ in engagements:
        together[mesure].add(acteur)
    pairs = Counter(pair for acteurs in together.values() for pair in permutations(acteurs, 2))
    return sorted(
        [one, other, n, int(one not in collective)]
        for (one, other), n in pairs.items()
        if other not in collective
    )
