"""What is published about quality is what this checkout measures on the five whole texts."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph.cli import cli
from pvgraph.errors import ResourceError
from pvgraph.evaluate import evaluation, methode
from pvgraph.extraction import extract

ROOT = Path(__file__).parents[2]


@pytest.mark.corpus
def test_readme_and_confidences_are_those_of_this_checkout(tmp_path: Path):
    readme, confiance = tmp_path / "README.md", tmp_path / "confiance.csv"
    page = tmp_path / "methode.md"
    shutil.copy(ROOT / "README.md", readme)
    shutil.copy(ROOT / "docs" / "methode.modele.md", tmp_path)
    options = ["--gold", str(ROOT / "corpus" / "gold")]
    options += ["--readme", str(readme), "--confiance", str(confiance)]
    options += ["--methode", str(page)]
    done = CliRunner().invoke(cli, ["evaluate", *options])
    assert done.exit_code == 0, done.output
    stale = "périmé : lancer `make qualite`"
    assert readme.read_text("utf-8") == (ROOT / "README.md").read_text("utf-8"), stale
    assert page.read_text("utf-8") == (ROOT / "docs" / "methode.md").read_text("utf-8"), stale
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


def test_method_page_refuses_a_figure_that_does_not_exist(tmp_path: Path):
    (tmp_path / "methode.modele.md").write_text("Chiffre : {{ inventé }}", encoding="utf-8")
    report = evaluation.run(ROOT / "corpus" / "gold", {}, [], draws=2)
    with pytest.raises(ResourceError, match=r"methode\.modele\.md: 'inventé' inconnu"):
        methode.write(tmp_path / "methode.md", report, [], {})
