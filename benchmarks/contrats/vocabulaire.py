"""The words of the invented contrats, from `benchmarks/vocabulaire/`; none stands in the code."""

import csv
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "vocabulaire"


@dataclass(frozen=True, slots=True)
class Verbe:
    """A verb that takes any object of its `sens` (`+` to further it, `-` to fight it)."""

    sens: str
    infinitif: str
    gerondif: str
    nom: str


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its code, its heading, its short name, and what can be done about it."""

    code: str
    axe: str
    defi: str
    pour: str
    objets: tuple["Objet", ...]


@dataclass(frozen=True, slots=True)
class Objet:
    """What a mesure is about, with the publics and schemes that its own words name."""

    sens: str
    texte: str
    publics: tuple[str, ...]
    dispositifs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corps:
    """How one kind of body is coded, called and signs; braces stand for the contrat's places."""

    code: str
    type: str
    portee: str
    article: str
    nom: str
    court: str
    signataire: str


@dataclass(frozen=True, slots=True)
class Vocabulaire:
    """All the lists."""

    themes: tuple[Theme, ...]
    verbes: tuple[Verbe, ...]
    suites: tuple[tuple[int, str], ...]
    publics: tuple[str, ...]
    dispositifs: tuple[str, ...]
    corps: tuple[Corps, ...]
    contexte: tuple[str, ...]
    indicateurs: tuple[tuple[str, str], ...]
    choses: tuple[str, ...]
    departements: tuple[dict[str, str], ...]
    lieux: dict[str, list[str]]


@cache
def load() -> Vocabulaire:
    """Every list of the folder, in the order of the files."""
    objets = _rows("objets")
    themes = tuple(
        Theme(
            row["theme"],
            row["axe"],
            row["defi"],
            row["pour"],
            tuple(_objet(o) for o in objets if o["theme"] == row["theme"]),
        )
        for row in _rows("axes")
    )
    return Vocabulaire(
        themes=themes,
        verbes=tuple(Verbe(**row) for row in _rows("verbes")),
        suites=tuple((int(row["poids"]), row["suite"]) for row in _rows("suites")),
        publics=tuple(row["public"] for row in _rows("publics")),
        dispositifs=tuple(row["dispositif"] for row in _rows("dispositifs")),
        corps=tuple(Corps(**row) for row in _rows("corps")),
        contexte=tuple(row["phrase"] for row in _rows("contexte")),
        indicateurs=tuple((row["genre"], row["forme"]) for row in _rows("indicateurs")),
        choses=tuple(row["chose"] for row in _rows("choses")),
        departements=tuple(_rows("departements")),
        lieux=tomllib.loads((FOLDER / "lieux.toml").read_text(encoding="utf-8")),
    )


def _objet(row: dict[str, str]) -> Objet:
    publics, dispositifs = (
        tuple(name for name in row[key].split("|") if name) for key in ("publics", "dispositifs")
    )
    return Objet(row["sens"], row["objet"], publics, dispositifs)


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
