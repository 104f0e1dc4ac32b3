"""The code lists of the ontology, read once: types, roles, themes and their trigger words."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from pvgraph.errors import ResourceError

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_THEME = "https://w3id.org/pvgraph/def#Theme"


def _facts(path: Path) -> dict[str, dict[str, list]]:
    try:
        triples = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        line = getattr(error, "lineno", None)
        raise ResourceError(f"{path}{f':{line}' if line else ''}: {error}") from error
    facts: dict[str, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        facts[str(triple.subject.value)][triple.predicate.value].append(triple.object)
    return facts


@cache
def notations(path: Path) -> frozenset[str]:
    """The codes (`skos:notation`) of one code list."""
    facts = _facts(path).values()
    return frozenset(n.value for f in facts for n in f.get(_SKOS + "notation", ()))


def themes(path: Path) -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """Each theme as (code, pilier's code, label @fr, label @en, trigger words).

    Raises:
        ResourceError: a theme lacks a code, a pilier, a label in both languages or any word.
    """
    found = []
    for subject, facts in _facts(path).items():
        types = {t.value for t in facts["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"]}
        if _THEME not in types:
            continue
        code, broader = (facts[_SKOS + p] for p in ("notation", "broader"))
        label = {t.language: t.value for t in facts[_SKOS + "prefLabel"]}
        words = tuple(sorted(t.value for t in facts[_SKOS + "hiddenLabel"]))
        if len(code) != 1 or len(broader) != 1 or not {"fr", "en"} <= label.keys() or not words:
            raise ResourceError(
                f"{path}: thème {subject} : il faut un code, un pilier, un libellé fr et en, "
                "et des mots déclencheurs"
            )
        pilier = broader[0].value.rsplit("/", 1)[1]
        found.append((code[0].value, pilier, label["fr"], label["en"], words))
    if not found:
        raise ResourceError(f"{path}: aucun thème")
    return sorted(found)
