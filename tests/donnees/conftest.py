"""A client of the whole service over the annotated texts, for tests of what leaves the project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings


@pytest.fixture(scope="session")
def build(annotated_build: Path) -> Path:
    """Here the annotations are what is published."""
    return annotated_build


@pytest.fixture(scope="session")
def release(annotated: Release) -> Release:
    return annotated


@pytest.fixture(scope="session")
def client(release: Release) -> Iterator[TestClient]:
    """A client of the whole service over that release, in one event loop as a server has."""
    context = Context(Inline(release), Questions.load(), Settings(base_url="http://testserver"))
    with TestClient(create_app(context), follow_redirects=False) as client:
        yield client
