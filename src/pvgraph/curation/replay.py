"""Corrections replayed on what was read: a pure function from records to records and a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pvgraph.curation.corrections import Correction
from pvgraph.model import Participation, Record, Revision, Span, fold

_LISTS = ("themes", "dispositifs", "publics")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one correction: `state` is `rejouée`, `déplacée` (the sentence was found
    elsewhere, `span`) or `perdue` (it is not read any more)."""

    correction: Correction
    state: str
    span: Span | None = None


def apply(
    records: Sequence[Record], corrections: Iterable[Correction], text: str
) -> tuple[tuple[Record, ...], tuple[Outcome, ...], tuple[Revision, ...]]:
    """The records as corrected, what became of each correction, and the revisions made.

    Corrections are replayed in order; a later one sees what the earlier ones left. What is decided
    of an item holds wherever the text says it again.
    """
    kept = list(records)
    outcomes: list[Outcome] = []
    revisions: list[Revision] = []
    for correction in corrections:
        found = _find(kept, correction)
        if found is None:
            outcomes.append(Outcome(correction, "perdue"))
            continue
        state = "rejouée" if found.span == correction.span else "déplacée"
        outcomes.append(Outcome(correction, state, found.span))
        again = [r for r in kept if r.merge == found.id]
        if correction.action == "rejeter":
            for gone in (*again, found):
                kept = _without(kept, gone)
            continue
        kept[kept.index(found)] = _corrected(found, correction, text)
        for saying in again:
            kept[kept.index(saying)] = _alike(saying, correction)
        revisions.append(
            Revision(
                found.id, correction.author, correction.date, correction.reason, _before(found)
            )
        )
    return tuple(kept), tuple(outcomes), tuple(revisions)


def _find(records: Iterable[Record], correction: Correction) -> Record | None:
    """The record with these words, at this place or else nearest to it."""
    same = [r for r in records if fold(r.text) == fold(correction.text)]
    start = correction.span.start
    return min(same, key=lambda r: (abs(r.span.start - start), r.span), default=None)


def _without(records: Iterable[Record], gone: Record) -> list[Record]:
    """The records without one: what stood under it stands where it stood."""
    left = []
    for record in records:
        if record.id == gone.id:
            continue
        if record.parent == gone.id:
            record = replace(record, parent=gone.parent)
        if record.merge == gone.id:
            record = replace(record, merge=gone.merge)
        left.append(record)
    return left


def _corrected(record: Record, correction: Correction, text: str) -> Record:
    """The record with the fields that the correction gives, and no doubt left."""
    changes = dict(correction.fields)
    if "acteurs" in changes:
        changes["acteurs"] = tuple(_bound(a, record, text) for a in changes["acteurs"])
    for name in _LISTS:
        if name in changes:
            changes[name] = tuple(changes[name])
    return replace(record, **changes, confiance=1.0, optional=False)


def _alike(saying: Record, correction: Correction) -> Record:
    """The same item said again further on: it says of it no other than what was decided."""
    lists = {n: tuple(v) for n, v in correction.fields.items() if n in _LISTS}
    return replace(saying, **lists, **({"acteurs": ()} if "acteurs" in correction.fields else {}))


def _bound(said: dict, record: Record, text: str) -> Participation:
    """A body as a person states it, with the place of its mention."""
    mention = said.get("mention", "")
    span = _place(said, mention, record, text) if mention else None
    inside = span is not None and record.span.start <= span.start < record.span.end
    mode = said.get("mode") or ("explicite" if inside else "herite" if mention else "collectif")
    return Participation(
        said["acteur"], said["type"], said["role"], mode, mention if span else "", span
    )


def _place(said: dict, mention: str, record: Record, text: str) -> Span | None:
    """Where the mention is: as stated where these words still are, else in the item's own words,
    else (a heading binds it) the nearest above."""
    stated = (said.get("debut", -1), said.get("fin", -1))
    if 0 <= stated[0] < stated[1] and fold(text[slice(*stated)]) == fold(mention):
        return Span(*stated)
    start = text.find(mention, record.span.start, record.span.end)
    if start < 0:
        start = text.rfind(mention, 0, record.span.start)
    return Span(start, start + len(mention)) if start >= 0 else None


def _before(record: Record) -> str:
    """What had been read, in words."""
    bodies = ", ".join(f"{a.acteur} ({a.role}, {a.mode})" for a in record.acteurs)
    themes = ", ".join(record.themes)
    return (
        f"{record.niveau} ; thèmes : {themes or '–'} ; acteurs : {bodies or '–'} ; "
        f"règle {record.regle or '–'}, confiance {record.confiance:g}"
    )
