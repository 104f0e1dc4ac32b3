"""One run of the evaluation: gold and extractions in, one `Report` out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pvgraph import corpus
from pvgraph.errors import TextError
from pvgraph.evaluate import UNSEEN, baseline, calibration, coverage, gold, origin, tallies
from pvgraph.evaluate.gold import Gold
from pvgraph.evaluate.judging import Judgement, judge
from pvgraph.evaluate.matching import Pairing, pair
from pvgraph.evaluate.report import Crossed, Facet, Line, Mistake, Reliability, Report, Score
from pvgraph.evaluate.rows import BY_KEY, GROUPS, ROWS, Row
from pvgraph.evaluate.tallies import DIGITS, Interval, Tally
from pvgraph.model import Document, Extraction

DRAWS = 1000
SEED = 20260101
#: What is split, and the row it splits.
FACETS = (("niveau", "mesure"), ("role", "acteur_type"), ("role", "acteur"), ("theme", "themes"))


@dataclass(frozen=True, slots=True)
class Compared:
    """One contrat's gold, what was extracted, and the two side by side."""

    gold: Gold
    extraction: Extraction
    pairing: Pairing
    judgements: tuple[Judgement, ...]


def run(
    folder: Path,
    texts: Mapping[str, str],
    extractions: Iterable[Extraction],
    crossed: Iterable[Crossed] = (),
    unseen: Report | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Report:
    """Compare extractions with the gold of `folder`.

    Args:
        folder: annotations `NAME.jsonl`, with `ranges.json` (lines read in full) and
            `origine.toml` (how they were made) where there are.
        texts: contrat → its text, untouched, for each extraction.
        extractions: what was read; a contrat without gold is in the coverage alone.
        crossed: figures of the themes learned on the other contrats (`crossed.load`).
        unseen: the same measured on other towns (`elsewhere`), to be shown beside.
        draws, seed: of the bootstrap.

    Raises:
        ResourceError: an annotation is unreadable or is not of this text.
    """
    extractions = list(extractions)
    annotated = set(gold.contrats(folder))
    compared = [
        compare(gold.load(folder, e.contrat, texts[e.contrat]), e)
        for e in extractions
        if e.contrat in annotated
    ]
    said = origin.load(folder)
    judgements = [j for c in compared for j in c.judgements if j.row in said.rows]
    witness = [j for c in witnesses(compared) for j in c.judgements]
    return Report(
        origin_fr=said.fr,
        origin_en=said.en,
        contrats=tuple(c.gold.contrat for c in compared),
        records=sum(c.gold.covers(r) for c in compared for r in c.gold.records),
        draws=draws,
        seed=seed,
        lines=tuple(_lines(judgements, witness, draws, seed)),
        facets=tuple(_facets(judgements, draws, seed)),
        mistakes=tuple(_mistake(j) for j in judgements if j.outcome != "juste"),
        reliability=_reliabilities(compared),
        coverage=tuple(coverage.measure(texts[e.contrat], e) for e in extractions),
        crossed=tuple(c for c in crossed if c.contrat in annotated),
        unseen=unseen,
    )


def documents(folder: Path, names: Iterable[str], texts_in: Path | None = None) -> list[Document]:
    """The annotated texts, each under its file's name: NAME.txt in `texts_in`, else beside.

    Raises:
        TextError: a text is missing or unreadable.
    """
    places = [place for place in (texts_in, folder) if place]
    return [_document(name, places) for name in names]


def _document(name: str, places: Sequence[Path]) -> Document:
    for place in places:
        path = place / f"{name}.txt"
        if path.is_file():
            return replace(corpus.load(path), contrat=name)
    raise TextError(f"{name}.txt : absent de {' et de '.join(map(str, places))}")


def elsewhere(annotated: Path, extract: Callable[[Document], Extraction]) -> Report | None:
    """The measure on the folder `essais` beside the gold, if there is one."""
    folder = annotated.parent / UNSEEN
    if not folder.is_dir():
        return None
    read = documents(folder, gold.contrats(folder))
    report = run(folder, {d.contrat: d.text for d in read}, [extract(d) for d in read])
    lines = (replace(line, target=BY_KEY[line.key].elsewhere) for line in report.lines)
    return replace(report, lines=tuple(lines))


def compare(wanted: Gold, extraction: Extraction) -> Compared:
    """One contrat's extraction beside its gold."""
    pairing = pair(wanted, extraction.records)
    return Compared(wanted, extraction, pairing, judge(pairing, extraction))


def witnesses(compared: Sequence[Compared]) -> list[Compared]:
    """The baseline on the same contrats, each with the others' most frequent theme."""
    golds = [c.gold for c in compared]
    return [compare(g, baseline.read(g, [o for o in golds if o is not g])) for g in golds]


def _lines(
    judgements: Sequence[Judgement], witness: Sequence[Judgement], draws: int, seed: int
) -> Iterable[Line]:
    ours, theirs = tallies.by(judgements, "row"), tallies.by(witness, "row")
    for row in ROWS:
        if row.key in ours:
            sure = tallies.intervals(row.key, ours[row.key], draws, seed)
            yield _line(row, ours[row.key], sure, theirs.get(row.key))


def _line(
    row: Row, own: Sequence[Judgement], sure: Interval, witness: Sequence[Judgement] | None
) -> Line:
    scores = {
        contrat: _score(row.key, tallies.tally(some), sure.contrats[contrat])
        for contrat, some in sorted(tallies.by(own, "contrat").items())
    }
    lowest = min(scores, key=lambda c: scores[c].value)
    return Line(
        row.key,
        row.fr,
        row.en,
        row.measure,
        row.target,
        row.reader,
        mean=_mean(s.value for s in scores.values()),
        low=sure.mean[0],
        high=sure.mean[1],
        n=len(own),
        lowest=lowest,
        lowest_value=scores[lowest].value,
        baseline=_witness(row, witness),
        contrats=scores,
    )


def _witness(row: Row, judgements: Sequence[Judgement] | None) -> float | None:
    if not judgements:
        return None
    by_contrat = tallies.by(judgements, "contrat").values()
    return _mean(tallies.value(row.key, tallies.tally(some)) for some in by_contrat)


def _mean(values: Iterable[float]) -> float:
    known = list(values)
    return round(sum(known) / len(known), DIGITS)


def _score(row: str, counted: Tally, sure: tuple[float, float] | None = None) -> Score:
    return Score(
        value=round(tallies.value(row, counted), DIGITS),
        precision=round(counted.precision, DIGITS),
        rappel=round(counted.rappel, DIGITS),
        juste=counted.juste,
        trop=counted.trop,
        manque=counted.manque,
        low=sure[0] if sure else None,
        high=sure[1] if sure else None,
    )


def _facets(judgements: Sequence[Judgement], draws: int, seed: int) -> Iterable[Facet]:
    """All contrats together: each niveau (found and at that niveau), role and theme."""
    rows = tallies.by(judgements, "row") | {"mesure": list(_at_niveau(judgements))}
    for kind, row in FACETS:
        for code, own in sorted(tallies.by(rows.get(row, ()), "facet").items()):
            sure = tallies.intervals(row, own, draws, seed)
            yield Facet(kind, row, code, _score(row, tallies.tally(own), sure.pooled))


def _at_niveau(judgements: Iterable[Judgement]) -> Iterable[Judgement]:
    """Items found at another niveau are missed at theirs, and in excess at the other."""
    for j in judgements:
        if j.row not in GROUPS:
            continue
        if j.outcome != "juste" or j.expected == j.found:
            yield j
        else:
            yield replace(j, outcome="manque", facet=j.expected)
            yield replace(j, outcome="trop", facet=j.found)


def _mistake(j: Judgement) -> Mistake:
    return Mistake(
        j.row, j.outcome, j.contrat, j.expected, j.found, j.start, j.end, j.text, j.regle
    )


def _reliabilities(compared: Sequence[Compared]) -> tuple[Reliability, ...]:
    seen = observations(compared)
    if not seen:
        return ()
    tables = [calibration.reliability("livree", seen)]
    if len({o.contrat for o in seen}) > 1:
        strength = calibration.best_strength(seen)
        tables.append(calibration.reliability("croisee", calibration.held_out(seen, strength)))
    return tuple(tables)


def observations(compared: Iterable[Compared]) -> list[calibration.Observation]:
    """What the confidence of the rules is fitted on (`calibration.fit`)."""
    return [o for c in compared for o in calibration.observe(c.pairing)]
