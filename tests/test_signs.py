"""Signs that change no word change nothing that is read; offsets and words stay the file's."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pvgraph import extraction
from pvgraph.model import Document, Record, Span, fold
from pvgraph.plain import plain, words
from pvgraph.words import ascii_key

FOLDER = Path(__file__).parent / "blocks"
FORMS = (  # prose, lists, sheets and tables of every kind
    "articles-engagements-par-signataire",
    "defis-caps-leviers",
    "engagements-en-prose",
    "fiches-a-intitule",
    "listes-de-traitement-de-texte-en-html",
    "organismes-en-colonnes-html-et-questions-en-tetes",
    "tableau-tabule-lignes-brisees",
    "tableaux-markdown-et-html",
)
INSIDE = re.compile("(?<=[a-zà-ÿ]{3})(?=[a-zà-ÿ]{3})")
SPACED = re.compile(r"(?<=\w) (?=\w)")
MARKED = re.compile(r"^(\s*[-•–▪]) ", re.MULTILINE)


def inside(sign: str) -> Callable[[str], str]:
    """The sign put inside words, never in a tag."""
    return lambda text: "".join(
        part if part.startswith("<") else INSIDE.sub(sign, part)
        for part in re.split(r"(<[^<>]*>)", text)
    )


def beside(sign: str) -> Callable[[str], str]:
    return lambda text: SPACED.sub(f" {sign}", text)


def quoted(text: str) -> str:
    """Each line behind the sign of a quotation in Markdown; no table, whose lines are not."""
    if "|" in text or "\t" in text or "<" in text:
        return text
    return "".join(f"> {line}" if line.strip() else f">{line}" for line in text.splitlines(True))


WRITTEN = {
    "cesure facultative": inside("\u00ad"),
    "cesure facultative codee": inside("&shy;"),
    "espace de largeur nulle": beside("\u200b"),
    "espace de largeur nulle dans les mots": inside("\u200b"),
    "lettres liees ou deliees": inside("\u200c\u200d"),
    "gluon de mots": inside("\u2060"),
    "marque d'ordre au debut": "\ufeff{}".format,
    "marque d'ordre dans le texte": beside("\ufeff"),
    "marques de sens": beside("\u200e\u202a\u200f"),
    "puce collee par un espace nul": lambda text: MARKED.sub("\\1\u200b", text),
    "ligne vide d'un espace nul": lambda text: text.replace("\n\n", "\n\u200b\n"),
    "accents detaches": lambda text: unicodedata.normalize("NFD", text),
    "accents doubles": lambda text: text.replace("é", "é\u0301").replace("è", "è\u0300"),
    "ligatures": lambda text: text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "o et e separes": lambda text: text.replace("œ", "oe").replace("Œ", "Oe"),
    "trait d'union insecable": lambda text: re.sub(r"(?<=\w)-(?=\w)", "\u2011", text),
    "apostrophes courbes": lambda text: text.replace("'", "’"),
    "accents pour apostrophes": lambda text: re.sub(r"(?<=\w)['’](?=\w)", "´", text),
    "espaces insecables": lambda text: re.sub(" (?=[:;?!»])", "\u00a0", text),
    "espaces fines": lambda text: re.sub(" (?=[:;?!])", "\u202f", text),
    "espaces insecables entre les mots": lambda text: re.sub(" (?=(?:de|et|la) )", "\u00a0", text),
    "fins de ligne CRLF": lambda text: text.replace("\n", "\r\n"),
    "balises en capitales": lambda text: re.sub("</?[a-z]+", lambda m: m[0].upper(), text),
    "marques echappees": lambda text: re.sub(
        r"^([ \t]*)(?=- |\* )", r"\1\\", text, flags=re.MULTILINE
    ),
    "lignes citees": lambda text: quoted(text) if "\n\n" in text else text,
    "blancs en fin de ligne": lambda text: re.sub(r"(?<=\S)\n", "  \n", text),
}


def read(text: str) -> list[Record]:
    """The records of a text, as they are compared: without ids, places nor spelling."""
    found = extraction.extract(Document("essai", text))
    for one in (*found.records, *found.aside, *found.unclaimed):
        assert one.text == fold(text[one.span.start : one.span.end])
    ids = {r.id: str(n) for n, r in enumerate(found.records)}
    nowhere = Span(0, 0)
    return [
        replace(
            record,
            id=ids[record.id],
            parent=ids.get(record.parent or ""),
            merge=ids.get(record.merge or ""),
            span=nowhere,
            text=said(record.text),
            numero=said(record.numero or ""),
            description=said(record.description or ""),
            dispositifs=tuple(map(said, record.dispositifs)),
            publics=tuple(map(said, record.publics)),
            acteurs=tuple(replace(a, mention=said(a.mention), span=None) for a in record.acteurs),
        )
        for record in found.records
    ]


def said(printed: str) -> str:
    """Words to compare: without the signs of quoted lines, which a passage over several holds."""
    return re.sub(r"( >)+ ", " ", fold(ascii_key(words(printed))))


@pytest.fixture(scope="module")
def known() -> dict[str, tuple[str, list[Record]]]:
    texts = {form: (FOLDER / f"{form}.txt").read_text(encoding="utf-8") for form in FORMS}
    return {form: (text, read(text)) for form, text in texts.items()}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_the_same_is_read_however_it_is_written(write, known) -> None:
    changed = 0
    for form, (text, wanted) in known.items():
        written = write(text)
        changed += written != text
        assert read(written) == wanted, form
    assert changed >= 1


@pytest.mark.parametrize(
    "printed, read_as",
    [
        ("réha\u00adbili\u00adter", "réhabiliter"),
        ("Saint\u00adDenis, 2024\u00ad2030", "Saint-Denis, 2024-2030"),
        ("  \u00ad ouvrir", "  - ouvrir"),
        ("le déve\u00ad\n  loppement des clubs", "le\n  développement des clubs"),
        ("- déve\u00ad \r\n loppement", "- développement"),
        ("Seine\u00ad\nSaint-Denis", "Seine-\nSaint-Denis"),
        ("-\u200bouvrir •\u200b\u200bfermer", "- ouvrir •fermer"),
        ("«\u200bouvrir", "«ouvrir"),
        ("e\u0301\u0301cole, É\u200b\u0301tat, \u0301", "école, État, "),
        ("oﬃce, ﬂot, ﬆyle", "office, flot, style"),
        ("rendez\u2011vous l´été", "rendez-vous l’été"),
        ("l’œuvre – « x »", "l’œuvre – « x »"),
        ("a\u00a0: b \u00a0c\u00a0\u00a0d", "a : b \u00a0c\u00a0\u00a0d"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("s'en- \t\n gagent", "s'en-\n gagent"),
        ("<TD ROWSPAN=2><Li>la <CAF></TD>", "<td ROWSPAN=2><li>la <CAF></td>"),
    ],
)
def test_what_a_sign_is_read_as(printed: str, read_as: str) -> None:
    assert words(printed) == read_as


def test_places_go_back_to_the_file() -> None:
    printed = "\ufeffL’E\u0301tat ﬁ\u00adnance \u200ble\u200b club"
    seen = plain(Document("essai", printed))
    text = seen.document.text
    assert text == "L’État finance le club"

    def back(said: str) -> str:
        start = text.index(said)
        span = seen.back(Span(start, start + len(said)))
        return printed[span.start : span.end]

    assert back("État") == "E\u0301tat"
    assert back("finance") == "ﬁ\u00adnance"
    assert back("i") == "ﬁ"
    assert back("le") == "le"
    assert back("L’État") == "L’E\u0301tat"
    assert seen.back(Span(3, 3)).start == seen.back(Span(3, 3)).end
