"""Which predicted record is which gold record: the best overlap first, each used once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from pvgraph.evaluate.gold import Gold
from pvgraph.evaluate.rows import GROUPS
from pvgraph.model import Record, Span

#: Overlap (intersection over union of the characters that are not white space) from which two
#: spans are the same item; and from which a prediction on an optional item is left uncounted.
SAME = 0.6
TOUCHES_OPTIONAL = 0.3


class Overlap:
    """Overlap of spans of one text, blind to white space."""

    def __init__(self, text: str) -> None:
        self._solid = [0, *accumulate(not c.isspace() for c in text)]

    def size(self, span: Span) -> int:
        """How many characters of `span` are not white space."""
        return self._solid[span.end] - self._solid[span.start]

    def __call__(self, one: Span, other: Span) -> float:
        start, end = max(one.start, other.start), min(one.end, other.end)
        if end <= start:
            return 0.0
        shared = self.size(Span(start, end))
        union = self.size(one) + self.size(other) - shared
        return shared / union if union else 0.0


def pairs(gold: Sequence[Record], predicted: Sequence[Record], overlap: Overlap) -> dict[int, int]:
    """Index in `gold` → index in `predicted`, greedily by overlap.

    Equal overlaps are settled by the later gold item, then the later prediction: a rule as good
    as another, kept because published figures depend on it.
    """
    candidates = sorted(
        (
            (overlap(wanted.span, found.span), i, j)
            for i, wanted in enumerate(gold)
            for j, found in enumerate(predicted)
            if found.span.start < wanted.span.end and wanted.span.start < found.span.end
        ),
        reverse=True,
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in candidates:
        if score < SAME:
            break
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return matched


@dataclass(frozen=True, slots=True)
class Pairing:
    """The gold and predicted records of one contrat, put side by side.

    `found` maps a gold id to its prediction; `extra` holds the predictions that are nowhere in
    the gold (inside its ranges, and not on an item where careful readers could disagree).
    """

    gold: Gold
    predicted: dict[str, Record]
    found: dict[str, Record]
    extra: tuple[Record, ...]

    def counts(self, record: Record, niveaux: frozenset[str] | None = None) -> bool:
        """True where the gold `record` counts: read in full, no doubt, of these niveaux."""
        wanted = niveaux is None or record.niveau in niveaux
        return wanted and not record.optional and self.gold.covers(record)

    def both(self, niveaux: frozenset[str] | None = None) -> Iterator[tuple[Record, Record]]:
        """The counted pairs, of these niveaux only where given, in document order."""
        for record in self.gold.records:
            if record.id in self.found and self.counts(record, niveaux):
                yield record, self.found[record.id]


def _in_text(record: Record, text: str) -> bool:
    return 0 <= record.span.start < record.span.end <= len(text)


def pair(gold: Gold, predicted: Iterable[Record]) -> Pairing:
    """Put predictions beside the gold, group of niveaux by group of niveaux."""
    overlap = Overlap(gold.text)
    readable = [p for p in predicted if _in_text(p, gold.text)]
    optional = [g for g in gold.records if g.optional]
    found: dict[str, Record] = {}
    extra: list[Record] = []
    for niveaux in GROUPS.values():
        wanted = [g for g in gold.records if g.niveau in niveaux]
        offered = [p for p in readable if p.niveau in niveaux]
        matched = pairs(wanted, offered, overlap)
        found |= {wanted[i].id: offered[j] for i, j in matched.items()}
        taken = set(matched.values())
        extra += [
            p
            for j, p in enumerate(offered)
            if j not in taken
            and gold.covers(p)
            and not any(overlap(p.span, o.span) > TOUCHES_OPTIONAL for o in optional)
        ]
    return Pairing(gold, {p.id: p for p in readable}, found, tuple(extra))
