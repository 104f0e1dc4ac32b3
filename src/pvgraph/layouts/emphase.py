"""Acts set in bold or italic at the head of a paragraph, with who acts or why behind them.

« *Créer un espace parents* (Éducation nationale, CAF). C'est une demande ancienne. »: the item is
what is set apart, and the bracket right behind it names its bodies.
"""

import re

from pvgraph.layouts import crochets
from pvgraph.layouts.outline import Outline
from pvgraph.model import Block, Source, Span
from pvgraph.reading.marks import trim

_OPENS = re.compile(r"([*_]{1,3}|<(b|i|em|strong)>)$")
_BEHIND = re.compile(r"[\s★☆]*(?:[.,:;–—(-]|[A-ZÀ-Þ]|$)")  # a sentence that goes on is no item
_BRACKET = re.compile(r"[\s★☆]*[(\[]([^()\[\]]{2,200})[)\]]")
MARK_MAX = 8  # signs of an opening tag
WORDS_MIN = 3  # « **Créer** une maison » sets but its verb apart


def stated(outline: Outline, block: Block) -> tuple[Block, list[Source]] | None:
    """The act with which a paragraph opens, set apart from what follows, and its bodies."""
    text, start = outline.text, block.span.start
    mark = _OPENS.search(text, max(0, start - MARK_MAX), start)
    if block.kind != "paragraphe" or mark is None:
        return None
    closing = f"</{mark.group(2)}>" if mark.group(2) else mark.group(1)
    end = text.find(closing, start, block.span.end)
    after = end + len(closing)
    if end < 0 or not _BEHIND.match(text, after, block.span.end):
        return None
    span = trim(text, start, end)
    words = span.of(text)
    if len(words.split()) < WORDS_MIN or not outline.marks.acts(words):
        return None
    part = Block(block.kind, 0, span, words, "")
    return part, _bodies(outline, after, block.span.end)


def _bodies(outline: Outline, start: int, end: int) -> list[Source]:
    """The bodies of the bracket right behind the act; the first is in charge, unless the text
    says otherwise of its brackets."""
    group = _BRACKET.match(outline.text, start, end)
    if group is None or not crochets.names_bodies(outline, group.group(1)):
        return []
    role = outline.legend or "porteur"
    whole = Source(Span(group.start(1), group.end(1)), role, "explicite")
    return list(crochets.carried(outline.text, whole))
