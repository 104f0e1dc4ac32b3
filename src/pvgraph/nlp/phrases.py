"""Phrases of the lists found in a text: one matcher for words as written, one for stems."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from spacy.attrs import LEMMA
from spacy.language import Language
from spacy.matcher import PhraseMatcher

from pvgraph.nlp.jetons import Tokens
from pvgraph.words import stem

QUOTES = frozenset('«»"“”')


class Found(NamedTuple):
    """Tokens `start` to `end` (excluded) are a form of `key`."""

    start: int
    end: int
    key: str


def stems(tokens: Tokens) -> list[str]:
    """Give each token of the `Doc` its stem as `lemma_`; the stems."""
    found = list(map(stem, tokens.norms))
    if found:
        add = tokens.doc.vocab.strings.add
        tokens.doc.from_array([LEMMA], np.array(list(map(add, found)), dtype=np.uint64))
    return found


class Phrases:
    """Finds the forms of many lists at once, each form told apart by its capitals.

    Forms come as (list, form, key). A form of one or two words that begins with a capital is
    only found where the text has one; a form all in capitals (« ARS », « CAF ») only in
    capitals; a longer one whatever its capitals. Several keys may share one form.
    """

    def __init__(
        self, nlp: Language, forms: Iterable[tuple[str, str, str]], *, stemmed: bool
    ) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="LEMMA" if stemmed else "NORM")
        self._keys: dict[int, list[tuple[str, str, str]]] = {}
        for group, form, key in forms:
            tokens = Tokens(nlp.make_doc(form), form)
            name = " ".join(stems(tokens) if stemmed else tokens.norms)
            known = self._keys.setdefault(nlp.vocab.strings.add(name), [])
            if not known:
                self._matcher.add(name, [tokens.doc])
            known.append((_wanted(form), group, key))
            known.sort()

    def find(self, tokens: Tokens, *, loose: str = "") -> dict[str, list[Found]]:
        """For each list its forms in reading order; of the list `loose`, whatever capitals."""
        found: dict[str, list[Found]] = defaultdict(list)
        for name, start, end in sorted(self._matcher(tokens.doc), key=_place):
            keys = self._keys[name]
            shape = _case(tokens.of(start, end)) if keys[-1][0] > "0" else _ANY
            held = [(g, k) for case, g, k in keys if shape >= case or g == loose]
            for group, key in dict.fromkeys(held) if len(held) > 1 else held:
                found[group].append(Found(start, end, key))
        return found


def _place(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1], -match[2]


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
