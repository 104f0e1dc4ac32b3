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

from pvgraph.building import keys
from pvgraph.building.pieces import Pieces
from pvgraph.graph import acteurs, dataset, facts
from pvgraph.graph.names import SKOS, iri
from pvgraph.graph.referents import Referents
from pvgraph.graph.tally import Tally

MODULE = __name__
_PER_BUCKET = 400
"""Nodes checked together: small enough to be checked again soon, large enough to be few."""
_OTHER_NAME = f" {SKOS.altLabel} "


@dataclass(frozen=True)
class Shared:
    """What contrats share: the lines about each node (N-Triples), the shared nodes that it points
    to, and the labels of the bodies by code."""

    lines: Mapping[str, Sequence[str]]
    links: Mapping[str, Sequence[str]]
    labels: Mapping[str, str]

    @cached_property
    def text(self) -> bytes:
        """All of it, sorted."""
        return "".join(sorted(x for lines in self.lines.values() for x in lines)).encode()

    def around(self, tally: Tally) -> bytes:
        """Sorted N-Triples about what a contrat names and what these point to."""
        return self._text(self._near(_named(tally)))

    def around_key(self, tally: Tally) -> str:
        """What `around` gives, told apart from anything else without being written."""
        return self._key(self._near(_named(tally)))

    def labels_of(self, tally: Tally) -> dict[str, str]:
        """The labels of the bodies that a contrat names."""
        codes = {code for code, _, _ in tally.bodies}
        return {code: self.labels[code] for code in sorted(codes)}

    @cached_property
    def buckets(self) -> Mapping[str, Sequence[str]]:
        """The nodes by some hundred at a time, under the name of their bucket."""
        number = 1
        while len(self.lines) > number * _PER_BUCKET:
            number *= 2
        held: dict[int, list[str]] = defaultdict(list)
        for node in self.lines:
            held[int(hashlib.sha256(node.encode()).hexdigest()[:8], 16) % number].append(node)
        return {f"{place:04d}": nodes for place, nodes in sorted(held.items())}

    def bucket(self, nodes: Sequence[str]) -> tuple[bytes, bytes]:
        """The triples of some nodes, and those around them."""
        own = "".join(sorted(line for node in nodes for line in self.lines[node]))
        return own.encode(), self._text(self._near(nodes) - set(nodes))

    def bucket_key(self, nodes: Sequence[str]) -> str:
        """What `bucket` gives, told apart from anything else without being written."""
        own = (f"{node} {hash_of(self.lines[node])}" for node in sorted(nodes))
        return keys.key(*own, self._key(self._near(nodes) - set(nodes)))

    def _near(self, nodes: Iterable[str]) -> set[str]:
        found = {node for node in nodes if node in self.lines}
        return found | {other for node in found for other in self.links[node]}

    def _text(self, nodes: Iterable[str]) -> bytes:
        return "".join(sorted(line for node in nodes for line in self._brief(node))).encode()

    def _key(self, nodes: Iterable[str]) -> str:
        return hash_of(f"{node} {self._digests[node]}" for node in sorted(nodes))

    @cached_property
    def _digests(self) -> Mapping[str, str]:
        return {node: hash_of(self._brief(node)) for node in self.lines}

    def _brief(self, node: str) -> list[str]:
        """The lines about a node without the names that texts give it."""
        return [line for line in self.lines[node] if _OTHER_NAME not in line]


def hash_of(lines: Iterable[str]) -> str:
    """SHA-256, in hex, of lines that hold their own ends."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def share(
    tallies: Sequence[Tally],
    declarations: Sequence[Mapping],
    referents: Referents,
    known: Sequence[facts.Fact],
    pieces: Pieces,
) -> Shared:
    """Describe what the contrats share; what `pieces` holds is not said again."""
    everyone = acteurs.bodies(tallies, referents, declarations)
    said: dict[str, set[str]] = defaultdict(set)
    links: dict[str, set[str]] = defaultdict(set)
    for piece in dataset.shared_pieces(tallies, everyone, declarations, referents, known):
        for node, (lines, others) in pieces.said(*piece).items():
            said[node].update(lines)
            links[node].update(others)
    return Shared(
        {node: sorted(lines) for node, lines in said.items()},
        {node: [other for other in others if other in said] for node, others in links.items()},
        {body.code: body.known.label for body in everyone},
    )


def _named(tally: Tally) -> set[str]:
    """The shared nodes that one contrat names."""
    nodes = {iri("acteur", code) for code, _, _ in tally.bodies}
    nodes.add(iri("acteur", f"signataires-{tally.contrat}"))
    nodes |= {iri("dispositif", code) for code, _, _ in tally.dispositifs}
    nodes |= {iri("public", code) for code, _, _ in tally.publics}
    return {str(node) for node in nodes}
