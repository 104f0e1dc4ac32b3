"""One release made of the annotated texts, for every test of what leaves the project."""

from pathlib import Path

import pytest

from pvgraph import pipeline
from pvgraph.releases import Release

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder whose current release holds the annotated facts of the five texts."""
    folder = tmp_path_factory.mktemp("build")
    make(folder)
    return folder


def make(folder: Path) -> Release:
    """Build the annotated facts into `folder`."""
    sources = pipeline.Sources(CORPUS, folder)
    pairs = list(pipeline.gold(CORPUS))
    documents, extractions = [d for d, _ in pairs], [e for _, e in pairs]
    quads = pipeline.graph(documents, extractions, sources, {})
    return pipeline.publish(pipeline.Built(documents, extractions, quads), sources)


@pytest.fixture(scope="session")
def release(build: Path) -> Release:
    return Release((build / "current").resolve())
