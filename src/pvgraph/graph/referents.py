"""What a code or a mention of the records stands for: the body, the dispositif, the public.

The gazetteers of `extract/` name them; `ontology/appellations.csv` says which names are those of
one body at different times. What no list knows keeps the words of the text as its name.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.graph.names import short_slug
from pvgraph.lexicon import Lexicon, Term
from pvgraph.lexicon.territoires import Place
from pvgraph.words import ascii_key

_AREA = "region"  # of a fund whose area is neither that nor a département
_PLACES = {
    "departement": "departement",
    "region": "region",
    "ressort": _AREA,
    "commune": "commune",
}
"""Scope of a body → the kind of territory that its code ends with."""
_LISTS = {"departement": "departements", "region": "regions", "commune": "communes"}
_COLLECTIVE = "signataires"
COLUMNS = ["acteur", "nom", "debut", "fin", "ancien_code", "source"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a body bore from `start` to `end` (years, empty where not known)."""

    body: str
    name: str
    start: str
    end: str
    old_code: str
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the lists know of a body: names, kind (`organisme`, `categorie`, `collectif`), place.

    `place` is the territory it acts for, `contrat` the only contrat in which a class or collective
    exists; both empty where they mean nothing.
    """

    label: str
    label_en: str
    kind: str = "organisme"
    place: Place | None = None
    place_kind: str = ""
    contrat: str = ""


class Referents:
    """Resolves the codes of records; built once from the lists.

    `contrats` gives the name of each contrat's territory, by its slug.
    """

    def __init__(
        self, lexicon: Lexicon, names: Iterable[Name], contrats: Mapping[str, str]
    ) -> None:
        self.names = tuple(names)
        self._lexicon = lexicon
        self._contrats = dict(contrats)
        self._current = {n.old_code: n.body for n in self.names if n.old_code}
        self._named: dict[str, list[Name]] = defaultdict(list)
        for name in self.names:
            self._named[name.body].append(name)
        self._dispositifs = _forms(lexicon.dispositifs)
        self._publics = _forms(lexicon.publics)

    def body(self, code: str) -> str:
        """The code of the body itself: `pole-emploi` → `france-travail`."""
        return self._current.get(code, code)

    def names_of(self, code: str) -> tuple[Name, ...]:
        """The dated names of a body."""
        return tuple(self._named.get(code, ()))

    def known(self, code: str) -> Known | None:
        """What the lists know of this body, None where they know nothing."""
        epci = self._lexicon.places.epci.get(code)
        if epci:
            return Known(epci.name, epci.name, place=epci, place_kind="epci")
        base = code
        while base and base not in self._lexicon.bodies:  # the longest listed beginning
            base = base.rpartition("-")[0]
        return self._scoped(code, base) if base else None

    def _scoped(self, code: str, base: str) -> Known | None:
        """The body of kind `base` of the place or contrat that the rest of its code names."""
        body, where = self._lexicon.bodies[base], code[len(base) + 1 :]
        places = self._lexicon.places
        kind = _PLACES.get(body.scope, "")
        kind = "departement" if kind == _AREA and where in places.departements else kind
        place = self._place(kind, where)
        if place:
            label = self._lexicon.label(code)
            return Known(label, f"{body.label_en}, {place.name}", place=place, place_kind=kind)
        territory = self._contrats.get(where, "")
        if territory:
            one = "collectif" if body.type == _COLLECTIVE else "categorie"
            label = self._lexicon.label(code, territory)
            return Known(label, f"{body.label_en} ({territory})", one, contrat=where)
        return None if kind and where else Known(body.label, body.label_en)

    def _place(self, kind: str, where: str) -> Place | None:
        where = where.removeprefix("de-") if kind == "commune" else where
        return getattr(self._lexicon.places, _LISTS[kind]).get(where) if kind else None

    def epci(self, name: str) -> str:
        """The code of the intercommunalité of this name; empty where no list has it."""
        return self._epcis.get(ascii_key(name), "")

    @cached_property
    def _epcis(self) -> dict[str, str]:
        """The codes of the listed intercommunalités by every form of their names, the first's."""
        found: dict[str, str] = {}
        for code, place in self._lexicon.places.epci.items():
            for form in (place.name, *place.forms):
                found.setdefault(ascii_key(form), code)
        return found

    def departement(self, number: str) -> Place | None:
        """The département of this number (`13`, `2A`, `971`), if listed."""
        return self._lexicon.places.by_number.get(number)

    def dispositif(self, mention: str) -> tuple[str, str]:
        """Code and label of the dispositif that these words name."""
        return self._dispositifs.get(ascii_key(mention)) or (short_slug(mention), mention)

    def public(self, mention: str) -> tuple[str, str]:
        """Code and label of the target group that these words name."""
        return self._publics.get(ascii_key(mention)) or (short_slug(mention), mention)


def _forms(terms: Iterable[Term]) -> dict[str, tuple[str, str]]:
    return {
        ascii_key(form): (term.code, term.label)
        for term in terms
        if term.kind == "nom"
        for form in (*term.forms, term.label)
    }


def load_names(path: Path) -> list[Name]:
    """The dated names of `ontology/appellations.csv`.

    Raises:
        ResourceError: the columns or a year are wrong; names file and line.
    """
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if reader.fieldnames != COLUMNS:
            raise ResourceError(f"{path}:1: colonnes attendues : {', '.join(COLUMNS)}")
        names = []
        for row in reader:
            for key in ("debut", "fin"):
                if row[key] and not (row[key].isdigit() and len(row[key]) == 4):
                    raise ResourceError(f"{path}:{reader.line_num}: {key} {row[key]!r} : une année")
            names.append(Name(*(row[c] for c in COLUMNS)))
    return names
