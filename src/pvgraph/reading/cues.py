"""The words that give a heading, a column or a label its meaning: `extract/niveaux.csv`.

Forms are without accents, in small letters; « … » stands for any words. Elsewhere than in `amorce`
a form matches at the start, whole words; with « $ » only the whole. The longest form wins.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.paths import resource
from pvgraph.reading.forms import (
    FIRST,
    Frames,
    Linked,
    linked,
    longest,
    singular,
    sizes,
    spaced,
)
from pvgraph.reading.rows import KINDS, commitments, pattern, read_rows, schemes
from pvgraph.reading.words import key

SENSES = {
    "titre": {"axe", "objectif", "action", "projet", "sommaire", "liminaire", "chapitre", "ecart",
              "generique", "signataires", "exemples", "division", "feuille",
              "fiche-action", "fiche-projet", "fiche-seule", "total", "engagements"},
    "amorce": {"action", "objectif", "projet", "indicateur", "resultat", "realisation",
               "politiques", "titres-objectif", "titres-axe", "axe-action", "axe-objectif",
               "reussite"},
    "colonne": {"axe", "objectif", "action", "projet", "indicateur", "resultat", "porteur",
                "partenaire", "financeur", "acteur", "description", "numero", "ecart", "enjeu",
                "page", "axe-objectif", "axe-action", "objectif-action"},
    "sous-axe": {"objectif"},  # a column's header where an axe stands above
    "sous-titre": {"objectif"},  # a heading's word below an axe whose number its own goes on with
    "etiquette": {"porteur", "partenaire", "financeur", "indicateur", "resultat", "registre",
                  "description", "contenu", "modalites", "objectif", "action",
                  "intitule-action", "intitule-projet", "ecart", "axe", "renvoi"},
    "complement": {"etiquette", "article", "lien"},  # of a label: « Les », « de l'action », « par »
}  # fmt: skip
BODIES = frozenset({"porteur", "partenaire", "financeur"})  # senses of labels that name bodies
SENSE_MAX = 600  # a longer passage announces nothing: it is a paragraph
KNOWN_MAX = 20_000  # words whose sense is kept
LABEL_MAX = 60
NUMBERED = (
    "etiquette",
    "colonne",
    "sous-axe",
)  # places where a form stands for its plural and singular
ASIDE = frozenset({"sommaire", "liminaire", "chapitre", "generique", "signataires"})
LABEL_WORDS = 6
_PLURAL = re.compile(r"\((s|x|e|es)\)")  # « Partenaire(s) associé(s) »
_SPACE = re.compile(" ")
_CUT = re.compile(r"-\s*\n\s*(?=[a-zà-ÿ])")
_BETWEEN = re.compile("/| et | & ")  # « Contexte / Constats »
LABEL_END = re.compile(r"\s\?(?:\s?:)?(?=\s|[*_]{1,3}\s)|:")  # « Pilote : », « Avec qui ? »


@dataclass(frozen=True, slots=True)
class Cues:
    """One matcher a place: `sense(place, text)` gives the meaning of the words, or nothing."""

    exact: dict[str, dict[str, str]]
    sizes: dict[str, dict[str, list[int]]]
    framed: Frames
    strong: re.Pattern[str]
    middling: re.Pattern[str]
    subject: re.Pattern[str]
    no_subject: re.Pattern[str]
    everywhere: re.Pattern[str]
    pronoun: re.Pattern[str]
    breaks: re.Pattern[str]
    annuls: re.Pattern[str]
    aims: re.Pattern[str]
    announces: re.Pattern[str]
    agent: re.Pattern[str]
    many: re.Pattern[str]
    that: re.Pattern[str]
    framing: re.Pattern[str]
    presently: re.Pattern[str]
    so_far: re.Pattern[str]
    refers: re.Pattern[str]
    opening: re.Pattern[str]
    legend: re.Pattern[str]
    owning: re.Pattern[str]
    vain: re.Pattern[str]
    schemes: frozenset[str]
    label_words: frozenset[str]  # with which labels begin
    linked: Linked
    known: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)
    labels: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def sense(self, place: str, text: str) -> str:
        """The meaning that `place` gives to these words, or nothing."""
        if len(text) > SENSE_MAX:
            return ""
        known = self.known.get((place, text))
        if known is None:
            if len(self.known) > KNOWN_MAX:
                self.known.clear()
            words = key(text)
            known = self._sense(place, words) or self._led(place, words)
            if not known and place in NUMBERED and len(words) <= LABEL_MAX:
                known = self._sense(place, singular(words))
            self.known[place, text] = known
        return known

    def _led(self, place: str, words: str) -> str:
        """The meaning of a label or of a heading that binds nobody, behind an article (« Les
        partenaires », « La gouvernance »)."""
        bare = self._unled(words) if place in ("titre", "etiquette") else words
        if bare == words:
            return ""
        if place == "etiquette":
            return self.exact[place].get(bare.rstrip(" :"), "")
        sense = self._sense(place, bare)
        return sense if sense in ASIDE else ""

    def _unled(self, words: str) -> str:
        """Words without the article that they begin with."""
        forms = self.exact["complement"]
        sizes = self.sizes["complement"].get(words[:FIRST], ())
        led = next((words[:n] for n in sizes if forms.get(words[:n]) == "article"), "")
        rest = words[len(led) :]
        return rest.lstrip() if led.endswith("'") or rest[:1] == " " else words

    def _sense(self, place: str, words: str) -> str:
        if place == "amorce":
            words = f"{words[:-1].rstrip()} :" if words.endswith(":") else words
            return self.exact[place].get(words) or self.framed.sense(words)
        forms = self.exact[place]
        whole_heading = forms.get(words.rstrip(" :.") + "$")
        if whole_heading:
            return whole_heading
        for size in self.sizes[place].get(words[:FIRST], ()):
            whole = size >= len(words) or not (words[size].isalnum() or words[size] == "_")
            if whole and words[:size] in forms:
                return forms[words[:size]]
        return ""

    def promises(self, text: str) -> bool:
        """Whether these words say « s'engage »."""
        return self.strong.search(key(text)) is not None

    def is_label(self, text: str) -> bool:
        """Whether these words are a label of sheets, and no more: one of the list, alone, with
        what it is of (« Pilote de l'action ») or beside another (« Contexte / Constats »)."""
        if len(text) > LABEL_MAX:
            return False
        known = self.labels.get(text)
        if known is None:
            if len(self.labels) > KNOWN_MAX:
                self.labels.clear()
            words = key(text).rstrip(" :?")
            forms = self.exact["etiquette"]
            known = words in forms or f"{words}$" in forms or self._are_labels(words)
            self.labels[text] = known
        return known

    def _are_labels(self, words: str) -> bool:
        return all(self._is_bare_label(part.strip()) for part in _BETWEEN.split(words))

    def _is_bare_label(self, words: str) -> bool:
        """Whether a label is of the list without its « (s) » or its complement (« du projet »)."""
        around = self.exact["complement"]
        ends = (words[m.end() :] for m in _SPACE.finditer(words))  # the longest first
        end = next((e for e in ends if around.get(e) == "etiquette"), "")
        bare = self._unled(words[: len(words) - len(end)].rstrip())
        forms = [words, bare, singular(bare)]
        forms += [_PLURAL.sub(ending, bare) for ending in ("", r"\1") if "(" in bare]
        return any(form in self.exact["etiquette"] for form in forms)

    def is_heading(self, text: str) -> bool:
        """Whether these words are a form of headings, and no more."""
        return key(text).rstrip(" :") in self.exact["titre"]

    def label(self, text: str) -> tuple[str, str]:
        """The sense of a label and the words after it (« Pilote : CAF » → porteur, « CAF »)."""
        sign = LABEL_END.search(text, 0, LABEL_MAX + 1)
        if sign is None:
            return "", ""
        head, rest = text[: sign.start()].strip("*_ "), text[sign.end() :]
        if "\n" in head:  # « finan- / ceur : DRAC », cut at a line's end
            head = _CUT.sub("", head)
        if head.rfind("(") > max(0, head.rfind(")")):
            return "", ""  # « … le quartier (pilote : … » goes on with the words above
        sense = self.sense("etiquette", head)
        heading = self.sense("titre", head) if len(head.split()) > 1 else ""
        if heading == "division" or (heading == "engagements" and sense.startswith("intitule-")):
            return "", ""  # « Titre 4 : … », « Fiche d'engagement : la CAF » are headings
        return (sense, rest) if sense and len(head.split()) <= LABEL_WORDS else ("", "")


