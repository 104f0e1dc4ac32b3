"""Where the IRIs of the served data live: the project's own base, or the one they were built with.

The project's files write IRIs under `questions.BASE`; a build moves them (`pvgraph build --base`).
Pages ask here for the base of the release that answers the request at hand.
"""

from contextvars import ContextVar
from functools import lru_cache

from pyoxigraph import NamedNode

from pvgraph import questions
from pvgraph.questions import BASE
from pvgraph.releases import Release

_served: ContextVar[str] = ContextVar("base", default=BASE)


def served() -> str:
    """The base of the release that answers this request; the project's outside of a request."""
    return _served.get()


@lru_cache(maxsize=8)
def of(release: Release) -> str:
    """The base that a release was built with (a release never changes)."""
    return release.manifest().get("base", BASE)


class serving:
    """Answer from `release` in this block."""

    __slots__ = ("_base", "_token")

    def __init__(self, release: Release) -> None:
        self._base = of(release)

    def __enter__(self) -> None:
        self._token = _served.set(self._base)

    def __exit__(self, *_: object) -> None:
        _served.reset(self._token)


def thing(type: str, value: str) -> NamedNode:
    """The served thing of that type with that slug; an IRI is taken as it is.

    Raises:
        QuestionError: neither a slug nor an IRI.
    """
    return questions.thing(type, value, served())
