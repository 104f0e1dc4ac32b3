"""A bracket of bodies alone below a list (« (Pilote : CAF) »): it is of each item of the list."""

from collections.abc import Sequence
from itertools import pairwise

from pvgraph.layouts.outline import Draft, Outline

ITEMS_MAX = 60  # of one list
LISTED = "liste"  # what the rules of bulleted items begin with


def settle(outline: Outline, drafts: Sequence[Draft]) -> None:
    """Give the bodies of a line in brackets below a list to all its items, where none has its own;
    not in a text that prints such lines between the items of a list too."""
    told = [n for n, (d, after) in enumerate(pairwise([*drafts, None])) if _told(outline, d, after)]
    if any(n + 1 < len(drafts) and _beside(drafts[n], drafts[n + 1]) for n in told):
        return
    for n in told:
        for above in reversed(drafts[max(0, n - ITEMS_MAX) : n]):
            if not _beside(above, drafts[n]) or above.sources:
                break
            above.sources += drafts[n].sources


def _told(outline: Outline, draft: Draft, after: Draft | None) -> bool:
    """Whether all bodies of a listed item stand behind a label on the line below its words."""
    text, end = outline.text, draft.span.end
    if not (draft.regle.startswith(LISTED) and draft.sources):
        return False
    start = min(s.span.start for s in draft.sources)
    between = text[end:start]
    alone = between.count("\n") == 1 and between.partition("\n")[2].lstrip()[:1] in ("(", "[")
    return alone and ":" in between and (after is None or start < after.span.start)


def _beside(one: Draft, other: Draft) -> bool:
    return one.parent is other.parent and one.regle == other.regle
