"""`pvgraph export` gives the published files as they are."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph.cli import cli
from pvgraph.errors import QuestionError
from pvgraph.exports.index import read_index
from pvgraph.releases import Release

GIVEN = [
    (["engagements", "--format", "csv"], "engagements.csv"),
    (["engagements.csv"], "engagements.csv"),
    (["engagements", "--format", "csv", "--contrat", "brest"], "contrats/brest-engagements.csv"),
    (["pvgraph", "--format", "ttl"], "pvgraph.ttl"),
    (["pvgraph", "--format", "nq", "--contrat", "metz"], "contrats/metz.nq"),
    (["themes.schema.json"], "themes.schema.json"),
]


@pytest.mark.parametrize(("arguments", "path"), GIVEN)
def test_a_file_by_its_name(build: Path, release: Release, arguments: list[str], path: str):
    result = CliRunner().invoke(cli, ["export", *arguments, "--store", str(build)])
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes == (release.exports / path).read_bytes()


def test_all_of_them_and_their_list(build: Path, release: Release, tmp_path: Path):
    arguments = ["export", "--store", str(build)]
    listed = CliRunner().invoke(cli, arguments).stdout
    assert all(e.path in listed for e in read_index(release.exports))
    CliRunner().invoke(cli, [*arguments, "--output", str(tmp_path)])
    assert (tmp_path / "contrats" / "brest.ttl").read_bytes() == (
        release.exports / "contrats" / "brest.ttl"
    ).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"), [(["couleurs"], "il y a"), (["engagements"], "--format parmi")]
)
def test_what_is_not_there_is_told(build: Path, arguments: list[str], words: str):
    result = CliRunner().invoke(cli, ["export", *arguments, "--store", str(build)])
    assert isinstance(result.exception, QuestionError)
    assert words in str(result.exception)
