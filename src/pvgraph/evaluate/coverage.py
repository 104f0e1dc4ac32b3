"""What became of every character of a text: read, set aside by a rule, or not understood."""

from collections.abc import Iterable

from pvgraph.evaluate.report import Coverage, Unclaimed
from pvgraph.model import Extraction, Passage, Span


def measure(text: str, extraction: Extraction) -> Coverage:
    """The shares of one text, each character (white space apart) counted once, in this order:

    words of a record or a signature; what a rule knew to be no record; what no rule knew; and the
    tags, marks and separators that are left.
    """
    left = bytearray(not c.isspace() for c in text)
    characters = sum(left)

    def share(count: int) -> float:
        return round(count / characters, 4) if characters else 0.0

    known = [r.span for r in extraction.records] + [s.span for s in extraction.signatures]
    read = _take(left, known)
    aside = {rule: _take(left, spans) for rule, spans in _by_rule(extraction.aside)}
    unclaimed = _take(left, [p.span for p in extraction.unclaimed])
    return Coverage(
        contrat=extraction.contrat,
        characters=characters,
        read=share(read),
        aside=share(sum(aside.values())),
        unclaimed=share(unclaimed),
        markup=share(sum(left)),
        rules={rule: share(count) for rule, count in aside.items()},
        passages=tuple(Unclaimed(p.span.start, p.span.end, p.text) for p in extraction.unclaimed),
    )


def _by_rule(passages: Iterable[Passage]) -> list[tuple[str, list[Span]]]:
    spans: dict[str, list[Span]] = {}
    for passage in passages:
        spans.setdefault(passage.regle, []).append(passage.span)
    return sorted(spans.items())


def _take(left: bytearray, spans: Iterable[Span]) -> int:
    """Count and strike out the characters of these spans that nothing before has taken."""
    taken = 0
    for span in spans:
        own = slice(span.start, span.end)
        taken += sum(left[own])
        left[own] = bytes(len(left[own]))
    return taken
