"""The ontology as people and programs read it: its terms by kind, and a JSON-LD context.

Made from `ontology/pvgraph.ttl` alone; the pages of `/def` and `ontology/context.jsonld` come from
here, so neither can say anything that the ontology does not.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

from pvgraph.graph.names import DCT, OWL, PV, RDFS, SKOS, TYPE, XSD
from pvgraph.paths import resource

IRI = "https://w3id.org/pvgraph/def"
_PREFIXES = {
    "pv": PV.iri, "id": "https://w3id.org/pvgraph/id/", "xsd": XSD.iri, "rdfs": RDFS.iri,
    "skos": SKOS.iri, "prov": "http://www.w3.org/ns/prov#", "dct": DCT.iri,
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "oa": "http://www.w3.org/ns/oa#", "org": "http://www.w3.org/ns/org#",
}  # fmt: skip
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_SHOWN = (
    RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.disjointWith,
    SKOS.closeMatch,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its local name, its words by language, the IRIs that it is tied to."""

    name: str
    kind: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    notes: Mapping[str, str]
    examples: tuple[str, ...]
    links: Mapping[str, tuple[str, ...]]

    @property
    def iri(self) -> str:
        return PV.iri + self.name


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ontology: what it says of itself, and its terms in alphabetical order by kind."""

    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    version: str
    classes: tuple[Term, ...]
    objects: tuple[Term, ...]
    values: tuple[Term, ...]

    def terms(self) -> tuple[Term, ...]:
        return (*self.classes, *self.objects, *self.values)

    def edges(self) -> list[tuple[str, str, str]]:
        """Class, property, class: the links between our own classes."""
        return sorted(
            (source.removeprefix(PV.iri), term.name, target.removeprefix(PV.iri))
            for term in self.objects
            for source in term.links.get("domain", ())
            for target in term.links.get("range", ())
            if source.startswith(PV.iri) and target.startswith(PV.iri)
        )


@cache
def load(folder: Path | None = None) -> Vocabulary:
    """Read `pvgraph.ttl` in `folder` (the project's `ontology/` by default)."""
    path = (folder or resource("ontology")) / "pvgraph.ttl"
    about: dict[str, dict] = defaultdict(lambda: defaultdict(list))
    for triple in parse(path=str(path), format=RdfFormat.TURTLE):
        about[triple.subject.value][triple.predicate].append(triple.object)
    own = about[IRI]
    return Vocabulary(
        _by_language(own[DCT.title]),
        _by_language(own[DCT.description]),
        own[OWL.versionInfo][0].value,
        *(_terms(about, kind) for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)),
    )


def _terms(about: Mapping[str, dict], kind) -> tuple[Term, ...]:
    names = sorted(i for i, said in about.items() if i.startswith(PV.iri) and kind in said[TYPE])
    return tuple(_term(iri, about[iri], kind.value.rsplit("#", 1)[1]) for iri in names)


def _term(iri: str, said: Mapping, kind: str) -> Term:
    links = {p.value.rsplit("#", 1)[1]: tuple(o.value for o in said[p]) for p in _SHOWN if said[p]}
    return Term(
        iri.removeprefix(PV.iri),
        kind,
        _by_language(said[RDFS.label]),
        _by_language(said[SKOS.definition]),
        _by_language(said[SKOS.note]),
        tuple(o.value for o in said[SKOS.example]),
        links,
    )


def _by_language(values: Iterable[Literal]) -> dict[str, str]:
    return {value.language or "": value.value for value in values}


def context() -> dict:
    """The JSON-LD context: every term by its local name, values with their type."""
    terms: dict[str, object] = dict(_PREFIXES)
    vocabulary = load()
    for term in vocabulary.classes:
        terms[term.name] = f"pv:{term.name}"
    for term in vocabulary.objects:
        terms[term.name] = {"@id": f"pv:{term.name}", "@type": "@id"}
    for term in vocabulary.values:
        kind = term.links["range"][0]
        typed = {"@container": "@language"} if kind == _LANG_STRING else {"@type": _short(kind)}
        terms[term.name] = {"@id": f"pv:{term.name}"} | typed
    terms["cite"] = {"@id": "prov:wasQuotedFrom", "@type": "@id"}
    terms["nom"] = {"@id": "rdfs:label", "@container": "@language"}
    return {"@context": terms}


def _short(iri: str) -> str:
    return iri.replace(XSD.iri, "xsd:")


def context_text() -> str:
    """The context as the file holds it."""
    return json.dumps(context(), ensure_ascii=False, indent=2) + "\n"
