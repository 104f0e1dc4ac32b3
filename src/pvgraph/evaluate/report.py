"""The result of one evaluation, and its JSON: README and `/qualite` are made from it alone.

Light on purpose (standard library only): what serves the page needs none of what measures.
"""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from pvgraph.errors import ResourceError


@dataclass(frozen=True, slots=True)
class Score:
    """One row on one contrat or facet. `value` is F1 or a share, by the row; `low`, `high` its 95 %
    interval (None where it was not drawn)."""

    value: float
    precision: float
    rappel: float
    juste: int
    trop: int
    manque: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the quality table: the mean over contrats, its interval, the lowest contrat.

    `n` counts decisions; `target` was set before measuring; `reader` is a second careful reader
    on the same gold; `baseline` the mean of « every bullet is an action ».
    """

    key: str
    fr: str
    en: str
    measure: str
    target: float | None
    reader: float | None
    mean: float
    low: float
    high: float
    n: int
    lowest: str
    lowest_value: float
    baseline: float | None
    contrats: dict[str, Score]


@dataclass(frozen=True, slots=True)
class Facet:
    """A row split further, all contrats together: `kind` is `niveau`, `role` or `theme`."""

    kind: str
    row: str
    code: str
    score: Score


@dataclass(frozen=True, slots=True)
class Mistake:
    """One decision that was not right, with the item's words and place."""

    row: str
    outcome: str
    contrat: str
    expected: str
    found: str
    start: int
    end: int
    text: str
    regle: str


@dataclass(frozen=True, slots=True)
class Bin:
    """Records whose confidence lies in `(low, high]`: what was said, what was seen."""

    low: float
    high: float
    n: int
    confiance: float
    observed: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """`kind`: `livree` (the confidences in the records, fitted on this gold where it is the
    project's own) or `croisee` (each contrat's fitted on the others only: what a new text gets)."""

    kind: str
    n: int
    ece: float
    brier: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Themes of one contrat found with what the others taught: `reader` is `regles`,
    `classifieur` or `decision`; main theme right, F1 of the theme sets."""

    contrat: str
    reader: str
    principal: float
    f1: float


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A passage that no rule knew: neither read nor set aside."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of a text's characters (white space apart): read, set aside by rule, not understood,
    and the marks between them. `rules` splits what was set aside, `passages` is what was not
    understood."""

    contrat: str
    characters: int
    read: float
    aside: float
    unclaimed: float
    markup: float
    rules: dict[str, float]
    passages: tuple[Unclaimed, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One run. `origin_fr`, `origin_en` say how the gold was made: show it beside any figure.

    `unseen` is the same on contrats of other towns, where it was measured.
    """

    origin_fr: str
    origin_en: str
    contrats: tuple[str, ...]
    records: int
    draws: int
    seed: int
    lines: tuple[Line, ...]
    facets: tuple[Facet, ...]
    mistakes: tuple[Mistake, ...]
    reliability: tuple[Reliability, ...]
    coverage: tuple[Coverage, ...]
    crossed: tuple[Crossed, ...]
    unseen: "Report | None" = None

    def line(self, key: str) -> Line | None:
        """The row `key`, None where this gold says nothing of it."""
        return next((line for line in self.lines if line.key == key), None)

    def to_json(self) -> dict:
        """The report as JSON values; `from_json` reads it back."""
        return dataclasses.asdict(self)

    def write(self, path: Path) -> None:
        """Write `evaluation.json`: the same bytes for the same report."""
        text = json.dumps(self.to_json(), ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")


def from_json(values: dict) -> Report:
    """The report that `Report.to_json` made.

    Raises:
        KeyError, TypeError: these are not the values of a report.
    """
    lines = tuple(
        Line(**line | {"contrats": {k: Score(**s) for k, s in line["contrats"].items()}})
        for line in values["lines"]
    )
    facets = tuple(Facet(**f | {"score": Score(**f["score"])}) for f in values["facets"])
    reliability = tuple(
        Reliability(**r | {"bins": tuple(Bin(**b) for b in r["bins"])})
        for r in values["reliability"]
    )
    coverage = tuple(
        Coverage(**c | {"passages": tuple(Unclaimed(**p) for p in c["passages"])})
        for c in values["coverage"]
    )
    return Report(
        **values
        | {
            "contrats": tuple(values["contrats"]),
            "lines": lines,
            "facets": facets,
            "mistakes": tuple(Mistake(**m) for m in values["mistakes"]),
            "reliability": reliability,
            "coverage": coverage,
            "crossed": tuple(Crossed(**c) for c in values["crossed"]),
            "unseen": from_json(values["unseen"]) if values["unseen"] else None,
        }
    )


def load(path: Path) -> Report:
    """The report of a release.

    Raises:
        ResourceError: the file is missing or no report.
    """
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ResourceError(f"{path}: évaluation absente") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{path}: évaluation illisible ({error})") from error
