"""Indicators printed once, below the last objectif of each axe: they measure the axe."""

from collections import defaultdict

from pvgraph.layouts.outline import Draft

MEASURES = ("indicateur", "resultat")


def settle(drafts: list[Draft]) -> None:
    """Hang from their axe the measures that stand under the last of its objectifs only.

    Lists alone: a sheet and a row of a table say what they measure. One axe of several objectifs
    where only the last has measures shows it, if none says otherwise; then it holds for axes of
    one objectif too.
    """
    groups: dict[Draft, list[Draft]] = defaultdict(list)
    measured: dict[Draft, list[Draft]] = defaultdict(list)
    for draft in drafts:
        parent = draft.parent
        if draft.niveau == "objectif" and parent is not None and parent.niveau == "axe":
            groups[parent].append(draft)
        if draft.niveau in MEASURES and parent is not None and draft.regle.startswith("liste-"):
            measured[_objectif(parent)].append(draft)
    several = [
        aims for aims in groups.values() if len(aims) > 1 and any(a in measured for a in aims)
    ]
    if not several or any(a in measured for aims in several for a in aims[:-1]):
        return
    for axe, aims in groups.items():
        for draft in measured.get(aims[-1], ()):
            draft.parent = axe


def _objectif(draft: Draft) -> Draft:
    """The objectif that a measure stands under, directly or below one of its actions."""
    parent = draft.parent
    under = draft.niveau == "action" and parent is not None and parent.niveau == "objectif"
    return parent if under and parent is not None else draft
