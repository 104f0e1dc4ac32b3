"""A client of the whole service over the annotated texts, for tests of what leaves the project."""

import pytest
from starlette.testclient import TestClient

from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline
from pvgraph.web.settings import Settings


@pytest.fixture(scope="session")
def client(release: Release) -> TestClient:
    """A client of the whole service over that release."""
    context = Context(Inline(release), Questions.load(), Settings(base_url="http://testserver"))
    return TestClient(create_app(context), follow_redirects=False)
