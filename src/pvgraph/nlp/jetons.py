"""The tokens of one text as plain lists, read once from spaCy's `Doc`.

The recognisers look at each token many times over; a Python object made for each look costs
more than all that they decide.
"""

from spacy.attrs import IDX, NORM, ORTH
from spacy.tokens import Doc


class Tokens:
    """What the recognisers ask of a `Doc`: `words` as written, `norms` without case or accents.

    `starts` are the offsets of the words in `text`.
    """

    __slots__ = ("doc", "norms", "starts", "text", "words")

    def __init__(self, doc: Doc, text: str) -> None:
        self.doc, self.text = doc, text
        string = doc.vocab.strings.__getitem__
        orths, norms, self.starts = doc.to_array([ORTH, NORM, IDX]).T.tolist()
        self.words: list[str] = list(map(string, orths))
        self.norms: list[str] = list(map(string, norms))

    def __len__(self) -> int:
        return len(self.words)

    def end(self, last: int) -> int:
        """The offset in `text` where the token before `last` ends."""
        return self.starts[last - 1] + len(self.words[last - 1])

    def of(self, start: int, end: int) -> str:
        """The text of the tokens `start` to `end` (excluded)."""
        return self.text[self.starts[start] : self.end(end)] if start < end else ""

    def proper(self, at: int) -> bool:
        """Is this token written as a name (capital first, not a lone capital letter)?"""
        word = self.words[at]
        return word[0].isupper() and (len(word) > 1 or word.isdigit())
