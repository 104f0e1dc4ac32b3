"""What we know of the words: the gazetteers of `extract/` and the themes of `ontology/`.

Every list is a file that a colleague edits; loading refuses what is malformed with the file and
the line. Nothing here knows spaCy: `pvgraph.nlp` turns a `Lexicon` into matchers.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pvgraph.lexicon import intercommunalites
from pvgraph.lexicon.codes import notations, themes
from pvgraph.lexicon.entries import Body, Cue, Function, Term, Theme
from pvgraph.lexicon.lists import Seen, forms_of, one_of, rows
from pvgraph.lexicon.natures import Natures, load_natures
from pvgraph.lexicon.territoires import Places, load_places, town_of
from pvgraph.lexicon.weights import NAME, Weights, load_weights
from pvgraph.paths import resource
from pvgraph.words import ascii_key

SCOPES = frozenset(
    {"national", "antenne", "region", "departement", "academie", "ressort"}
    | {"contrat", "local", "commune", "epci", "nomme"}
)
SIDES = frozenset({"avant", "apres", "chaine", "vers", "action", "etiquette", ""})
KINDS = frozenset({"nom", "tete", "sauf", "suite", "faible", "vise"})


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All the lists, checked: what the extractor knows before it opens a text."""

    bodies: dict[str, Body]
    cues: tuple[Cue, ...]
    dispositifs: tuple[Term, ...]
    publics: tuple[Term, ...]
    themes: dict[str, Theme]
    places: Places
    words: dict[str, frozenset[str]]
    functions: tuple[Function, ...]
    signature_heads: frozenset[str]
    natures: Natures
    weights: Weights | None = None

    def label(self, slug: str, place: str = "") -> str:
        """What to call the body of this slug in French: « CAF de la Gironde », « Ville de Metz ».

        `place` names the contrat's territory, for the classes of bodies that it has
        (« Bailleurs sociaux (Brest métropole) »). Empty for a body that no list knows.
        """
        return _label(self, slug, place)

    def inside(self, code: str, departement: str) -> str:
        """What the slug of a body of a département ends with: its name, or the number that
        this body goes by everywhere (« PEP 71 »)."""
        place = self.places.departements.get(departement)
        return place.number if place and code in self.words["slug-numero"] else departement

    def epci_slug(self, name: str) -> str:
        """The slug of an intercommunalité that no list has, by its name as written."""
        return intercommunalites.slug_of(name, self.words, self.places)

    def same_epci(self, one: str, other: str) -> bool:
        """Do these slugs name one intercommunalité, but for what sort it is said to be?"""
        return self.core(one) == self.core(other)

    def listed_epci(self, slug: str) -> str:
        """The listed intercommunalité that this slug names, or nothing."""
        same = (e for e in self.places.epci if slug and self.same_epci(e, slug))
        return next(same, "")

    def core(self, slug: str) -> str:
        """A slug of an intercommunalité without what sort it is: `pays-de-bray`."""
        return intercommunalites.core(slug, self.words, self.places)

    def variants(self, form: str) -> list[str]:
        """`form` and, where it ends with « de » or « à », its contracted forms."""
        head, _, last = form.rpartition(" ")
        for genre in ("contraction-de", "contraction-a"):
            if head and ascii_key(last) in self.words[genre]:
                return [form, *(f"{head} {w}" for w in sorted(self.words[genre]))]
        return [form]


@lru_cache(maxsize=1)
def project_lexicon() -> Lexicon:
    """The project's lists, read once a process."""
    return load()


def load(
    folder: Path | None = None, ontology: Path | None = None, *, weights: bool = True
) -> Lexicon:
    """Read and check every list.

    Args:
        folder: where the CSV files are; the project's `extract/` by default.
        ontology: where `themes.ttl` and the code lists are; the project's by default.
        weights: read what was learned too (training itself does without).

    Raises:
        ResourceError: a file is missing or malformed; the message names file and line.
    """
    folder = folder or resource("extract")
    ontology = ontology or resource("ontology")
    words = {
        row["genre"]: frozenset(ascii_key(w) for w in forms_of(row["formes"]))
        for _, row in rows(folder / "mots.csv", ("genre", "formes"))
    }
    types = notations(ontology / "types-acteur.ttl")
    bodies = _bodies(folder / "acteurs.csv", types)
    return Lexicon(
        bodies=bodies,
        cues=_cues(folder / "declencheurs.csv", notations(ontology / "roles.ttl")),
        dispositifs=_terms(folder / "dispositifs.csv"),
        publics=_terms(folder / "publics.csv"),
        themes={c: Theme(c, *rest) for c, *rest in themes(ontology / "themes.ttl")},
        places=load_places(folder, rows),
        words=words,
        functions=_functions(folder / "fonctions.csv", bodies),
        signature_heads=words["titre-signataires"],
        natures=load_natures(folder / "natures.csv", types),
        weights=load_weights(folder / NAME) if weights else None,
    )


