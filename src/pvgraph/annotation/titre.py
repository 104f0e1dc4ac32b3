"""The territory whose name a contrat bears: « CONTRAT DE VILLE DU GRAND VILLENEUVOIS »."""

import re
from collections.abc import Iterator, Sequence

from pvgraph.lexicon import Lexicon
from pvgraph.model import fold
from pvgraph.nlp.reading import Mention, Span
from pvgraph.reading.words import plain_text, same_length
from pvgraph.words import ascii_key, slugify

EPCI = "epci"
_CUT = re.compile(r"[^\w\s'’&-]|\d|\s[–-]\s?|\s{3,}")  # what ends a name: a year, a sign, a gap
_LEAST = 2  # words: one alone may be a mere region (« le Mantois »)


def territory(lines: Sequence[str], lexicon: Lexicon) -> str:
    """The slug of the intercommunalité that the title names and no list has, or nothing.

    Args:
        lines: the text's own lines, white space kept.
    """
    words = lexicon.words
    titles = re.compile(rf"\b(?:{'|'.join(sorted(words['titre-contrat']))})\s+")
    for line in lines:
        opened = titles.search(same_length(line))
        for name in _named(line[opened.end() :], lexicon) if opened else ():
            slug = slugify(name)
            town = ascii_key(name).split()[0]
            follows = ascii_key(name).split()[1] in words["particule"]
            if slug not in lexicon.places.communes and not (
                town in lexicon.places.communes and follows
            ):
                return slug
    return ""


def _named(rest: str, lexicon: Lexicon) -> Iterator[str]:
    """The proper name that a title's rest begins with, its preposition removed."""
    cut = _CUT.search(rest)
    tokens = rest[: cut.start() if cut else None].replace("’", "'").replace("'", "' ").split()
    small, noise = lexicon.words["complement"], lexicon.words["hors-territoire"]
    while tokens and ascii_key(tokens[0]) in small:
        tokens.pop(0)
    capital = [t for t in tokens if t[0].isupper() and ascii_key(t) not in small]
    rest_small = all(t in capital or ascii_key(t) in lexicon.words["particule"] for t in tokens)
    noisy = any(ascii_key(t) in noise for t in tokens)
    if len(capital) >= _LEAST and rest_small and not noisy:
        yield " ".join(tokens)


def surfaces(text: str, epci: str, lexicon: Lexicon) -> dict[str, Mention]:
    """The own name of an intercommunalité, its sort left out, as the text writes it."""
    name = lexicon.core(epci)
    if not epci or name.count("-") < _LEAST - 1:
        return {}
    body = lexicon.bodies[EPCI]
    pattern = re.compile(rf"\b{'[^a-z0-9]+'.join(map(re.escape, name.split('-')))}\b")
    found = {fold(text[m.start() : m.end()]) for m in pattern.finditer(plain_text(text))}
    known = Mention(Span(0, 1), body.code, body.type, epci)
    return {name: known for name in sorted(found) if name[0].isupper()}
