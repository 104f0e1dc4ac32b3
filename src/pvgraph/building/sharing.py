"""The graph of what contrats share, cut so that a contrat depends only on what it names.

Bodies, dispositifs and publics are described once, from the tallies of all contrats. A contrat is
written among the few of them that it names, without the other names that other texts give them:
a new mention of the State in one contrat leaves all the others as they are.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Quad

from pvgraph.graph import acteurs, dataset, facts
from pvgraph.graph.names import SKOS, iri
from pvgraph.graph.referents import Referents
from pvgraph.graph.tally import Tally

_PER_BUCKET = 400
"""Nodes checked together: small enough to be checked again soon, large enough to be few."""


@dataclass(frozen=True)
class Shared:
    """What contrats share: its quads, and the labels of the bodies by code."""

    quads: Sequence[Quad]
    labels: Mapping[str, str]

    def around(self, tally: Tally) -> bytes:
        """Sorted N-Triples about what a contrat names and what these point to."""
        return self._text(self._near(_named(tally)))

    def labels_of(self, tally: Tally) -> dict[str, str]:
        """The labels of the bodies that a contrat names."""
        codes = {code for code, _, _ in tally.bodies}
        return {code: self.labels[code] for code in sorted(codes)}

    def buckets(self) -> Iterable[tuple[str, bytes, bytes]]:
        """Name, own triples and triples around, of some hundred nodes at a time."""
        number = 1
        while len(self._whole) > number * _PER_BUCKET:
            number *= 2
        held: dict[int, list[str]] = defaultdict(list)
        for node in self._whole:
            held[int(hashlib.sha256(node.encode()).hexdigest()[:8], 16) % number].append(node)
        for place, nodes in sorted(held.items()):
            own = "".join(sorted(line for node in nodes for line in self._whole[node]))
            near = self._near(nodes) - set(nodes)
            yield f"{place:04d}", own.encode(), self._text(near)

    def _near(self, nodes: Iterable[str]) -> set[str]:
        found = {node for node in nodes if node in self._whole}
        return found | {other for node in found for other in self._links[node]}

    def _text(self, nodes: Iterable[str]) -> bytes:
        return "".join(sorted(line for node in nodes for line in self._brief[node])).encode()

    @cached_property
    def _whole(self) -> dict[str, list[str]]:
        """Every line about a node."""
        lines: dict[str, list[str]] = defaultdict(list)
        for quad in self.quads:
            lines[str(quad.subject)].append(f"{quad.triple} .\n")
        return dict(lines)

    @cached_property
    def _brief(self) -> dict[str, list[str]]:
        """The lines about a node without the names that texts give it."""
        other = f" {SKOS.altLabel} "
        return {node: [x for x in lines if other not in x] for node, lines in self._whole.items()}

    @cached_property
    def _links(self) -> dict[str, set[str]]:
        """The shared nodes that a node points to."""
        links: dict[str, set[str]] = defaultdict(set)
        for quad in self.quads:
            if isinstance(quad.object, NamedNode) and str(quad.object) in self._whole:
                links[str(quad.subject)].add(str(quad.object))
        return links


def share(
    tallies: Sequence[Tally],
    declarations: Sequence[Mapping],
    referents: Referents,
    known: Sequence[facts.Fact],
) -> Shared:
    """Describe what the contrats share."""
    everyone = acteurs.bodies(tallies, referents, declarations)
    quads = dataset.shared_quads(tallies, everyone, declarations, referents, known)
    return Shared(list(quads), {body.code: body.known.label for body in everyone})


def _named(tally: Tally) -> set[str]:
    """The shared nodes that one contrat names."""
    nodes = {iri("acteur", code) for code, _, _ in tally.bodies}
    nodes.add(iri("acteur", f"signataires-{tally.contrat}"))
    nodes |= {iri("dispositif", code) for code, _, _ in tally.dispositifs}
    nodes |= {iri("public", code) for code, _, _ in tally.publics}
    return {str(node) for node in nodes}
