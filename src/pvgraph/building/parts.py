"""The dataset as files: each named graph in one or several files of sorted N-Triples.

    contrat/brest.nt   → <…/graphe/contrat/brest>
    derive/brest.nt    → <…/graphe/derive>, what follows from Brest
    acteurs.nt         → <…/graphe/acteurs>

A file does not say its graph: the same bytes are loaded in the named graph and in the default one.
No file is made again where its contents are the same, and what changed is a difference of lines.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

SUFFIX = ".nt"
JEUX, RETIRES = "catalogue/jeux", "retires"
BESIDE = (JEUX, RETIRES)
"""Parts that describe a release and its past: made once its dataset is known, no part of it."""
_END = b" .\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of one named graph; `name` is its path without suffix, `sha256` of its bytes."""

    name: str
    path: Path
    sha256: str

    def graph(self, base: str) -> NamedNode:
        """The named graph that it belongs to."""
        return graph(self.name, base)


def graph(name: str, base: str) -> NamedNode:
    """The named graph of a part: a contrat has its own, others have several files."""
    own = name if name.startswith("contrat/") else name.partition("/")[0]
    return NamedNode(f"{base}graphe/{own}")


def ntriples(quads: Iterable[Quad]) -> bytes:
    """Sorted N-Triples, each once."""
    return "".join(sorted({f"{quad.triple} .\n" for quad in quads})).encode()


def nquads(part: Part, base: str) -> bytes:
    """The part's lines with their graph (a line end inside a literal is written `\\n`)."""
    graph = f" <{part.graph(base).value}> .\n".encode()
    return part.path.read_bytes().replace(_END, graph)


def digest(parts: Iterable[Part]) -> str:
    """The SHA-256 of the dataset: that of the list of its parts with theirs."""
    listed = sorted(f"{part.sha256}  {part.name}\n" for part in parts)
    return hashlib.sha256("".join(listed).encode()).hexdigest()


def changed(old: Mapping[str, str], new: Iterable[Part]) -> list[str]:
    """Names of the parts that differ between two datasets, those of either alone included."""
    now = {part.name: part.sha256 for part in new}
    return sorted(n for n in old.keys() | now.keys() if old.get(n) != now.get(n))


def difference(old: bytes, new: bytes) -> tuple[list[bytes], list[bytes]]:
    """The lines of `old` alone and those of `new` alone."""
    before, after = set(old.splitlines(True)), set(new.splitlines(True))
    return sorted(before - after), sorted(after - before)


def about(lines: bytes, subjects: Set[bytes]) -> bytes:
    """The lines about some subjects, written as in the lines."""
    found = (x for x in lines.splitlines(True) if x.partition(b" ")[0] in subjects)
    return b"".join(found)


def batches(parts: Iterable[Part], base: str, limit: int) -> Iterator[tuple[bytes, int]]:
    """N-Quads of the parts in their graphs and in the default graph, some `limit` bytes of files
    at once, and how many."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held += [nquads(part, base), part.path.read_bytes()]
        size += len(held[-1])
        if size >= limit:
            yield b"".join(held), size
            held, size = [], 0
    if held:
        yield b"".join(held), size
