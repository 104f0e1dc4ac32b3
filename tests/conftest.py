"""What several test files share: the lists; the five texts, and their annotations, built once."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from pvgraph import lexicon, pipeline, records, releases
from pvgraph.building.sources import Sources
from pvgraph.cli.build import command as build_command
from pvgraph.corpus import load_corpus
from pvgraph.graph.names import BASE
from pvgraph.lexicon import Lexicon
from pvgraph.model import Extraction, Signature, Span

TESTS = Path(__file__).parent
CORPUS = TESTS.parent / "corpus"

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session")
def lists() -> Lexicon:
    """The lexicon of `extract/` and `ontology/`; its reader is built once for all tests."""
    return lexicon.load()


@contextmanager
def _once(tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str) -> Iterator[Path]:
    """A folder that all workers share, held while one of them fills it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared / name


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A build folder of the five texts, made by the first worker that asks."""
    with _once(tmp_path_factory, worker_id, "cinq-contrats") as folder:
        if not (folder / "current").exists():
            asked = ["--corpus", str(CORPUS), "--store", str(folder)]
            done = CliRunner().invoke(build_command, asked, catch_exceptions=False)
            assert done.exit_code == 0, done.output
    return folder


@pytest.fixture(scope="session")
def release(built: Path) -> releases.Release:
    """The release of the five texts."""
    return releases.current(built)


@pytest.fixture(scope="session")
def annotated_build(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A build folder of the annotations of the five texts: facts that no work on reading moves."""
    with _once(tmp_path_factory, worker_id, "annotations") as folder:
        if not (folder / "current").exists():
            make(folder)
    return folder


@pytest.fixture(scope="session")
def annotated(annotated_build: Path) -> releases.Release:
    """The release of the annotations."""
    return releases.current(annotated_build)


@pytest.fixture(scope="session")
def make_release() -> Callable[..., releases.Release]:
    """Builds the annotations: `make_release(folder, base=…, only=contrat)`."""
    return make


def make(folder: Path, base: str = BASE, only: str = "") -> releases.Release:
    """Build the annotations (of one contrat) into `folder`."""
    given = {
        d.contrat: _annotated(d.contrat) for d in load_corpus(CORPUS) if only in ("", d.contrat)
    }
    return pipeline.build(Sources(CORPUS, folder, base, given)).release


def _annotated(contrat: str) -> Extraction:
    folder = CORPUS / "gold"
    read = records.load(folder / f"{contrat}.jsonl")
    found = tuple(replace(record, regle="annotation") for record in read)
    return Extraction(contrat, found, tuple(_signatures(folder / f"signataires-{contrat}.jsonl")))


def _signatures(path: Path) -> Iterator[Signature]:
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        span = Span(row["start"], row["end"])
        person = (row["representant"], row["fonction"])
        keys = ("contrat", "acteur", "type", "label", "mention")
        yield Signature(*(row[k] for k in keys), span, *person)
