"""How the roles that words, cells and headings give to bodies add up to participations."""

from collections.abc import Sequence

from pvgraph.annotation.resolve import SIGNATORIES
from pvgraph.annotation.roles import PARTENAIRE, PORTEUR, Bound
from pvgraph.model import Participation, Source

_ARTICLE_MAX = 4  # signs of « Les »


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
    """One participation a body: the first of each role, none a partner of what it carries; « La
    Scène nationale » and « Scène nationale » of the same words are one."""
    carrying = {p.acteur for p in found if p.role == PORTEUR}
    kept: dict[tuple[str, str], Participation] = {}
    for one in found:
        if one.role == PARTENAIRE and one.acteur in carrying:
            continue
        if not any(_same(one, other) for other in kept.values()):
            kept.setdefault((one.acteur, one.role), one)
    return list(kept.values())


def _same(one: Participation, other: Participation) -> bool:
    """Is one the same body as another, of the same words but for an article?"""
    if not (one.span and other.span and one.role == other.role and one.span != other.span):
        return False
    near = abs(one.span.start - other.span.start) <= _ARTICLE_MAX and one.span.end == other.span.end
    names = (f"-{one.acteur}", f"-{other.acteur}")
    return near and (names[0].endswith(names[1]) or names[1].endswith(names[0]))
