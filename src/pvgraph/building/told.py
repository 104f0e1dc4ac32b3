"""What the results of tasks tell a build, each read once a process: a result never changes."""

import json
import pickle
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from pvgraph.building import checking, extracted
from pvgraph.graph.tally import Tally
from pvgraph.validate.findings import SEVERITIES, Finding


@cache
def tally(folder: Path) -> Tally:
    """What a text brings to the shared graph."""
    return pickle.loads((folder / extracted.TALLY).read_bytes())


@cache
def counts(folder: Path) -> Counter[str]:
    """What was read of a text, counted."""
    return Counter(json.loads((folder / extracted.COUNTS).read_bytes()))


@cache
def severities(folder: Path) -> Mapping[str, int]:
    """How many findings of each severity a contrat has."""
    data = (folder / checking.FINDINGS).read_bytes()
    return {severity: checking.count(data, severity) for severity in SEVERITIES}


def findings(folder: Path, severity: str) -> Iterable[Finding]:
    """The findings of a contrat, where one is of that severity: others are not parsed."""
    data = (folder / checking.FINDINGS).read_bytes() if severities(folder)[severity] else b"[]"
    return checking.loaded(data)
