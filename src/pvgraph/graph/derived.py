"""What follows by rule from what was read: `ontology/regles/*.rq`, one CONSTRUCT a file."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, Store

from pvgraph.errors import ResourceError
from pvgraph.graph.names import DERIVE


def rules(folder: Path) -> list[Path]:
    """The rules' files, in the order in which they are applied."""
    return sorted((folder / "regles").glob("*.rq"))


def derive(quads: Iterable[Quad], folder: Path) -> set[Quad]:
    """The triples that the rules of `folder` make of `quads`, in the graph of derived facts.

    Rules read what was read and declared, never what another rule made: in any order they
    make the same.
    """
    store = Store()
    store.bulk_extend(Quad(*q.triple) for q in quads)
    return follow(store, folder)


def follow(store: Store, folder: Path) -> set[Quad]:
    """What the rules of `folder` make of the default graph of `store`, in the derived graph."""
    made: set[Quad] = set()
    for path in rules(folder):
        try:
            triples = store.query(path.read_text(encoding="utf-8"))
        except SyntaxError as error:
            raise ResourceError(f"{path}:{error.lineno}: {error.msg}") from error
        made.update(Quad(t.subject, t.predicate, t.object, DERIVE) for t in triples)
    return made
