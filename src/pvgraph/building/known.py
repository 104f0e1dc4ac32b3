"""What both tasks of a build know: the project's lists, and what a contrat's names stand for."""

from collections.abc import Mapping
from functools import cache

from pvgraph import lexicon
from pvgraph.graph.referents import Referents, load_names
from pvgraph.paths import resource


def words() -> lexicon.Lexicon:
    """The project's lists, read once a process."""
    return lexicon.project_lexicon()


@cache
def names() -> lexicon.Lexicon:
    """The same without what was learned of words, which takes as long to read as all the rest."""
    return lexicon.load(weights=False)


def referents(contrat: str, declaration: Mapping) -> Referents:
    """What the names of one contrat stand for."""
    names = load_names(resource("ontology") / "appellations.csv")
    return Referents(words(), names, {contrat: territory(contrat, declaration)})


def territory(contrat: str, declaration: Mapping) -> str:
    """The name of the contrat's territory, or its slug."""
    return declaration.get("epci", {}).get("nom") or contrat
