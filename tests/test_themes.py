"""The decision on themes: rules and classifier, reasons, weights that are up to date."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from pvgraph import corpus, records
from pvgraph.annotation.annotator import reader_of
from pvgraph.cli.themes import command as themes_command
from pvgraph.cli.train import command
from pvgraph.errors import ResourceError
from pvgraph.lexicon import Lexicon
from pvgraph.model import Span, fold
from pvgraph.themes import others, training
from pvgraph.themes.classifier import by_classifier, counted
from pvgraph.themes.clues import near
from pvgraph.themes.decision import Decider, Decision
from pvgraph.themes.evidence import Seen, clues
from pvgraph.words import stem


def seen(words: str, lists: Lexicon) -> Seen:
    return Seen.of(reader_of(lists).passage(words, Span(0, len(words))))


def decide(
    words: str, heads: list[str], lists: Lexicon, beside: tuple[str, ...] = ()
) -> tuple[Decision, ...]:
    above, around = [seen(h, lists) for h in heads], [seen(b, lists) for b in beside]
    piliers = {t.code: t.pilier for t in lists.themes.values()}
    return Decider(lists.weights, piliers).decide(clues(seen(words, lists), above, around))


def test_decision_says_its_words(lists: Lexicon):
    (first, *_) = decide("Rénover les gymnases", ["Axe 2 - Sport et loisirs"], lists)
    assert first.theme == "sport-loisirs"
    assert first.words == ("gymnases",)
    assert first.heads == ("Sport", "loisirs")
    assert 0.5 < first.sure < 1


def test_heading_speaks_where_the_item_says_nothing(lists: Lexicon):
    (first, *_) = decide("Adapter les moyens aux besoins", ["Santé mentale"], lists)
    assert (first.theme, first.words) == ("sante", ())


def test_heading_speaks_by_what_was_learned_where_no_trigger_stands_in_it(lists: Lexicon):
    (alone, *_) = decide("Adapter les moyens aux besoins", [], lists)
    (first, *_) = decide("Adapter les moyens aux besoins", ["La souffrance"], lists)
    assert (first.theme, first.heads) == ("sante", ())
    assert alone.theme != "sante"


def test_items_beside_speak_where_the_item_says_little(lists: Lexicon):
    words = "Renforcer la présence sur le terrain"
    beside = ("Créer des pistes cyclables", "Prolonger la ligne de bus")
    without = {d.theme: d.sure for d in decide(words, [], lists, ())}
    among = {d.theme: d.sure for d in decide(words, ["Mobilité"], lists, beside)}
    assert among["mobilite"] > decide(words, ["Mobilité"], lists)[0].sure
    assert "mobilite" not in without


def test_items_are_beside_those_of_the_same_parent_two_before_and_two_after():
    assert near(["a", "a", None, "a", "b", "a", "a"]) == [
        [1, 3], [0, 3, 5], [], [0, 1, 5, 6], [], [1, 3, 6], [3, 5],
    ]  # fmt: skip


def test_every_item_has_one_to_three_themes(lists: Lexicon):
    for words in ("", "xyz", "emploi, santé, culture, sport, logement, mobilité"):
        assert 1 <= len(decide(words, [], lists)) <= 3


def test_longest_trigger_hides_those_inside(lists: Lexicon):
    words = "service public de la petite enfance"
    assert {r.theme for r in seen(words, lists).reasons} == {"parentalite-petite-enfance"}


def test_themes_beside_the_main_one_are_those_that_come_with_it(lists: Lexicon):
    codes = sorted(lists.themes)
    learned = lists.weights.others
    main, beside, other, unsaid = map(
        codes.index, ("emploi-insertion", "formation-orientation", "culture", "sante")
    )
    totals = np.full((2, len(codes)), -2.0)
    totals[:, main], totals[1, other], totals[:, unsaid] = 3.0, 2.0, -np.inf
    said, stronger = others.beside(totals, learned, others.known(learned, codes))
    assert said[main] == said[unsaid] == -np.inf
    assert said[beside] > said[other]
    assert stronger[other] > said[other]


def test_items_are_given_the_same_themes_together_as_alone(lists: Lexicon):
    decider = Decider(lists.weights, {t.code: t.pilier for t in lists.themes.values()})
    words = ("Rénover les gymnases", "", "Soutenir la mission locale", "Rénover les gymnases")
    some = [clues(seen(w, lists), [seen("Sport", lists)] * n, []) for n, w in enumerate(words)]
    assert list(decider.chosen(some)) == [next(decider.chosen([one])) for one in some]


def test_words_of_one_family_speak_for_each_other():
    assert set(counted(["apprenti"])) & set(counted(["apprentissage"])) == {"appr…", "appren…"}
    assert counted(["rue", "droit"]) == ["rue", "droit", "rue droit", "droi…"]


def test_classifier_reads_what_training_counts(lists: Lexicon):
    weights = lists.weights
    words = ("former", "des", "jeunes", "en", "apprentissage", ",", "former", "des", "jeunes")
    stems = [stem(word) for word in words]
    counts = Counter(gram for gram in counted(stems) if gram in weights.idf)
    assert any(" " in gram for gram in counts)
    assert any(gram.endswith("…") for gram in counts)
    tfidf = {gram: (1 + math.log(n)) * weights.idf[gram] for gram, n in counts.items()}
    norm = math.hypot(*tfidf.values())
    assert by_classifier(stems, weights) == pytest.approx(
        {
            theme: bias + sum(v * weights.terms[g].get(theme, 0) for g, v in tfidf.items()) / norm
            for theme, bias in weights.bias.items()
        }
    )


@pytest.mark.parametrize(
    "row", ["Ouvrir un gymnase,sports", "Ouvrir un gymnase,", "Ouvrir, un gymnase,sante"]
)
def test_sentence_with_an_unknown_theme_is_refused_with_its_line(
    row: str, lists: Lexicon, tmp_path: Path
):
    listed = tmp_path / "phrases.csv"
    listed.write_text(f"phrase,themes\nSoigner,sante\n{row}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"phrases\.csv:3"):
        training.phrases(listed, lists.themes, reader_of(lists))


def test_sentences_to_learn_from_cover_the_themes(lists: Lexicon):
    read = training.phrases(Path("corpus/exemples/phrases.csv"), lists.themes, reader_of(lists))
    assert len(read) == 1078
    assert {t for _, themes in read for t in themes} == set(lists.themes)


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
    text.write_text("La Ville s'engage à :\n\n- ouvrir le gymnase\n- agir\n", encoding="utf-8")
    every = CliRunner().invoke(themes_command, [str(text)]).output.splitlines()
    differing = CliRunner().invoke(themes_command, [str(text), "--desaccords"]).output
    header, first, *_ = every
    assert header.split("\t")[2] == "theme"
    assert first.split("\t")[2:5:2] == ["sport-loisirs", "gymnase"]
    assert "gymnase" not in differing
    assert "\tagir" in differing
