"""One release made of the annotated texts, for every test of what leaves the project."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pvgraph import pipeline, records
from pvgraph.building.sources import Sources
from pvgraph.corpus import load_corpus
from pvgraph.graph.names import BASE
from pvgraph.model import Extraction
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder whose current release holds the annotated facts of the five texts."""
    folder = tmp_path_factory.mktemp("build")
    make(folder)
    return folder


def make(folder: Path, base: str = BASE, only: str = "") -> Release:
    """Build the annotated facts (of one contrat) into `folder`."""
    given = {
        d.contrat: Extraction(
            d.contrat, tuple(records.load(CORPUS / "gold" / f"{d.contrat}.jsonl"))
        )
        for d in load_corpus(CORPUS)
        if only in ("", d.contrat)
    }
    return pipeline.build(Sources(CORPUS, folder, base, given)).release


@pytest.fixture(scope="session")
def make_release() -> Callable[..., Release]:
    """Builds the annotated facts: `make_release(folder, base=…, only=contrat)`."""
    return make


@pytest.fixture(scope="session")
def release(build: Path) -> Release:
    return Release((build / "current").resolve())


@pytest.fixture(scope="session")
def client(release: Release) -> TestClient:
    """A client of the whole service over that release."""
    context = Context(Inline(release), Questions.load(), Settings(base_url="http://testserver"))
    return TestClient(create_app(context), follow_redirects=False)
