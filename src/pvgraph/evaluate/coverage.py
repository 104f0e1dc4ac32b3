"""What became of every character of a text: read, set aside by a rule, or not understood."""

from pvgraph.evaluate.report import Coverage
from pvgraph.model import Extraction, Span


def measure(text: str, extraction: Extraction) -> Coverage:
    """The shares of one text, each character (white space apart) counted once, in this order:

    words of a record or a signature; what a rule knew to be no record; what no rule knew; and the
    tags, marks and separators that are left. `passages` is how many were not understood.
    """
    left = bytearray(not c.isspace() for c in text)
    characters = sum(left)
    read = [r.span for r in extraction.records] + [s.span for s in extraction.signatures]
    aside = [p.span for p in extraction.aside]
    unclaimed = [p.span for p in extraction.unclaimed]
    taken = [_take(left, spans) for spans in (read, aside, unclaimed)]
    shares = [round(n / characters, 4) if characters else 0.0 for n in (*taken, sum(left))]
    return Coverage(
        contrat=extraction.contrat,
        characters=characters,
        read=shares[0],
        aside=shares[1],
        unclaimed=shares[2],
        markup=shares[3],
        passages=len(unclaimed),
    )


def _take(left: bytearray, spans: list[Span]) -> int:
    """Count and strike out the characters of these spans that nothing before has taken."""
    taken = 0
    for span in spans:
        taken += sum(left[span.start : span.end])
        left[span.start : span.end] = bytes(len(left[span.start : span.end]))
    return taken
