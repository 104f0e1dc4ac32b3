"""A text cut to what was looked for, in pieces that say which words were found."""

from dataclasses import dataclass

from pvgraph.search.query import Term
from pvgraph.search.words import Word, words


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text; `hit` where it is a word that was looked for."""

    text: str
    hit: bool


def snippet(text: str, terms: list[Term], width: int = 260) -> list[Piece]:
    """The stretch of at most about `width` characters of `text` with most hits, in pieces."""
    wanted = [t for t in terms if not t.refused]
    found = words(text)
    hits = [w for w in found if any(t.hits(w) for t in wanted)]
    start, end = _window(text, found, hits, width)
    pieces, at = [], start
    for word in hits:
        if start <= word.start and word.end <= end:
            pieces.append(Piece(text[at : word.start], False))
            pieces.append(Piece(text[word.start : word.end], True))
            at = word.end
    pieces.append(Piece(text[at:end], False))
    if start > 0:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return [p for p in pieces if p.text]


def _window(text: str, found: list[Word], hits: list[Word], width: int) -> tuple[int, int]:
    """Where to cut: around the densest hits, at word borders."""
    if len(text) <= width:
        return 0, len(text)
    best, most = 0, -1
    for first in hits:
        inside = sum(first.start <= h.start < first.start + width * 3 // 4 for h in hits)
        if inside > most:
            best, most = first.start, inside
    left = max(0, best - width // 5)
    starts = [w.start for w in found if w.start >= left] or [0]
    start = 0 if left == 0 else starts[0]
    ends = [w.end for w in found if w.end <= start + width]
    return start, len(text) if start + width >= len(text) else (ends[-1] if ends else len(text))
