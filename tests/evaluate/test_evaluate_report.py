"""The report: intervals, confidence, coverage, mistakes, and what is made from it."""

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph import records
from pvgraph.building import whole
from pvgraph.cli import cli
from pvgraph.confiance import ANY
from pvgraph.errors import ResourceError
from pvgraph.evaluate import (
    baseline,
    calibration,
    coverage,
    crossed,
    evaluation,
    gold,
    origin,
    render,
    report,
    tables,
)
from pvgraph.evaluate.calibration import Observation
from pvgraph.evaluate.gold import Gold
from pvgraph.model import Extraction, Passage, Record, Span

HERE = Path(__file__).parent / "reference"
TEXT = (HERE / "essais.txt").read_text(encoding="utf-8")
FIRST = (HERE / "essais.jsonl").read_text(encoding="utf-8").split("\n")[0]
PREDICTED = HERE / "predit"
CROSSED = (
    report.Crossed("essais", "decision", 0.875, 0.75),
    report.Crossed("loin", "decision", 1, 1),
)


@pytest.fixture(scope="module")
def noisy() -> report.Report:
    rows = tuple(records.load(PREDICTED / "hasard-1.jsonl"))
    return evaluation.run(HERE, {"essais": TEXT}, [Extraction("essais", rows)], CROSSED, draws=200)


def run(*args: str):
    return CliRunner().invoke(cli, ["evaluate", *args])


def test_the_same_run_gives_the_same_report(noisy):
    rows = tuple(records.load(PREDICTED / "hasard-1.jsonl"))
    again = evaluation.run(HERE, {"essais": TEXT}, [Extraction("essais", rows)], CROSSED, draws=200)
    assert again == noisy


def test_every_interval_holds_its_value(noisy):
    assert len(noisy.lines) >= 12
    for line in noisy.lines:
        assert line.low <= line.mean <= line.high, line.key


def test_no_error_seen_is_not_no_error_possible():
    rows = tuple(records.load(PREDICTED / "parfait.jsonl"))
    perfect = evaluation.run(HERE, {"essais": TEXT}, [Extraction("essais", rows)], draws=50)
    line = perfect.line("mesure")
    assert (line.mean, line.high) == (1.0, 1.0)
    assert line.low == round(1 - 3 / line.n, 4)


def test_report_is_read_back_from_its_file(noisy, tmp_path):
    path = tmp_path / "evaluation.json"
    noisy.write(path)
    assert report.load(path) == noisy


def test_build_writes_the_report_where_there_are_annotations(noisy, tmp_path):
    rows = tuple(records.load(PREDICTED / "hasard-1.jsonl"))
    read = {"essais": TEXT}, [Extraction("essais", rows)]
    whole.measure(*read, tmp_path / "gold", tmp_path / "evaluation.json")
    assert not (tmp_path / "evaluation.json").exists()
    whole.measure(*read, HERE, tmp_path / "evaluation.json")
    assert report.load(tmp_path / "evaluation.json").mistakes == noisy.mistakes


def test_torn_report_is_refused_with_its_name(tmp_path):
    path = tmp_path / "evaluation.json"
    path.write_text('{"lines": [', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"evaluation\.json: évaluation illisible"):
        report.load(path)


def test_every_mistake_has_its_sentence(noisy):
    wrong = sum(s.trop + s.manque for line in noisy.lines for s in line.contrats.values())
    assert len(noisy.mistakes) == wrong > 20
    shown = render.mistakes(noisy)
    assert all(m.text in shown for m in noisy.mistakes)


def test_figures_are_never_shown_without_how_the_gold_was_made(noisy):
    for shown in (render.text(noisy), render.markdown(noisy), render.readme_block(noisy)):
        assert noisy.origin_fr in shown
    assert "non déclarée" in noisy.origin_fr


def test_themes_learned_elsewhere_are_shown_for_the_contrats_measured(noisy):
    (table,) = tables.crossed(noisy)
    assert table.header == ("", "essais", "moyenne")
    assert table.rows == (("décision (livrée)", "0,88 ; 0,75", "0,88 ; 0,75"),)
    assert table.markdown() in render.readme_block(noisy)


def other_towns(folder: Path) -> report.Report | None:
    """The made-up text as a town of the folder `essais` beside some gold."""
    essais = folder / "essais"
    essais.mkdir()
    for name in ("essais.txt", "essais.jsonl"):
        (essais / name).write_bytes((HERE / name).read_bytes())
    (essais / "origine.toml").write_text('fr = "ailleurs"\nen = "elsewhere"\nannote = ["axe"]\n')
    rows = tuple(records.load(PREDICTED / "hasard-1.jsonl"))
    return evaluation.elsewhere(folder / "gold", lambda d: Extraction(d.contrat, rows))


