"""What changed from one graph to another: things come, gone, changed, and what took their place.

Facts about how a thing was read (rule, confidence, activity) are no changes of what it says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pyoxigraph import Literal, NamedNode, Triple

from pvgraph.graph.names import LABEL, PROV, PV, TYPE

KINDS = {
    PV.Contrat: "contrat",
    PV.Axe: "axe",
    PV.Mesure: "mesure",
    PV.Objectif: "objectif",
    PV.Action: "action",
    PV.Projet: "projet",
    PV.Indicateur: "indicateur",
    PV.ResultatAttendu: "résultat attendu",
    PV.Realisation: "réalisation",
    PV.Engagement: "engagement",
    PV.Signature: "signature",
    PV.Acteur: "acteur",
    PV.Dispositif: "dispositif",
    PV.PublicCible: "public",
    PV.Territoire: "territoire",
    PV.Quartier: "quartier",
    PV.QuartierPrioritaire: "quartier prioritaire",
}
"""Classes of what has a page, and the word for one."""
_HOW = frozenset({PV.regle, PV.confiance, PROV.wasGeneratedBy})
_ALIKE = 0.75
"""Share of letters from which the words of two things are those of one, corrected."""


@dataclass(slots=True)
class Thing:
    """One thing: its IRI, its kind in words, its label, and what is said of it."""

    iri: str
    kind: str = ""
    label: str = ""
    facts: set[tuple[NamedNode, object]] = field(default_factory=set)

    @property
    def passages(self) -> set[str]:
        """IRIs of the words it was read from."""
        return {o.value for p, o in self.facts if p == PROV.wasQuotedFrom}


def things(triples: Iterable[Triple]) -> dict[str, Thing]:
    """The things that have a page, by IRI."""
    found: dict[str, Thing] = {}
    for subject, predicate, value in triples:
        thing = found.setdefault(subject.value, Thing(subject.value))
        if predicate == TYPE and value in KINDS:
            thing.kind = _narrower(thing.kind, KINDS[value])
        elif predicate == LABEL and (not thing.label or value.language == "fr"):
            thing.label = value.value
        if predicate not in _HOW:
            thing.facts.add((predicate, value))
    return {iri: thing for iri, thing in found.items() if thing.kind}


def _narrower(one: str, other: str) -> str:
    """Of two kinds of one thing, the later in `KINDS`, which lists the broader first."""
    words = list(KINDS.values())
    return max(one, other, key=lambda word: words.index(word) if word in words else -1)


@dataclass(frozen=True, slots=True)
class Changes:
    """Things added, things removed, and things whose facts differ (old, new)."""

    added: tuple[Thing, ...]
    removed: tuple[Thing, ...]
    changed: tuple[tuple[Thing, Thing], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changes(old: Mapping[str, Thing], new: Mapping[str, Thing]) -> Changes:
    """What differs, sorted by kind and words."""

    def ranked(iris: Iterable[str], where: Mapping[str, Thing]) -> list[Thing]:
        return sorted((where[i] for i in iris), key=lambda t: (t.kind, t.label, t.iri))

    both = [t for t in ranked(old.keys() & new.keys(), new) if old[t.iri].facts != t.facts]
    return Changes(
        tuple(ranked(new.keys() - old.keys(), new)),
        tuple(ranked(old.keys() - new.keys(), old)),
        tuple((old[t.iri], t) for t in both),
    )


def successors(removed: Iterable[Thing], new: Mapping[str, Thing]) -> dict[str, str]:
    """For each thing gone, the one of its kind that took its place, where there is one.

    That is the one read from the same passage, else the one with nearly the same words.
    """
    at: dict[tuple[str, str], str] = {}
    by_kind: dict[str, list[Thing]] = defaultdict(list)
    for thing in sorted(new.values(), key=lambda t: t.iri):
        by_kind[thing.kind].append(thing)
        for passage in thing.passages:
            at.setdefault((thing.kind, passage), thing.iri)
    found = {}
    for thing in removed:
        same = next(
            (at[thing.kind, p] for p in sorted(thing.passages) if (thing.kind, p) in at), ""
        )
        iri = same or _alike(thing, by_kind[thing.kind])
        if iri:
            found[thing.iri] = iri
    return found


def _alike(thing: Thing, candidates: Iterable[Thing]) -> str:
    """The candidate of nearly the same words, under the same contrat; nothing where none is."""
    matcher = SequenceMatcher(None, b=thing.label)
    best, score = "", _ALIKE
    for other in candidates:
        matcher.set_seq1(other.label)
        if matcher.real_quick_ratio() < score or matcher.quick_ratio() < score:
            continue
        ratio = matcher.ratio()
        if ratio > score:
            best, score = other.iri, ratio
    return best


def differences(old: Thing, new: Thing, names: Mapping[str, str]) -> Iterator[str]:
    """One line for each predicate whose values differ; `names` gives words for IRIs."""
    before, after = _by_predicate(old), _by_predicate(new)
    for predicate in sorted(before.keys() | after.keys(), key=str):
        gone = before.get(predicate, set()) - after.get(predicate, set())
        come = after.get(predicate, set()) - before.get(predicate, set())
        if gone or come:
            name = names.get(predicate.value) or _tail(predicate.value)
            yield f"{name} : {_values(gone, names)} → {_values(come, names)}"


def _by_predicate(thing: Thing) -> dict[NamedNode, set]:
    found: dict[NamedNode, set] = defaultdict(set)
    for predicate, value in thing.facts:
        found[predicate].add(value)
    return found


def _values(values: Iterable, names: Mapping[str, str]) -> str:
    words = sorted(
        v.value if isinstance(v, Literal) else names.get(v.value) or _tail(v.value) for v in values
    )
    return ", ".join(words) or "rien"


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if "#char=" not in iri else iri[-24:]
