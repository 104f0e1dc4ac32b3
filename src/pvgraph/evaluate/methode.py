"""The method page: prose of `docs/methode.modele.md`, figures of one run of the evaluation."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.evaluate import tables
from pvgraph.evaluate.report import Report
from pvgraph.evaluate.tables import Table
from pvgraph.model import Extraction

_MARK = re.compile(r"\{\{ (\w+) \}\}")
_PROMISE = re.compile(r"s['’]\s?engage(?:nt|ra|ront|ant|r)?\b", re.IGNORECASE)
_LEVELS = ("axe", "objectif", "action", "projet", "indicateur", "resultat", "realisation")
_MODES = ("explicite", "herite", "collectif")
_WEAKEST, _LEAST = 5, 5  # themes shown as the weakest; annotated decisions that they need
_SHOWN = 0.0005  # of the characters of one text
_HEAD = "<!-- Engendré par `pvgraph evaluate --methode` : la prose est dans {name}. -->\n\n"


def write(
    page: Path, report: Report, extractions: Sequence[Extraction], texts: Mapping[str, str]
) -> bool:
    """Write `page` from its model (`x.md` from `x.modele.md`); True where that changed it.

    Raises:
        ResourceError: the model is missing, or asks for a figure that does not exist.
    """
    model = page.with_suffix(".modele.md")
    if not model.is_file():
        raise ResourceError(f"{model}: absent")
    figures = _figures(report, extractions, texts)
    prose = model.read_text(encoding="utf-8")
    unknown = sorted(set(_MARK.findall(prose)) - figures.keys())
    if unknown:
        raise ResourceError(f"{model}: {unknown[0]!r} inconnu ; attendu {', '.join(figures)}")
    after = _HEAD.format(name=model.name) + _MARK.sub(lambda m: figures[m[1]](), prose)
    before = page.read_text(encoding="utf-8") if page.is_file() else ""
    page.write_text(after, encoding="utf-8")
    return after != before


def _figures(
    report: Report, extractions: Sequence[Extraction], texts: Mapping[str, str]
) -> dict[str, Callable[[], str]]:
    """What a model may ask for by name."""
    return {
        "lus": lambda: _levels(extractions).markdown(),
        "promesses": lambda: _promises(texts),
        "modes": lambda: _modes(extractions).markdown(),
        "croise": lambda: _all(tables.crossed(report)),
        "couverture": lambda: tables.coverage(report).markdown(),
        "ecartes": lambda: _aside(report).markdown(),
        "origine": lambda: tables.method(report),
        "principal": lambda: tables.main(report).markdown(),
        "autres": lambda: _all(tables.unseen(report)),
        "vise": lambda: _short_of(report),
        "fiabilite": lambda: _all(tables.reliability(report.reliability)),
        "faibles": lambda: _weakest(report),
    }


def _all(found: Sequence[Table]) -> str:
    return "\n\n".join(table.markdown() for table in found)


def _promises(texts: Mapping[str, str]) -> str:
    """« 31 fois à bordeaux, 3 à metz … »: how unevenly the same promise is worded."""
    counts = {slug: len(_PROMISE.findall(text)) for slug, text in texts.items()}
    ranked = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return ", ".join(f"{counts[s]} {'fois ' * (s == ranked[0])}à {s}" for s in ranked)


def _counted(title: str, rows: Sequence[str], by_contrat: Mapping[str, Counter[str]]) -> Table:
    body = tuple((row, *(str(own[row]) for own in by_contrat.values())) for row in rows)
    return Table(title, ("", *by_contrat), body)


def _levels(extractions: Sequence[Extraction]) -> Table:
    found = {e.contrat: Counter(r.niveau for r in e.records) for e in extractions}
    return _counted("Ce qui est lu, par niveau", _LEVELS, found)


def _modes(extractions: Sequence[Extraction]) -> Table:
    found = {e.contrat: Counter(p.mode for r in e.records for p in r.acteurs) for e in extractions}
    return _counted("Engagements lus, par mode d'attribution", _MODES, found)


def _aside(report: Report) -> Table:
    """The share of each text that each rule sets aside."""
    seen = ((rule, share) for c in report.coverage for rule, share in c.rules.items())
    rules = sorted({rule for rule, share in seen if share >= _SHOWN})
    rows = tuple(
        (rule, *(f"{100 * c.rules.get(rule, 0):.1f} %".replace(".", ",") for c in report.coverage))
        for rule in rules
    )
    header = ("", *(c.contrat for c in report.coverage))
    return Table("Écarté, par règle (part des caractères)", header, rows)


def _short_of(report: Report) -> str:
    """The rows whose mean is below what was aimed at, in both tables; said where there is none."""
    short = [
        f"{line.fr} {line.mean:.2f} pour {line.target:.2f}".replace(".", ",")
        for own in (report, report.unseen)
        if own is not None
        for line in own.lines
        if line.target is not None and line.mean < line.target
    ]
    return f"**Sous la cible :** {' ; '.join(short) or 'rien'}."


def _weakest(report: Report) -> str:
    """The themes that are read worst, among those met often enough to tell."""
    met = [
        f.score for f in report.facets
        if f.kind == "theme" and f.score.juste + f.score.manque >= _LEAST
    ]  # fmt: skip
    names = {id(f.score): f.code for f in report.facets}
    worst = sorted(met, key=lambda s: (s.value, names[id(s)]))[:_WEAKEST]
    said = ", ".join(f"{names[id(s)]} {s.value:.2f}".replace(".", ",") for s in worst)
    lines = [
        f"{line.fr} : {line.lowest_value:.2f} à {line.lowest}".replace(".", ",")
        for line in report.lines
        if line.target is not None and line.lowest_value < line.target
    ]
    low = f"\n\nContrats sous la cible : {' ; '.join(lines)}." if lines else ""
    return f"Thèmes les moins bien lus (F1) : {said}.{low}"
