"""What belongs to no contrat: shared things, ontology, codes, provenance, what follows of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, RdfFormat, parse

from pvgraph.building import keys, parts
from pvgraph.building.checking import Bucket
from pvgraph.building.pieces import Pieces, written
from pvgraph.building.sharing import Shared
from pvgraph.graph import dataset, provenance, resources
from pvgraph.graph.names import BASE, CODES, LABEL, PV, TYPE, iri
from pvgraph.graph.passages import texte_iri
from pvgraph.graph.provenance import Inputs
from pvgraph.graph.sheet import Sheet, fr
from pvgraph.graph.tally import Tally
from pvgraph.paths import resource
from pvgraph.validate import rdf
from pvgraph.validate.findings import Finding

_CONTRAT = re.compile(rb"/(?:contrat|texte)/([a-z0-9-]+)>")
ACTEURS, CODE_LISTS, ONTOLOGY, CATALOGUE, DERIVED, VALIDATION = (
    "acteurs", "codes", "ontologie", "catalogue/lectures", "derive/commun", "validation/commun",
)  # fmt: skip
_SHARED = "partage "


@dataclass(frozen=True)
class Common:
    """N-Triples under `BASE` by the name of their part, and what the shapes find in them."""

    lines: Mapping[str, bytes]
    findings: tuple[Finding, ...]

    def contents(self, base: str) -> Iterator[tuple[str, bytes]]:
        """The files of the parts (what is published conforms: a Violation stops a build)."""
        results = parts.ntriples(rdf.heading(True) | rdf.results(self.findings))
        for name, lines in {**self.lines, VALIDATION: results}.items():
            yield name, lines if base == BASE else _moved(lines, base)


def _moved(lines: bytes, base: str) -> bytes:
    return parts.ntriples(dataset.rebase(parse(lines, RdfFormat.N_TRIPLES), base))


@dataclass(frozen=True)
class Gathered:
    """The common graphs in pieces that are checked apart: the code lists with the ontology, what
    made the facts, and the shared things some hundred at a time."""

    shared: Shared
    codes: bytes
    ontology: bytes
    made: bytes

    def told_apart(self) -> Iterator[tuple[str, str]]:
        """The name of each piece, and what tells its makings apart."""
        lists = keys.key(self.codes, self.ontology)
        yield "codes", lists
        yield "catalogue", keys.key(self.made)
        for name, nodes in self.shared.buckets.items():
            yield _SHARED + name, keys.key(self.shared.bucket_key(nodes), lists)

    def bucket(self, name: str) -> Bucket:
        """A piece, with what it points to."""
        if name == "codes":
            return Bucket(self.codes + self.ontology, b"")
        if name == "catalogue":
            return Bucket(self.made, _stubs(self.made))
        own, near = self.shared.bucket(self.shared.buckets[name.removeprefix(_SHARED)])
        return Bucket(own, b"".join((near, self.codes, self.ontology, _stubs(own))))

    def whole(self, derived: Iterable[bytes], findings: Iterable[Finding]) -> Common:
        """The parts, once each piece was checked and what follows from it is known."""
        follows = sorted({line for lines in derived for line in lines.splitlines(True)})
        lines = {
            ACTEURS: self.shared.text,
            CODE_LISTS: self.codes,
            ONTOLOGY: self.ontology,
            CATALOGUE: self.made,
            DERIVED: b"".join(follows),
        }
        return Common(lines, tuple(findings))


def gather(shared: Shared, tallies: Iterable[Tally], inputs: Inputs, pieces: Pieces) -> Gathered:
    """Everything that belongs to no contrat, what follows from it and findings apart; what `pieces`
    holds is not said again."""
    folder = resource("ontology")
    codes = pieces.said("codes", lambda sheet: sheet.extend(resources.codes(folder)))
    ontology = pieces.said("ontologie", lambda sheet: sheet.extend(resources.ontology(folder)))
    made = [pieces.said(*piece) for piece in provenance.pieces(list(tallies), inputs)]
    return Gathered(shared, written([codes]), written([ontology]), written(made))


def _stubs(own: bytes) -> bytes:
    """Just enough about the contrats and texts that some triples name."""
    sheet = Sheet(CODES)
    for slug in {found.decode() for found in _CONTRAT.findall(own)}:
        for node, kind in ((iri("contrat", slug), PV.Contrat), (texte_iri(slug), PV.Texte)):
            _stub(sheet, node, kind)
    return parts.ntriples(sheet)


def _stub(sheet: Sheet, node: NamedNode, kind: NamedNode) -> None:
    sheet.say(node, TYPE, kind)
    sheet.say(node, LABEL, fr(node.value))
