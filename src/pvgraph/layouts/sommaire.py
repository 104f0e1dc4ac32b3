"""Tables of contents: what is listed in one, and where it ends."""

from pvgraph.layouts.outline import Outline
from pvgraph.model import Block
from pvgraph.reading.words import key

ENTRY_MIN = 8  # letters of an entry that is known again


class Contents:
    """The contents of one text; `take` is asked of each block while they are open."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.entries = sorted(e for e in outline.contents if len(e) >= ENTRY_MIN)

    def take(self, index: int, block: Block) -> bool:
        """Whether a block belongs to the contents that are open: they end where one of their own
        entries is printed again, at a heading with marks or with something below, or at a
        sentence."""
        headed = block.kind == "titre" and (bool(block.level) or self._heads(index))
        if headed or _is_told(block) or self._again(block):
            self.outline.zone = ""
            return False
        words = _entry(block)
        if len(words) >= ENTRY_MIN and self._lists(index, block):
            self.entries.append(words)
        self.outline.set_aside(index, "sommaire")
        return True

    def _lists(self, index: int, block: Block) -> bool:
        """Whether a block is an entry; a cell, where its page is the next of its row."""
        if block.kind != "cellule":
            return True
        after = next(iter(self.outline.blocks[index + 1 : index + 2]), block)
        beside = (after.table, after.row) == (block.table, block.row) and after is not block
        return beside and self.outline.marks.page_ref.fullmatch(after.text) is not None

    def _again(self, block: Block) -> bool:
        words = _entry(block)
        known = len(words) >= ENTRY_MIN
        return known and any(words in e or e in words for e in self.entries)

    def _heads(self, index: int) -> bool:
        """Whether a sentence, a table, a label or an entry printed again stands right below."""
        # the number of a sheet alone (« Fiche-action n° 1 ») is passed over
        below = (b for b in self.outline.blocks[index + 1 :] if b.kind != "mobilier" and b.text)
        after = next(below, None)
        if after is None:
            return False
        return _is_told(after) or after.kind in ("cellule", "valeur") or self._again(after)


def _entry(block: Block) -> str:
    """The words of an entry without the page that it sends to."""
    return key(block.text).rstrip(" .0123456789")


def _is_told(block: Block) -> bool:
    return block.kind == "paragraphe" and block.text.endswith(".")
