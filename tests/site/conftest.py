"""The site over the five texts: in this process, or as a real service."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pvgraph import releases
from pvgraph.questions import Questions
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline

TESTS = Path(__file__).parents[1]
sys.path.append(str(TESTS / "service"))


@pytest.fixture(scope="session")
def release(annotated: releases.Release) -> releases.Release:
    """Here the annotations are what is shown: debatable items, every niveau, no reading to wait."""
    return annotated


@pytest.fixture(scope="session")
def app(release: releases.Release) -> object:
    """The site in this process, over the five texts."""
    return create_app(Context(Inline(release), Questions.load()))


@pytest.fixture(scope="session")
def visitor(app: object) -> Iterator[TestClient]:
    """Someone with a browser, in this process."""
    headers = {"Accept": "text/html"}
    with TestClient(app, "http://127.0.0.1:8000", headers=headers) as client:
        yield client


@pytest.fixture(scope="session")
def served(annotated_build: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[str]":
    """The address of a real service over the five texts."""
    from servers import serving

    log = tmp_path_factory.mktemp("site") / "log"
    with serving(log, "--workers", "2", "--no-access-log", store=annotated_build) as service:
        yield service.url
