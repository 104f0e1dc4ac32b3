"""The site's words: each in both languages, each used, none missing."""

import re
import string

import pytest

from pvgraph.paths import resource
from pvgraph.web.pages.langue import Langue, messages

_WEB = resource("ontology").parent / "src" / "pvgraph" / "web"
# Families of messages chosen by a value: the dot's left is written, the right is a code.
_FAMILIES = ("dimension.", "vue.", "colonne.", "erreur.titre_", "erreur.quoi_faire_", "silences.",
             "contrat.", "comparer.", "nav.", "chercher.genre_", "accessibilite.point_", "qualite.",
             "face.contrat_", "annuaire.", "annuaire.beside_")  # fmt: skip


def _written() -> set[str]:
    files = [*_WEB.glob("templates/*.html"), *_WEB.glob("pages/*.py")]
    assert len(files) > 40
    found: set[str] = set()
    for file in files:
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"""["']([a-z]+\.[A-Za-z0-9_-]+)["']""", text))
    return found


def test_both_languages_with_the_same_values() -> None:
    assert len(messages()) > 200
    for key, words in messages().items():
        assert set(words) == {"fr", "en"}, key
        fields = {lang: set() for lang in words}
        for lang, text in words.items():
            assert text.strip(), key
            fields[lang] = {f for _, f, _, _ in string.Formatter().parse(text) if f}
        assert fields["fr"] == fields["en"], key


def test_every_message_is_used() -> None:
    written = _written()
    unused = [k for k in messages() if k not in written and not k.startswith(_FAMILIES)]
    assert unused == []


def test_every_word_asked_for_exists() -> None:
    groups = {key.partition(".")[0] for key in messages()}
    asked = {k for k in _written() if k.partition(".")[0] in groups}
    known = set(messages())
    missing = {
        k
        for k in asked
        if k not in known and not k.endswith((".html", ".py", ".rq", ".js", ".json"))
    }
    assert {k for k in missing if not any(f.startswith(k) or k in f for f in _FAMILIES)} == set()


def test_numbers_and_plurals() -> None:
    french, english = Langue("fr"), Langue("en")
    assert french.number(12345) == "12\u202f345"
    assert english.number(1234.5, 1) == "1,234.5"
    assert french.percent(0.421) == "42\u00a0%"
    assert french.percent(0.001) == "<\u00a01\u00a0%"
    assert french("engagements.titre", n=0) == "0 engagement"
    assert english("engagements.titre", n=0) == "0 commitments"
    assert french("accueil.tout_theme", n=3).startswith("Tous les thèmes")


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [
        ("2019-07-03", "3 juillet 2019", "3 July 2019"),
        ("2024-12-01", "1er décembre 2024", "1 December 2024"),
        ("2015", "2015", "2015"),
        (8, "8", "8"),
    ],
)
def test_a_day_is_said_in_words_and_anything_else_as_written(
    written: object, fr: str, en: str
) -> None:
    assert (Langue("fr").day(written), Langue("en").day(written)) == (fr, en)
