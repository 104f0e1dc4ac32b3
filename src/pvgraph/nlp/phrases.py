"""Phrases of the lists found in a text: by the words as written, or by their stems."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from spacy.language import Language

from pvgraph.nlp.jetons import Tokens
from pvgraph.words import ascii_key, stem

QUOTES = frozenset('«»"“”')
_PLAIN = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|[A-ZÀ-ÖØ-Þ]+)(?: (?:[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|[A-ZÀ-ÖØ-Þ]+))*"
)


class Found(NamedTuple):
    """Tokens `start` to `end` (excluded) are a form of `key`."""

    start: int
    end: int
    key: str


def cut(nlp: Language, form: str) -> list[str]:
    """The `norm_` of each token of `form`: plain words need no tokenizer to be told apart."""
    if _PLAIN.fullmatch(form):
        return ascii_key(form).split()
    return [token.norm_ for token in nlp.make_doc(form)]


class Phrases:
    """Finds the forms of many lists at once, each form told apart by its capitals.

    Forms come as (list, form, key). A form of one or two words that begins with a capital is
    only found where the text has one; a form all in capitals (« ARS », « CAF ») only in
    capitals; a longer one whatever its capitals. Several keys may share one form.
    """

    def __init__(
        self, nlp: Language, forms: Iterable[tuple[str, str, str]], *, stemmed: bool
    ) -> None:
        keys: dict[tuple[str, ...], set[tuple[str, str, str]]] = defaultdict(set)
        for group, form, key in forms:
            words = cut(nlp, form)
            name = tuple(map(stem, words) if stemmed else words)
            keys[name].add((_wanted(form), group, key))
        self._first: dict[str, _Step] = {}
        for name, known in keys.items():
            step = self._first.setdefault(name[0], _Step())
            for word in name[1:]:
                step = step.then.setdefault(word, _Step())
            step.end(sorted(known))

    def find(
        self, tokens: Tokens, words: Sequence[str], *, loose: str = ""
    ) -> dict[str, list[Found]]:
        """For each list its forms in reading order; of the list `loose`, whatever capitals.

        `words` is what the forms are compared with: the norms of the tokens, or their stems.
        """
        found: dict[str, list[Found]] = defaultdict(list)
        first = self._first
        for start in [at for at, word in enumerate(words) if word in first]:
            step = first[words[start]]
            if not step.keys and (start + 1 == len(words) or words[start + 1] not in step.then):
                continue  # « de », « la »: most words that begin a form begin none here
            for end, form in self._from(words, start):
                for group, key in form.held(tokens, start, end, loose):
                    found[group].append(Found(start, end, key))
        return found

    def _from(self, words: Sequence[str], start: int) -> list[tuple[int, "_Step"]]:
        """The forms that begin with the word at `start`, the longest first, each with its end."""
        forms: list[tuple[int, _Step]] = []
        step, end, count = self._first[words[start]], start + 1, len(words)
        while step is not None:
            if step.keys:
                forms.append((end, step))
            step = step.then.get(words[end]) if end < count else None
            end += 1
        forms.reverse()
        return forms


class _Step:
    """A word of forms: what may follow it, and what the form that ends here stands for."""

    __slots__ = ("keys", "plain", "then")

    def __init__(self) -> None:
        self.then: dict[str, _Step] = {}
        self.keys: list[tuple[str, str, str]] = []
        self.plain: tuple[tuple[str, str], ...] = ()  # lists and keys, where capitals are all one

    def end(self, keys: list[tuple[str, str, str]]) -> None:
        self.keys = keys
        if keys[-1][0] == "0":
            self.plain = tuple(dict.fromkeys((group, key) for _, group, key in keys))

    def held(self, tokens: Tokens, start: int, end: int, loose: str) -> Iterable[tuple[str, str]]:
        """The lists and keys of a form whose capitals are those that each asks for."""
        if self.plain:
            return self.plain
        shape = _case(tokens.of(start, end))
        return dict.fromkeys((g, k) for case, g, k in self.keys if shape >= case or g == loose)


_LONG = 3


def _wanted(form: str) -> str:
    """The capitals that this form asks for; a form of many words asks for none."""
    return "0" if len(form.split()) >= _LONG else _case(form)


def _case(form: str) -> str:
    """ "2" for a form all in capitals, "1" for one that begins with a capital, else "0"."""
    letters = [c for c in form if c.isalpha()]
    if not letters or not (form[0].isupper()):
        return "0"
    return "2" if len(letters) > 1 and all(c.isupper() for c in letters) else "1"


def longest(found: list[Found]) -> list[Found]:
    """Those that stand in no longer one; of two that overlap, the first."""
    if len(found) < 2:
        return found
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept)
