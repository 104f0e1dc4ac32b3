"""From what a passage names to the body itself: this contrat's own CAF, Département, Métropole."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from pvgraph.annotation import communes, titre
from pvgraph.lexicon import Lexicon, intercommunalites
from pvgraph.lexicon.territoires import Place, Places, town_of, town_slug
from pvgraph.model import Document, Item, fold
from pvgraph.nlp.reading import Mention, Reader
from pvgraph.reading.words import plain_text
from pvgraph.words import ascii_key, slugify

SIGNATORIES = "signataires"
_DEPARTMENTAL = frozenset({"departement", "ressort"})
_CELL = re.compile(r"\t|\||;|</?td[^>]*>| {3,}")


@dataclass(frozen=True, slots=True)
class Home:
    """The territory of one contrat: slugs, empty where the text does not tell.

    `named`: the local bodies that the text calls by one name alone (« Mission locale du Genevois »,
    and then « la Mission locale »), by their code. `towns`: those called by the first word of
    their name, which the text gives whole elsewhere (« Ville de Romans », « Romans-sur-Isère »).
    """

    contrat: str
    region: str = ""
    departement: str = ""
    epci: str = ""
    commune: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
    towns: Mapping[str, str] = field(default_factory=dict)

    def slug(self, mention: Mention, lexicon: Lexicon) -> str:
        """The body that `mention` names here."""
        body = lexicon.bodies[mention.code]
        if mention.slug != mention.code:
            own = body.scope == "epci" and lexicon.same_epci(mention.slug, self.epci)
            return self.epci if own else self.towns.get(mention.slug, mention.slug)
        if body.scope in ("national", "antenne"):
            return mention.code
        if mention.code in self.named:
            return self.named[mention.code]
        own = {
            "region": self.region,
            "ressort": lexicon.places.ressort_of(
                mention.code, self.departement, town_of(self.commune)
            ),
            "academie": town_of(self.commune),
            "departement": self.departement,
        }.get(body.scope, self.contrat)
        if body.scope == "epci":
            return self.epci or f"epci-{self.contrat}"
        if body.scope == "commune":
            return self.commune or f"communes-{self.contrat}"
        of = "de-" if mention.code in lexicon.words["slug-en-de"] else ""
        if body.scope == "departement":
            own = lexicon.inside(mention.code, own)
        if body.scope == "local" or mention.code in lexicon.words["classe-de-ville"]:
            own = self._town(mention.code, lexicon)
        return f"{mention.code}-{of}{own or self.contrat}"

    def _town(self, code: str, lexicon: Lexicon) -> str:
        """Where a local body is: in the town where the contrat bears another territory's name
        (« Grand Bourg »); the town's own services (`ccas`) always in it, by its full name."""
        town = town_of(self.commune)
        named = town and self.contrat.startswith(town.split("-")[0])
        return self.contrat if named and code not in lexicon.words["slug-ville"] else town


def home(document: Document, lexicon: Lexicon, reader: Reader) -> Home:
    """The contrat's territory: as declared, else as the full names in its text tell."""
    declared = _declared(document.declaration, lexicon, document.contrat)
    if declared.departement and declared.region and declared.epci:
        return declared
    return _told(document, declared, lexicon, reader)


def _name(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("slug") or value.get("nom") or value.get("valeur") or "")
    return str(value or "")


def _find(places: Places, kind: str, value: object) -> Place | None:
    name = _name(value)
    return getattr(places, kind).get(name) or (places.find(name, kind) if name else None)


def _declared(meta: dict, lexicon: Lexicon, contrat: str) -> Home:
    places = lexicon.places
    departement = _find(places, "departements", meta.get("departement"))
    region = _find(places, "regions", meta.get("region"))
    epci = _find(places, "epci", meta.get("epci"))
    epci_name = _name(meta.get("epci"))
    communes = [slugify(_name(c)) for c in meta.get("communes") or ()]
    heart = [c for c in communes if c in contrat or contrat in c] or communes[:1]
    inside = departement.slug if departement else ""
    return Home(
        contrat,
        region.slug if region else places.region_of(inside),
        inside,
        epci.slug if epci else lexicon.epci_slug(epci_name),
        town_slug(heart[0]) if heart else "",
    )


