"""What is published about quality is what this checkout measures on the five whole texts."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph.cli import cli
from pvgraph.evaluate import evaluation
from pvgraph.extraction import extract

ROOT = Path(__file__).parents[2]


@pytest.mark.corpus
def test_readme_and_confidences_are_those_of_this_checkout(tmp_path: Path):
    readme, confiance = tmp_path / "README.md", tmp_path / "confiance.csv"
    shutil.copy(ROOT / "README.md", readme)
    options = ["--gold", str(ROOT / "corpus" / "gold")]
    options += ["--readme", str(readme), "--confiance", str(confiance)]
    done = CliRunner().invoke(cli, ["evaluate", *options])
    assert done.exit_code == 0, done.output
    stale = "périmé : lancer `make qualite`"
    assert readme.read_text("utf-8") == (ROOT / "README.md").read_text("utf-8"), stale
    written = (ROOT / "extract" / "confiance.csv").read_text("utf-8")
    assert confiance.read_text("utf-8") == written, stale


@pytest.mark.corpus
def test_other_towns_are_read_as_well_as_was_aimed_at():
    report = evaluation.elsewhere(ROOT / "corpus" / "gold", extract)
    assert report is not None
    assert len(report.contrats) >= 15
    aimed = [line for line in report.lines if line.target is not None]
    assert len(aimed) >= 4
    short = {line.key: (line.mean, line.target) for line in aimed if line.mean < line.target}
    assert not short