def load_cues(folder: Path) -> Cues:
    """The cues of `folder/niveaux.csv` and `folder/engagements.csv`.

    Raises:
        ResourceError: a file is missing or a row is wrong; names file and line.
    """
    tables: dict[str, dict[str, str]] = {place: {} for place in SENSES}
    path = folder / "niveaux.csv"
    for line, row in read_rows(path, ("ou", "forme", "sens")):
        place, form, sense = row["ou"], row["forme"], row["sens"]
        if sense not in SENSES.get(place, set()):
            raise ResourceError(f"{path}:{line}: « {place},{sense} » inconnu")
        words = "…".join(spaced(part) for part in form.split("…"))
        if len(form.strip("… ")) < FIRST or words in tables[place]:
            raise ResourceError(f"{path}:{line}: forme trop courte ou déjà donnée « {form} »")
        tables[place][words] = sense
    exact = {p: {f: s for f, s in t.items() if "…" not in f} for p, t in tables.items()}
    frames = sorted(tables["amorce"].items(), key=longest)
    framed = Frames([(tuple(f.split("…")), s) for f, s in frames if "…" in f])
    said = commitments(folder / "engagements.csv")
    patterns = (pattern(said[kind]) for kind in KINDS)
    for place in NUMBERED:
        exact[place] = {singular(f): s for f, s in exact[place].items()} | exact[place]
    known = {place: sizes(forms) for place, forms in exact.items()}
    first = frozenset(form.partition(" ")[0] for form in exact["etiquette"])
    links = {form for form, sense in exact["complement"].items() if sense == "lien"}
    by_whom = linked(exact["etiquette"], BODIES, links)
    acronyms = schemes(folder / "dispositifs.csv")
    return Cues(exact, known, framed, *patterns, acronyms, first, by_whom)


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The project's own cues."""
    return load_cues(resource("extract"))
