"""Our figures are the reference scorer's, decision for decision.

`reference/attendu.json` holds what the scorer given with the gold prints for each file of
`reference/predit/`, on the whole made-up text (`partout`) and inside some lines (`lignes`).
"""

import json
from pathlib import Path

import pytest

from pvgraph import records
from pvgraph.evaluate import evaluation, gold, tallies
from pvgraph.evaluate.tallies import Tally
from pvgraph.model import Extraction

HERE = Path(__file__).parent / "reference"
EXPECTED = json.loads((HERE / "attendu.json").read_text(encoding="utf-8"))
CASES = sorted(path.stem for path in (HERE / "predit").glob("*.jsonl"))
ROWS = {
    "acteur_slug": "acteur",
    "acteur_named": "acteur_nomme",
    "niveau_acc": "niveau",
    "theme_primary_acc": "theme_principal",
    "parent_acc": "parent",
    "merge_acc": "merge",
}
OURS_ALONE = {"offsets", "signataires", "representant"}


def figures(case: str, whole: bool, tmp_path: Path) -> dict[str, Tally]:
    text = (HERE / "essais.txt").read_text(encoding="utf-8")
    folder = HERE
    if whole:  # the same annotation in a folder without ranges.json
        folder = tmp_path
        (tmp_path / "essais.jsonl").write_bytes((HERE / "essais.jsonl").read_bytes())
    wanted = gold.load(folder, "essais", text)
    predicted = Extraction("essais", tuple(records.load(HERE / "predit" / f"{case}.jsonl")))
    judgements = evaluation.compare(wanted, predicted).judgements
    return {row: tallies.tally(own) for row, own in tallies.by(judgements, "row").items()}


def test_each_frozen_case_has_its_prediction():
    assert len(CASES) >= 9
    assert set(CASES) == EXPECTED.keys()


@pytest.mark.parametrize("where", ["partout", "lignes"])
@pytest.mark.parametrize("case", CASES)
def test_same_figures_as_the_reference(case: str, where: str, tmp_path: Path):
    ours = figures(case, where == "partout", tmp_path)
    reference = {k: v for k, v in EXPECTED[case][where].items() if k != "bad_spans"}
    for name, wanted in reference.items():
        own = ours.get(ROWS.get(name, name), Tally())
        if isinstance(wanted, dict):
            got = {"p": own.precision, "r": own.rappel, "f1": own.f1}
            got |= {"tp": own.juste, "fp": own.trop, "fn": own.manque}
            assert {k: round(v, 4) for k, v in got.items()} == wanted, name
        else:
            assert round(own.rappel, 4) == wanted, name
    named = {ROWS.get(name, name) for name in reference}
    assert ours.keys() - OURS_ALONE <= named, "a row that the reference does not have"


def test_perfect_prediction_is_perfect_on_every_row(tmp_path: Path):
    wrong = {row: t for row, t in figures("parfait", True, tmp_path).items() if t.f1 < 1}
    assert not wrong
