"""What several test files share: the project's lists, loaded once a run."""

import pytest

from pvgraph import lexicon
from pvgraph.lexicon import Lexicon


@pytest.fixture(scope="session")
def lists() -> Lexicon:
    """The lexicon of `extract/` and `ontology/`; its reader is built once for all tests."""
    return lexicon.load()
