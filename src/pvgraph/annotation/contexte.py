"""The kind of bodies whose name tells nothing, from what they do: who runs the bus carries goods.

« la ligne 4, avec Corolia »: a transport firm; « réhabiliter 300 logements » carried by « GVH »: a
landlord. What one document says of a body holds wherever it names it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pvgraph.annotation.roles import PARTENAIRE, PORTEUR
from pvgraph.lexicon import Lexicon
from pvgraph.model import MESURES, Participation, Record
from pvgraph.nlp.reading import UNLISTED, Mention
from pvgraph.words import ascii_key, slugify


def untold(mention: Mention, words: str, lexicon: Lexicon) -> bool:
    """Does a body that no list knows have a name that says nothing of its kind?"""
    default = lexicon.bodies[UNLISTED].type
    if mention.code not in lexicon.words["code-muet"] or mention.type != default:
        return False
    first = ascii_key(words).split()[:1]
    return not lexicon.natures.of(words) or first[0] in lexicon.words["nom-muet"]


def typed(records: Sequence[Record], untold: set[str], lexicon: Lexicon) -> tuple[Record, ...]:
    """The same records, with the type that their measures give to the bodies `untold` (slugs).

    In a measure of twinning, a name that tells nothing is a town abroad, and no body.
    """
    if not untold:
        return tuple(records)
    kinds = _kinds(records, untold, lexicon)
    return tuple(_again(record, untold, kinds, lexicon) for record in records)


def _kinds(records: Iterable[Record], untold: set[str], lexicon: Lexicon) -> dict[str, str]:
    """The type that at least half of a body's measures tell."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    words = _words(lexicon)
    for record in records:
        named = [p for p in record.acteurs if p.acteur in untold]
        if not named or record.niveau not in MESURES:
            continue
        said = words.search(ascii_key(record.text))
        for one in named:
            told[one.acteur][_kind(one, record, said and said.group(), lexicon)] += 1
    kept = {}
    for slug, counts in told.items():
        kind, count = min(counts.items(), key=lambda k: (not k[0], -k[1], k[0]))
        if kind and count * 2 >= counts.total():
            kept[slug] = kind
    return kept


def _words(lexicon: Lexicon) -> re.Pattern[str]:
    forms = sorted(lexicon.natures.measures, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")


def _said(forms: Iterable[str], text: str) -> bool:
    key = ascii_key(text)
    return any(form in key for form in forms)


def _kind(one: Participation, record: Record, said: str | None, lexicon: Lexicon) -> str:
    natures = lexicon.natures
    theme = record.themes[0] if record.themes else ""
    if said:
        return natures.measures[said]
    carried = natures.carried.get(theme, "") if one.role == PORTEUR else ""
    silent = ascii_key(one.mention).split()[:1][0] in lexicon.words["nom-muet"]
    networks = (natures.networks.get(t, "") for t in record.themes if silent)
    return next(filter(None, networks), "") or carried or natures.themes.get(theme, "")


def _again(record: Record, untold: set[str], kinds: dict[str, str], lexicon: Lexicon) -> Record:
    if not any(p.acteur in untold for p in record.acteurs):
        return record
    silent = {f"{slugify(word)}-" for word in lexicon.words["nom-muet"]}
    far = not lexicon.words["theme-lointain"].isdisjoint(record.themes)
    abroad = far and _said(lexicon.words["mot-lointain"], record.text)
    acteurs = tuple(
        _retyped(p, kinds.get(p.acteur, p.type), silent) if p.acteur in untold else p
        for p in record.acteurs
        if not (abroad and p.acteur in untold and p.role == PARTENAIRE)
    )
    return replace(record, acteurs=acteurs)


def _retyped(one: Participation, kind: str, silent: Iterable[str]) -> Participation:
    """« le réseau Corolia » is Corolia, once its kind is told."""
    if kind == one.type:
        return one
    slug = one.acteur
    for word in silent:
        slug = slug.removeprefix(word)
    return replace(one, acteur=slug, type=kind)
