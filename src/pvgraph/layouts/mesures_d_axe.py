"""Measures printed once, below the last of several: indicators under the last objectif of each axe
are the axe's, those under the last action of each objectif the objectif's."""

from collections import defaultdict

from pvgraph.layouts import renvois
from pvgraph.layouts.outline import Draft

MEASURES = ("indicateur", "resultat")
ACTIONS_MIN = 2  # objectifs whose last action alone seems measured


def settle(drafts: list[Draft]) -> None:
    """Hang from what stands above them the measures that only the last of several seems to have.

    Lists and numbered lines alone: a sheet and a row of a table say what they measure. Holders of
    several where only the last has measures show it, if none says otherwise; then it holds for
    holders of one too.
    """
    _lift(drafts, "action", "objectif", ACTIONS_MIN)
    _lift(drafts, "objectif", "axe", 1)


def _lift(drafts: list[Draft], part: str, whole: str, least: int) -> None:
    """Lift the measures of the last `part` of each `whole`, if `least` of them are printed so."""
    groups: dict[Draft, list[Draft]] = defaultdict(list)
    measured: dict[Draft, list[Draft]] = defaultdict(list)
    for draft in drafts:
        parent = draft.parent
        if draft.niveau == part and parent is not None and parent.niveau == whole:
            groups[parent].append(draft)
        if draft.niveau in MEASURES and parent is not None and _below_lines(draft, parent):
            measured[_part(parent, part)].append(draft)
    several = [
        parts for parts in groups.values() if len(parts) > 1 and any(p in measured for p in parts)
    ]
    if len(several) < least or any(p in measured for parts in several for p in parts[:-1]):
        return
    for holder, parts in groups.items():
        for draft in measured.get(parts[-1], ()):
            draft.parent = holder


def _below_lines(draft: Draft, parent: Draft) -> bool:
    """Whether a measure stands below a list or below a line with a number (« 1.2 »)."""
    if draft.form == renvois.NAMED:
        return False
    return draft.regle.startswith("liste-") or parent.bare_number


def _part(draft: Draft, part: str) -> Draft:
    """What a measure stands under, directly or, for an objectif, below one of its actions."""
    parent = draft.parent
    under = draft.niveau == "action" and parent is not None and parent.niveau == part
    return parent if under and parent is not None else draft
