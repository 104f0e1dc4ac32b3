"""French words as search compares them: accents, case, elisions and endings do not count.

Stems are Snowball's French ones, taken on the folded word so that « égalité » and « egalite »
meet; a final s or x is dropped first, because Snowball keeps that of « emplois ».
"""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from snowballstemmer import stemmer

# An article or conjunction elided before an apostrophe is set aside with it (l'emploi → emploi).
_WORD = re.compile(r"[^\W_]+(?:['’](?=[^\W_]))?")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""The combining marks of Latin letters: all that most folded words lose."""
_SHORTEST_PLURAL = 4


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: where it stands (code points) and what it is compared by."""

    start: int
    end: int
    plain: str
    stem: str


def fold(text: str) -> str:
    """`text` in lower case without accents or ligatures."""
    lower = text.lower()
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFKD", lower.translate(_LIGATURES))
    bare = _ACCENTS.sub("", parts)
    return bare if bare.isascii() else "".join(c for c in bare if not unicodedata.combining(c))


_OWN = threading.local()


def _snowball():
    """This thread's stemmer: Snowball's keeps the word that it works on in itself."""
    if not hasattr(_OWN, "stemmer"):
        _OWN.stemmer = stemmer("french")
    return _OWN.stemmer


@lru_cache(maxsize=200_000)
def stem(plain: str) -> str:
    """The stem of a folded word."""
    short = plain[:-1] if len(plain) >= _SHORTEST_PLURAL and plain[-1] in "sx" else plain
    return _snowball().stemWord(short)


def words(text: str) -> list[Word]:
    """The words of `text` in order; elided ones (« l' », « qu' ») left out."""
    found = []
    for match in _WORD.finditer(text):
        if match[0][-1] in "'’":
            continue
        plain = fold(match[0])
        if plain:
            found.append(Word(match.start(), match.end(), plain, stem(plain)))
    return found


@cache
def empty_words() -> frozenset[str]:
    """Words too common to be asked for by themselves (`mots_vides.txt`), folded."""
    text = files(__package__).joinpath("mots_vides.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold(word) for line in lines for word in line.split())
