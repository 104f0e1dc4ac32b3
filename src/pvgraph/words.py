"""Comparing French words: without case, accents or typographic variants."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

_TYPOGRAPHY = {"’": "'", "ʼ": "'", "œ": "oe", "Œ": "Oe", "æ": "ae", "‑": "-"}
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def _bare(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char)
    return "".join(c for c in plain if not unicodedata.combining(c))


def respeller(table: Mapping[str, str], signs: str = r"[^\x00-\x7f]") -> Callable[[str], str]:
    """What writes each of the `signs` of a text as `table` has it, where it does.

    Most letters of a French text are plain: only the others are looked up, where
    `str.translate` looks up every one.
    """
    odd = re.compile(signs)

    def respelled(match: re.Match[str]) -> str:
        return table.get(match[0], match[0])

    return partial(odd.sub, respelled)


_SIGNS = [*range(0xA0, 0x180), *range(0x2010, 0x2040), ord("€")]  # letters, dashes, quotes …
_KNOWN = {chr(n): _bare(chr(n)) for n in _SIGNS} | _TYPOGRAPHY
_plain = respeller(_KNOWN)
_kept = "".join(sorted(set("".join(_KNOWN.values()))))
_unknown = re.compile(rf"[^\x00-\x7f{re.escape(_kept)}]")  # only the whole of Unicode spells it


def ascii_key(text: str) -> str:
    """`text` in lower case, without accents, ligatures or typographic apostrophes."""
    if text.isascii():
        return text.lower()
    plain = _plain(text).lower()
    return _bare(plain) if _unknown.search(plain) else plain


def slugify(text: str) -> str:
    """`text` as a code: lower case ASCII letters and digits joined by hyphens."""
    return _NOT_SLUG.sub("-", ascii_key(text)).strip("-")


def initials(words: str) -> str:
    """The first letters of a phrase, elided words left out.

    >>> initials("communauté d'agglomération")
    'ca'
    """
    return "".join(w[0] for w in slugify(words).split("-") if len(w) > 1)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """`word` without its plural or feminine ending (a minimal stemmer, after Savoy 1999).

    >>> stem("sociaux"), stem("professionnelles"), stem("habitantes")
    ('social', 'professionnel', 'habitant')
    """
    key = ascii_key(word)
    if len(key) < 5 or not key.isalpha():
        return key[:-1] if len(key) == 4 and key[-1] in "sx" and key.isalpha() else key
    if key.endswith("x"):
        return key[:-2] + "l" if key.endswith("aux") else key[:-1]
    for ending in "se":
        if key.endswith(ending) and len(key) > 4:
            key = key[:-1]
    if key[-1] == key[-2]:
        key = key[:-1]
    return key
