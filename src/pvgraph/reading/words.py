"""What `extract/numerotation.toml` says of marks, numbers and forms, compiled once.

The French words stay in that file; this module only makes regular expressions of them.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.model import fold
from pvgraph.paths import resource
from pvgraph.words import respeller

VERB_MAX = 60  # signs in which an item says its verb
LINK_MAX = 4  # signs of what links the words of a name (« Seine- / et-Marne »)
KNOWN_MAX = 20_000  # openings whose verb is remembered
_LED = re.compile(r"\A(?:\[[^\[\]]{2,120}\]|\([^()]{2,120}\))\s+")  # « [CAF] Ouvrir … »
_CUT = re.compile(r"-(?<=\w-)\n\s*(\w+)(?=([-'’][A-ZÀ-Þ])?)")
_COMBINING = re.compile("[\u0300-\u036f]")
_APART = re.compile("[\\w\u0300-\u036f]+")  # a word whose accents stand apart
_ACCENTS = {"é": "\u0301", "è": "\u0300"}
_BOTH = re.compile(r"\[(?:ée|èe)\]")  # a letter with its accent or without: or with it apart
_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_straight = respeller(dict.fromkeys("’‘ʼ`´", "'"), "[’‘ʼ`´]")


def _plain(char: str) -> str:
    """The letter without its accent, a ligature as its letters, an apostrophe straight."""
    flat = unicodedata.normalize("NFKD", char.translate(_APOSTROPHES))
    return _COMBINING.sub("", flat).replace("œ", "oe").replace("Œ", "oe")


_LATIN = [*range(0xC0, 0x180), *range(0xFB00, 0xFB05), *map(ord, "’‘ʼ`´«»“”–—•…°º²€")]
_KEY = {chr(n): _plain(chr(n)) for n in _LATIN}
_keyed = respeller(_KEY, r"[^\x00-_a-\x7f]")  # « ` » among them
_LIGATURES = {chr(n): _plain(chr(n)) for n in range(0xFB00, 0xFB05)}  # « ﬁ », as printers set it
_parted = respeller(_LIGATURES, f"[{''.join(_LIGATURES)}]")
_KEPT = re.compile("[^\x00-\x7f«»“”–—•°€]")  # a sign that only the whole table of Unicode knows
_SPACES = "\t\n\r\f\v\x85\xa0\u202f\u2009"
_SIGNS = {c: p[:1] or " " for c, p in _KEY.items()}
_SIGNS |= dict.fromkeys([*map(chr, range(0x300, 0x370)), *_SPACES], " ")
_one_for_one = respeller(_SIGNS, r"[^ -_a-~]")


def same_length(text: str) -> str:
    """`text` in small letters without accents, as long as it is: words begin where they do there.

    What cuts a word in two at a line's end is white space.
    """
    if _COMBINING.search(text):
        text = _APART.sub(lambda m: _COMBINING.sub("", m[0]).ljust(len(m[0])), text)
    if "-\n" in text:
        text = _CUT.sub(_joined, text)
    return _one_for_one(text).lower()


def _joined(cut: re.Match[str]) -> str:
    """A word cut at a line's end; one cut at its own hyphen (« Hauts-de- / France ») keeps it."""
    own = not cut[1][0].islower() or (cut[2] and len(cut[1]) <= LINK_MAX)
    return f"{'-' * bool(own)}{cut[1]}".ljust(len(cut[0]))


@lru_cache(maxsize=2)
def plain_text(text: str) -> str:
    """A whole document as `same_length` makes it, kept: several steps look for words in it."""
    return same_length(text)


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """`text` folded, lower-cased, without accents, apostrophes straight: for comparing words."""
    flat = fold(text)
    if flat.isascii():
        return flat.translate(_APOSTROPHES).lower()
    if _KEPT.search(flat := _keyed(flat).lower()) is None:
        return flat
    return _COMBINING.sub("", unicodedata.normalize("NFKD", flat)).replace("œ", "oe")


def _composed(words: str) -> str:
    """`words` with each accent on its letter, one printed twice counted once, ligatures apart."""
    words = _parted(words)
    if not _COMBINING.search(words):
        return words
    return _COMBINING.sub("", unicodedata.normalize("NFC", words))


