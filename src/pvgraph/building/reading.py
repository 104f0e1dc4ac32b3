"""The first task: one text → its extraction, and what it brings to the shared graph.

What a build needs to know of the task stands here; `reader`, which does it, loads the language.
"""

from collections.abc import Mapping
from pathlib import Path

from pvgraph.building.extracted import Text
from pvgraph.paths import resource

MODULE = __name__


def folders() -> tuple[Path, ...]:
    """The project's folders that reading depends on."""
    return resource("extract"), resource("ontology")


def run(text: Text) -> Mapping[str, bytes]:
    """Read one text.

    Raises:
        PvgraphError: the text cannot be read, or one of the project's lists is wrong.
    """
    from pvgraph.building import reader

    return reader.read(text)


def prepare() -> None:
    """Load what every text needs: workers forked afterwards have it without loading it."""
    from pvgraph.building import reader

    reader.prepare()
