"""What writing one contrat's graphs takes, and the files that it gives."""

from collections.abc import Mapping
from dataclasses import dataclass

from pvgraph.graph.facts import Fact
from pvgraph.graph.names import BASE
from pvgraph.graph.provenance import Inputs
from pvgraph.graph.tally import Tally
from pvgraph.model import Document

GRAPH, DERIVED, VALIDATION, ENTRIES, NAMES, COUNTS = (
    "graphe.nt", "derive.nt", "validation.nt", "entrees.json", "noms.json", "comptes.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """An extraction to write as a graph.

    `labels` names the bodies; `context` is what the shared graph says of the things that this
    contrat names (N-Triples): their classes, types and names, which rules, shapes and search read.
    """

    document: Document
    extraction: bytes
    tally: Tally
    facts: tuple[Fact, ...]
    labels: Mapping[str, str]
    context: bytes
    inputs: Inputs
    base: str = BASE
