"""Objectifs printed as headings alone below their axe, whose list marks conversion lost."""

from collections.abc import Sequence

from pvgraph.layouts.outline import Draft

AIMS_MIN = 2  # in one text: one alone may be the heading of anything


def settle(drafts: Sequence[Draft]) -> None:
    """Make objectifs of the headings in a verb that stand below named axes, where nothing but
    sheets stands below any of them: « Axe 1 : Grandir » / « Réussir à l'école »."""
    bare = {d: top for d in drafts if _is_bare(d) and (top := _axe(d)) is not None}
    held = any(d.parent in bare and d not in bare and d.niveau != "projet" for d in drafts)
    if held or len(bare) < AIMS_MIN:
        return
    for draft, top in bare.items():
        draft.niveau, draft.structural, draft.parent = "objectif", False, top


def _axe(draft: Draft) -> Draft | None:
    """The axe known by a word that a draft stands below, but for other such headings."""
    above = draft.parent
    while above is not None and _is_bare(above):
        above = above.parent
    named = above is not None and above.niveau == "axe" and above.form[:1] not in ("", "#")
    return above if named else None


def _is_bare(draft: Draft) -> bool:
    """Whether a draft is a heading in a verb, with no word of level, number nor marks."""
    plain = not (draft.form or draft.numero or draft.level or draft.chapter)
    return draft.structural and draft.niveau == "axe" and draft.acts and plain
