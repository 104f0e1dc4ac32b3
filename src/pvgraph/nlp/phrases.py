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
    return Tokens(nlp.make_doc(form), form).norms


def stems(words: Iterable[str]) -> list[str]:
    """What themes and dispositifs are compared by."""
    return list(map(stem, words))


class Phrases:
    """Finds the forms of many lists at once, each form told apart by its capitals.

    Forms come as (list, form, key). A form of one or two words that begins with a capital is
    only found where the text has one; a form all in capitals (« ARS », « CAF ») only in
    capitals; a longer one whatever its capitals. Several keys may share one form.
    """

    def __init__(
        self, nlp: Language, forms: Iterable[tuple[str, str, str]], *, stemmed: bool
    ) -> None:
        keys: dict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(list)
        for group, form, key in forms:
            words = cut(nlp, form)
            name = tuple(stems(words) if stemmed else words)
            keys[name].append((_wanted(form), group, key))
        self._keys = {name: sorted(known) for name, known in keys.items()}
        sizes: dict[str, set[int]] = defaultdict(set)
        for name in self._keys:
            sizes[name[0]].add(len(name))
        self._sizes = {first: sorted(found, reverse=True) for first, found in sizes.items()}

    def find(
        self, tokens: Tokens, words: Sequence[str], *, loose: str = ""
    ) -> dict[str, list[Found]]:
        """For each list its forms in reading order; of the list `loose`, whatever capitals.

        `words` is what the forms are compared with: the norms of the tokens, or their stems.
        """
        found: dict[str, list[Found]] = defaultdict(list)
        sizes, count = self._sizes, len(words)
        for start, word in enumerate(words):
            for size in sizes.get(word, ()):
                end = start + size
                keys = self._keys.get(tuple(words[start:end])) if end <= count else None
                for group, key in self._held(tokens, start, end, keys, loose) if keys else ():
                    found[group].append(Found(start, end, key))
        return found

    def _held(
        self, tokens: Tokens, start: int, end: int, keys: list[tuple[str, str, str]], loose: str
    ) -> Iterable[tuple[str, str]]:
        """The lists and keys of a form whose capitals are those that each asks for."""
        shape = _case(tokens.of(start, end)) if keys[-1][0] > "0" else _ANY
        return dict.fromkeys((g, k) for case, g, k in keys if shape >= case or g == loose)


_ANY = "9"
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
