"""Every shape: its good examples pass, each bad one breaks exactly the constraint in its name.

Each example goes with its own copy of the common ground (`socle.ttl`), under its own number, so
that all are checked in one graph and in one go, by two validators that know nothing of each other.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pyrudof
import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store, parse
from rdflib import PROV, RDF, SH, Graph, Literal, URIRef

from pvgraph import validate
from pvgraph.graph.names import SKOS
from pvgraph.paths import resource
from pvgraph.releases import Release
from pvgraph.validate import engine
from pvgraph.validate.shapes import BATCHES, NAMESPACE
from pvgraph.validate.silent import silent

EXAMPLES = Path(__file__).parent / "shapes"
GROUND = EXAMPLES / "socle.ttl"
GOOD = sorted(EXAMPLES.glob("*/ok-*.ttl"))
BAD = sorted(EXAMPLES.glob("*/ko-*.ttl"))
EVERY = [GROUND, *GOOD, *BAD]
SHAPES = validate.load()
LINE = URIRef("https://w3id.org/pvgraph/def#ligne")
_WORD = "exemple"
_UNREAD = {SKOS.hiddenLabel, SKOS.definition, SKOS.example, SKOS.closeMatch}

Broken = dict[int, set[tuple[str, str]]]
"""By number of the example: the constraints broken, each with its node."""


@cache
def _store() -> Store:
    """The ontology and the codes (less words that no shape reads), and every example."""
    store = Store()
    for path in sorted(resource("ontology").glob("*.ttl")):
        quads = parse(path=str(path), format=RdfFormat.TURTLE)
        store.extend(q for q in quads if q.predicate not in _UNREAD)
    for number, path in enumerate(EVERY):
        for part in {GROUND, path}:
            text = part.read_text(encoding="utf-8").replace(_WORD, f"{_WORD}{number:03}")
            store.load(text, format=RdfFormat.TURTLE)
    return store


def _numbered(results: Iterable[tuple[str, str]]) -> Broken:
    broken: Broken = defaultdict(set)
    for shape, focus in results:
        found = re.search(rf"{_WORD}(\d{{3}})", focus)
        broken[int(found[1]) if found else -1].add((shape, focus))
    return broken


@cache
def _findings() -> tuple[validate.Finding, ...]:
    return validate.check_graph(_store(), SHAPES).findings


@cache
def _ours() -> Broken:
    return _numbered((f.shape, f.focus.strip("<>")) for f in _findings())


@cache
def _theirs() -> Broken:
    """The same by rudof, an independent validator."""
    triples = _store().dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()).decode()
    return _numbered(_by_rudof(SHAPES.graph, triples))


def _by_rudof(shapes: Graph, triples: str) -> Iterator[tuple[str, str]]:
    """Shape and focus of each of rudof's results."""
    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_shacl(shapes.serialize(format="turtle"))
    rudof.read_data(triples, pyrudof.RDFFormat.NTriples, merge=False)
    for r in rudof.validate_shacl():
        shape = str(r.source_shape).strip("<>").removeprefix(NAMESPACE)
        yield shape, str(r.focus_node).strip("<>")


def _own(path: Path) -> set[str]:
    """The constraints that an example breaks beyond what the common ground leaves unsaid."""
    return {s for s, _ in _ours()[EVERY.index(path)]} - {s for s, _ in _ours()[0]}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _constraints() -> set[str]:
    found = SHAPES.graph.subjects(RDF.type, SH.PropertyShape)
    return {str(s).removeprefix(NAMESPACE) for s in found}


def test_the_folders_are_not_empty():
    assert len(BAD) >= 80
    assert len(GOOD) >= 20


def test_ontology_codes_and_common_ground_break_nothing():
    """The common ground's own objectives and signatories are left unsaid: only information."""
    assert _ours()[-1] == set()
    ground = [f for f in _findings() if f"{_WORD}000" in f.focus]
    assert all(f.severity == "Info" for f in ground)


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_good_example_passes(path: Path):
    assert _own(path) == set()


