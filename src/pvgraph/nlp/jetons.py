"""The tokens of one text as plain tuples, read once from spaCy's `Doc`.

The recognisers look at each token many times over; a Python object made for each look costs
more than all that they decide. A `Doc` made for each passage costs more than its words, too: the
passages of one text are cut together (`Cutter.prepare`).
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from spacy.attrs import IDX, ORTH
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pvgraph.words import stem

_APOSTROPHES = ("'", "’")
TOGETHER = 10_000  # signs cut in one go

_Word = tuple[str, str, str]


@dataclass(slots=True)
class Tokens:
    """What the recognisers ask of a text: `words` as written, `norms` without case or accents.

    `stems` are what themes and dispositifs are compared by; `starts` are the offsets of the
    words in `text`.
    """

    text: str
    words: tuple[str, ...]
    norms: tuple[str, ...]
    stems: tuple[str, ...]
    starts: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def end(self, last: int) -> int:
        """The offset in `text` where the token before `last` ends."""
        return self.starts[last - 1] + len(self.words[last - 1])

    def of(self, start: int, end: int) -> str:
        """The text of the tokens `start` to `end` (excluded)."""
        return self.text[self.starts[start] : self.end(end)] if start < end else ""

    def proper(self, at: int) -> bool:
        """Is this token written as a name (capital first, not a lone capital letter), or the end
        of one behind a hyphen (« Raon-l'Étape »)?"""
        word = self.words[at]
        if word[0].isupper():
            return len(word) > 1 or word.isdigit()
        elided = word[1:2] in _APOSTROPHES and word[2:3].isupper()
        return elided and at > 0 and self.words[at - 1] == "-"

    def hyphened(self, at: int) -> bool:
        """Is this token a hyphen, or a word between two (« -sur- »)?"""
        if self.words[at] == "-":
            return True
        return 0 < at < len(self) - 1 and self.words[at - 1] == self.words[at + 1] == "-"

    def parted(self, texts: Iterable[str]) -> Iterator["Tokens"]:
        """The tokens of each of the texts that make this one, a space between two."""
        first = begin = 0
        for text in texts:
            end = begin + len(text)
            last = bisect_left(self.starts, end, first)
            starts = [start - begin for start in self.starts[first:last]]
            own = slice(first, last)
            yield Tokens(text, self.words[own], self.norms[own], self.stems[own], starts)
            first, begin = last, end + 1


class _Spellings(dict[int, _Word]):
    """The words of a vocabulary by number: as written, without case or accents, and the stem."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __missing__(self, number: int) -> _Word:
        lexeme = self._vocab[number]
        norm = lexeme.norm_
        self[number] = word = (lexeme.orth_, norm, stem(norm))
        return word


class Cutter:
    """Cuts texts into tokens with one pipeline."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._spellings = _Spellings(nlp.vocab)
        self._ready: dict[str, Tokens] = {}

    def __call__(self, text: str) -> Tokens:
        """The tokens of `text`, cut now unless they were prepared."""
        return self._ready[text] if text in self._ready else self._cut(text)

    def _cut(self, text: str) -> Tokens:
        return self.read(self._nlp.make_doc(text), text)

    def read(self, doc: Doc, text: str) -> Tokens:
        """The tokens of a `Doc` and of its text."""
        numbers, starts = doc.to_array([ORTH, IDX]).T.tolist()
        known = list(map(self._spellings.__getitem__, numbers))
        words, norms, stems = (tuple(map(itemgetter(part), known)) for part in range(3))
        return Tokens(text, words, norms, stems, starts)

    def prepare(self, texts: Iterable[str]) -> None:
        """Cut these texts now, many in one go; those prepared before are forgotten.

        Texts of more than `TOGETHER` signs, or with white space at an end, are left for later.
        """
        self._ready = {}
        for together in _packed(t for t in texts if t.strip() == t != "" and len(t) <= TOGETHER):
            tokens = self._cut(" ".join(together))
            self._ready.update(zip(together, tokens.parted(together), strict=True))


def _packed(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in runs of `TOGETHER` signs at most."""
    run: list[str] = []
    size = 0
    for text in texts:
        if size + len(text) > TOGETHER and run:
            yield run
            run, size = [], 0
        run.append(text)
        size += len(text) + 1
    if run:
        yield run
