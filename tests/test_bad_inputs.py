"""Faulty texts, one fault each: records, a warning, or one clear line; never a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph import bytes_read, corpus
from pvgraph.cli import cli
from pvgraph.errors import PvgraphError, ResourceError, TextError
from pvgraph.layouts import find
from pvgraph.reading import read

PROMISE = "L'État s'engage à :\n\n- créer un lieu d'accueil\n- ouvrir une école\n"
UTF8 = PROMISE.encode()

REFUSED = {
    "vide": (b"", "vide"),
    "blancs": (b" \n\t\r\n ", "vide"),
    "bom-seul": (b"\xef\xbb\xbf\n", "vide"),
    "nul": (b"Le plan\x00 local", "U+0000"),
    "nul-ligne-3": (b"a\nb\nc\x00", ":3:"),
    "echappement": (b"Bon\x1ajour", "U+001A"),
    "utf-16": (PROMISE.encode("utf-16"), "UTF-16"),
    "utf-16-sans-bom": (PROMISE.encode("utf-16-le"), "U+0000|UTF-16"),
    "utf-16-be": (b"\xfe\xff" + PROMISE.encode("utf-16-be"), "UTF-16"),
    "latin-1": (PROMISE.encode("latin-1"), "iconv"),
    "windows-1252": ("L’État œuvre".encode("cp1252"), "iconv"),
    "latin-1-ligne-2": ("un\ndéjà".encode("latin-1"), ":2:"),
    "utf-8-coupe": ("déjà".encode()[:-1], "UTF-8"),
    "utf-8-surlong": (b"\xc0\xaf chemin", "UTF-8"),
    "substitut-isole": (b"\xed\xa0\x80 mot", "UTF-8"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "docx": (b"PK\x03\x04\x14\x00\x06\x00", "DOCX"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
    "rtf": (rb"{\rtf1\ansi Bonjour}", "RTF"),
    "gzip": (b"\x1f\x8b\x08\x00\x00", "gzip"),
    "png": (b"\x89PNG\r\n\x1a\n", "image"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
    "gif": (b"GIF89a....", "image"),
    "xml": (b'<?xml version="1.0"?><contrat/>', "XML"),
    "hasard": (bytes(range(256)) * 4, "UTF-8|U+"),
    "ligne-sans-fin": (b"mot " * 600_000, "ligne de"),
}

READ = {
    "page-web": (
        b"<!DOCTYPE html><html><head><title>La CAF s'engage \xc3\xa0 : </title>"
        b"<style>li { x: y }</style></head><body><nav><ul><li>cr\xc3\xa9er un compte</ul></nav>"
        b"<h1>Contrat</h1><p>L'\xc3\x89tat s'engage \xc3\xa0 :</p><ul><li>cr\xc3\xa9er un lieu"
        b"</li><li>ouvrir une \xc3\xa9cole</li></ul><script>ouvrir('x')</script></html>",
        2,
    ),
    "script-ouvert": (UTF8 + b"<script>", 2),
    "commentaire": (UTF8.replace(b"- ouvrir", b"<!-- page 2 -->\n- ouvrir"), 2),
    "bom": (b"\xef\xbb\xbf" + UTF8, 2),
    "crlf": (UTF8.replace(b"\n", b"\r\n"), 2),
    "cr": (UTF8.replace(b"\n", b"\r"), 2),
    "accents-decomposes": (PROMISE.replace("É", "E\u0301").replace("é", "e\u0301").encode(), 2),
    "espaces-insecables": (PROMISE.replace(" :", "\u00a0:").encode(), 2),
    "apostrophes-courbes": (PROMISE.replace("'", "’").encode(), 2),
    "espaces-de-largeur-nulle": (PROMISE.replace("- ", "-\u200b ").encode(), 2),
    "sauts-de-page": (UTF8.replace(b"- ouvrir", b"\x0c- ouvrir"), 2),
    "sans-fin-de-ligne": (UTF8.rstrip(), 2),
    "balises-ouvertes": (UTF8 + b"<table><tr><td>Action<td>Pilote<tr><td>Planter<ul><li>", 3),
    "balises-en-vrac": (UTF8 + b"</p></td><<p><li<>", 2),
    "tube-seul": (UTF8 + b"|\n||\n|||\n", 2),
    "tabulations-seules": (UTF8 + b"\t\t\t\n\t\n", 2),
    "asterisques": (UTF8 + b"*" * 5000, 2),
    "parentheses": (UTF8 + b"- " + b"(" * 5000, None),
    "puces-imbriquees": (b"".join(b" " * min(i, 300) + b"- x\n" for i in range(2000)), 0),
    "cent-mille-marques": (UTF8 + b"- " * 100_000 + b"fin", None),
    "emoji": (UTF8 + "🏘️ quartier".encode(), 2),
    "ligne-longue": (UTF8 + b"\n" + b"mot " * 50_000, 2),
}


def load(tmp_path: Path, data: bytes):
    path = tmp_path / "contrat.txt"
    path.write_bytes(data)
    return corpus.load(str(path))


def test_cases_are_enough() -> None:
    assert len(REFUSED) + len(READ) >= 40


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_one_line_with_its_place(name: str, tmp_path: Path) -> None:
    data, words = REFUSED[name]
    with pytest.raises(TextError) as caught:
        load(tmp_path, data)
    message = str(caught.value)
    assert "contrat.txt:" in message and "\n" not in message
    assert any(w in message for w in words.split("|"))


@pytest.mark.parametrize("name", READ)
def test_read_with_the_words_of_the_file(name: str, tmp_path: Path) -> None:
    data, count = READ[name]
    document = load(tmp_path, data)
    assert document.text.encode() == data
    found = find(document.text, read(document.text))
    assert all(i.text == i.span.of(document.text) for i in found.items)
    if count is not None:
        assert sum(i.niveau == "action" for i in found.items) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The city shall support the local clubs of the area and their members. " * 8, "français"),
        ("L'Ã©tat sâ€™engage Ã  faire le bien de tous et de la ville. " * 8, "accents"),
        ("12 % ; 34 % ; 56 € | 78 | 90 " * 8, "lettres"),
    ],
)
def test_doubtful_text_is_read_with_a_warning(text: str, words: str) -> None:
    assert any(words in doubt for doubt in bytes_read.doubts(text))


def test_french_text_is_not_doubtful() -> None:
    assert bytes_read.doubts(Path("corpus/brest.txt").read_text(encoding="utf-8")) == []


def write(folder: Path, declaration: str, text: str = "Le texte") -> Path:
    (folder / "ville.toml").write_text(declaration, encoding="utf-8")
    (folder / "ville.txt").write_text(text, encoding="utf-8")
    return folder


SHA = "a0c9d0a2b1a7f2a6b5ac0c0cfb5e7f5a0d0a3f2fbd0b0a3d8c4f5f1f5a3f4b6c"
GOOD = f'titre = "T"\ndebut = 2024\nfin = 2030\nsha256 = "{SHA}"\n'


@pytest.mark.parametrize(
    ("declaration", "words"),
    [
        ("titre = \n", "ville.toml:1:"),
        ('titre = "T"\n', "« debut » manque"),
        (GOOD.replace("2024", '"2024"'), "ville.toml:2: « debut »"),
        (GOOD.replace("2030", "2020"), "« debut » après « fin »"),
        (GOOD + "[attendus]\naction = [3]\n", "ville.toml:6: « action »"),
        (GOOD + "[attendus]\nmesures = [1, 2]\n", "« mesures »"),
        (GOOD + "[attendus]\naction = [5, 2]\n", "[minimum, maximum]"),
        (GOOD + 'nature = "pacte"\n', "ville.toml:5: nature 'pacte' inconnue"),
        (GOOD, "le texte a changé"),
    ],
)
def test_wrong_declaration_names_its_line(declaration: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(PvgraphError, match="ville") as caught:
        corpus.load_corpus(write(tmp_path, declaration))
    assert words in str(caught.value)


def test_text_without_declaration_and_declaration_without_text(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="aucune déclaration"):
        corpus.load_corpus(tmp_path)
    (tmp_path / "ville.toml").write_text(GOOD)
    with pytest.raises(TextError, match=r"ville\.txt: illisible"):
        corpus.load_corpus(tmp_path)
    (tmp_path / "autre.txt").write_text("Le texte")
    with pytest.raises(ResourceError, match="sans déclaration"):
        corpus.load_corpus(tmp_path)
    with pytest.raises(ResourceError, match="dossier absent"):
        corpus.load_corpus(tmp_path / "rien")


def test_unknown_contrat_names_those_that_are_known() -> None:
    result = CliRunner().invoke(cli, ["extract", "lyon"])
    assert isinstance(result.exception, TextError)
    assert "brest" in str(result.exception)
