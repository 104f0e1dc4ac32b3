"""What belongs to no contrat: shared things, ontology, codes, provenance, what follows of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from pyoxigraph import NamedNode, Quad

from pvgraph.building import parts
from pvgraph.building.checking import Bucket
from pvgraph.building.sharing import Shared
from pvgraph.graph import dataset, resources
from pvgraph.graph.derived import derive
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


@dataclass(frozen=True)
class Common:
    """Quads by the name of their part, and what the shapes find in them."""

    quads: Mapping[str, tuple[Quad, ...]]
    findings: tuple[Finding, ...] = ()

    def with_findings(self, findings: Iterable[Finding]) -> "Common":
        return replace(self, findings=tuple(findings))

    def contents(self, base: str) -> Iterator[tuple[str, bytes]]:
        """The files of the parts (what is published conforms: a Violation stops a build)."""
        said = {**self.quads, VALIDATION: rdf.heading(True) | rdf.results(self.findings)}
        for name, quads in said.items():
            yield name, parts.ntriples(quads if base == BASE else dataset.rebase(quads, base))


def gather(shared: Shared, tallies: Iterable[Tally], inputs: Inputs) -> Common:
    """Every quad that belongs to no contrat, findings apart."""
    folder = resource("ontology")
    quads = {
        ACTEURS: tuple(shared.quads),
        CODE_LISTS: tuple(resources.codes(folder)),
        ONTOLOGY: tuple(resources.ontology(folder)),
        CATALOGUE: tuple(dataset.made_quads(list(tallies), inputs)),
    }
    quads[DERIVED] = tuple(derive(chain(*quads.values()), folder))
    return Common(quads)


def buckets(shared: Shared, common: Common) -> Iterator[tuple[str, Bucket]]:
    """The common quads in pieces that can be checked apart."""
    lists = [*common.quads[CODE_LISTS], *common.quads[ONTOLOGY], *common.quads[DERIVED]]
    codes = parts.ntriples(lists)
    yield "codes", Bucket(codes, b"")
    made = parts.ntriples(common.quads[CATALOGUE])
    yield "catalogue", Bucket(made, _stubs(made))
    for name, own, near in shared.buckets():
        yield f"partage {name}", Bucket(own, b"".join((near, codes, _stubs(own))))


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
