"""The graph in five RDF formats, whole and by contrat, by the store's own serialisers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from pvgraph.paths import resource

QUADS = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
TRIPLES = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
_PREFIX = "http://www.w3.org/ns/shacl#prefix"
_NAMESPACE = "http://www.w3.org/ns/shacl#namespace"


def prefixes() -> dict[str, str]:
    """The project's prefixes (`queries/prefixes.ttl`), by name."""
    said: dict[str, dict[str, str]] = {}
    for quad in parse(path=resource("queries") / "prefixes.ttl", format=RdfFormat.TURTLE):
        said.setdefault(str(quad.subject), {})[quad.predicate.value] = quad.object.value
    pairs = ((one[_PREFIX], one[_NAMESPACE]) for one in said.values() if _PREFIX in one)
    return dict(sorted(pairs))


def write(quads: Sequence[Quad], stem: Path, short: Mapping[str, str]) -> Iterator[Path]:
    """Write sorted `quads` as `stem.nq`, `.trig` (with their graphs), `.ttl`, `.jsonld`, `.rdf`."""
    for suffix, format in QUADS.items():
        yield _write(quads, stem, suffix, format, short)
    triples = without_graphs(quads)
    for suffix, format in TRIPLES.items():
        yield _write(triples, stem, suffix, format, short)


def _write(
    statements: Sequence[Quad | Triple],
    stem: Path,
    suffix: str,
    format: RdfFormat,
    short: Mapping[str, str],
) -> Path:
    path = stem.with_name(f"{stem.name}.{suffix}")
    with path.open("wb") as out:
        serialize(statements, out, format=format, prefixes=dict(short))
    return path


def without_graphs(quads: Iterable[Quad]) -> list[Triple]:
    """One copy of every triple of sorted `quads`: the copies of one stand side by side."""
    return [triple for triple, _ in groupby(quad.triple for quad in quads)]


def of_contrat(quads: Iterable[Quad], graph_iri: str, shared: Iterable[str]) -> list[Quad]:
    """The quads of one contrat's graph, with what other graphs say of the things it names.

    `shared` are the graphs to look into; a thing named by what was taken is taken too (a theme's
    pilier), so that the file can be read alone.
    """
    looked = set(shared)
    mine: list[Quad] = []
    others: dict[str, list[Quad]] = {}
    for quad in quads:
        graph = quad.graph_name.value
        if graph == graph_iri:
            mine.append(quad)
        elif graph in looked:
            others.setdefault(str(quad.subject), []).append(quad)
    taken = {str(q.subject) for q in mine} & others.keys()
    named = taken | {str(term) for q in mine for term in (q.object,)} & others.keys()
    waiting = sorted(named)
    seen = set(waiting)
    while waiting:
        for quad in others[waiting.pop()]:
            mine.append(quad)
            if str(quad.object) in others and str(quad.object) not in seen:
                seen.add(str(quad.object))
                waiting.append(str(quad.object))
    return sorted(mine, key=str)
