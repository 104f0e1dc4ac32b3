"""What signatories promise after the axes of a text, with no heading of its own between."""

from collections.abc import Sequence

from pvgraph.layouts.outline import Draft
from pvgraph.model import MESURES

PROSE = "prose"
PROMISES = (PROSE, "engagement")  # the rules of what a sentence says that a body promises
HEADS_MIN = 3  # headings of one rank, of which only the last would hold promises


def settle(drafts: Sequence[Draft]) -> None:
    """Leave without a parent the promises that only the last of several headings of one rank would
    hold, below its own list: they end the text, as « Du côté de la CAF » and what is said after."""
    said = [d for d in drafts if d.niveau in MESURES and _is_promise(d)]
    led = next((i for i, d in enumerate(said) if d.regle != PROSE), len(said))
    holders = {d.parent for d in said} - {None}
    last = holders.pop() if len(holders) == 1 else None
    if led == len(said) or last is None or not _is_last(last, drafts):
        return
    start = said[led].span.start
    listed = (d for d in drafts if d.parent is last and d.niveau in MESURES)
    if any(d.span.start < start for d in listed):
        for draft in said[led:]:
            draft.parent = None


def _is_promise(draft: Draft) -> bool:
    """Whether a draft says what a body promises, by its words or those that announce its list."""
    listed = draft.regle == "liste-action" and bool(draft.sources)
    return draft.regle in PROMISES or (listed and all(s.mode == "herite" for s in draft.sources))


def _is_last(heading: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a heading known by a word is the last of several of its rank."""
    alike = [d for d in drafts if d.form == heading.form]
    named = heading.form[:1] not in ("", "#")
    return named and len(alike) >= HEADS_MIN and alike[-1] is heading
