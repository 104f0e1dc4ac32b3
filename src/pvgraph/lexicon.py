"""What we know of the words: the gazetteers of `extract/` and the themes of `ontology/`.

Every list is a file that a colleague edits; loading refuses what is malformed with the file and
the line. Nothing here knows spaCy: `pvgraph.nlp` turns a `Lexicon` into matchers.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pvgraph.codes import notations, themes
from pvgraph.errors import ResourceError
from pvgraph.paths import resource
from pvgraph.territoires import Places, load_places
from pvgraph.weights import NAME, Weights, load_weights
from pvgraph.words import ascii_key, slugify

SCOPES = frozenset(
    {"national", "region", "departement", "academie", "carsat"}
    | {"contrat", "local", "commune", "epci", "nomme"}
)
SIDES = frozenset({"avant", "apres", "chaine", ""})
KINDS = frozenset({"nom", "tete", "sauf", "suite", "faible"})


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body: how texts call it, its type, and what its slug depends on (`scope`).

    `default` is the role that it has where an item names it without a cue; `strict` is true
    for those that texts mostly talk about (habitants, associations): only a firm cue binds them.
    """

    code: str
    type: str
    scope: str
    label: str
    label_en: str
    forms: tuple[str, ...]
    default: str = ""
    strict: bool = False
    faint: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that bind the bodies beside them in a role; an empty role ends such a reach.

    `side` says where the bodies stand: `avant` (the subject), `apres` (anywhere in what
    follows), `chaine` (right after); `single` takes only the nearest body before.
    """

    form: str
    role: str
    side: str
    single: bool = False
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """A named thing (dispositif, public): its code, the kind of entry, its forms."""

    code: str
    kind: str
    label: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """The title of a person who signs; `body` is the code of the body that the title implies."""

    code: str
    body: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the common scheme, with the words that point to it."""

    code: str
    pilier: str
    label: str
    label_en: str
    words: tuple[str, ...]


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
    weights: Weights | None = None

    def label(self, slug: str, place: str = "") -> str:
        """What to call the body of this slug in French: « CAF de la Gironde », « Ville de Metz ».

        `place` names the contrat's territory, for the classes of bodies that it has
        (« Bailleurs sociaux (Brest métropole) »). Empty for a body that no list knows.
        """
        return _label(self, slug, place)

    def variants(self, form: str) -> list[str]:
        """`form` and, where it ends with « de » or « à », its contracted forms."""
        head, _, last = form.rpartition(" ")
        for genre in ("contraction-de", "contraction-a"):
            if head and ascii_key(last) in self.words[genre]:
                return [form, *(f"{head} {w}" for w in sorted(self.words[genre]))]
        return [form]


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
        row["genre"]: frozenset(ascii_key(w) for w in _forms(row["formes"]))
        for _, row in rows(folder / "mots.csv", ("genre", "formes"))
    }
    bodies = _bodies(folder / "acteurs.csv", notations(ontology / "types-acteur.ttl"))
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
        weights=load_weights(folder / NAME) if weights else None,
    )


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV list with their line numbers, columns and encoding checked."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: liste illisible ({error})") from error
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != columns:
        raise ResourceError(f"{path}:1: colonnes {reader.fieldnames} ; attendu {','.join(columns)}")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ResourceError(f"{path}:{reader.line_num}: {len(columns)} colonnes attendues")
            yield reader.line_num, {k: v.strip() for k, v in row.items()}
    except csv.Error as error:
        raise ResourceError(f"{path}:{reader.line_num}: ligne illisible ({error})") from error


def _forms(cell: str) -> list[str]:
    return [f.strip() for f in cell.split("|") if f.strip()]


class _Seen:
    """Refuses a form that two rows of one file claim, or a code used twice."""

    def __init__(self, path: Path) -> None:
        self._path, self._of, self._codes = path, {}, set()

    def code(self, line: int, code: str) -> None:
        if code != slugify(code):
            raise ResourceError(f"{self._path}:{line}: code {code!r} ; attendu {slugify(code)!r}")
        if code in self._codes:
            raise ResourceError(f"{self._path}:{line}: code {code!r} déjà pris")
        self._codes.add(code)

    def forms(self, line: int, owner: str, forms: list[str]) -> tuple[str, ...]:
        if not forms:
            raise ResourceError(f"{self._path}:{line}: {owner!r} n'a aucune forme")
        for form in forms:
            other = self._of.setdefault(ascii_key(form), owner)
            if other != owner:
                raise ResourceError(f"{self._path}:{line}: forme {form!r} déjà donnée à {other!r}")
        return tuple(forms)


