"""How far a record's `confiance` can be trusted, and the figures that make it so.

A record is right where careful readers noted the same passage at the same niveau. The rate at
which each rule is right on the gold, drawn towards the overall rate where few contrats or few
records showed the rule, is the confidence of its records (`extract/confiance.csv`). Contrats
weigh more than records: a rule right forty times in one text was tried on one way of writing.
"""

import csv
import io
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pvgraph.confiance import ANY, COLUMNS
from pvgraph.evaluate.matching import Pairing
from pvgraph.evaluate.report import Bin, Reliability

#: How many contrats of the overall rate are added to a rule's own; chosen by cross-validation.
STRENGTHS = (0.5, 1.0, 2.0, 4.0)
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0)
#: With this many records a rule has shown half of what its contrats can show of it.
HALF = 5


@dataclass(frozen=True, slots=True)
class Observation:
    """One predicted record: which rule found it, with what confidence, and whether it is right."""

    contrat: str
    regle: str
    confiance: float
    right: bool


@dataclass(frozen=True, slots=True)
class Trust:
    """One row of `extract/confiance.csv`: a rule, its confidence, the records it was seen on."""

    regle: str
    confiance: float
    n: int


def observe(pairing: Pairing) -> list[Observation]:
    """Every counted prediction of one contrat: in the lines read in full, on no optional item."""
    seen = [(p, g.niveau == p.niveau) for g, p in pairing.both()]
    seen += [(p, False) for p in pairing.extra]
    contrat = pairing.gold.contrat
    return [Observation(contrat, p.regle, p.confiance, right) for p, right in seen]


def reliability(kind: str, observations: Sequence[Observation]) -> Reliability:
    """The reliability table of the confidences that these records carry.

    `ece` is the mean gap between said and seen, weighted by records; `brier` the mean square.
    """
    n = len(observations)
    bins = []
    for low, high in pairwise(EDGES):
        own = [o for o in observations if low < o.confiance <= high or (low == o.confiance == 0)]
        if own:
            said = sum(o.confiance for o in own) / len(own)
            seen = sum(o.right for o in own) / len(own)
            bins.append(Bin(low, high, len(own), round(said, 4), round(seen, 4)))
    ece = sum(b.n * abs(b.confiance - b.observed) for b in bins) / n if n else 0.0
    brier = sum((o.confiance - o.right) ** 2 for o in observations) / n if n else 0.0
    return Reliability(kind, n, round(ece, 4), round(brier, 4), tuple(bins))


def fit(observations: Sequence[Observation], strength: float | None = None) -> list[Trust]:
    """The confidence of each rule, and of any other; `strength` by cross-validation if not given.

    The overall rate is the mean of the rules' rates, not of the records': what an unknown rule
    can expect, rather than the most prolific one.
    """
    if not observations:
        return []
    by_rule: dict[str, list[Observation]] = defaultdict(list)
    for o in observations:
        by_rule[o.regle].append(o)
    chosen = best_strength(observations) if strength is None else strength
    overall = sum(_rate(own, 1.0) for own in by_rule.values()) / len(by_rule)
    rows = []
    for rule, own in sorted(by_rule.items()):
        shown = len({o.contrat for o in own}) * len(own) / (len(own) + HALF)
        drawn = (shown * _rate(own) + chosen * overall) / (shown + chosen)
        rows.append(Trust(rule, round(drawn, 3), len(own)))
    return [Trust(ANY, round(overall, 3), len(observations)), *rows]


def _rate(own: Sequence[Observation], doubt: float = 0.0) -> float:
    """The share that is right, with `doubt` records half right added."""
    return (sum(o.right for o in own) + doubt / 2) / (len(own) + doubt)


def held_out(observations: Sequence[Observation], strength: float) -> list[Observation]:
    """The same records, each with the confidence fitted on the other contrats only."""
    again = []
    for contrat in sorted({o.contrat for o in observations}):
        trusts = fit([o for o in observations if o.contrat != contrat], strength)
        if not trusts:
            return []
        known = {t.regle: t.confiance for t in trusts}
        again += [
            Observation(contrat, o.regle, known.get(o.regle, known[ANY]), o.right)
            for o in observations
            if o.contrat == contrat
        ]
    return again


def best_strength(observations: Sequence[Observation]) -> float:
    """The strength with the least surprise (log loss) on the contrat left out."""
    return min(STRENGTHS, key=lambda s: _surprise(held_out(observations, s)))


def _surprise(observations: Iterable[Observation]) -> float:
    def loss(o: Observation) -> float:
        p = min(max(o.confiance, 0.001), 0.999)
        return -math.log(p if o.right else 1 - p)

    return sum(loss(o) for o in observations)


def to_csv(trusts: Iterable[Trust]) -> str:
    """`extract/confiance.csv`: columns `regle,confiance,n`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((t.regle, f"{t.confiance:.3f}", t.n) for t in trusts)
    return out.getvalue()