def test_other_towns_are_shown_beside_with_their_own_origin(noisy, tmp_path):
    beside = other_towns(tmp_path)
    assert [line.key for line in beside.lines] == ["axe"], "only what was annotated"
    assert beside.lines[0].target is None
    both = dataclasses.replace(noisy, unseen=beside)
    both.write(tmp_path / "evaluation.json")
    assert report.load(tmp_path / "evaluation.json") == both
    (table,) = tables.unseen(both)
    assert table.markdown() in render.readme_block(both)
    assert "ailleurs" in tables.method(both, "fr")
    assert "elsewhere" in tables.method(both, "en")


def test_no_other_towns_no_table(noisy, tmp_path):
    assert evaluation.elsewhere(tmp_path / "gold", lambda d: Extraction(d.contrat, ())) is None
    assert tables.unseen(noisy) == []


def test_row_that_does_not_exist_is_refused_in_the_declaration(tmp_path):
    (tmp_path / "origine.toml").write_text('fr = ""\nen = ""\nannote = ["axes"]\n')
    with pytest.raises(ResourceError, match=r"origine\.toml: lignes inconnues axes"):
        origin.load(tmp_path)


def test_shipped_figures_of_themes_are_read_and_complete():
    found = crossed.load()
    assert {c.reader for c in found} == {"regles", "classifieur", "decision"}
    assert len({c.contrat for c in found}) == 5
    shipped = Path(__file__).parents[2] / "extract" / crossed.NAME
    assert crossed.to_csv(found) == shipped.read_text(encoding="utf-8")


def test_torn_figures_of_themes_are_refused_with_their_line(tmp_path):
    path = tmp_path / crossed.NAME
    path.write_text("contrat,lecteur,principal,f1\nx,regles,beaucoup,1\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"themes-croises\.csv:2: chiffre illisible"):
        crossed.load(path)


def test_tables_say_the_same_in_french_and_in_english(noisy):
    french, english = (tables.every(noisy, lang) for lang in ("fr", "en"))
    assert len(french) == len(english) >= 7
    for one, other in zip(french, english, strict=True):
        assert one.title != other.title
        assert [len(row) for row in one.rows] == [len(row) for row in other.rows]
    assert noisy.origin_en in tables.method(noisy, "en")


def test_origin_of_the_shipped_gold_says_no_person_reviewed_it():
    shipped = Path(__file__).parents[2] / "corpus" / "gold"
    text = (shipped.parent / "brest.txt").read_bytes().decode("utf-8")
    made = evaluation.run(shipped, {"brest": text}, [Extraction("brest", ())], draws=10)
    assert "Pas encore relues par une personne" in made.origin_fr
    assert "Not yet reviewed by a person" in made.origin_en


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("- Ouvrir une maison", "Ouvrir une maison"),
        ("   • Ouvrir une maison", "Ouvrir une maison"),
        ("<ul><li> Ouvrir une maison </li></ul>", "Ouvrir une maison"),
        ("✓ Ouvrir une maison", "Ouvrir une maison"),
        ("Ouvrir une maison", None),
        ("-", None),
    ],
)
def test_baseline_takes_every_bullet_for_an_action(line, words):
    read = baseline.read(Gold("x", line, (), ()), []).records
    assert [r.text for r in read] == ([words] if words else [])
    assert all(r.niveau == "action" and r.span.of(line) == r.text for r in read)


def seen(regle: str, right: int, wrong: int, contrat: str = "a", said: float = 0.9):
    return [Observation(contrat, regle, said, n < right) for n in range(right + wrong)]


def test_reliability_is_the_gap_between_said_and_seen():
    table = calibration.reliability("livree", seen("r", 3, 1, said=0.9) + seen("s", 1, 0, said=0.6))
    assert [(b.n, b.observed) for b in table.bins] == [(1, 1.0), (4, 0.75)]
    assert table.ece == pytest.approx((4 * 0.15 + 1 * 0.4) / 5)


def test_a_rule_seen_in_few_contrats_is_drawn_to_the_others():
    everywhere = [o for contrat in "abcd" for o in seen("partout", 25, 0, contrat)]
    rows = {t.regle: t for t in calibration.fit(everywhere + seen("ici", 40, 0), 1.0)}
    assert rows[ANY].confiance < rows["ici"].confiance < rows["partout"].confiance < 1
    wrong = {t.regle: t for t in calibration.fit(everywhere + seen("rare", 0, 1), 1.0)}
    assert 0.2 < wrong["rare"].confiance < wrong[ANY].confiance
    assert (wrong["rare"].n, wrong[ANY].n) == (1, 101)


