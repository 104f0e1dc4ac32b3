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
from pvgraph.building.pieces import Pieces, brief, digest
from pvgraph.graph import acteurs, dataset, facts
from pvgraph.graph.names import BASE
from pvgraph.graph.referents import Referents
from pvgraph.graph.tally import Tally

MODULE = __name__
_PER_BUCKET = 400
"""Nodes checked together: small enough to be checked again soon, large enough to be few."""


@dataclass(frozen=True)
class Shared:
    """What contrats share: the lines about each node (N-Triples), the shared nodes that it points
    to, and the labels of the bodies by code."""

    lines: Mapping[str, Sequence[str]]
    links: Mapping[str, Sequence[str]]
    labels: Mapping[str, str]
    digests: Mapping[str, str]

    @cached_property
    def text(self) -> bytes:
        """All of it, sorted: no subject is the beginning of another."""
        return "".join(line for node in sorted(self.lines) for line in self.lines[node]).encode()

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
        own = (line for node in sorted(nodes) for line in self.lines[node])
        return keys.key("".join(own), self._key(self._near(nodes).difference(nodes)))

    def _near(self, nodes: Iterable[str]) -> set[str]:
        found = self.lines.keys() & nodes
        return found.union(*map(self.links.__getitem__, found))

    def _text(self, nodes: Iterable[str]) -> bytes:
        return "".join(sorted(line for n in nodes for line in brief(self.lines[n]))).encode()

    def _key(self, nodes: Iterable[str]) -> str:
        return keys.key("\n".join(sorted(map(self._told.__getitem__, nodes))))

    @cached_property
    def _told(self) -> Mapping[str, str]:
        """Each node with what is said of it, told apart."""
        return {node: f"{node} {digest}" for node, digest in self.digests.items()}


def share(
    tallies: Sequence[Tally],
    declarations: Sequence[Mapping],
    referents: Referents,
    known: Sequence[facts.Fact],
    pieces: Pieces,
) -> Shared:
    """Describe what the contrats share; what `pieces` holds is not said again."""
    everyone = acteurs.bodies(tallies, referents, declarations)
    lines: dict[str, tuple[str, ...]] = {}
    links: dict[str, tuple[str, ...]] = {}
    digests: dict[str, str] = {}
    for piece in dataset.shared_pieces(tallies, everyone, declarations, referents, known):
        for node, (own, others, told) in pieces.said(*piece).items():
            before = lines.get(node)
            if before is None:
                lines[node], links[node], digests[node] = own, others, told
            elif before != own:  # several pieces say something of it
                lines[node] = tuple(sorted({*before, *own}))
                links[node] = (*links[node], *others)
                digests[node] = digest(lines[node])
    return Shared(
        lines,
        {node: [other for other in others if other in lines] for node, others in links.items()},
        {body.code: body.known.label for body in everyone},
        digests,
    )


def _named(tally: Tally) -> set[str]:
    """The shared nodes that one contrat names."""
    nodes = {f"<{BASE}acteur/{code}>" for code, _, _ in tally.bodies}
    nodes.add(f"<{BASE}acteur/signataires-{tally.contrat}>")
    nodes |= {f"<{BASE}dispositif/{code}>" for code, _, _ in tally.dispositifs}
    nodes |= {f"<{BASE}public/{code}>" for code, _, _ in tally.publics}
    return nodes
