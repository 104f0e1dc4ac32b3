"""Whom labels below a list describe: its last item, all of them, or what it stands under."""

import re
from collections.abc import Sequence

from pvgraph.layouts import crochets
from pvgraph.layouts.outline import RECENT, ROLES, Draft, Outline
from pvgraph.model import Block

_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,200})[)\]](?:[\s.;*_]|</[a-z]{1,6}>)*$")
LISTED = ("liste-action", "fiche")  # below « Pistes d'actions », in the sheet of an objectif
MEASURES = ("indicateur", "resultat")


def held(
    outline: Outline, group: Sequence[Draft], draft: Draft | None, block: Block, sense: str
) -> Sequence[Draft]:
    """Those of `group`, the list right above, that the label of `block` describes: its last item
    where the label is set under it or others have their own, else the sheet above, or all of them.
    What is no body's role, or is set further left, is of the objectif that all stand under."""
    if draft is not None and sense in MEASURES and draft.regle == "puce-perdue":
        return [_measured_last(outline, draft)]
    if draft is None or draft not in group:
        return [draft] if draft is not None else []
    inward = _indent(outline, block.span.start) - _indent(outline, draft.span.start)
    if draft.parent is not None and inward <= 0 and _is_sheet(draft.parent, group):
        return [draft.parent]
    if sense in MEASURES and draft.regle == "engagement" and draft.parent is not None:
        return [draft.parent] if inward <= 0 else [draft]
    if len(group) < 2:
        aim = draft.parent is not None and draft.parent.niveau == "objectif" and inward <= 0
        listed = draft.regle == "liste-action" and sense in MEASURES and aim
        sheet = (draft.regle == "fiche" and sense not in ROLES) or listed
        return [draft.parent] if sheet and draft.parent else [draft]
    end = draft.span.end
    own = [_owns(outline, d, end) for d in group]
    owned = sense in ROLES and any(own) and not _owns(outline, draft, end)
    if inward > 0 or (inward == 0 and owned):
        return [draft]
    parents = {d.parent for d in group if d.parent not in group}
    parent = next(iter(parents))
    apart = any(own) or (inward < 0 and draft.regle not in LISTED)  # as the objectif is set
    of_aim = len(parents) == 1 and parent is not None and parent.niveau == "objectif"
    return [parent] if of_aim and parent and (apart or sense not in ROLES) else group


def _measured_last(outline: Outline, draft: Draft) -> Draft:
    """What measures below the last act of a heading are of: the heading, or that above it where
    they are the first below several such headings."""
    heading = draft.parent
    if heading is None:
        return draft
    recent = outline.drafts[-RECENT:]
    alike = [d for d in recent if d.parent is heading.parent and d.form == heading.form]
    told = any(d.niveau in MEASURES and d.parent in alike for d in recent)
    several = heading.parent is not None and len(alike) > 1 and not told
    return heading.parent if several and heading.parent is not None else heading


def _is_sheet(draft: Draft, group: Sequence[Draft]) -> bool:
    sort = draft.niveau in ("action", "projet") and draft.regle in ("titre", "fiche")
    return sort and draft not in group


def _indent(outline: Outline, position: int) -> int:
    """Signs before the first word of the line where `position` is."""
    text = outline.text
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    line = text[start : position + 1]
    return len(line) - len(line.lstrip())


def _owns(outline: Outline, draft: Draft, end: int) -> bool:
    """Whether an item has labels of its own, on its line or in brackets, before `end`."""
    if any(s.mode == "explicite" and s.span.start < end for s in draft.sources):
        return True
    bracket = _BRACKET.search(draft.span.of(outline.text))
    if bracket is None:
        return False
    labelled = outline.cues.label(bracket.group(1))[0] in ROLES
    return labelled or crochets.names_bodies(outline, bracket.group(1))