def _one_of(path: Path, line: int, what: str, value: str, allowed: frozenset[str]) -> str:
    if value not in allowed:
        choices = ", ".join(sorted(a for a in allowed if a))
        raise ResourceError(f"{path}:{line}: {what} {value!r} inconnu ; attendu l'un de {choices}")
    return value


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
    seen, bodies = _Seen(path), {}
    for line, row in rows(path, columns):
        seen.code(line, row["code"])
        bodies[row["code"]] = Body(
            code=row["code"],
            type=_one_of(path, line, "type", row["type"], types),
            scope=_one_of(path, line, "portée", row["portee"], SCOPES),
            label=row["libelle"],
            label_en=row["libelle_en"],
            forms=seen.forms(line, row["code"], _forms(row["formes"])),
            default=row["defaut"],
            strict=_one_of(path, line, "exigence", row["exige"], frozenset({"", "forte"})) != "",
            faint=tuple(_forms(row["faibles"])),
        )
    return bodies


def _cues(path: Path, roles: frozenset[str]) -> tuple[Cue, ...]:
    seen, cues = _Seen(path), []
    for line, row in rows(path, ("forme", "role", "cote", "nombre", "force")):
        role = _one_of(path, line, "rôle", row["role"], roles | {"stop"})
        side = _one_of(path, line, "côté", row["cote"], SIDES)
        seen.forms(line, row["forme"], [row["forme"]])
        firm = _one_of(path, line, "force", row["force"], frozenset({"", "forte", "faible"}))
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
    seen, terms = _Seen(path), []
    for line, row in rows(path, ("code", "genre", "libelle", "formes")):
        seen.code(line, row["code"])
        kind = _one_of(path, line, "genre", row["genre"], KINDS)
        forms = _forms(row["formes"])
        owner = f"{kind}/{row['code']}"
        terms.append(
            Term(
                row["code"],
                kind,
                row["libelle"],
                seen.forms(line, owner, forms) if kind == "nom" else tuple(forms),
            )
        )
    return tuple(terms)


def _functions(path: Path, bodies: dict[str, Body]) -> tuple[Function, ...]:
    seen, functions = _Seen(path), []
    for line, row in rows(path, ("code", "acteur", "formes")):
        seen.code(line, row["code"])
        body = _one_of(path, line, "acteur", row["acteur"], frozenset({"", *bodies}))
        forms = seen.forms(line, row["code"], _forms(row["formes"]))
        functions.append(Function(row["code"], body, forms))
    return tuple(functions)


def _functions(path: Path, bodies: dict[str, Body]) -> tuple[Function, ...]:
    seen, functions = _Seen(path), []
    for line, row in rows(path, ("code", "acteur", "formes")):
        seen.code(line, row["code"])
        body = _one_of(path, line, "acteur", row["acteur"], frozenset({"", *bodies}))
        forms = seen.forms(line, row["code"], _forms(row["formes"]))
        functions.append(Function(row["code"], body, forms))
    return tuple(functions)


def _label(lexicon: Lexicon, slug: str, place: str) -> str:
    places = lexicon.places
    if slug in places.epci:
        return places.epci[slug].name
    if slug.startswith("ville-de-"):
        commune = places.communes.get(slug.removeprefix("ville-de-"))
        return f"Ville {commune.of}" if commune else ""
    codes = (c for c in lexicon.bodies if slug == c or slug.startswith(f"{c}-"))
    code = max(codes, key=len, default="")
    if not code:
        return ""
    body, where = lexicon.bodies[code], slug[len(code) + 1 :]
    if body.scope == "region" and where in places.regions:
        return f"{body.label} {places.regions[where].name}"
    if body.scope == "contrat":
        return f"{body.label} ({place})" if place else body.label
    listed = places.departements.get(where) or places.communes.get(where)
    if listed:
        return f"{body.label} {listed.of}"
    return f"{body.label} ({place})" if where and place else body.label
