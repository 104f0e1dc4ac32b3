"""A document as it is read: quoted lines without their sign, entities as their signs, then the
signs that no reader sees."""

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from pvgraph import entities, quotes, signs
from pvgraph.model import Document
from pvgraph.views import View, view

T = TypeVar("T")
_KEPT_TOGETHER = ("\u00a0", "\u202f", "\u2007", "\u2009")  # spaces that keep two words on a line
_BETWEEN = re.compile(rf"(?<=\S)[{''.join(_KEPT_TOGETHER)}](?=\S)")


@dataclass(frozen=True, slots=True)
class Plain:
    """`document` is the one to read; `back` puts on the file what was found in it."""

    document: Document
    views: tuple[View, ...]  # each of the document of the one before

    def back(self, found: T) -> T:
        """`found` with the offsets and the words of the file (`View.back`)."""
        for one in reversed(self.views):
            found = one.back(found)
        return found


def plain(document: Document) -> Plain:
    """The document to be read: itself where no sign has to be read for another."""
    unquoted = view(document, quotes.edits(document.text))
    coded = view(unquoted.document, entities.edits(unquoted.document.text), entities.WHITE)
    seen = view(coded.document, signs.edits(coded.document.text))
    return Plain(_spaced(seen.document), (unquoted, coded, seen))


def _spaced(document: Document) -> Document:
    """The document with a plain space for one that keeps two words together: words are folded, so
    that no place and none of them changes."""
    if not any(space in document.text for space in _KEPT_TOGETHER):
        return document
    return replace(document, text=_BETWEEN.sub(" ", document.text))


def words(printed: str) -> str:
    """Words of the file as they are read, to be shown."""
    return plain(Document("", printed)).document.text
