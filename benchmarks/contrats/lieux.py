"""Where an invented contrat is, and which bodies it names."""

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from contrats.vocabulaire import Corps, Vocabulaire

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_NAMES = ("{} Métropole", "{} Agglomération", "Communauté d'agglomération de {}", "Grand {}")


@dataclass(frozen=True, slots=True)
class Body:
    """One body as this contrat names it."""

    code: str
    type: str
    portee: str
    article: str
    nom: str
    court: str
    signataire: str

    def mention(self, rng: Random) -> str:
        """Its full name or its short one, without article."""
        return rng.choice((self.nom, self.court))


@dataclass(frozen=True, slots=True)
class Lieu:
    """The town, its department and region, its quarters, and the bodies at work there."""

    contrat: str
    names: dict[str, str]
    quartiers: tuple[str, ...]
    bodies: tuple[Body, ...]

    def heads(self) -> list[Body]:
        """The bodies that commit themselves in their own name."""
        return [b for b in self.bodies if b.portee != "classe"]


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return _NOT_SLUG.sub("-", plain).strip("-")


def town(index: int, lieux: dict[str, list[str]]) -> str:
    """The name of town `index`: other numbers, other names, up to some two hundred thousand."""
    parts = [lieux[k] for k in ("debut", "milieu", "fin", "riviere", "saint")]
    wheels = [sorted(set(part), key=part.index) for part in parts]
    total = 1
    for wheel in wheels:
        total *= len(wheel)
    place, words = (index * 104_729 + 17) % total, []
    for wheel in wheels:
        place, turn = divmod(place, len(wheel))
        words.append(wheel[turn])
    debut, milieu, fin, riviere, saint = words
    return saint + debut + milieu + fin + riviere


def locate(index: int, rng: Random, words: Vocabulaire) -> Lieu:
    """The place of contrat `index` and its bodies."""
    name = town(index, words.lieux)
    epci = rng.choice(_NAMES).format(name)
    association = rng.choice(words.lieux["association"])
    bailleur = f"{name.split('-')[-1].capitalize()} {rng.choice(words.lieux['bailleur'])}"
    debut = rng.choice((2015, 2020, 2024))
    names = {
        **rng.choice(words.departements),
        "debut": str(debut),
        "fin": str(debut + 6),
        "contrat": slug(name),
        "ville": slug(name),
        "ville_nom": name,
        "epci": slug(epci),
        "epci_nom": epci,
        "association": slug(association),
        "association_nom": association,
        "bailleur": slug(bailleur),
        "bailleur_nom": bailleur,
    }
    quartiers = tuple(rng.sample(words.lieux["quartier"], rng.randint(2, 6)))
    bodies = tuple(_body(corps, names) for corps in words.corps)
    return Lieu(names["contrat"], names, quartiers, bodies)


def _body(corps: Corps, names: dict[str, str]) -> Body:
    fields = ("code", "type", "portee", "article", "nom", "court", "signataire")
    return Body(**{field: getattr(corps, field).format(**names) for field in fields})
