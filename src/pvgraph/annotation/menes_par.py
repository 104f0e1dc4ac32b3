"""Bodies named after « par »: in charge of a piece of what somebody else commits to."""

from collections.abc import Sequence
from dataclasses import replace

from pvgraph.annotation.roles import PARTENAIRE, PORTEUR, Bound
from pvgraph.model import Source


def beside(bound: Sequence[Bound], sources: Sequence[Source]) -> list[Bound]:
    """The same, with « la Ville soutiendra les lieux portés par la MJC » read as it is meant: the
    MJC takes part in what the Ville carries. Where the item itself names nobody else, it does."""
    carried = any(b.role == PORTEUR and b.by == "sujet" for b in bound)
    if not carried and not any(s.role == PORTEUR for s in sources):
        return list(bound)
    return [_taking_part(b) if b.by == "agent" and b.role == PORTEUR else b for b in bound]


def _taking_part(one: Bound) -> Bound:
    return replace(one, role=PARTENAIRE)
