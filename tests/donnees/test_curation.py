"""Corrections survive a new reading, follow a sentence that moved, and say when it is gone."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from petit_corpus import TEXT, write_corpus

import pvgraph
from pvgraph import pipeline
from pvgraph.building.sources import Sources
from pvgraph.cli import cli
from pvgraph.curation.corrections import Correction, load
from pvgraph.curation.replay import apply
from pvgraph.errors import ResourceError
from pvgraph.model import Participation, Record, Span

WORDS = "Ouvrir une maison de santé avec la CAF. Soutenir le sport. Bilan du sport."


def record(number: int, words: str, **more) -> Record:
    start = WORDS.index(words)
    return Record(
        f"x-{number}", "x", "action", words, Span(start, start + len(words)), "puce", 0.4, **more
    )


RECORDS = (
    record(1, "Ouvrir une maison de santé avec la CAF", themes=("culture",)),
    record(2, "Soutenir le sport", parent="x-1"),
    record(3, "Bilan du sport", parent="x-2"),
)


def correction(action: str, words: str, start: int | None = None, **fields) -> Correction:
    at = WORDS.index(words) if start is None else start
    return Correction(
        action, words, Span(at, at + len(words)), "A. B.", "2026-11-21", "motif", fields
    )


def test_a_rejected_record_goes_and_what_stood_under_it_moves_up():
    kept, outcomes, _ = apply(RECORDS, [correction("rejeter", "Soutenir le sport")], WORDS)
    assert [(r.id, r.parent) for r in kept] == [("x-1", None), ("x-3", "x-1")]
    assert [o.state for o in outcomes] == ["rejouée"]


def test_an_accepted_record_leaves_no_doubt():
    kept, _, revisions = apply(RECORDS, [correction("accepter", "Soutenir le sport")], WORDS)
    assert kept[1].confiance == 1.0
    assert [r.record for r in revisions] == ["x-2"]


def test_an_edited_record_takes_the_fields_and_finds_the_mention():
    body = {"acteur": "caf", "type": "securite-sociale", "role": "partenaire", "mention": "la CAF"}
    asked = correction("modifier", RECORDS[0].text, themes=["sante"], acteurs=[body])
    kept, _, (revision,) = apply(RECORDS, [asked], WORDS)
    at = WORDS.index("la CAF")
    expected = Participation(
        "caf", "securite-sociale", "partenaire", "explicite", "la CAF", Span(at, at + 6)
    )
    assert (kept[0].themes, kept[0].acteurs) == (("sante",), (expected,))
    assert "culture" in revision.before


def test_a_sentence_that_moved_is_followed_and_said_so():
    _, (outcome,), _ = apply(RECORDS, [correction("accepter", "Soutenir le sport", 900)], WORDS)
    assert (outcome.state, outcome.span) == ("déplacée", RECORDS[1].span)


def test_a_sentence_that_is_gone_is_said_so_and_nothing_changes():
    kept, (outcome,), _ = apply(RECORDS, [correction("rejeter", "Disparue", 3)], WORDS)
    assert (kept, outcome.state) == (RECORDS, "perdue")


WRONG = [
    ("{", "illisible"),
    ('{"action": "rejeter"}', "texte"),
    (json.dumps({"action": "x", "texte": "a", "debut": 0, "fin": 1, "auteur": "a", "date": "d",
                 "motif": "m"}), "rejeter"),
    (json.dumps({"action": "modifier", "texte": "a", "debut": 0, "fin": 1, "auteur": "a",
                 "date": "d", "motif": "m"}), "champs"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "words"), WRONG)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, words: str):
    folder = tmp_path / "corrections"
    folder.mkdir()
    (folder / "x.jsonl").write_text("\n" + line, encoding="utf-8")
    with pytest.raises(ResourceError, match=rf"x\.jsonl:2: .*{words}"):
        load(tmp_path, "x")


def test_review_lists_writes_and_the_build_replays(tmp_path: Path):
    corpus, build = write_corpus(tmp_path / "corpus"), tmp_path / "build"
    pipeline.build(Sources(corpus, build))
    before = pvgraph.connect(build).mesures()
    asked = ["review", "--store", str(build), "--corpus", str(corpus)]
    listed = CliRunner().invoke(cli, asked, catch_exceptions=False)
    assert "score" in listed.stdout and before[0]["texte"][:20] in listed.stdout
    decided = ["--auteur", "Anne Durand", "--motif", "ce n'est pas une mesure"]
    gone, edited = before[0], before[1]
    CliRunner().invoke(cli, [*asked, gone["mesure"], "--action", "rejeter", *decided],
                       catch_exceptions=False)  # fmt: skip
    CliRunner().invoke(
        cli, [*asked, edited["mesure"], "--action", "modifier", "--theme", "sante", *decided],
        catch_exceptions=False,
    )  # fmt: skip
    moved = write_corpus(tmp_path / "corpus", "Préambule ajouté.\n\n" + TEXT)
    pipeline.build(Sources(moved, build))
    graph = pvgraph.connect(build)
    after = {m["texte"]: m for m in graph.mesures()}
    assert gone["texte"] not in after
    assert after[edited["texte"]]["theme"] == "sante"
    assert graph.query("ASK { ?m prov:wasRevisionOf ?avant ; prov:wasAttributedTo ?qui }") is True
    state = CliRunner().invoke(cli, ["review", "--etat", "--corpus", str(corpus)])
    assert state.stdout.count("déplacée") == 2
