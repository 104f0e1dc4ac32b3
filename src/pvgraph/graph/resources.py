"""The ontology and the code lists: `ontology/*.ttl` as two named graphs."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from pvgraph.errors import ResourceError
from pvgraph.graph.names import CODES, ONTOLOGIE

ONTOLOGY = "pvgraph.ttl"


def ontology(folder: Path) -> Iterator[Quad]:
    """The triples of `ontology/pvgraph.ttl`, in the ontology's graph."""
    path = folder / ONTOLOGY
    return _triples(path, ONTOLOGIE) if path.is_file() else iter(())


def codes(folder: Path) -> Iterator[Quad]:
    """The triples of every other file of `ontology/`, in the code lists' graph."""
    for path in sorted(folder.glob("*.ttl")):
        if path.name != ONTOLOGY:
            yield from _triples(path, CODES)


def _triples(path: Path, graph: NamedNode) -> Iterator[Quad]:
    try:
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
    except SyntaxError as error:
        raise ResourceError(f"{path}:{error.lineno}: {error.msg}") from error
