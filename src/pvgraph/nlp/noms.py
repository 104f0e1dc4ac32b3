"""The names that the recogniser of bodies looks for, from the lists."""

from collections.abc import Iterator

from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.entries import Body
from pvgraph.lexicon.territoires import Places
from pvgraph.nlp.jetons import Tokens
from pvgraph.words import ascii_key, initials

_ACRONYM = 4  # letters; shorter ones (« ARS ») could be another word


def body_names(lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    """The names of bodies, as (list, form, key)."""
    for body in lexicon.bodies.values():
        for form in (v for f in body.forms for v in _written(f)):
            yield from (("corps", variant, body.code) for variant in lexicon.variants(form))
        yield from (("possible", form, body.code) for form in body.faint)
    for epci in lexicon.places.epci.values():
        forms = (said for form in epci.forms for said in resorted(form, lexicon))
        named = (v for form in forms for v in _joined(form))  # « Casa » is another word
        yield from (("epci", form, f"={epci.slug}") for form in named)
    yield from (("habitat", word, "") for word in sorted(lexicon.words["habitat"]))


def resorted(form: str, lexicon: Lexicon) -> Iterator[str]:
    """A form and, where it opens with what sort of body it is, the other ways to say that: for
    « Communauté d'agglomération du Gard rhodanien », « Agglomération du Gard rhodanien », « CA … ».
    """
    yield form
    plain = ascii_key(form)
    for sort in lexicon.words["sorte-epci"]:
        if plain.startswith(f"{sort} "):
            others = sorted(lexicon.words[f"sorte-{initials(sort)}"])
            yield from (f"{_capital(other)}{form[len(sort) :]}" for other in others)


def _capital(sort: str) -> str:
    return sort.upper() if len(sort) < _ACRONYM else sort.capitalize()


def _written(form: str) -> tuple[str, ...]:
    """A form as texts write it: an acronym of four letters or more with one capital too
    (« Ddets »), « & » for « et »."""
    acronym = form.isupper() and form.isalpha() and len(form) >= _ACRONYM
    if acronym:
        return form, form.capitalize()
    return _joined(form)


def _joined(form: str) -> tuple[str, ...]:
    return (form, form.replace(" et ", " & ")) if " et " in form else (form,)


def place_names(places: Places) -> Iterator[tuple[str, str, str]]:
    for kind in ("communes", "epci", "departements", "regions"):
        for place in getattr(places, kind).values():
            for name in sorted({place.name, *place.forms}):
                yield "lieu", name, f"{kind}:{place.slug}"


def place_slug(places: Places, body: Body, key: str) -> str:
    """The slug of the région or département that this place gives to this kind of body."""
    kind, slug = key.split(":")
    commune = ""
    if body.scope == "local":
        return slug if kind == "communes" else ""
    if kind in ("epci", "communes"):
        if body.scope == "academie":
            return slug
        commune = slug if kind == "communes" else ""
        slug = getattr(places, kind)[slug].inside
        kind = "departements"
    if body.scope == "antenne" and kind == "regions":
        return slug
    if body.scope == "ressort":
        return places.ressort_of(body.code, slug, commune) if kind == "departements" else ""
    if body.scope == "region":
        return places.region_of(slug) if kind == "departements" else slug
    if body.scope == "academie":
        return slug
    return slug if kind == "departements" else ""


def in_name(tokens: Tokens, at: int, barred: frozenset[str]) -> bool:
    """May this token stand in a landlord's name, before « Habitat »?"""
    if 0 < at < len(tokens) - 1 and tokens.words[at - 1] == tokens.words[at + 1] == "-":
        return True  # « Tarn-et-Garonne Habitat »
    return tokens.words[at] == "-" or (tokens.proper(at) and tokens.norms[at] not in barred)