@pytest.mark.parametrize("path", BAD, ids=_name)
def test_bad_example_breaks_exactly_its_constraint(path: Path):
    constraint = path.stem.removeprefix("ko-").partition("--")[0]
    assert _own(path) == {f"{path.parent.name}-{constraint}"}


@pytest.mark.parametrize("path", EVERY, ids=_name)
def test_an_independent_validator_agrees(path: Path):
    number = EVERY.index(path)
    assert _theirs()[number] == _ours()[number]


def test_every_constraint_has_a_bad_example():
    shown = {f"{p.parent.name}-{p.stem.removeprefix('ko-').partition('--')[0]}" for p in BAD}
    assert _constraints() - shown == set()


def test_one_node_shape_a_file_named_after_it():
    for path in sorted(resource("shapes").glob("*.ttl")):
        shapes = list(Graph().parse(path).subjects(RDF.type, SH.NodeShape))
        assert [str(s).removeprefix(NAMESPACE) for s in shapes] in ([path.stem], [])
        assert shapes or path.stem == "prefixes"


def test_every_constraint_says_what_to_do_in_both_languages():
    for name in _constraints():
        assert SHAPES.message(name, "fr") and SHAPES.message(name, "en"), name


def test_shapes_are_well_formed_by_the_shapes_of_shapes():
    engine.check_shapes(SHAPES)


def test_constraints_found_silent_are_those_that_find_nothing():
    """One broken by an example is never taken for silent; on the ground, nearly all are."""
    graph = SHAPES.batch(*BATCHES)
    asked = {shape.removeprefix(NAMESPACE) for shape in map(str, graph.subjects(SH.sparql))}
    broken = {finding.shape for finding in _findings()} & asked
    assert len(broken) > 10
    on_examples = {str(s).removeprefix(NAMESPACE) for s, _ in silent(_store(), graph)}
    assert not on_examples & broken
    ground = Store()
    ground.load(GROUND.read_bytes(), format=RdfFormat.TURTLE)
    assert len(silent(ground, graph)) > len(asked) - 3


@pytest.mark.parametrize("group", ["OPTIONAL { $this ?p ?o }", "{ $this ?p 1 } UNION { ?s ?p 2 }"])
def test_constraint_whose_groups_differ_stays_with_pyshacl(group):
    shape, constraint = URIRef("http://e/s"), URIRef("http://e/c")
    graph = Graph()
    graph.add((shape, SH.sparql, constraint))
    graph.add((shape, SH.targetClass, URIRef("http://e/C")))
    graph.add((constraint, SH.select, Literal("SELECT $this WHERE { $this a ?c }")))
    assert silent(Store(), graph)
    graph.set((constraint, SH.select, Literal(f"SELECT $this WHERE {{ {group} }}")))
    assert not silent(Store(), graph)


@pytest.mark.corpus
def test_rudof_agrees_on_the_real_graph(release: Release):
    """What is shared, and one contrat; benchmarks/validate.py --rudof compares all of them."""
    by_graph: dict = {}
    for quad in validate.public(release.quads):
        by_graph.setdefault(quad.graph_name, []).append(quad)
    said = {
        (f.shape, f.focus.strip("<>")) for f in validate.check(
            (q for quads in by_graph.values() for q in quads), ["metz"], SHAPES, workers=1
        ).findings
    }  # fmt: skip
    theirs = set()
    for batch, lines in validate.work(by_graph, ["metz"]):
        theirs |= set(_by_rudof(SHAPES.batch(batch), lines.decode()))
    rules = {rule.name for rule in SHAPES.rules}
    assert theirs == {(shape, focus) for shape, focus in said if shape not in rules}
    assert len(theirs) >= 20


@pytest.mark.corpus
def test_each_result_of_the_report_leads_to_words_of_a_text(annotated: Release):
    report = Graph().parse(annotated.report)
    results = set(report.subjects(RDF.type, SH.ValidationResult))
    assert len(results) >= 20
    placed = set(report.subjects(PROV.wasQuotedFrom)) & set(report.subjects(LINE))
    assert results - placed == set()
    for result in results:
        assert {m.language for m in report.objects(result, SH.resultMessage)} == {"fr", "en"}
