"""The themes of an item: its own words, the headings above, and what annotated texts taught.

Two readers: the rules (trigger words of `ontology/themes.ttl`, in the item and in what it stands
under) and a linear classifier over the item's stems. `decide` weighs both, by weights learned
from the annotated contrats (`pvgraph train`); each decision keeps its reasons.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import neg

from pvgraph.nlp.reading import Passage, TermFound
from pvgraph.weights import FEATURES, Weights
from pvgraph.words import stem

_WORDS = (0.0, 1.0, 1.7, 2.2)  # weight of a trigger of one, two, three or more words
_HEADS = (0.45, 0.25, 0.15)
_SECOND = 0.5
_MOST = 3
_PUBLIC = 0.7  # for whom it is says less than what is done
_AIM = 0.6  # what a measure is for weighs less than what it is
_WHERE = 0.6  # so does where it is done
_CLIP = 1.5


@dataclass(frozen=True, slots=True)
class Reason:
    """Words that point to a theme, how much they weigh, and how early they stand (0 to 1)."""

    theme: str
    weight: float
    words: str
    at: float

    @property
    def key(self) -> str:
        """What the learned reliability of these words is kept under."""
        return _key(self.theme, self.words)


@lru_cache(maxsize=8192)
def _key(theme: str, words: str) -> str:
    return f"{theme}:{' '.join(stem(w) for w in words.split())}"


@dataclass(frozen=True, slots=True)
class Decision:
    """A theme given to an item: how sure (0 to 1), and why."""

    theme: str
    sure: float
    words: tuple[str, ...]
    heads: tuple[str, ...]
    learned: float


def evidence(passage: Passage) -> list[Reason]:
    """What the trigger words of a passage say: the longest only, shared words shared out."""
    outer = _outer(passage.themes)
    sharing: dict[int, set[str]] = defaultdict(set)
    for term in outer:
        sharing[term.span.start].add(term.code)
    length = max(1, passage.at[-1] - passage.at[0]) if passage.at else 1
    reasons = []
    for term in outer:
        size = min(len(term.words.split()), len(_WORDS) - 1)
        weight = _WORDS[size] / len(sharing[term.span.start])
        if passage.aim is not None and term.span.start > passage.aim:
            weight *= _AIM
        if any(p.span.covers(term.span) for p in passage.publics):
            weight *= _PUBLIC
        if term.where:
            weight *= _WHERE
        at = (term.span.start - passage.at[0]) / length
        reasons.append(Reason(term.code, weight, term.words, at))
    return reasons


def _outer(found: Sequence[TermFound]) -> list[TermFound]:
    """Those that stand in no longer one."""
    spans = {t.span for t in found}
    if len(spans) < 2:
        return list(found)
    kept = {s for s in spans if not any(o.covers(s) and o != s for o in spans)}
    return [t for t in found if t.span in kept]


def by_rules(own: Sequence[Reason], heads: Sequence[Sequence[Reason]]) -> tuple[str, ...]:
    """What the words alone say, nothing learned: the item's own first, then its headings'."""
    total: dict[str, float] = defaultdict(float)
    for reason in own:
        total[reason.theme] += reason.weight + 0.15 * (1 - reason.at)
    for weight, head in zip(_HEADS, heads, strict=False):
        for reason in head:
            total[reason.theme] += weight * reason.weight
    ranked = sorted(total, key=lambda t: (-total[t], t))
    return tuple(t for t in ranked[:_MOST] if total[t] >= _SECOND * total[ranked[0]])


def by_classifier(stems: Sequence[str], weights: Weights) -> dict[str, float]:
    """The linear classifier's margin for each theme (above 0: yes)."""
    idf, terms = weights.idf, weights.terms
    counts: dict[str, int] = {}
    for gram in ngrams(stems):
        if gram in idf:
            counts[gram] = counts.get(gram, 0) + 1
    values = [idf[g] if n == 1 else (1 + math.log(n)) * idf[g] for g, n in counts.items()]
    norm = math.sqrt(sum([v * v for v in values])) or 1.0
    margins = dict(weights.bias)
    for gram, value in zip(counts, values, strict=True):
        told = terms.get(gram)
        if told:
            share = value / norm
            for theme, weight in told.items():
                margins[theme] += weight * share
    return margins


