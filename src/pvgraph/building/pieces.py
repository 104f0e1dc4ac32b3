"""What each body and each declaration says in the shared graph, kept from build to build.

The shared graph is described again at each build; a piece whose makings are the same is taken as
it was said last time instead of being made of terms and written out again.
"""

import os
import pickle
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode

from pvgraph.graph.names import ACTEURS
from pvgraph.graph.sheet import Sheet

Said = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By subject: its lines (N-Triples), and the IRIs that they point to."""


class Pieces:
    """The pieces of the last build and of this one, in one file; `version` is all that they depend
    on besides their makings (code and lists): where it differs none is taken.

    Without a file nothing is kept.
    """

    def __init__(self, path: Path | None = None, version: str = "") -> None:
        self._path, self._version = path, version
        self._known: dict[bytes, Said] = {}
        self._used: dict[bytes, Said] = {}
        if path and path.is_file():
            kept_version, kept = pickle.loads(path.read_bytes())
            self._known = kept if kept_version == version else {}

    def said(self, makings: str, say: Callable[[Sheet], None]) -> Said:
        """The piece of these makings (empty: never kept), said anew where it is not known."""
        if not makings:
            return _written(say)
        key = sha256(makings.encode()).digest()
        found = self._used.get(key) or self._known.get(key)
        self._used[key] = _written(say) if found is None else found
        return self._used[key]

    def keep(self) -> None:
        """Keep what this build used, nothing else; killed at any instant the old file stays."""
        if self._path is None or self._used.keys() == self._known.keys():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(pickle.dumps((self._version, self._used)))
        fresh.replace(self._path)


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
        node: (tuple(sorted(said)), tuple(sorted(links.get(node, ()))))
        for node, said in lines.items()
    }