def test_confidence_held_out_does_not_see_the_contrat_it_is_given_to():
    observations = seen("r", 10, 0, "a") + seen("r", 0, 10, "b")
    again = calibration.held_out(observations, 1.0)
    given = {o.contrat: o.confiance for o in again}
    assert given["a"] < 0.2 < 0.8 < given["b"]


def test_confidence_file_is_sorted_rules_after_the_default():
    written = calibration.to_csv(calibration.fit(seen("b", 3, 1) + seen("a", 4, 0), 1.0))
    head, *rows = written.splitlines()
    assert head == "regle,confiance,n"
    assert [row.split(",")[0] for row in rows] == [ANY, "a", "b"]


def test_coverage_counts_each_character_once():
    text = "- lire ici\n12 pages\nobscur !"
    record = Record("x-1", "x", "action", "lire ici", Span(2, 10), "puce", 1.0)
    extraction = Extraction(
        "x",
        (record,),
        aside=(Passage(Span(0, 19), "- lire ici 12 pages", "page"),),
        unclaimed=(Passage(Span(20, 26), "obscur"),),
    )
    got = coverage.measure(text, extraction)
    assert got.characters == 22
    shares = (got.read, got.aside, got.unclaimed, got.markup)
    assert shares == tuple(round(n / 22, 4) for n in (7, 8, 6, 1))
    assert got.rules == {"page": got.aside}
    assert [p.text for p in got.passages] == ["obscur"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{}", r"essais\.jsonl:1: ligne illisible"),
        (FIRST.replace('"start": ', '"start": "un", "x": '), r"essais\.jsonl:1: ligne illisible"),
        (None, r"essais\.jsonl:2: identifiant répété 'essais-0001'"),
    ],
)
def test_bad_annotation_is_refused_with_file_and_line(row, message, tmp_path):
    (tmp_path / "essais.jsonl").write_text(row or f"{FIRST}\n{FIRST}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        gold.load(tmp_path, "essais", TEXT)


@pytest.mark.parametrize(
    ("text", "message"),
    [(TEXT[:300], r":\d+: \d+-\d+ hors du texte"), ("Préface. " + TEXT, ":1: 15 items sur 15")],
)
def test_annotation_of_another_text_is_refused(text, message):
    with pytest.raises(ResourceError, match=r"essais\.jsonl" + message):
        gold.load(HERE, "essais", text)


@pytest.mark.parametrize(
    "ranges", ["[1]", '{"essais": "x"}', '{"essais": [[1]]}', '{"essais": [["1", "2"]]}', "{"]
)
def test_wrong_ranges_are_refused_with_their_file(ranges, tmp_path):
    (tmp_path / "essais.jsonl").write_bytes((HERE / "essais.jsonl").read_bytes())
    (tmp_path / "ranges.json").write_text(ranges, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"ranges\.json: attendu"):
        gold.load(tmp_path, "essais", TEXT)


def test_command_scores_records_of_any_folder(tmp_path):
    (tmp_path / "essais.jsonl").write_bytes((PREDICTED / "hasard-2.jsonl").read_bytes())
    got = run("--gold", str(HERE), "--records", str(tmp_path), "--format", "json")
    assert got.exit_code == 0, got.output
    lines = {line["key"]: line for line in json.loads(got.stdout)["lines"]}
    frozen = json.loads((HERE / "attendu.json").read_text(encoding="utf-8"))["hasard-2"]["lignes"]
    assert lines["mesure"]["mean"] == frozen["mesure"]["f1"]


def test_command_names_what_is_annotated_when_asked_for_another():
    got = run("paris", "--gold", str(HERE), "--records", str(PREDICTED))
    assert got.exit_code == 2
    assert "'paris' n'est pas annoté ; le sont : essais" in got.output


def test_block_is_replaced_between_its_marks_only(tmp_path):
    page = tmp_path / "README.md"
    page.write_text(f"avant\n{render.BEGIN}\nvieux\n{render.END}\naprès\n", encoding="utf-8")
    assert render.put_in(page, f"{render.BEGIN}\nneuf\n{render.END}")
    assert page.read_text(encoding="utf-8") == (
        f"avant\n{render.BEGIN}\nneuf\n{render.END}\naprès\n"
    )


def test_page_without_marks_is_left_alone(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("rien ici", encoding="utf-8")
    with pytest.raises(ResourceError, match="il faut une fois"):
        render.put_in(page, "neuf")
    assert page.read_text(encoding="utf-8") == "rien ici"
