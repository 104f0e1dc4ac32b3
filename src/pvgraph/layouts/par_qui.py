"""Who is in charge of an item by words at its end: « … (porté par la CAF, avec la Ville) »."""

from pvgraph.layouts.outline import Draft, Outline
from pvgraph.model import Source, Span
from pvgraph.reading import bylines


def read(outline: Outline, words: str) -> list[bylines.Part]:
    """The bodies of words that say first who is in charge; « avec la CAF » alone goes on with
    what is done."""
    parts = bylines.parts(words, outline.cues, outline.marks)
    return parts if parts and parts[0][3] == "porteur" else []


def add(outline: Outline, draft: Draft, start: int, end: int) -> bool:
    """Add to an item the bodies that the words between two places say; whether they do."""
    parts = read(outline, outline.text[start:end])
    for _, first, last, role in parts:
        draft.sources.append(Source(Span(start + first, start + last), role, "explicite"))
    return bool(parts)
