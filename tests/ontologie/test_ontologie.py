"""The ontology and the code lists: terms that exist, say what they are, and do not contradict."""

import re
from pathlib import Path

import owlrl
import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef

from pvgraph.graph.names import CATALOGUE, PV
from pvgraph.paths import resource
from pvgraph.releases import Release

HERE = Path(__file__).parent
ONTOLOGY = resource("ontology")
PITFALLS = sorted((HERE / "pieges").glob("*.rq"))
SKOS_RULES = sorted((HERE / "skos").glob("*.rq"))
VOCABULARIES = sorted((HERE / "vocabulaires").glob("*.ttl"))
PREFIXES = """
@prefix pv: <https://w3id.org/pvgraph/def#> .
@prefix id: <https://w3id.org/pvgraph/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
# What an OWL 2 RL ontology may say; others (restrictions, unions, keys …) would need a reason here.
RL = {
    OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.Ontology,
    OWL.FunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty, OWL.disjointWith,
    OWL.inverseOf, OWL.versionIRI, OWL.versionInfo,
}  # fmt: skip
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")


def _store(*extra: str, names: tuple[str, ...] = ("pvgraph",)) -> Store:
    store = Store()
    for name in names:
        store.load(path=str(ONTOLOGY / f"{name}.ttl"), format=RdfFormat.TURTLE)
    for text in extra:
        store.load(PREFIXES + text, format=RdfFormat.TURTLE)
    return store


def _codes(*extra: str) -> Store:
    names = tuple(p.stem for p in ONTOLOGY.glob("*.ttl") if p.stem != "pvgraph")
    return _store(*extra, names=names)


def _found(store: Store, rule: Path) -> list[str]:
    return [str(row[0]) for row in store.query(rule.read_text(encoding="utf-8"))]


def _planted(rule: Path) -> str:
    line = rule.read_text(encoding="utf-8").splitlines()[1]
    return line.removeprefix("# plantée: ")


def test_the_folders_are_not_empty():
    assert len(PITFALLS) >= 12 and len(SKOS_RULES) >= 15 and len(VOCABULARIES) >= 25


@pytest.mark.parametrize("rule", PITFALLS, ids=lambda p: p.stem)
def test_no_pitfall(rule: Path):
    assert _found(_store(), rule) == []


@pytest.mark.parametrize("rule", [r for r in PITFALLS if _planted(r) != "-"], ids=lambda p: p.stem)
def test_a_planted_pitfall_is_found(rule: Path):
    assert _found(_store(_planted(rule)), rule)


@pytest.mark.parametrize("rule", SKOS_RULES, ids=lambda p: p.stem)
def test_code_lists_are_sound(rule: Path):
    assert _found(_codes(), rule) == []


@pytest.mark.parametrize("rule", SKOS_RULES, ids=lambda p: p.stem)
def test_a_planted_fault_in_a_code_list_is_found(rule: Path):
    assert _found(_codes(_planted(rule)), rule)


def test_the_profile_is_owl_2_rl():
    graph = Graph().parse(ONTOLOGY / "pvgraph.ttl")
    said = {t for triple in graph for t in triple if str(t).startswith(str(OWL))}
    assert said <= RL
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


def _errors(extra: str = "") -> list:
    graph = Graph().parse(ONTOLOGY / "pvgraph.ttl")
    graph.parse(HERE.parent / "shapes" / "socle.ttl")
    graph.parse(data=PREFIXES + extra, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return list(graph.objects(None, ERROR))


def test_the_ontology_is_consistent_with_the_examples():
    assert _errors() == []


def test_a_contradiction_is_found():
    assert _errors("id:x a pv:Objectif, pv:Realisation .")


def _reused() -> set[str]:
    """IRIs of other vocabularies that the pinned copies say exist."""
    return {str(s) for path in VOCABULARIES for s in Graph().parse(path).subjects(RDF.type)}


def _terms(store: Store) -> set[str]:
    """Every predicate and class that a dataset uses."""
    rows = store.query(
        "SELECT DISTINCT ?t WHERE { { ?s ?t ?o } UNION { ?s a ?t } UNION"
        " { GRAPH ?g { ?s ?t ?o } } UNION { GRAPH ?g { ?s a ?t } } }"
    )
    return {row["t"].value for row in rows}


def test_each_reused_term_of_the_ontology_exists():
    aligned = ("subClassOf", "subPropertyOf", "domain", "range")
    graph = Graph().parse(ONTOLOGY / "pvgraph.ttl")
    named = {str(o) for name in aligned for o in graph.objects(None, RDFS[name])}
    foreign = {t for t in named if not t.startswith("https://w3id.org/pvgraph/")}
    assert len(foreign) > 30
    assert foreign - _reused() == set()


def test_each_term_of_the_data_exists(release: Release):
    """Ours in the ontology, others in the pinned copies of their vocabularies."""
    store = Store.read_only(str(release.store))
    used = _terms(store)
    graph = Graph().parse(ONTOLOGY / "pvgraph.ttl")
    ours = {str(s) for s in graph.subjects(RDFS.isDefinedBy)}
    assert {t for t in used if t.startswith(PV.iri)} - ours == set()
    assert {t for t in used if not t.startswith(PV.iri)} - _reused() == set()


#: Addresses of documents, not terms: what these properties lead to.
DOCUMENTS = {"conformsTo", "license", "mediaType", "schemaAgency", "homepage", "page"}


def test_each_code_of_others_in_the_data_exists(release: Release):
    """Objects too: EU and IATI codes, formats, severities, classes that are named."""
    store = Store.read_only(str(release.store))
    named = {
        q.object.value
        for q in store.quads_for_pattern(None, None, None, DefaultGraph())
        if isinstance(q.object, NamedNode)
        and not q.object.value.startswith("https://w3id.org/pvgraph/")
        and re.split("[#/]", q.predicate.value)[-1] not in DOCUMENTS
    }
    assert len(named) > 80
    assert named - _reused() == set()


def test_no_term_is_an_orphan(release: Release, annotated: Release):
    """Every class and property of the ontology is used in the data, or above one that is."""
    stores = [Store.read_only(str(r.store)) for r in (release, annotated)]
    used = set().union(*map(_terms, stores))
    graph = Graph().parse(ONTOLOGY / "pvgraph.ttl")
    above = {str(o) for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in graph.objects(None, p)}
    ours = {str(s) for s in graph.subjects(RDFS.isDefinedBy)}
    assert ours - used - above == set()


def test_examples_of_the_ontology_are_in_the_data(release: Release):
    store = Store.read_only(str(release.store))
    graph = Graph().parse(ONTOLOGY / "pvgraph.ttl")
    examples = [o for o in graph.objects(None, URIRef(_EXAMPLE)) if isinstance(o, URIRef)]
    assert len(examples) >= 20
    for example in examples:
        assert any(store.quads_for_pattern(NamedNode(str(example)), None, None)), example


_EXAMPLE = "http://www.w3.org/2004/02/skos/core#example"


#: What a reasoner would have to add, or would object to: nothing of it is in the data.
UNFIT = {
    "domaine": "?p rdfs:domain ?d . ?x ?p ?o . FILTER NOT EXISTS { ?x a/rdfs:subClassOf* ?d }",
    "portée": """?p rdfs:range ?d ; a owl:ObjectProperty . ?s ?p ?x
      FILTER NOT EXISTS { ?x a/rdfs:subClassOf* ?d }""",
    "type de valeur": """?p rdfs:range ?d ; a owl:DatatypeProperty . ?x ?p ?o
      FILTER(DATATYPE(?o) != ?d)""",
    "classes disjointes": "?c owl:disjointWith ?d . ?x a ?c . ?x a ?d",
    "une seule valeur": "?p a owl:FunctionalProperty . ?x ?p ?a, ?b FILTER(STR(?a) < STR(?b))",
    "classe au-dessus": """?c rdfs:subClassOf ?d . ?x a ?c
      FILTER(STRSTARTS(STR(?d), STR(pv:))) FILTER NOT EXISTS { ?x a ?d }""",
    "inverse": "?p owl:inverseOf ?q . ?x ?q ?o FILTER NOT EXISTS { ?o ?p ?x }",
}
_ASK = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX pv: <https://w3id.org/pvgraph/def#>
SELECT ?x WHERE { %s } LIMIT 3"""
PLANTED = """id:a a pv:Objectif, pv:Projet ; pv:numero 3 ; pv:contrat id:b, id:c ;
  pv:mesure id:d ; pv:role id:e ."""


@pytest.mark.parametrize("kind", UNFIT)
def test_the_data_fits_the_ontology_without_a_reasoner(release: Release, kind: str):
    store = Store.read_only(str(release.store))
    assert [row["x"].value for row in store.query(_ASK % UNFIT[kind])] == []


@pytest.mark.parametrize("kind", UNFIT)
def test_what_does_not_fit_is_found(kind: str):
    assert list(_store(PLANTED).query(_ASK % UNFIT[kind]))


def test_a_triple_stands_in_one_named_graph(release: Release):
    """So counts over the union are right too; the catalogue alone repeats what portals want."""
    store = Store.read_only(str(release.store))
    rows = store.query(
        "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o }"
        f" FILTER(STR(?g) < STR(?h) && ?g != {CATALOGUE} && ?h != {CATALOGUE}) }}"
    )
    assert int(next(iter(rows))["n"].value) == 0
