"""Drafts → items: empty headings dropped, repeats tied, the rest of the text accounted for."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from pvgraph.layouts import (
    aux_bouts,
    crochets,
    leviers,
    mesures_d_axe,
    numerote,
    objectifs_nus,
    promesses,
    renvois,
    sous_la_liste,
)
from pvgraph.layouts.fusion import Merger
from pvgraph.layouts.outline import Draft, Outline
from pvgraph.model import MESURES, Block, Item, Passage, Span

_HELD = ("action", "projet")  # what never holds an axe
NOWHERE = 1 << 60
NAMED_MIN = 2  # axes with their word, where the text orders its axes so
DEPTH_MAX = 8  # headings above an item that are looked at


@dataclass(frozen=True, slots=True)
class Found:
    """What the layouts read: items in the order of the text, and the passages that are none."""

    items: tuple[Item, ...]
    aside: tuple[Passage, ...]
    unclaimed: tuple[Passage, ...]


def finish(outline: Outline, page: list[Block]) -> Found:
    """The items of a finished outline; `page` is the furniture that was left out of it."""
    leviers.settle(outline.drafts)
    numerote.settle(outline.drafts, renvois.aims(outline.drafts), outline.cues)
    mesures_d_axe.settle(outline.drafts)
    objectifs_nus.settle(outline.drafts)
    promesses.settle(outline.drafts)
    kept = {d for d in _kept(outline) if not _is_blank(outline.text, d.span)}
    drafts = sorted(kept, key=lambda d: (d.span.start, -d.span.end))
    for draft in drafts:
        while draft.parent is not None and draft.parent not in kept:
            draft.parent = draft.parent.parent
        if draft.niveau == "axe" and draft.parent is not None and draft.parent.niveau in _HELD:
            draft.parent = None  # a table of axes below a sheet is of the whole text
    mesures = [d for d in drafts if d.niveau in MESURES]
    ending = crochets.ending(outline, mesures)
    for draft in mesures:
        crochets.bind(outline, draft, draft in ending)
    sous_la_liste.settle(outline, mesures)
    aux_bouts.settle(outline, mesures)
    for draft in mesures:
        _inherit(draft)
    merger = Merger(outline.text, drafts)
    same = merger.run()
    for late, early in same.items():
        if late.regle in ("fiche", "titre") and late.niveau in _HELD and late.parent is None:
            late.parent = early.parent  # a sheet stands where the table of sheets has it
    untie(drafts, merger)
    index = {draft: i for i, draft in enumerate(drafts)}
    items = tuple(_item(d, merger.printed[d], index, same) for d in drafts)
    aside, unclaimed = _rest(outline, drafts, page)
    return Found(items, aside, unclaimed)


def _is_blank(text: str, span: Span) -> bool:
    words = text[span.start : span.end]
    return not words or words.isspace()


def untie(drafts: list[Draft], merger: Merger) -> None:
    """Leave without a parent what would stand under itself once its repeats are one thing: « A »
    above « B » in the text, « B » above « A » in its annex."""
    above: dict[Draft, set[Draft]] = defaultdict(set)
    for draft in drafts:
        thing, parent = merger.root(draft), merger.root(draft.parent)
        if thing is None or parent is None:
            continue
        if draft in merger.same and _stands_under(parent, thing, above):
            draft.parent = None
        else:
            above[thing].add(parent)


def _stands_under(one: Draft, other: Draft, above: dict[Draft, set[Draft]]) -> bool:
    """Whether `one` is `other`, or stands under it at any depth."""
    seen, ahead = {one}, [one]
    while ahead:
        here = ahead.pop()
        if here is other:
            return True
        near = above.get(here, set()) - seen
        seen |= near
        ahead += near
    return False


def _inherit(draft: Draft) -> None:
    """Bodies that a label binds to an axe or objectif are those of what stands under it, in each
    role that the item itself leaves open."""
    own = {s.role for s in draft.sources}
    above, depth = draft.parent, 0
    aims = draft.niveau == "objectif" and draft.regle == "fiche"  # what a sheet aims at
    while above is not None and depth < DEPTH_MAX:
        part = draft.niveau == "action" or (draft.regle == "fiche" and draft.niveau != "objectif")
        detail = part and above.niveau in ("action", "projet")
        for source in above.sources:
            carried = detail and source.role == "porteur"
            bound = above.niveau in ("axe", "objectif") and not aims
            if source.role not in own and (carried or bound):
                draft.sources.append(replace(source, mode="herite"))
        own = {s.role for s in draft.sources}
        above, depth = above.parent, depth + 1


def _kept(outline: Outline) -> set[Draft]:
    """Every draft but the headings under which nothing stands.

    A heading that holds only other axes is kept where it stands right above the first of them.
    """
    kept = {d for d in outline.drafts if not d.structural and d.span.end > d.span.start}
    axes = [d for d in outline.drafts if d.structural and not d.chapter]
    end = _end_of_named(axes, kept)
    direct = {d.parent for d in kept if _holds(d.parent, d, end)}
    kept |= {d for d in axes if d in direct or d.politiques}
    only = _only_named(axes, kept)
    _aim(only)
    kept |= only
    standing = set(axes)
    for draft in reversed(axes):
        parent = draft.parent
        if draft in kept and parent in standing and _close(parent, draft):
            kept.add(parent)
    return kept


def _only_named(axes: list[Draft], kept: set[Draft]) -> set[Draft]:
    """The axes of a text that only lists them (« Enjeu 1 », « Orientation 1 », « Orientation 2 »):
    each right below the other, none of their words opens anything elsewhere."""
    named = [d for d in axes if d.form[:1] not in ("", "#") and d.numero is not None]
    opening = {d.form for d in kept.intersection(named)}
    runs: list[list[Draft]] = []
    for draft in named:
        if draft.form in opening:
            continue
        if runs and draft.position - runs[-1][-1].position == 1:
            runs[-1].append(draft)
        else:
            runs.append([draft])
    listed = [run for run in runs if len(run) > 1]
    return {d for run in listed for d in run} if len(listed) == len(runs) else set()


def _aim(named: set[Draft]) -> None:
    """Where axes are only listed, the innermost that say acts are what is aimed at (« Enjeu 1 »,
    then « Orientation 1 : Aller vers … »)."""
    above = {d.parent for d in named}
    inner = {d for d in named if d not in above and d.parent in named}
    if inner and all(d.acts for d in inner):
        for draft in inner:
            draft.niveau, draft.structural = "objectif", False


def _end_of_named(axes: list[Draft], kept: set[Draft]) -> int:
    """Where the last stands of the axes that one word orders (« Axe 1 », « Axe 2 »), unless all
    that stands under them is done already."""
    done = {d.parent for d in kept if d.niveau == "realisation"}
    axes = [d for d in axes if d not in done]
    forms = Counter(d.form for d in axes if d.form[:1].isalpha() and d.numero)
    named = (d.position for d in axes if forms[d.form] >= NAMED_MIN)
    return max(named, default=NOWHERE)


def _holds(heading: Draft | None, draft: Draft, end: int) -> bool:
    """Whether an item makes an axe of the heading above it. One that promises, with its own body,
    does below a heading with its word or number, or right below any; where a word orders the axes
    of a text, no other heading after their `end` is one (« En dehors des fiches »), with a number
    where the bodies are named below it (« 7.2 Les organismes de logement »)."""
    if heading is None or draft.regle not in promesses.PROMISES:
        return True
    bare = heading.form[:1] in ("", "#") and heading.parent is None
    below = all(s.span.start >= heading.span.end for s in draft.sources)
    if bare and (below or not heading.numero) and heading.position > end:
        return False
    return draft.regle != "prose" or bool(heading.form) or draft.position == heading.position + 1


def _close(parent: Draft, child: Draft) -> bool:
    plain = parent.form[:1] in ("", "#") and parent.numero is None
    if plain and parent.level == 1 and child.form[:1].isalpha():
        return False  # « # Le projet » over « ENJEU 1 » is a chapter
    if parent.form and (parent.form[:1] != "#" or child.form[:1] == "#"):
        return True
    if parent.form and child.regle == "tableau":
        return True
    apart = child.position - parent.position
    return parent.form[:1] != "#" and 0 <= apart <= 1


def _item(draft: Draft, text: str, index: dict[Draft, int], same: dict[Draft, Draft]) -> Item:
    early = same.get(draft)
    return Item(
        niveau=draft.niveau,
        span=draft.span,
        text=text,
        regle=draft.regle,
        confiance=draft.confiance,
        numero=draft.numero,
        parent=index[draft.parent] if draft.parent is not None else None,
        merge=index[early] if early is not None else None,
        heads=tuple(h for h in draft.heads if h),
        sources=tuple(dict.fromkeys(draft.sources)),
        description=draft.description,
        registre=draft.registre,
        politiques=tuple(draft.politiques),
    )


def _rest(
    outline: Outline, drafts: list[Draft], page: list[Block]
) -> tuple[tuple[Passage, ...], tuple[Passage, ...]]:
    """The blocks that hold no item: set aside by a rule, or not understood."""
    rules = {b.span: b.marker for b in page}
    rules |= {outline.blocks[i].span: rule for i, rule in outline.aside.items()}
    blocks = sorted((*outline.blocks, *page), key=lambda b: b.span) if page else outline.blocks
    starts = sorted((d.span.start, d.span.end) for d in drafts)
    aside, unclaimed, rank = [], [], 0
    for block in blocks:
        while rank < len(starts) and starts[rank][1] <= block.span.start:
            rank += 1
        if rank < len(starts) and starts[rank][0] < block.span.end:
            continue
        regle = rules.get(block.span, "titre" if block.kind == "titre" else "")
        passage = Passage(block.span, block.text, regle)
        (aside if regle else unclaimed).append(passage)
    return tuple(aside), tuple(unclaimed)
