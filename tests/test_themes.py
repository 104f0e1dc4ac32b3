"""The decision on themes: rules and classifier, reasons, weights that are up to date."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph import corpus, records, themes
from pvgraph.annotate import reader_of
from pvgraph.cli.themes import command as themes_command
from pvgraph.cli.train import command
from pvgraph.lexicon import Lexicon
from pvgraph.model import Span, fold
from pvgraph.words import stem


def decide(words: str, heads: list[str], lists: Lexicon) -> tuple[themes.Decision, ...]:
    reader = reader_of(lists)
    own = reader.passage(words, Span(0, len(words)))
    above = [themes.evidence(reader.passage(h, Span(0, len(h)))) for h in heads]
    piliers = {t.code: t.pilier for t in lists.themes.values()}
    return themes.decide(themes.evidence(own), above, own.stems, lists.weights, piliers)


def test_decision_says_its_words(lists: Lexicon):
    (first, *_) = decide("Rénover les gymnases", ["Axe 2 - Sport et loisirs"], lists)
    assert first.theme == "sport-loisirs"
    assert first.words == ("gymnases",)
    assert first.heads == ("Sport", "loisirs")
    assert 0.5 < first.sure < 1


def test_heading_speaks_where_the_item_says_nothing(lists: Lexicon):
    (first, *_) = decide("Adapter les moyens aux besoins", ["Santé mentale"], lists)
    assert (first.theme, first.words) == ("sante", ())


def test_every_item_has_one_to_three_themes(lists: Lexicon):
    for words in ("", "xyz", "emploi, santé, culture, sport, logement, mobilité"):
        assert 1 <= len(decide(words, [], lists)) <= 3


def test_longest_trigger_hides_those_inside(lists: Lexicon):
    words = "service public de la petite enfance"
    found = themes.evidence(reader_of(lists).passage(words, Span(0, len(words))))
    assert {r.theme for r in found} == {"parentalite-petite-enfance"}


MADE_UP = sorted(Path("corpus/exemples").glob("*.jsonl"))


def test_made_up_contrats_are_learned_from_and_are_no_contrats_of_the_corpus():
    assert len(MADE_UP) == 54
    assert {p.stem for p in MADE_UP} == {p.stem for p in Path("corpus/exemples").glob("*.txt")}
    assert not list(Path("corpus/exemples").glob("*.toml"))


@pytest.mark.parametrize("path", MADE_UP, ids=lambda p: p.stem)
def test_made_up_annotations_say_the_words_of_their_text(path: Path, lists: Lexicon):
    text = corpus.load(path.with_suffix(".txt")).text
    found = records.load(path)
    known = {r.id for r in found}
    assert {t for r in found for t in r.themes} <= set(lists.themes)
    assert {r.parent for r in found} <= known | {None}
    for record in found:
        assert fold(record.span.of(text)) == fold(record.text)


def test_shipped_weights_were_learned_from_the_shipped_files():
    folder = Path(__file__).parents[1] / "corpus"
    result = CliRunner().invoke(command, ["--check", "--corpus", str(folder)])
    assert result.exit_code == 0, "les textes annotés ou les thèmes ont changé : pvgraph train"


@pytest.mark.parametrize(
    ("word", "root"),
    [("sociaux", "social"), ("habitantes", "habitant"), ("culturelles", "culturel"),
     ("emplois", "emploi"), ("égalités", "egalit"), ("REP", "rep")],
)  # fmt: skip
def test_stem(word: str, root: str):
    assert stem(word) == root


def test_disagreements_of_the_two_readers_are_listed(tmp_path: Path):
    text = tmp_path / "essai.txt"
    text.write_text("La Ville s'engage à :\n\n- rénover le gymnase\n- agir\n", encoding="utf-8")
    every = CliRunner().invoke(themes_command, [str(text)]).output.splitlines()
    differing = CliRunner().invoke(themes_command, [str(text), "--desaccords"]).output
    header, first, *_ = every
    assert header.split("\t")[2] == "theme"
    assert first.split("\t")[2:5:2] == ["sport-loisirs", "gymnase"]
    assert "gymnase" not in differing
    assert "\tagir" in differing
