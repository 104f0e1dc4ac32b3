"""pyshacl on an Oxigraph store, in place: the only module that imports pyshacl."""

import pyshacl
from pyoxigraph import Store
from pyshacl.graph_abstraction import OxigraphDataGraph
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from pvgraph.errors import ResourceError
from pvgraph.validate.findings import Finding
from pvgraph.validate.shapes import NAMESPACE, Shapes
from pvgraph.validate.silent import silent

# pyshacl 0.40 asks « datagraph or … » for every result; without a truth value of its own the
# graph counts all its triples each time, and a report of n results costs n scans.
OxigraphDataGraph.__bool__ = lambda self: True  # type: ignore[method-assign]


def run(store: Store, shapes: Shapes, *batches: str) -> list[Finding]:
    """The findings of the shapes of some batches on the default graph of `store`."""
    graph = shapes.batch(*batches)
    graph = shapes.without(graph, silent(store, graph))
    _, results, _ = pyshacl.validate(store, shacl_graph=graph, inplace=True)
    return [_finding(results, r, shapes) for r in results.subjects(RDF.type, SH.ValidationResult)]


def check_shapes(shapes: Shapes) -> None:
    """Check the shapes themselves against the shapes of shapes.

    Raises:
        ResourceError: a shape is not well formed; says which and why.
    """
    conforms, results, text = pyshacl.validate(Graph(), shacl_graph=shapes.graph, meta_shacl=True)
    if not conforms:
        raise ResourceError(f"{shapes.folder}: forme mal formée : {text or results}")


def _finding(results: Graph, node: Node, shapes: Shapes) -> Finding:
    shape = _local(results.value(node, SH.sourceShape))
    return Finding(
        severity=_local(results.value(node, SH.resultSeverity)),
        shape=shape,
        focus=_n3(results.value(node, SH.focusNode)),
        path=_n3(results.value(node, SH.resultPath)),
        value=_n3(results.value(node, SH.value)),
        component=_local(results.value(node, SH.sourceConstraintComponent)),
        message_fr=shapes.message(shape, "fr"),
        message_en=shapes.message(shape, "en"),
    )


def _local(term: Node | None) -> str:
    return str(term or "").removeprefix(NAMESPACE).removeprefix(str(SH))


def _n3(term: Node | None) -> str:
    """The term in N-Triples syntax; nothing for a blank node (an inverse path)."""
    return term.n3() if isinstance(term, URIRef | Literal) else ""
