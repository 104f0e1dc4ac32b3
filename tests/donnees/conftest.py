"""One release made of the annotated texts, for every test of what leaves the project."""

from pathlib import Path

import pytest

from pvgraph import lexicon, pipeline, records
from pvgraph.corpus import load_corpus
from pvgraph.model import Extraction
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
    documents = load_corpus(CORPUS)
    extractions = [
        Extraction(d.contrat, tuple(records.load(CORPUS / "gold" / f"{d.contrat}.jsonl")))
        for d in documents
    ]
    quads = pipeline.graph(documents, extractions, sources, lexicon.load())
    return pipeline.publish(pipeline.Built(documents, extractions, quads), sources)


@pytest.fixture(scope="session")
def release(build: Path) -> Release:
    return Release((build / "current").resolve())