@dataclass(frozen=True, slots=True)
class Marks:
    """The compiled forms of one `numerotation.toml`."""

    glyphs: str
    dashes: str
    drawn: str
    letters: str
    misread: str
    nested: frozenset[str]
    frank: frozenset[str]
    opening: re.Pattern[str]
    labelled: re.Pattern[str]
    level_word: re.Pattern[str]
    transversal: re.Pattern[str]
    ranked: re.Pattern[str]
    counts: re.Pattern[str]
    counts_levels: re.Pattern[str]
    unranked: re.Pattern[str]
    bare: re.Pattern[str]
    tail: re.Pattern[str]
    goes_on: re.Pattern[str]
    resumes: re.Pattern[str]
    abbreviation: re.Pattern[str]
    page: re.Pattern[str]
    leader: re.Pattern[str]
    page_ref: re.Pattern[str]
    page_said: re.Pattern[str]
    verb: re.Pattern[str]
    gerund: re.Pattern[str]
    false_verb: re.Pattern[str]
    future: re.Pattern[str]
    future_end: re.Pattern[str]
    passive: re.Pattern[str]
    noun: re.Pattern[str]
    nominal: re.Pattern[str]
    led: re.Pattern[str]
    indicator: re.Pattern[str]
    counted: re.Pattern[str]
    reached: re.Pattern[str]
    quantity: re.Pattern[str]
    known: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)

    def acts(self, text: str) -> bool:
        """Whether the first word is a verb in the infinitive or the gerund: what is to be done."""
        words = _straight(_LED.sub("", text).lstrip(' «"“(….')[:VERB_MAX])
        said = self.known.get(words)
        if said is None:
            if len(self.known) > KNOWN_MAX:
                self.known.clear()
            plain = _composed(words)
            verb = not self.false_verb.match(plain)
            said = verb and bool(self.verb.match(plain) or self.gerund.match(plain))
            self.known[words] = said
        return said

    def unfinished(self, text: str) -> bool:
        """Whether a line ends on a word or sign after which its sentence goes on."""
        return bool(self.goes_on.search(text[-24:]))

    def tells_result(self, text: str) -> bool:
        """Whether an item says what will be reached (« Neuf élèves sur dix lisent ») and not what
        is measured (« Nombre d'élèves qui lisent »)."""
        said = self.reached.search(text) is not None
        return said if self.indicator.match(text) else bool(said or self.quantity.match(text))

    def names_act(self, text: str) -> bool:
        """Whether the first word is a noun of action (« Mise en place », « Soutien »)."""
        return bool(self.noun.match(text.lstrip(' «"“(')))


def _compile(
    path: Path, name: str, pattern: str, flags: re.RegexFlag = re.IGNORECASE
) -> re.Pattern[str]:
    pattern = _BOTH.sub(lambda m: m[0] + _ACCENTS[m[0][1]] + "?", pattern)
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        raise ResourceError(f"{path}: {name}: expression illisible ({error})") from error


