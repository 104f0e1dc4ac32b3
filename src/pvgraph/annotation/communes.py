"""The towns of one contrat: its own, and the whole names of those that it calls by less."""

import re
from collections import Counter
from collections.abc import Iterable

from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.territoires import Places, town_of, town_slug
from pvgraph.words import slugify

_NAME_MAX = 7  # words of a town's name, « Saint-Denis-en-Val » being four
_TITLE_MAX, _BEFORE = 100, 5  # signs of a title; words before the town (« de la métropole de »)


def own(seen: Counter[str], contrat: str, text: str, lexicon: Lexicon) -> str:
    """The body of the contrat's own town, or nothing.

    The town whose name the contrat bears (its own slug, then a name that goes on from it:
    `saint-die`, Saint-Dié-des-Vosges); else the one that the title names, then the most named, a
    listed one before a name that only looks like one.

    Args:
        seen: how often the text names the body of each town, by slug.
        text: small letters without accents, as `same_length` makes.
    """
    places = lexicon.places
    bears = town_slug(contrat)
    longer = [town_slug(name) for name in _longer(contrat, places) if _stands(name, text)]
    known = contrat in places.communes and seen.keys().isdisjoint(longer)
    if bears in seen or known:
        return bears
    within = [t for t in seen if town_of(t) in places.communes and _within(town_of(t), contrat)]
    listed = {t for t in seen if town_of(t) in places.communes}
    own = {t for t in seen if town_of(t).startswith(contrat) or contrat.startswith(town_of(t))}
    titled = [town_slug(name) for name in _titled(text, lexicon)]
    choices = (longer, within, titled, own & listed, listed, own, seen)
    kept = next((c for c in choices if c), ())
    return min(kept, key=lambda t: (-seen[t], -len(t) if kept is within else 0, t), default="")


def whole_names(seen: Iterable[str], text: str, places: Places) -> dict[str, str]:
    """The towns that the text calls by less than their name, and by all of it elsewhere."""
    found: dict[str, str] = {}
    for slug in seen:
        short = town_of(slug)
        longer = [] if short in places.communes else _longer(short, places)
        for name in longer if short else ():
            if _stands(name, text):
                found[slug] = town_slug(places.communes[name].name)
    return found


def _longer(short: str, places: Places) -> list[str]:
    return [name for name in places.communes if name.startswith(f"{short}-")]


def _stands(name: str, text: str) -> bool:
    return re.search(rf"\b{name.replace('-', '[^a-z0-9]+')}\b", text) is not None


def _within(name: str, contrat: str) -> bool:
    """Is this town named by whole words of the contrat's own slug?"""
    return f"-{name}-" in f"-{contrat}-"


def _titled(text: str, lexicon: Lexicon) -> list[str]:
    """The listed town that the first title to name one opens with: « Contrat de ville de X »."""
    titles = re.compile(rf"\b(?:{'|'.join(sorted(lexicon.words['titre-contrat']))})\s+")
    for opened in titles.finditer(text):
        words = slugify(text[opened.end() : opened.end() + _TITLE_MAX]).split("-")
        for at in range(min(len(words), _BEFORE)):
            for end in range(min(len(words), at + _NAME_MAX), at, -1):
                if "-".join(words[at:end]) in lexicon.places.communes:
                    return ["-".join(words[at:end])]
    return []
