"""Which `sh:sparql` constraints find nothing at all, asked once for all their nodes.

pyshacl asks each constraint once a node, ten thousand times for five contrats; where the same query
with `$this` among all the shape's nodes has no row, none of these would have one. Constraints with
rows stay with pyshacl, and so do those whose groups are not all alike for a `$this` that is given
and one that is found (OPTIONAL, UNION …).
"""

from collections.abc import Iterator

from pyoxigraph import Store
from rdflib import SH, Graph, Literal, URIRef
from rdflib.term import Node

from pvgraph.store.tokens import Token, tokens

_NODES = "{{ $this a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* {} }}"


def silent(store: Store, shapes: Graph) -> frozenset[tuple[Node, Node]]:
    """The pairs of shape and constraint that find nothing on the default graph of `store`."""
    return frozenset(
        (shape, constraint)
        for shape, constraint in shapes.subject_objects(SH.sparql)
        if (query := _for_all(shapes, shape, constraint)) and not _any(store, query)
    )


def _any(store: Store, query: str) -> bool:
    return next(iter(store.query(query)), None) is not None


def _for_all(shapes: Graph, shape: Node, constraint: Node) -> str:
    """The constraint's query on all nodes of its shape; nothing where that is another question."""
    classes = sorted(c.n3() for c in shapes.objects(shape, SH.targetClass))
    text = str(shapes.value(constraint, SH.select))
    places = _groups(list(tokens(text)))
    if not classes or not places or shapes.value(constraint, SH.deactivated):
        return ""
    nodes = " { " + " UNION ".join(map(_NODES.format, classes)) + " } "
    for place in reversed(places):
        text = text[:place] + nodes + text[place:]
    return "".join(_prefixes(shapes, constraint)) + text


def _groups(found: list[Token]) -> list[int]:
    """Where the groups of the query and its sub-selects begin; none where others are among them."""
    places: list[int] = []
    selecting = False
    for before, token, after in zip(found, found[1:], found[2:], strict=False):
        selecting |= before.kind == "word" and before.text.upper() == "SELECT"
        if token.text.upper() == "$PATH":
            return []
        if token.kind != "mark" or token.text != "{":
            continue
        if selecting:
            places.append(token.start + 1)
            selecting = False
        elif before.text.upper() != "EXISTS" and after.text.upper() != "SELECT":
            return []
    return places


def _prefixes(shapes: Graph, constraint: Node) -> Iterator[str]:
    for declared in shapes.objects(constraint, SH.prefixes):
        for one in shapes.objects(declared, SH.declare):
            name, space = shapes.value(one, SH.prefix), shapes.value(one, SH.namespace)
            if isinstance(name, Literal) and isinstance(space, Literal | URIRef):
                yield f"PREFIX {name}: <{space}>\n"
