"""How the roles that words, cells and headings give to bodies add up to participations."""

from collections.abc import Sequence

from pvgraph.annotation.resolve import SIGNATORIES
from pvgraph.annotation.roles import PARTENAIRE, PORTEUR, Bound
from pvgraph.model import Participation, Source


def somebody_carries(bound: Sequence[Bound], sources: Sequence[Source]) -> bool:
    """Is somebody in charge, so that the signatories are not?"""
    roles = [*(b.role for b in bound), *(s.role for s in sources)]
    return PORTEUR in roles


def their_own(bound: Bound) -> bool:
    """« avec l'ensemble des partenaires »: the signatories are not their own partner."""
    own = bound.mention.type == SIGNATORIES and bound.role == PARTENAIRE
    return own and bound.by in ("mot", "agent")


def precised(cued: str | None, sourced: str) -> str:
    """In a cell or a sentence, a cue of its own may say otherwise than the layout."""
    return cued if cued and (sourced == PORTEUR or cued != PARTENAIRE) else sourced


def distinct(found: list[Participation]) -> list[Participation]:
    """One participation a body: the first of each role, none a partner of what it carries."""
    carrying = {p.acteur for p in found if p.role == PORTEUR}
    kept: dict[tuple[str, str], Participation] = {}
    for one in found:
        if one.role == PARTENAIRE and one.acteur in carrying:
            continue
        kept.setdefault((one.acteur, one.role), one)
    return list(kept.values())
