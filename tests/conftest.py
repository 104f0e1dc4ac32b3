"""What several test files share: the project's lists, and a release of the annotated texts."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pvgraph import lexicon, pipeline, records
from pvgraph.building.sources import Sources
from pvgraph.corpus import load_corpus
from pvgraph.graph.names import BASE
from pvgraph.lexicon import Lexicon
from pvgraph.model import Extraction, Signature, Span
from pvgraph.releases import Release

CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def lists() -> Lexicon:
    """The lexicon of `extract/` and `ontology/`; its reader is built once for all tests."""
    return lexicon.load()


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder whose current release holds the annotated facts of the five texts."""
    folder = tmp_path_factory.mktemp("build")
    make(folder)
    return folder


def make(folder: Path, base: str = BASE, only: str = "") -> Release:
    """Build the annotated facts (of one contrat) into `folder`."""
    given = {
        d.contrat: _annotated(d.contrat) for d in load_corpus(CORPUS) if only in ("", d.contrat)
    }
    return pipeline.build(Sources(CORPUS, folder, base, given)).release


def _annotated(contrat: str) -> Extraction:
    folder = CORPUS / "gold"
    found = tuple(records.load(folder / f"{contrat}.jsonl"))
    return Extraction(contrat, found, tuple(_signatures(folder / f"signataires-{contrat}.jsonl")))


def _signatures(path: Path) -> Iterator[Signature]:
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        row = json.loads(line)
        span = Span(row["start"], row["end"])
        person = (row["representant"], row["fonction"])
        keys = ("contrat", "acteur", "type", "label", "mention")
        yield Signature(*(row[k] for k in keys), span, *person)


@pytest.fixture(scope="session")
def make_release() -> Callable[..., Release]:
    """Builds the annotated facts: `make_release(folder, base=…, only=contrat)`."""
    return make


@pytest.fixture(scope="session")
def release(build: Path) -> Release:
    return Release((build / "current").resolve())
