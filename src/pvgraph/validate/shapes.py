"""`shapes/`: one SHACL shape a file, and the rules on the whole graph in `shapes/globales/`.

A shape says with `dct:isPartOf` in which batch it is checked: `contrat` (one contrat's graph at a
time) or `commun` (what the contrats share). A rule on the whole graph is a SELECT of `?focus` and
`?value` with a `#+` header: `forme`, `gravite`, `message`, `message_en`.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rdflib import DCTERMS, RDF, SH, Graph, URIRef
from rdflib.term import Node

from pvgraph.errors import ResourceError
from pvgraph.paths import resource
from pvgraph.validate.findings import NAMESPACE, SEVERITIES

BATCHES = ("contrat", "commun")
_HEADER = frozenset({"forme", "gravite", "message", "message_en"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on the whole graph: a query whose every row is a finding."""

    name: str
    severity: str
    message_fr: str
    message_en: str
    query: str


@dataclass(frozen=True)
class Shapes:
    """All shapes of a folder, its rules, and the digest by which unchanged results are kept."""

    folder: Path
    graph: Graph
    rules: tuple[Rule, ...]
    _batches: dict[tuple[str, ...], Graph] = field(default_factory=dict, compare=False)

    def batch(self, *names: str) -> Graph:
        """The shapes of some batches, each property shape with its node shape's own targets.

        The results are the same; but pyshacl then evaluates a constraint once for all its nodes
        instead of once a node, which is ten times faster.
        """
        if names not in self._batches:
            self._batches[names] = self._batch(*names)
        return self._batches[names]

    def _batch(self, *names: str) -> Graph:
        wanted = {URIRef(NAMESPACE + name) for name in names}
        kept = Graph()
        for triple in self.graph:
            if triple[1] not in (SH.targetClass, SH.property):
                kept.add(triple)
        for shape, batch in self.graph.subject_objects(DCTERMS.isPartOf):
            if batch in wanted:
                for target in self.graph.objects(shape, SH.targetClass):
                    for constraint in self.graph.objects(shape, SH.property):
                        kept.add((constraint, SH.targetClass, target))
        return kept

    def without(self, graph: Graph, constraints: frozenset[tuple[Node, Node]]) -> Graph:
        """The shapes of `graph` less some of their `sh:sparql` constraints."""
        dropped = {(shape, SH.sparql, constraint) for shape, constraint in constraints}
        kept = Graph()
        kept += (triple for triple in graph if triple not in dropped)
        return kept

    def message(self, shape: str, language: str) -> str:
        """The message of the property shape of this local name."""
        for text in self.graph.objects(URIRef(NAMESPACE + shape), SH.message):
            if getattr(text, "language", "") == language:
                return str(text)
        return ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every file of the folder."""
        total = hashlib.sha256()
        for path in _files(self.folder):
            total.update(path.name.encode() + b"\0" + path.read_bytes())
        return total.hexdigest()


def load(folder: Path | None = None) -> Shapes:
    """Read every shape and rule.

    Raises:
        ResourceError: a file cannot be parsed, or a shape is in no batch; names the file.
    """
    folder = folder or resource("shapes")
    graph = Graph()
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise ResourceError(f"{folder}: aucune forme (*.ttl)")
    for path in paths:
        _parse(graph, path)
    known = {URIRef(NAMESPACE + b) for b in BATCHES}
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        if graph.value(shape, DCTERMS.isPartOf) not in known:
            raise ResourceError(f"{folder}: {shape} : dct:isPartOf attendu (s:contrat, s:commun)")
    rules = tuple(_rule(p) for p in sorted((folder / "globales").glob("*.rq")))
    return Shapes(folder, graph, rules)


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*.ttl"), *folder.glob("globales/*.rq")])


def _parse(graph: Graph, path: Path) -> None:
    try:
        graph.parse(path, format="turtle")
    except SyntaxError as error:  # rdflib's BadSyntax
        line = getattr(error, "lines", 0) + 1
        raise ResourceError(f"{path}:{line}: Turtle illisible") from error


def _rule(path: Path) -> Rule:
    header = {}
    text = path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#+"):
            key, colon, value = line[2:].partition(":")
            if not colon or key.strip() not in _HEADER:
                raise ResourceError(f"{path}:{number}: clé inconnue ; {', '.join(sorted(_HEADER))}")
            header[key.strip()] = value.strip()
    missing = sorted(_HEADER - header.keys())
    if missing:
        raise ResourceError(f"{path}:1: « {missing[0]} » manque dans l'en-tête #+")
    if header["gravite"] not in SEVERITIES:
        raise ResourceError(f"{path}:1: gravite {header['gravite']!r} ; {', '.join(SEVERITIES)}")
    return Rule(header["forme"], header["gravite"], header["message"], header["message_en"], text)
