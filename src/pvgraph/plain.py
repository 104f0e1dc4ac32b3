"""A document as it is read: entities as their signs, then the signs that no reader sees."""

from dataclasses import dataclass
from typing import TypeVar

from pvgraph import entities, signs
from pvgraph.model import Document
from pvgraph.views import View, view

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plain:
    """`document` is the one to read; `back` puts on the file what was found in it."""

    document: Document
    coded: View  # with signs for entities
    seen: View  # of the former, as a reader sees it

    def back(self, found: T) -> T:
        """`found` with the offsets and the words of the file (`View.back`)."""
        return self.coded.back(self.seen.back(found))


def plain(document: Document) -> Plain:
    """The document to be read: itself where no sign has to be read for another."""
    coded = view(document, entities.edits(document.text), entities.WHITE)
    seen = view(coded.document, signs.edits(coded.document.text))
    return Plain(seen.document, coded, seen)


def words(printed: str) -> str:
    """Words of the file as they are read, to be shown."""
    return plain(Document("", printed)).document.text
