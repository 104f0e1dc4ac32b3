"""The places that bodies are named after: régions, départements, intercommunalités, communes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.words import ascii_key, slugify

_ELIDING = re.compile(r"[aeiou]|y(?!u)|h(?:y|en|er|ir|on|ar|ay)")  # not Yutz, Haguenau, Hem
_COMMUNE = "commune:"
_OF = {"le": "ville-du", "les": "ville-des"}
_TOWN = re.compile(r"ville-(de|d|du|des)-")
_ARTICLES = {"du": "le-", "des": "les-"}


@dataclass(frozen=True, slots=True)
class Place:
    """A territory: its slug, its name, the name with its preposition, what contains it."""

    slug: str
    name: str
    of: str
    inside: str = ""
    number: str = ""
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Every place of the lists, by slug; départements also by number (`13`).

    `ressorts`: for each fund with areas of its own, a département, or `commune:` and one of its
    communes, to the one that covers it.
    """

    regions: dict[str, Place]
    departements: dict[str, Place]
    epci: dict[str, Place]
    communes: dict[str, Place]
    by_number: dict[str, Place]
    ressorts: dict[str, dict[str, str]]

    def region_of(self, departement: str) -> str:
        """The slug of the région that holds this département, or nothing."""
        place = self.departements.get(departement)
        return place.inside if place else ""

    def ressort_of(self, code: str, departement: str, commune: str = "") -> str:
        """What the fund or chamber of this code that covers a département, or one of its communes,
        is called after: an area of its own (`msa`, `bourgogne`), else that département."""
        areas = self.ressorts.get(code, {})
        return areas.get(f"{_COMMUNE}{commune}") or areas.get(departement, departement)

    def find(self, name: str, kind: str) -> Place | None:
        """The place of this kind (`regions`, `departements` …) called `name`, if listed."""
        key = ascii_key(name)
        for place in getattr(self, kind).values():
            if key == ascii_key(place.name) or any(key == ascii_key(f) for f in place.forms):
                return place
        return None


def town_slug(name: str) -> str:
    """The slug of a town's own body: `ville-de-brest`, `ville-d-evreux`, `ville-du-havre`.

    >>> town_slug("Évreux"), town_slug("Les Ulis")
    ('ville-d-evreux', 'ville-des-ulis')
    """
    slug = slugify(name)
    article, _, rest = slug.partition("-")
    if rest and article in _OF:
        return f"{_OF[article]}-{rest}"
    return f"ville-d-{slug}" if _ELIDING.match(slug) else f"ville-de-{slug}"


def town_of(slug: str) -> str:
    """The town whose body this slug names, or nothing.

    >>> town_of("ville-du-havre")
    'le-havre'
    """
    found = _TOWN.match(slug)
    return _ARTICLES.get(found.group(1), "") + slug[found.end() :] if found else ""


Rows = Callable[[Path, tuple[str, ...]], object]


def load_places(folder: Path, rows: Rows) -> Places:
    """Read the lists of places.

    Raises:
        ResourceError: a place stands in a région or département that is not listed.
    """
    regions = {
        r["slug"]: Place(r["slug"], r["nom"], r["de"], forms=_split(r["formes"]))
        for _, r in rows(folder / "regions.csv", ("slug", "nom", "de", "formes"))
    }
    departements = {}
    path = folder / "departements.csv"
    for line, r in rows(path, ("numero", "slug", "nom", "de", "region", "formes")):
        _inside(path, line, r["region"], regions)
        departements[r["slug"]] = Place(
            r["slug"], r["nom"], r["de"], r["region"], r["numero"], _split(r["formes"])
        )
    by_number = {d.number: d for d in departements.values()}
    epci = _towns(folder / "epci.csv", ("slug", "nom", "departement", "formes"), by_number, rows)
    communes = _towns(folder / "communes.csv", ("slug", "nom", "departement"), by_number, rows)
    ressorts = _ressorts(folder / "ressorts.csv", by_number, communes, rows)
    return Places(regions, departements, epci, communes, by_number, ressorts)


def _ressorts(
    path: Path, by_number: dict[str, Place], communes: dict[str, Place], rows: Rows
) -> dict[str, dict[str, str]]:
    covered: dict[str, dict[str, str]] = {}
    for line, r in rows(path, ("acteur", "ressort", "departements", "communes")):
        areas = covered.setdefault(r["acteur"], {})
        for number in _split(r["departements"]):
            _inside(path, line, number, by_number)
            areas[by_number[number].slug] = r["ressort"]
        for commune in _split(r["communes"]):
            _inside(path, line, commune, communes)
            areas[f"{_COMMUNE}{commune}"] = r["ressort"]
    return covered


def _towns(path: Path, columns: tuple, by_number: dict[str, Place], rows: Rows) -> dict:
    towns = {}
    for line, r in rows(path, columns):
        _inside(path, line, r["departement"], by_number)
        inside = by_number[r["departement"]].slug
        forms = _split(r.get("formes", ""))
        towns[r["slug"]] = Place(r["slug"], r["nom"], _of(r["nom"]), inside, "", forms)
    return towns


def _of(name: str) -> str:
    """`name` after « de », as French writes it: d'Arles, du Havre, des Mureaux, de La Ciotat."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d'{name}" if ascii_key(name)[0] in "aeiou" else f"de {name}"


def _inside(path: Path, line: int, value: str, known: dict) -> None:
    if value not in known:
        raise ResourceError(f"{path}:{line}: {value!r} n'est pas dans la liste")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(f.strip() for f in cell.split("|") if f.strip())
