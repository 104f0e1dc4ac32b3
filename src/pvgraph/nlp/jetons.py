"""The tokens of one text as plain lists, read once from spaCy's `Doc`.

The recognisers look at each token many times over; a Python object made for each look costs
more than all that they decide.
"""

from spacy.attrs import IDX, ORTH
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pvgraph.words import stem

_Word = tuple[str, str, str]
_NONE: tuple[tuple[str, ...], ...] = ((), (), ())


class Spellings(dict[int, _Word]):
    """The words of a vocabulary by number: as written, without case or accents, and the stem."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __missing__(self, number: int) -> _Word:
        lexeme = self._vocab[number]
        norm = lexeme.norm_
        self[number] = word = (lexeme.orth_, norm, stem(norm))
        return word


class Tokens:
    """What the recognisers ask of a `Doc`: `words` as written, `norms` without case or accents.

    `stems` are what themes and dispositifs are compared by; `starts` are the offsets of the
    words in `text`.
    """

    __slots__ = ("doc", "norms", "starts", "stems", "text", "words")

    def __init__(self, doc: Doc, text: str, spellings: Spellings) -> None:
        self.doc, self.text = doc, text
        numbers, self.starts = doc.to_array([ORTH, IDX]).T.tolist()
        known = [spellings[number] for number in numbers]
        self.words, self.norms, self.stems = zip(*known, strict=True) if known else _NONE

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
