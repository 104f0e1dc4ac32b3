"""Learning the themes from the annotated contrats; the only module that imports scikit-learn."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from pvgraph.errors import ResourceError
from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.lists import rows
from pvgraph.lexicon.weights import FEATURES, OTHERS, Others, Weights
from pvgraph.model import MESURES, Document, Record, Span, fold
from pvgraph.nlp.reading import Reader
from pvgraph.themes import others
from pvgraph.themes.classifier import by_classifier, counted, ngrams
from pvgraph.themes.clues import THEMED, near
from pvgraph.themes.decision import Decider, by_rules
from pvgraph.themes.evidence import Clues, Seen, clues

_PRIOR, _PRIOR_COUNT = 0.8, 3.0
_THRESHOLD = 0.35
_LEAST = 0.1  # a smaller weight of the classifier is not kept
_ALONE_WEIGHT = 0.5  # a trigger word or a sentence alone counts half an annotated item
_PAIRS_MET = 2  # a pair of words met once only teaches nothing that its words do not
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One annotated item: what the readers see of it, and the themes it was given."""

    contrat: str
    clues: Clues
    themes: tuple[str, ...]
    mesure: bool


def examples(document: Document, records: Sequence[Record], reader: Reader) -> list[Example]:
    """The annotated items of one contrat that carry themes."""
    by_id = {r.id: r for r in records}

    @cache
    def seen(record: Record) -> Seen:
        return Seen.of(reader.passage(document.text, record.span))

    @cache
    def head(words: str) -> Seen:
        return Seen.of(reader.passage(words, Span(0, len(words))))

    found = []
    beside = near([r.parent if r.niveau in THEMED else None for r in records])
    for record, near_by in zip(records, beside, strict=True):
        if record.niveau not in THEMED or not record.themes:
            continue
        above, parent = [], record.parent
        while parent:
            above.append(fold(by_id[parent].text))
            parent = by_id[parent].parent
        heads, around = [head(h) for h in above], [seen(records[n]) for n in near_by]
        counts = record.niveau in MESURES and not record.optional
        given = clues(seen(record), heads, around)
        found.append(Example(document.contrat, given, record.themes, counts))
    return found


Alone = tuple[list[str], set[str]]  # what the classifier counts in words, and their themes


def phrases(path: Path, known: Iterable[str], reader: Reader) -> list[Alone]:
    """The sentences of a list (columns `phrase`, `themes`), read for their words alone.

    Raises:
        ResourceError: a theme is not `known`, or the list is not what it should be.
    """
    found, codes = [], frozenset(known)
    for line, row in rows(path, ("phrase", "themes")):
        themes = set(row["themes"].split())
        if not themes or not themes <= codes:
            raise ResourceError(f"{path}:{line}: thèmes inconnus « {row['themes']} »")
        found.append((counted(_stems(row["phrase"], reader)), themes))
    return found


class Trainer:
    """Fits the classifier, the reliability of words and the weights of what speaks for a theme.

    The contrats, in the order in which they first come, are dealt out into folds. What weighs
    the classifier is learned on contrats that it was not trained on. Sentences alone (`taught`)
    teach their words, whatever fold is held out; how many themes an item has they do not say.
    """

    def __init__(
        self,
        found: Sequence[Example],
        lexicon: Lexicon,
        reader: Reader,
        taught: Sequence[Alone] = (),
    ) -> None:
        self.piliers = {t.code: t.pilier for t in lexicon.themes.values()}
        self._codes = sorted(self.piliers)
        self._alone = [*_labels(lexicon, reader), *taught]
        contrats = dict.fromkeys(e.contrat for e in found)
        self.fold = {c: n % _FOLDS for n, c in enumerate(contrats)}
        self._found = found
        self._fitted: dict[frozenset[int], Decider] = {}

    def train(self, held: int | None = None) -> Weights:
        """Weights from all the examples, or from those that are not in the fold held out."""
        out = frozenset(() if held is None else (held,))
        found, wanted = [], []
        for example in self._without(out):
            weigher = self._lexical(out | {self.fold[example.contrat]}).weigher
            features = weigher.features(weigher.weighed([example.clues]))
            found.append(np.stack(features, axis=2)[0])
            wanted.append([code in example.themes for code in self._codes])
        speaking, given = np.array(found), np.array(wanted)
        flat = speaking.reshape(-1, len(FEATURES))
        model = LogisticRegression(C=1.0, max_iter=1000).fit(flat, given.ravel())
        return replace(
            self._lexical(out).weights,
            features=dict(zip(FEATURES, map(float, model.coef_[0]), strict=True)),
            intercept=float(model.intercept_[0]),
            others=_others(model.decision_function(flat).reshape(given.shape), given, self._codes),
        )

    def _without(self, out: frozenset[int]) -> list[Example]:
        return [e for e in self._found if self.fold[e.contrat] not in out]

    def _lexical(self, out: frozenset[int]) -> Decider:
        """The classifier and the reliability of words, once for the folds left out."""
        if out not in self._fitted:
            self._fitted[out] = Decider(self._fit(self._without(out)), self.piliers)
        return self._fitted[out]

    def _fit(self, found: Sequence[Example]) -> Weights:
        grams = _often([counted(e.clues.stems) for e in found] + [g for g, _ in self._alone])
        truth = [set(e.themes) for e in found] + [t for _, t in self._alone]
        counts = [1.0] * len(found) + [_ALONE_WEIGHT] * len(self._alone)
        vectorizer = TfidfVectorizer(analyzer=lambda g: g, sublinear_tf=True)
        matrix = vectorizer.fit_transform(grams)
        names = vectorizer.get_feature_names_out()
        terms: dict[str, dict[str, float]] = defaultdict(dict)
        bias = {}
        for code in self._codes:
            model = LinearSVC(C=0.35, class_weight="balanced", dual=False, tol=1e-3)
            model.fit(matrix, [code in t for t in truth], sample_weight=counts)
            bias[code] = float(model.intercept_[0])
            for index in np.flatnonzero(np.abs(model.coef_[0]) >= _LEAST):
                terms[str(names[index])][code] = float(model.coef_[0][index])
        idf = dict(zip(map(str, names), map(float, vectorizer.idf_), strict=True))
        kept = {g: terms.get(g, {}) for g in idf}
        return Weights(
            _reliability(found), _PRIOR, {}, 0.0, _THRESHOLD, idf, kept, bias, others.NONE
        )


