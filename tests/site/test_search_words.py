"""What search compares words by: French endings, accents, elisions and case do not count."""

import pytest

from pvgraph.search.matching import matches
from pvgraph.search.query import expression, parse
from pvgraph.search.words import empty_words, words

SAME = [
    ("emploi", "emplois"),
    ("jeune", "Jeunes"),
    ("école", "ECOLES"),
    ("l'égalité", "egalite"),
    ("d’insertion", "insertions"),
    ("œuvre", "oeuvres"),
    ("quartier", "quartiers"),
    ("réseau", "réseaux"),
    ("accompagner", "accompagne"),
    ("qu'habitants", "habitant"),
]
DIFFERENT = [("emploi", "employeur"), ("logement", "logiciel"), ("santé", "sans"), ("ville", "vil")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_stem(one: str, other: str) -> None:
    assert [w.stem for w in words(one)] == [w.stem for w in words(other)]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_stem(one: str, other: str) -> None:
    assert [w.stem for w in words(one)] != [w.stem for w in words(other)]


def test_words_stand_where_they_are_read() -> None:
    text = "L'Etat s’engage à œuvrer pour l’égalité 𝒜𝓍𝑒 2"
    found = words(text)
    assert [text[w.start : w.end] for w in found][:4] == ["Etat", "engage", "à", "œuvrer"]
    assert found[-1].plain == "2"


# What is typed, a sentence, whether the sentence answers.
ANSWERS = [
    ("emploi des jeunes", "Les jeunes sans emploi", True),
    ("emploi des jeunes", "Les jeunes sans travail", False),
    ('"emploi des jeunes"', "Les jeunes sans emploi", False),
    ("« emploi des jeunes »", "l'emploi des jeunes du quartier", True),
    ("accompagn*", "un accompagnement renforcé", True),
    ("emploi -jeunes", "l'emploi des femmes", True),
    ("emploi -jeunes", "l'emploi des jeunes", False),
    ("de la", "le bout de la rue", True),
    ("L'ÉGALITÉ", "pour l’egalite", True),
]


@pytest.mark.parametrize(("typed", "sentence", "answers"), ANSWERS)
def test_typed_words_answer(typed: str, sentence: str, answers: bool) -> None:
    assert matches(sentence, typed) is answers


@pytest.mark.parametrize(
    "typed", ['"', "«", "*", "-", "a*b", "NEAR(x)", "x AND", "x:y", "''", "(", "\0"]
)
def test_nothing_typed_is_syntax(typed: str) -> None:
    for piece in expression(parse(typed)).replace("(", " ").replace(")", " ").split('"')[1::2]:
        assert all(c.isalnum() or c == " " for c in piece)


def test_empty_words_were_read() -> None:
    assert len(empty_words()) > 60
    assert {"de", "la", "a"} <= empty_words()