def _told(document: Document, declared: Home, lexicon: Lexicon, reader: Reader) -> Home:
    kinds = ("region", "departement", "epci", "ville")
    seen: dict[str, Counter[str]] = {k: Counter() for k in kinds}
    local: dict[str, set[str]] = defaultdict(set)
    places = lexicon.places
    for line in document.text.splitlines():
        words = fold(_CELL.sub(" ; ", line))
        for mention in reader.mentions(words) if words else ():
            if not _is_policy(words[: mention.span.start], lexicon):
                _witness(mention, lexicon, seen)
                if _own_name(words, mention, lexicon, reader):
                    local[mention.code].add(mention.slug)
    listed = _most(Counter({e: n for e, n in seen["epci"].items() if e in places.epci}))
    titled = "" if listed else titre.territory(document.text.splitlines(), lexicon)
    listed = listed or lexicon.listed_epci(titled)
    said = Counter({e: n for e, n in seen["epci"].items() if lexicon.same_epci(e, titled)})
    epci = declared.epci or listed or _most(said) or titled or _most(seen["epci"])
    plain = plain_text(document.text)
    commune = declared.commune or communes.own(seen["ville"], document.contrat, plain, lexicon)
    epci = epci or intercommunalites.around(town_of(commune), places)
    departement = (
        declared.departement
        or _most_said(
            (_inside(places.epci, epci), _inside(places.communes, document.contrat)),
            seen["departement"],
        )
        or _inside(places.communes, town_of(commune))
        or _most(seen["departement"])
    )
    region = declared.region or places.region_of(departement) or _most(seen["region"])
    named = {code: min(slugs) for code, slugs in local.items() if len(slugs) == 1}
    towns = communes.whole_names(seen["ville"], plain, places)
    commune = towns.get(commune, commune)
    return Home(document.contrat, region, departement, epci, commune, named, towns)


def _own_name(line: str, mention: Mention, lexicon: Lexicon, reader: Reader) -> bool:
    """Is this a body of which a territory has one, by a name of its own? « Mission locale Région
    Grand Est » is two, of two cells."""
    several = lexicon.words["slug-ville"] | lexicon.words["plusieurs"]
    scope, places = lexicon.bodies[mention.code].scope, lexicon.places
    if mention.slug == mention.code or mention.code in several:
        return False
    if scope in _DEPARTMENTAL:  # « CPAM de l'Artois », and then « la CPAM »
        where = mention.slug.removeprefix(f"{mention.code}-")
        if where in places.departements or where in places.by_number or where in places.regions:
            return False
    elif scope != "local":
        return False
    words = line[mention.span.start : mention.span.end].split()
    return not any(reader.mentions(" ".join(words[n:])) for n in range(1, len(words)))


def _is_policy(before: str, lexicon: Lexicon) -> bool:
    """« contrat de ville du Grand Bourg », « politique de la ville »: no town's name."""
    small = lexicon.words["complement"]
    content = [w for w in ascii_key(before).replace("'", "' ").split() if w not in small]
    return bool(content) and content[-1] in lexicon.words["avant-ville"]


def _witness(mention: Mention, lexicon: Lexicon, seen: dict[str, Counter[str]]) -> None:
    """Count what a full name says of where we are (« CAF du Rhône » speaks for the Rhône)."""
    if mention.slug == mention.code:
        return
    scope = lexicon.bodies[mention.code].scope
    place = mention.slug.removeprefix(f"{mention.code}-")
    if mention.code in ("epci", "ville"):
        seen[mention.code][mention.slug] += 1
    elif scope in _DEPARTMENTAL:
        known = lexicon.places.departements.get(place) or lexicon.places.by_number.get(place)
        if known:  # « CPAM du Hainaut » tells of none
            seen["departement"][known.slug] += 1
    elif scope == "region":
        seen["region"][place] += 1


def _most(counter: Counter[str]) -> str:
    return min(counter, key=lambda k: (-counter[k], k)) if counter else ""


def _most_said(places: Iterable[str], seen: Counter[str]) -> str:
    """Of the places that are told, the one that the text names most; the first where it names
    none (a town may bear the name of another one)."""
    told = [p for p in places if p]
    return max(told, key=lambda p: seen[p], default="")


def _inside(places: dict[str, Place], slug: str) -> str:
    return places[slug].inside if slug in places else ""


def record_ids(contrat: str, items: Sequence[Item]) -> list[str]:
    """One identifier an item, the same from run to run while its words are the same.

    Made of the item's level and words and those of what it stands under, never of its place.
    """
    taken: Counter[str] = Counter()
    ids = []
    for item in items:
        above = items[item.parent].text if item.parent is not None else ""
        mark = _digest((item.niveau, item.text, above))
        taken[mark] += 1
        suffix = f"-{taken[mark]}" if taken[mark] > 1 else ""
        ids.append(f"{contrat}-{item.niveau}-{mark}{suffix}")
    return ids


def _digest(words: Iterable[str]) -> str:
    return blake2b("\x1f".join(words).encode(), digest_size=4).hexdigest()
