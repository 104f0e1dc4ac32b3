"""What several test files share: the lists, loaded once a run; the five texts, built once."""

import fcntl
from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph import lexicon, releases
from pvgraph.cli.build import command as build
from pvgraph.lexicon import Lexicon

TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def lists() -> Lexicon:
    """The lexicon of `extract/` and `ontology/`; its reader is built once for all tests."""
    return lexicon.load()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A build folder of the five texts, made by the first worker that asks."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder = shared / "cinq-contrats"
    with (shared / "cinq-contrats.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "current").exists():
            asked = ["--corpus", str(TESTS.parent / "corpus"), "--store", str(folder)]
            done = CliRunner().invoke(build, asked, catch_exceptions=False)
            assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="session")
def release(built: Path) -> releases.Release:
    """The release of the five texts."""
    return releases.current(built)
