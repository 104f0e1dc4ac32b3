"""Cells that hold nothing but bodies: each piece is one, known to the lists or not."""

import re
from collections.abc import Iterator

from pvgraph.lexicon import Lexicon
from pvgraph.model import Span
from pvgraph.nlp.reading import UNLISTED, Mention, Passage, Reader
from pvgraph.words import ascii_key, slugify

_PIECE = re.compile(r"[^,;/•\n\t]+")
_EDGES = " \u00a0-–—•*.:()«»\"'"
_CELL_MAX = 40  # words; longer is prose
_NAME_MAX = 6
_TOWN = "ville"


def mentions(passage: Passage, text: str, lexicon: Lexicon, reader: Reader) -> list[Mention]:
    """The bodies of a cell: those recognised, then the pieces that none of them covers.

    A piece is compared whatever its capitals (« commune »), then taken as the name of a body
    that no list knows (« Unis-Cité »), unless it begins with a word that names none.
    """
    found = [m for m in passage.mentions if not m.faint]
    if len(passage.text.split()) > _CELL_MAX or passage.cues:
        return found
    for piece in _pieces(passage):
        known = (*found, *passage.dispositifs)
        if any(piece.start < k.span.end and k.span.start < piece.end for k in known):
            continue
        mention = (
            _known(piece, text, reader)
            or _service(piece, text, lexicon)
            or _unlisted(piece, text, lexicon)
        )
        if mention:
            found.append(mention)
    return sorted(found, key=lambda m: m.span)


def _pieces(passage: Passage) -> Iterator[Span]:
    for match in _PIECE.finditer(passage.text):
        start, end = match.span()
        while start < end and passage.text[start] in _EDGES:
            start += 1
        while end > start and passage.text[end - 1] in _EDGES:
            end -= 1
        if end - start > 1:
            yield Span(passage.at[start], passage.at[end - 1] + 1)


def _known(piece: Span, text: str, reader: Reader) -> Mention | None:
    words = piece.of(text)
    loose = reader.mentions(words, loose=True)
    whole = [m for m in loose if m.span.end - m.span.start >= len(words) - 4]
    return Mention(piece, whole[0].code, whole[0].type, whole[0].slug) if whole else None


def _service(piece: Span, text: str, lexicon: Lexicon) -> Mention | None:
    """« Service jeunesse », « Direction des sports »: the town's own."""
    words = piece.of(text).split()
    if len(words) > 1 and ascii_key(words[0]) in lexicon.words["service"]:
        body = lexicon.bodies[_TOWN]
        return Mention(piece, body.code, body.type, body.code)
    return None


def _unlisted(piece: Span, text: str, lexicon: Lexicon) -> Mention | None:
    words = piece.of(text).split()
    first = ascii_key(words[0])
    if not words[0][0].isupper() or len(words) > _NAME_MAX or first in lexicon.words["sans-nom"]:
        return None
    if first in lexicon.words["determinant"] or not any(c.isalpha() for c in words[0]):
        return None
    body = lexicon.bodies[UNLISTED]
    return Mention(piece, body.code, body.type, slugify(" ".join(words)))