def ngrams(stems: Sequence[str]) -> list[str]:
    """The words and pairs of words that the classifier counts."""
    words = [w for w in stems if w.isalnum() or any(map(str.isalnum, w))]
    return words + [f"{a} {b}" for a, b in pairwise(words)]


class _Weighed:
    """The evidence of one item, each trigger weighed by what it proved to be worth."""

    def __init__(self, own: Sequence[Reason], heads: Sequence[Sequence[Reason]],
                 reliability: Mapping[str, float], prior: float) -> None:  # fmt: skip
        self.own: dict[str, float] = defaultdict(float)
        self.first: dict[str, float] = {}
        self.phrases: set[str] = set()
        for reason in own:
            self.own[reason.theme] += reason.weight * reliability.get(reason.key, prior)
            self.first[reason.theme] = min(self.first.get(reason.theme, 1.0), reason.at)
            if " " in reason.words:
                self.phrases.add(reason.theme)
        self.most = max(self.own.values(), default=0.0)
        self.heads = [self._share(h, reliability, prior) for h in heads[:4]]
        self.heads += [{}] * (4 - len(self.heads))

    def _share(self, head: Sequence[Reason], reliability: Mapping[str, float],
               prior: float) -> dict[str, float]:  # fmt: skip
        total: dict[str, float] = defaultdict(float)
        for reason in head:
            total[reason.theme] += reason.weight * reliability.get(reason.key, prior)
        most = max(total.values(), default=1.0)
        return {t: v / most for t, v in total.items()}


def features(
    theme: str,
    pilier: str,
    weighed: _Weighed,
    margin: float,
) -> tuple[float, ...]:
    """What speaks for one theme of one item, in the order of `FEATURES`."""
    own = weighed.own.get(theme, 0.0)
    heads = [h.get(theme, 0.0) for h in weighed.heads]
    alone = float(weighed.most == 0)
    said = float(own > 0)
    return (
        min(own, 3.0),
        float(theme in weighed.phrases),
        own / weighed.most if weighed.most else 0.0,
        said * (1 - weighed.first.get(theme, 1.0)),
        said,
        heads[0],
        heads[1],
        max(heads[2:]),
        alone * heads[0],
        alone * heads[1],
        said * max(heads),
        float(theme == "gouvernance-partenariat"),
        float(pilier == "pilotage"),
        max(-_CLIP, min(_CLIP, margin)),
    )


def weighed(
    own: Sequence[Reason],
    heads: Sequence[Sequence[Reason]],
    reliability: Mapping[str, float],
    prior: float,
) -> _Weighed:
    """The evidence of an item, ready for `features`."""
    return _Weighed(own, heads, reliability, prior)


def decide(
    own: Sequence[Reason],
    heads: Sequence[Sequence[Reason]],
    stems: Sequence[str],
    weights: Weights,
    piliers: Mapping[str, str],
) -> tuple[Decision, ...]:
    """The themes of an item, the surest first: one to three, with their reasons."""
    margins = by_classifier(stems, weights)
    held = weighed(own, heads, weights.reliability, weights.prior)
    sure = {
        theme: _sure(features(theme, piliers[theme], held, margins.get(theme, -1.0)), weights)
        for theme in _candidates(held, margins)
    }
    ranked = sorted(sure, key=lambda t: (-sure[t], t))
    chosen = ranked[:1] + [t for t in ranked[1:_MOST] if sure[t] >= weights.threshold]
    return tuple(
        Decision(t, round(sure[t], 3), _said(own, t), _said(_flat(heads), t),
                 round(margins.get(t, -1.0), 3))
        for t in chosen
    )  # fmt: skip


def _candidates(held: _Weighed, margins: Mapping[str, float]) -> list[str]:
    """The themes that a word points to, and the classifier's two best."""
    best = sorted(zip(map(neg, margins.values()), margins, strict=True))[:2]
    return sorted({*held.own, *(theme for _, theme in best)}.union(*held.heads))


def _sure(values: Sequence[float], weights: Weights) -> float:
    names = weights.features
    total = weights.intercept
    for name, value in zip(FEATURES, values, strict=True):
        if value:
            total += names[name] * value
    return 1 / (1 + math.exp(-total))


def _said(reasons: Iterable[Reason], theme: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r.words for r in reasons if r.theme == theme))


def _flat(heads: Sequence[Sequence[Reason]]) -> list[Reason]:
    return [r for head in heads for r in head]