def _bodies(path: Path, types: frozenset[str]) -> dict[str, Body]:
    columns = (
        "code",
        "type",
        "portee",
        "defaut",
        "exige",
        "libelle",
        "libelle_en",
        "formes",
        "faibles",
    )
    seen, bodies = Seen(path), {}
    for line, row in rows(path, columns):
        seen.code(line, row["code"])
        bodies[row["code"]] = Body(
            code=row["code"],
            type=one_of(path, line, "type", row["type"], types),
            scope=one_of(path, line, "portée", row["portee"], SCOPES),
            label=row["libelle"],
            label_en=row["libelle_en"],
            forms=seen.forms(line, row["code"], forms_of(row["formes"])),
            default=row["defaut"],
            strict=one_of(path, line, "exigence", row["exige"], frozenset({"", "forte"})) != "",
            faint=tuple(forms_of(row["faibles"])),
        )
    return bodies


def _cues(path: Path, roles: frozenset[str]) -> tuple[Cue, ...]:
    seen, cues = Seen(path), []
    for line, row in rows(path, ("forme", "role", "cote", "nombre", "force")):
        role = one_of(path, line, "rôle", row["role"], roles | {"stop"})
        side = one_of(path, line, "côté", row["cote"], SIDES)
        seen.forms(line, row["forme"], [row["forme"]])
        firm = one_of(path, line, "force", row["force"], frozenset({"", "forte", "faible"}))
        cues.append(
            Cue(
                row["forme"],
                "" if role == "stop" else role,
                side,
                row["nombre"] == "1",
                firm != "faible",
            )
        )
    return tuple(cues)


def _terms(path: Path) -> tuple[Term, ...]:
    seen, terms = Seen(path), []
    for line, row in rows(path, ("code", "genre", "libelle", "formes")):
        seen.code(line, row["code"])
        kind = one_of(path, line, "genre", row["genre"], KINDS)
        forms = forms_of(row["formes"])
        owner = f"{kind}/{row['code']}"
        terms.append(
            Term(
                row["code"],
                kind,
                row["libelle"],
                seen.forms(line, owner, forms) if kind in ("nom", "vise") else tuple(forms),
            )
        )
    return tuple(terms)


def _functions(path: Path, bodies: dict[str, Body]) -> tuple[Function, ...]:
    seen, functions = Seen(path), []
    for line, row in rows(path, ("code", "acteur", "formes")):
        seen.code(line, row["code"])
        body = one_of(path, line, "acteur", row["acteur"], frozenset({"", *bodies}))
        forms = seen.forms(line, row["code"], forms_of(row["formes"]))
        functions.append(Function(row["code"], body, forms))
    return tuple(functions)


def _label(lexicon: Lexicon, slug: str, place: str) -> str:
    places = lexicon.places
    if slug in places.epci:
        return places.epci[slug].name
    if town_of(slug):
        commune = places.communes.get(town_of(slug))
        return f"Ville {commune.of}" if commune else ""
    code = slug
    while code and code not in lexicon.bodies:  # the longest listed beginning
        code = code.rpartition("-")[0]
    if not code:
        return ""
    body, where = lexicon.bodies[code], slug[len(code) + 1 :]
    if body.scope == "region" and where in places.regions:
        return f"{body.label} {places.regions[where].name}"
    if body.scope == "contrat":
        return f"{body.label} ({place})" if place else body.label
    listed = places.departements.get(where) or places.communes.get(where)
    listed = listed or places.by_number.get(where)
    if listed:
        return f"{body.label} {listed.of}"
    return f"{body.label} ({place})" if where and place else body.label
