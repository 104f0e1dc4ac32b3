"""Landlords side by side carry together: « (Habitat 08, Espace Habitat) »."""

import re
from collections.abc import Iterable
from dataclasses import replace

from pvgraph.annotation.roles import PARTENAIRE, PORTEUR
from pvgraph.model import Participation

_GAP = re.compile(r"[\s,;/&–-]*(?:et\s+)?(?:[Ll]['’]|[Ll]es?\s+)?")


def together(
    found: Iterable[Participation], text: str, kinds: frozenset[str]
) -> list[Participation]:
    """The same, with the partners of these kinds that stand right after one in charge, of its own
    kind, in charge too. `text` is the document's."""
    placed = sorted((p for p in found if p.span), key=lambda p: p.span)
    carrying: list[Participation] = []
    for one in placed:
        partner = one.role == PARTENAIRE and one.type in kinds
        if one.role == PORTEUR or (partner and _beside(carrying, one, text)):
            carrying.append(one)
    ids = {id(p) for p in carrying}
    return [replace(p, role=PORTEUR) if id(p) in ids else p for p in found]


def _beside(carrying: list[Participation], one: Participation, text: str) -> bool:
    before = carrying[-1] if carrying else None
    if before is None or before.type != one.type or before.span.end > one.span.start:
        return False
    return _GAP.fullmatch(text, before.span.end, one.span.start) is not None
