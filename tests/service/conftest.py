"""One service on the mini graph for every test that does not harm it."""

from collections.abc import Iterator

import httpx
import pytest
from servers import Served, serving


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[Served]:
    """See the module."""
    with serving(tmp_path_factory.mktemp("service") / "log", "--timeout", "5") as service:
        yield service


@pytest.fixture(scope="session")
def client(served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.url, timeout=30) as session:
        yield session
