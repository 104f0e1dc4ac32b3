"""Every shape: its good examples pass, each bad one breaks exactly the constraint in its name."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import RDF, SH, Graph

from pvgraph import validate
from pvgraph.paths import resource
from pvgraph.validate import engine
from pvgraph.validate.shapes import NAMESPACE

EXAMPLES = Path(__file__).parent / "shapes"
GOOD = sorted(EXAMPLES.glob("*/ok-*.ttl"))
BAD = sorted(EXAMPLES.glob("*/ko-*.ttl"))
SHAPES = validate.load()


def _store(*files: Path) -> Store:
    store = Store()
    for path in (*sorted(resource("ontology").glob("*.ttl")), EXAMPLES / "socle.ttl", *files):
        store.load(path=str(path), format=RdfFormat.TURTLE)
    return store


def _broken(path: Path) -> set[str]:
    return {f.shape for f in validate.check_graph(_store(path), SHAPES).findings}


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _constraints() -> set[str]:
    found = SHAPES.graph.subjects(RDF.type, SH.PropertyShape)
    return {str(s).removeprefix(NAMESPACE) for s in found}


def test_the_folders_are_not_empty():
    assert len(BAD) >= 80
    assert len(GOOD) >= 20


@pytest.fixture(scope="module")
def common() -> set[str]:
    """What the common ground of the examples leaves unsaid; only information."""
    report = validate.check_graph(_store(), SHAPES)
    assert all(f.severity == "Info" for f in report.findings)
    return {f.shape for f in report.findings}


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_good_example_passes(path: Path, common: set[str]):
    assert _broken(path) - common == set()


@pytest.mark.parametrize("path", BAD, ids=_name)
def test_bad_example_breaks_exactly_its_constraint(path: Path, common: set[str]):
    constraint = path.stem.removeprefix("ko-").partition("--")[0]
    assert _broken(path) - common == {f"{path.parent.name}-{constraint}"}


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
