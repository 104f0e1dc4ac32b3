"""Pieces of a release that are made apart, by the crew, while the build does the rest."""

import pickle
from collections.abc import Callable, Iterable

from pvgraph.building.crew import Crew, Done, Files, Prepare, nothing
from pvgraph.errors import PvgraphError

Piece = tuple[str, Callable[..., object], tuple]
"""What it is, what makes it, and what that is given."""
_MADE = "pièce.pickle"


def started(crew: Crew, pieces: Iterable[Piece], prepare: Prepare = nothing) -> Iterable[Done]:
    """Let the crew make the pieces; gives what becomes of each."""
    return crew.run(_run, ((name, (make, given)) for name, make, given in pieces), prepare)


def finished(done: Iterable[Done]) -> dict[str, object]:
    """What makes each piece gave, by its name, once all are made.

    Raises:
        PvgraphError: one could not be.
    """
    found = {}
    for one in done:
        if one.files is None:
            raise PvgraphError(f"{one.contrat} : {one.problem}")
        found[one.contrat] = pickle.loads(one.files[_MADE])
    return found


def _run(piece: tuple[Callable[..., object], tuple]) -> Files:
    make, given = piece
    return {_MADE: pickle.dumps(make(*given))}
