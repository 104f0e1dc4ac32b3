"""Corrections survive a new reading, follow a sentence that moved, and say when it is gone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from petit_corpus import TEXT, write_corpus

import pvgraph
from pvgraph import pipeline
from pvgraph.building.sources import Sources
from pvgraph.cli import cli
from pvgraph.curation.bodies import Change, after
from pvgraph.curation.corrections import Correction, load
from pvgraph.curation.replay import apply
from pvgraph.errors import QuestionError, ResourceError
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


def test_what_is_decided_of_an_item_holds_where_it_is_said_again():
    caf = Participation("caf", "securite-sociale", "partenaire", "collectif")
    said = (*RECORDS[:2], replace(RECORDS[2], merge="x-2", parent=None, acteurs=(caf,)))
    gone, _, _ = apply(said, [correction("rejeter", "Soutenir le sport")], WORDS)
    assert [r.id for r in gone] == ["x-1"]
    asked = correction("modifier", "Soutenir le sport", themes=["sante"], acteurs=[])
    kept, _, _ = apply(said, [asked], WORDS)
    assert [(r.themes, r.acteurs) for r in kept[1:]] == [(("sante",), ())] * 2


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


CAF = {"acteur": "caf", "type": "securite-sociale", "role": "partenaire", "mode": "explicite"}
ETAT = {"acteur": "etat", "type": "etat", "role": "porteur", "mode": "herite"}
TYPES = {"caf": "securite-sociale", "etat": "etat"}
CHANGES = [
    ("un acteur délié", Change(remove=("caf",)), ["etat porteur"]),
    ("un rôle changé", Change(add="caf", role="financeur"), ["etat porteur", "caf financeur"]),
    ("un acteur à la place d'un autre", Change(add="etat", replace="caf"), ["etat partenaire"]),
    ("un acteur nouveau", Change(add="x", role="porteur", type="epci", mention="la Métropole"),
     ["etat porteur", "caf partenaire", "x porteur"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "left"), CHANGES, ids=[c[0] for c in CHANGES])
def test_a_decision_on_bodies_leaves(name: str, change: Change, left: list[str]):
    found = after([b for b in (ETAT, CAF) if change.replace != "caf" or b is CAF], change, TYPES)
    assert [f"{b['acteur']} {b['role']}" for b in found] == left


UNKNOWN = [
    (Change(remove=("ars",)), "n'est pas lié"),
    (Change(add="ars", type="sante"), "--role"),
    (Change(add="ars", role="porteur"), "--type"),
]


@pytest.mark.parametrize(("change", "words"), UNKNOWN)
def test_a_decision_that_says_too_little_is_refused(change: Change, words: str):
    with pytest.raises(QuestionError, match=words):
        after([ETAT, CAF], change, TYPES)


def test_a_mention_above_the_item_is_found_again_when_it_moved():
    said = {"acteur": "caf", "type": "securite-sociale", "role": "porteur", "mention": "la CAF",
            "mode": "herite", "debut": 900, "fin": 906}  # fmt: skip
    asked = correction("modifier", "Soutenir le sport", acteurs=[said])
    kept, _, _ = apply(RECORDS, [asked], WORDS)
    at = WORDS.index("la CAF")
    assert (kept[1].acteurs[0].mode, kept[1].acteurs[0].span) == ("herite", Span(at, at + 6))


def review(build: Path, corpus: Path, *words: str):
    asked = ["review", "--store", str(build), "--corpus", str(corpus), *words]
    return CliRunner().invoke(cli, asked)


def test_review_lists_writes_and_the_build_replays(tmp_path: Path):
    corpus, build = write_corpus(tmp_path / "corpus"), tmp_path / "build"
    pipeline.build(Sources(corpus, build))
    before = pvgraph.connect(build)
    mesures, engagements = before.mesures(), before.engagements()
    listed = review(build, corpus)
    assert "score" in listed.stdout and mesures[0]["texte"][:20] in listed.stdout
    decided = ["--auteur", "Anne Durand", "--motif", "relu"]
    gone, edited = mesures[0], mesures[1]
    caf = next(e for e in engagements if e["acteur"].startswith("caf"))
    culture = next(m for m in mesures if "culture" in m["texte"])
    for words in (
        [gone["mesure"], "--action", "rejeter"],
        [edited["mesure"], "--action", "modifier", "--theme", "sante"],
        [caf["engagement"], "--action", "rejeter"],
        [culture["mesure"], "--action", "modifier", "--acteur", "etat", "--role", "financeur",
         "--mention", "L'Etat"],
    ):  # fmt: skip
        done = review(build, corpus, *words, *decided)
        assert done.exit_code == 0, done.output
    for words in (["--theme", "couleur"], ["--acteur", "etat", "--role", "chef"], []):
        wrong = review(build, corpus, edited["mesure"], "--action", "modifier", *words, *decided)
        assert wrong.exit_code != 0
    moved = write_corpus(tmp_path / "corpus", "Préambule ajouté.\n\n" + TEXT)
    pipeline.build(Sources(moved, build))
    graph = pvgraph.connect(build)
    left = {m["texte"]: m for m in graph.mesures()}
    assert gone["texte"] not in left
    assert left[edited["texte"]]["theme"] == "sante"
    assert not [e for e in graph.engagements() if e["acteur"] == caf["acteur"]]
    (paid,) = [e for e in graph.engagements() if e["role"] == "financeur"]
    assert (paid["texte"], paid["mention"]) == (culture["texte"], ["L'Etat"])
    assert graph.query("ASK { ?m prov:wasRevisionOf ?avant ; prov:wasAttributedTo ?qui }") is True
    state = CliRunner().invoke(cli, ["review", "--etat", "--corpus", str(corpus)])
    assert state.stdout.count("déplacée") == 4
