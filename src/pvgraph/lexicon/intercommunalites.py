"""What an intercommunalité that no list has is called: its slug, whatever sort it is said to be."""

from collections.abc import Mapping

from pvgraph.lexicon.territoires import Places
from pvgraph.words import initials, slugify

Words = Mapping[str, frozenset[str]]


def slug_of(name: str, words: Words, places: Places) -> str:
    """The slug of an intercommunalité by its name as written.

    What sort it is may be its initials (« Communauté d'agglomération du Pays de Bray »:
    `ca-pays-de-bray`) or says nothing of which, except beside the name of a mere town, which is
    that town's own; small words say nothing either (« Agglomération d'Agen »:
    `agglomeration-agen`).
    """
    whole = slugify(name)
    for sort in words["sorte-abregee"]:
        if whole.startswith(f"{slugify(sort)}-"):
            return f"{initials(sort)}-{_named(whole.removeprefix(slugify(sort)), words, places)}"
    sorts = (slugify(s) for s in words["sorte-epci"])
    rest = next((whole[len(s) + 1 :] for s in sorts if whole.startswith(f"{s}-")), "")
    small = {slugify(w) for w in words["complement"]}
    while rest and rest not in places.communes:
        first, _, others = rest.partition("-")
        if first not in small or not others:
            return rest
        rest = others
    head = whole.removesuffix(rest)
    kept = [w for w in head.split("-") if w and w not in small]
    return "-".join([*kept, rest] if rest else kept)


def core(slug: str, words: Words, places: Places) -> str:
    """A slug of an intercommunalité without what sort it is: `pays-de-bray`."""
    sorts = {*words["sigle-epci"], *words["mot-epci"]}
    first, _, rest = slug.partition("-")
    while rest and first in sorts:
        slug = _named(rest, words, places)
        first, _, rest = slug.partition("-")
    return slug


def _named(rest: str, words: Words, places: Places) -> str:
    """What is left of a slug once its small words before the name are gone."""
    small = {slugify(w) for w in words["complement"]}
    parts = rest.strip("-").split("-")
    while len(parts) > 1 and parts[0] in small and "-".join(parts) not in places.communes:
        parts.pop(0)
    return "-".join(parts)


def around(commune: str, places: Places) -> str:
    """The one listed intercommunalité whose name holds this listed commune's, in its département
    (`laon`: `ca-pays-de-laon`); nothing where none or several do."""
    town = places.communes.get(commune)
    told = [
        slug
        for slug, place in places.epci.items()
        if town and place.inside == town.inside and f"-{commune}-" in f"-{slug}-"
    ]
    return told[0] if len(told) == 1 else ""
