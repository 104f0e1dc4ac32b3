"""What the site holds of the release that it serves, opened or asked once."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

from pvgraph.counts.read import Counts
from pvgraph.search.find import Index
from pvgraph.web.pages.libelles import Labels
from pvgraph.web.pages.overviews import Overviews
from pvgraph.web.pages.standing import Standing


@dataclass
class Release:
    """What a release holds beside the graph, opened once."""

    path: Path
    id: str
    labels: Labels | None = None
    index: Index | None = None
    counts: Counts | None = None
    texts: dict[str, str] = field(default_factory=dict)
    kept: dict[Hashable, object] = field(default_factory=dict)
    named: dict[str, dict[str, str]] = field(default_factory=dict)
    overviews: Overviews = field(default_factory=Overviews)
    standing: Standing = field(default_factory=Standing)