def _build(path: Path, data: dict) -> Marks:
    numbers, forms = data["numeros"], data["formes"]

    def rx(name: str, pattern: str) -> re.Pattern[str]:
        return _compile(path, name, pattern)

    word = rf"(?:{numbers['mots']})s?(?:[\s-]+(?:{numbers['qualificatifs']}))*"
    between = r"(?:\s+|\s*n\s*[°ºo]\s*|(?=\d))"
    label = rf"({word}{between}(?:{numbers['apres_mot']}))(?![\w%])"
    sep = r"(?:\s*[:.)–—/•·|-]+\s*|\s+)"
    plain = rf"((?:{numbers['mots']})s?\s+(?:{numbers['sans_numero']}))(?=\s*[:–—-])"
    named = rf"{numbers['ordinaux']}|un|{numbers['cardinaux']}"
    ordinal = rf"((?:{numbers['ordinaux']})\s+{word}|{word}\s+(?:{named}))"
    return Marks(
        glyphs=data["puces"]["glyphes"],
        dashes=data["puces"]["tirets"],
        drawn=data["puces"]["dessinees"],
        letters=data["puces"]["lettres"],
        misread=data["puces"]["lues"],
        nested=frozenset(data["puces"]["imbriques"]),
        frank=frozenset(data["puces"]["francs"]),
        opening=re.compile(rf"[-()–—−*\ue000-\uf8ff{re.escape(''.join(data['puces']['francs']))}]"),
        labelled=rx("numeros.mots", rf"(?:{label}{sep}?|{ordinal}{sep}|{plain}{sep})"),
        level_word=rx("numeros.mots", rf"\b(?:{numbers['mots']})(?=s?\b)"),
        transversal=rx(
            "numeros.transversal", rf"\b(?:{numbers['mots']})\s+(?:{numbers['transversal']})\W*$"
        ),
        ranked=rx("numeros.ordinaux", rf"(?:{numbers['ordinaux']})\s+(?=\w)"),
        counts=rx("numeros.cardinaux", rf"(?:{numbers['cardinaux']})\s+"),
        counts_levels=rx(
            "numeros.cardinaux",
            rf"\b(?:\d{{1,2}}|{numbers['cardinaux']})\s+(?:\w+\s+)?(?:{numbers['mots']})s"
            rf"(?:[\s-](?:{numbers['mots']})s?)?(?:\s+\w+)?\s*\.?$",
        ),
        unranked=rx("numeros.hors_rang", rf"(?:{numbers['hors_rang']})s?\b"),
        bare=rx("numeros.nus", "|".join(numbers["nus"])),
        tail=rx("fins.annonces", rf"(?:{'|'.join(data['fins']['annonces'])})\s*$"),
        goes_on=rx("suite.mots", rf"(?:\b(?:{data['suite']['mots']})['’]?|[,\-/(«+&])\s*$"),
        resumes=rx("suite.reprises", rf"\s*(?:{data['suite']['reprises']})\b"),
        abbreviation=re.compile(rf"(?:\b(?:{data['suite']['abreviations']})|\b[A-Z])\.$"),
        page=rx("mobilier.pages", rf"(?:{'|'.join(data['mobilier']['pages'])})$"),
        leader=rx("mobilier.sommaire", rf"(?:{data['mobilier']['sommaire']})$"),
        page_ref=rx("mobilier.renvoi", rf"(?:{data['mobilier']['renvoi']})$"),
        page_said=rx("mobilier.entree", rf"(?:{data['mobilier']['entree']})$"),
        verb=rx("formes.verbe", rf"(?:{forms['verbe']})\b(?![-])"),
        gerund=rx("formes.gerondif", rf"(?:{forms['gerondif']})\b(?![-])"),
        false_verb=rx("formes.faux_verbes", rf"(?:{forms['faux_verbes']})\b"),
        future=rx("formes.futur", rf"\b(?!(?:{forms['faux_futurs']})\b)(?:{forms['futur']})\b"),
        # looked for in small letters alone, which is quicker
        future_end=_compile(path, "formes.futur_fin", rf"(?:{forms['futur_fin']})\b", re.NOFLAG),
        passive=rx("formes.passif", rf"\b(?:{forms['passif']})\b"),
        noun=rx("formes.nom", rf"(?:{forms['nom']})\b"),
        nominal=rx("formes.nominal", rf"(?!(?:{forms['etat']})\b)(?:{forms['nominal']})\b"),
        led=rx("formes.indefini", rf"(?:({forms['indefini']})\b|(?:{forms['article']})\b)\s*"),
        indicator=rx(
            "formes.indicateur", rf"(?:(?:{forms['article']})\s*)?(?:{forms['indicateur']})\b"
        ),
        counted=rx("formes.indicateur", rf"(?:{forms['indicateur']})\b"),
        reached=rx("formes.atteint", rf"\b(?:{forms['atteint']})\b"),
        quantity=rx("formes.quantite", rf"(?:{forms['quantite']})"),
    )


def load_marks(folder: Path) -> Marks:
    """The forms of `folder/numerotation.toml`.

    Raises:
        ResourceError: the file is missing, is no TOML, lacks an entry or holds a bad expression.
    """
    path = folder / "numerotation.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return _build(path, data)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ResourceError(f"{path}: illisible ({error})") from error
    except (KeyError, TypeError) as error:
        raise ResourceError(f"{path}: entrée manquante ou mal formée ({error})") from error


@lru_cache(maxsize=1)
def marks() -> Marks:
    """The project's own forms."""
    return load_marks(resource("extract"))
