"""Actions printed once below several objectifs of an axe (« I.1 … », « I.2 … », then « Nos
leviers : »): they are of the axe, and the lines with numbers are what it aims at."""

from collections import defaultdict

from pvgraph.layouts.outline import Draft
from pvgraph.layouts.reperes import dotted

AXES_MIN = 2  # axes printed so, from which it is the text's own order
SEVERAL = 2
_LISTED = ("liste-action", "liste-annoncee", "engagement")


def settle(drafts: list[Draft]) -> None:
    """Hang from their axe the actions of a list that only the last of its numbered lines seems to
    have, where at least two axes are printed so and none otherwise."""
    below: dict[Draft, list[Draft]] = defaultdict(list)
    lines: dict[Draft, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.parent is None:
            continue
        below[draft.parent].append(draft)
        if draft.bare_number and draft.parent.niveau == "axe" and len(dotted(draft.numero)) > 1:
            lines[draft.parent].append(draft)
    several = {axe: found for axe, found in lines.items() if len(found) >= SEVERAL}
    holding = {axe: found for axe, found in several.items() if any(d in below for d in found)}
    if len(holding) < AXES_MIN or not all(_only_last(f, below) for f in holding.values()):
        return
    for axe, found in holding.items():
        for action in below[found[-1]]:
            action.parent = axe
        for line in found:
            line.niveau, line.structural, line.bare_number = "objectif", False, False
            line.regle = "numerote"


def _only_last(lines: list[Draft], below: dict[Draft, list[Draft]]) -> bool:
    """Whether only the last of these lines holds something: items of announced lists, all of them
    actions."""
    held = below.get(lines[-1], [])
    listed = all(d.niveau == "action" and d.regle in _LISTED for d in held)
    return bool(held) and listed and not any(d in below for d in lines[:-1])
