"""The second task: one extraction → the named graphs of its contrat, ready to be loaded.

What a build needs to know of the task stands here; `writer` does it, and loads the shapes.
"""

from collections.abc import Mapping
from pathlib import Path

from pvgraph.building.checking import Bucket
from pvgraph.building.graphed import Page
from pvgraph.paths import resource

MODULE = __name__


def folders() -> tuple[Path, ...]:
    """The project's folders that writing depends on."""
    return resource("ontology"), resource("shapes")


def run(given: Page | Bucket) -> Mapping[str, bytes]:
    """Write one contrat's named graph, what follows from it by rule, what shapes find in it, and
    what search and the site's counts need; of a bucket, only what follows and what is found.

    Raises:
        PvgraphError: a checked fact is not in the text, or one of the project's files is wrong.
    """
    from pvgraph.building import checker, writer

    return writer.write(given) if isinstance(given, Page) else checker.check(given)


def prepare() -> None:
    """Load what every graph needs: workers forked afterwards have it without loading it."""
    from pvgraph.building import writer

    writer.prepare()
