"""What is seen of each item of a document when its themes are decided."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from pvgraph.model import MESURES, Item, Span
from pvgraph.nlp.reading import Passage
from pvgraph.themes.evidence import Clues, Seen, clues

THEMED = MESURES | {"axe", "realisation"}
BESIDE = 2  # how many items on either side say what an item is among


class ClueReader:
    """The clues of the items of one document, each passage weighed once.

    `passage` reads what stands at a span of the text, `words` what is not in it as it is.
    """

    def __init__(
        self,
        items: Sequence[Item],
        text: str,
        passage: Callable[[Span], Passage],
        words: Callable[[str], Passage],
    ) -> None:
        self._items, self._passage, self._words = items, passage, words
        self._texts = frozenset(i.text for i in items)
        printed = (i for i in items if i.text == text[i.span.start : i.span.end])
        self._whole = {i.text: i.span for i in printed}
        self._own: dict[Span, Seen] = {}
        self._heads: dict[str, Seen] = {}
        self._beside = near([i.parent if i.niveau in THEMED else None for i in items])

    def of(self, number: int) -> Clues:
        """The clues of the item of that number."""
        own = self._seen(self._items[number].span)
        heads = [self._head(h) for h in self._above(self._items[number])]
        beside = [self._seen(self._items[n].span) for n in self._beside[number]]
        return clues(own, heads, beside)

    def _seen(self, span: Span) -> Seen:
        if span not in self._own:
            self._own[span] = Seen.of(self._passage(span))
        return self._own[span]

    def _above(self, item: Item) -> list[str]:
        """The words of what the item stands under, nearest first: items, then headings.

        A heading that is an item of its own counts only where the item stands under it.
        """
        above: list[str] = []
        parent = item.parent
        while parent is not None:
            above.append(self._items[parent].text)
            parent = self._items[parent].parent
        heads = (h for h in reversed(item.heads) if h in above or h not in self._texts)
        return list(dict.fromkeys([*above, *heads]))

    def _head(self, words: str) -> Seen:
        if words not in self._heads:
            span = self._whole.get(words)
            seen = Seen.of(self._words(words)) if span is None else self._seen(span)
            self._heads[words] = seen
        return self._heads[words]


def near(parents: Sequence[object]) -> list[list[int]]:
    """For each item, by number, those of the same parent up to `BESIDE` before and after it.

    None is no parent: such an item is beside no other.
    """
    children: dict[object, list[int]] = defaultdict(list)
    for number, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(number)
    found: list[list[int]] = [[] for _ in parents]
    for family in children.values():
        for place, number in enumerate(family):
            around = family[max(0, place - BESIDE) : place + BESIDE + 1]
            found[number] = [other for other in around if other != number]
    return found
