"""What each body and each declaration says in the shared graph, kept from build to build.

The shared graph is described again at each build; a piece whose makings are the same is taken as
it was said last time instead of being made of terms and written out again.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode

from pvgraph.building.kept import Kept
from pvgraph.graph.names import ACTEURS, SKOS
from pvgraph.graph.sheet import Sheet

Said = Mapping[str, tuple[tuple[str, ...], tuple[str, ...], str]]
"""By subject: its sorted lines (N-Triples), the IRIs that they point to, and the digest of those
lines that give no other name (`digest`)."""
_OTHER_NAME = f" {SKOS.altLabel} "


class Pieces:
    """The pieces of the last build and of this one, in one file; `version` is all that they depend
    on besides their makings (code and lists). Without a file nothing is kept."""

    def __init__(self, path: Path | None = None, version: str = "") -> None:
        self._kept: Kept[bytes, Said] = Kept(path, version)

    def said(self, makings: str, say: Callable[[Sheet], None]) -> Said:
        """The piece of these makings (empty: never kept), said anew where it is not known."""
        if not makings:
            return _written(say)
        key = sha256(makings.encode()).digest()
        found = self._kept.get(key)
        return self._kept.put(key, _written(say)) if found is None else found

    def keep(self) -> None:
        """Keep what this build used, nothing else."""
        self._kept.keep()


def _written(say: Callable[[Sheet], None]) -> Said:
    sheet = Sheet(ACTEURS)
    say(sheet)
    lines: dict[str, list[str]] = {}
    links: dict[str, set[str]] = {}
    for quad in sheet:
        subject = str(quad.subject)
        lines.setdefault(subject, []).append(f"{quad.triple} .\n")
        if isinstance(quad.object, NamedNode):
            links.setdefault(subject, set()).add(str(quad.object))
    return {
        node: (tuple(sorted(said)), tuple(sorted(links.get(node, ()))), digest(sorted(said)))
        for node, said in lines.items()
    }


def brief(lines: Iterable[str]) -> list[str]:
    """The lines about a node without the names that texts give it."""
    return [line for line in lines if _OTHER_NAME not in line]


def digest(lines: Iterable[str]) -> str:
    """SHA-256, in hex, of the sorted lines about a node, those of its other names left out."""
    return sha256("\n".join(brief(lines)).encode()).hexdigest()


def written(said: Iterable[Said]) -> bytes:
    """All lines of some pieces, sorted, each once."""
    found = {line for piece in said for lines, *_ in piece.values() for line in lines}
    return "".join(sorted(found)).encode()