def _others(totals: np.ndarray, given: np.ndarray, codes: Sequence[str]) -> Others:
    """How the themes beside the main one are told, from what speaks for each by itself."""
    lifts = others.lifts(given)
    speaking, other = others.features(totals, lifts)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(speaking[other], given[other])
    weights = dict(zip(OTHERS, map(float, model.coef_[0]), strict=True))
    return Others(weights, float(model.intercept_[0]), others.table(lifts, codes))


def _often(grams: Sequence[list[str]]) -> list[list[str]]:
    """Every word, and the pairs of words met more than once: half the size, as good a reader."""
    met = Counter(g for found in grams for g in set(found))
    return [[g for g in found if " " not in g or met[g] >= _PAIRS_MET] for found in grams]


def _stems(words: str, reader: Reader) -> tuple[str, ...]:
    return reader.passage(words, Span(0, len(words))).stems


def _labels(lexicon: Lexicon, reader: Reader) -> list[Alone]:
    """The trigger words as small examples of their themes: as they are, not as they begin."""
    by_words: dict[str, set[str]] = defaultdict(set)
    for theme in lexicon.themes.values():
        for word in (theme.label, *theme.words):
            by_words[word].add(theme.code)
    return [(ngrams(_stems(w, reader)), codes) for w, codes in sorted(by_words.items())]


def _reliability(found: Sequence[Example]) -> Mapping[str, float]:
    """How often a trigger met in the examples was right, drawn to the prior when rarely met."""
    met: dict[str, int] = defaultdict(int)
    right: dict[str, int] = defaultdict(int)
    for example in found:
        for reason in example.clues.own:
            met[reason.key] += 1
            right[reason.key] += reason.theme in example.themes
    return {k: (right[k] + _PRIOR * _PRIOR_COUNT) / (n + _PRIOR_COUNT) for k, n in met.items()}


@dataclass(frozen=True, slots=True)
class Figures:
    """How well three readers find the themes of one contrat that they never saw.

    Each pair is (main theme right, F1 of the theme sets) for the rules, the classifier alone
    and the decision that weighs both.
    """

    contrat: str
    rules: tuple[float, float]
    classifier: tuple[float, float]
    decision: tuple[float, float]


def leave_one_out(
    found: Sequence[Example], trainer: Trainer, measured: Iterable[str]
) -> list[Figures]:
    """Figures for each contrat measured, by weights learned from other folds than its own."""
    figures = []
    for held in measured:
        weights = trainer.train(trainer.fold[held])
        decider = Decider(weights, trainer.piliers)
        mine = [e for e in found if e.contrat == held and e.mesure]
        figures.append(
            Figures(
                held,
                score(mine, [by_rules(e.clues) for e in mine]),
                score(mine, [ranked(by_classifier(e.clues.stems, weights)) for e in mine]),
                score(mine, [[d.theme for d in decider.decide(e.clues)] for e in mine]),
            )
        )
    return figures


def ranked(margins: Mapping[str, float]) -> tuple[str, ...]:
    """The theme of the highest margin, then up to two others whose margin is above 0."""
    best = sorted(margins, key=lambda t: (-margins[t], t))
    return tuple(best[:1] + [t for t in best[1:3] if margins[t] > 0])


def score(found: Sequence[Example], given: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Share of main themes that are right, and F1 of the themes given to each example."""
    pairs = list(zip(found, given, strict=True))
    main = sum(bool(g) and g[0] in e.themes for e, g in pairs) / max(1, len(pairs))
    both = sum(len(set(g) & set(e.themes)) for e, g in pairs)
    total = sum(len(g) + len(e.themes) for e, g in pairs)
    return round(main, 3), round(2 * both / max(1, total), 3)
