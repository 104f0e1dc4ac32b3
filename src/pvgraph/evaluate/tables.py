"""A report as tables of words: what the terminal, the README and the method page show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pvgraph.evaluate.report import Bin, Line, Reliability, Report, Score

_KINDS = {
    "livree": "Confiance livrée (réglée sur ces mêmes textes)",
    "croisee": "Confiance croisée (réglée sur les autres contrats seulement)",
}
_FACETS = {
    ("niveau", "mesure"): "Par niveau (trouvé, et à ce niveau)",
    ("role", "acteur_type"): "Par rôle : (type d'acteur, rôle)",
    ("role", "acteur"): "Par rôle : (acteur, rôle)",
    ("theme", "themes"): "Par thème",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a header and rows of the same width, all words."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> str:
        """Columns aligned with spaces: the first to the left, figures to the right."""
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [self.title]
        for row in (self.header, *self.rows):
            first, *rest = (
                cell.rjust(width) if index else cell.ljust(width)
                for index, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            lines.append("  ".join((first, *rest)).rstrip())
        return "\n".join(lines)

    def markdown(self) -> str:
        """A pipe table under its title in bold."""
        lines = [f"**{self.title}**", ""]
        lines.append("| " + " | ".join(self.header) + " |")
        lines.append("|---|" + "---:|" * (len(self.header) - 1))
        lines += ["| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in self.rows]
        return "\n".join(lines)


def figure(value: float | None, digits: int = 2) -> str:
    """A figure as the French write it, a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def percent(value: float) -> str:
    return f"{figure(100 * value, 1)} %"


def main(report: Report) -> Table:
    """One row a line of the report: target, mean and interval, lowest contrat, baseline."""
    header = ("ce qui est mesuré", "visé", "moyenne", "IC 95 %", "plus bas", "témoin", "n")
    return Table("Lecture des textes annotés", header, tuple(_main_row(x) for x in report.lines))


def _main_row(line: Line) -> tuple[str, ...]:
    return (
        line.fr + (", F1" if line.measure == "f1" else ""),
        figure(line.target),
        figure(line.mean),
        f"{figure(line.low)}–{figure(line.high)}",
        f"{figure(line.lowest_value)} ({line.lowest})",
        figure(line.baseline),
        str(line.n),
    )


def contrats(report: Report) -> Table:
    """Each line of the report on each contrat, with its interval."""
    rows = [
        (line.fr, *(_with_interval(line.contrats.get(c)) for c in report.contrats))
        for line in report.lines
    ]
    return Table("Par contrat (IC 95 %)", ("", *report.contrats), tuple(rows))


def _with_interval(score: Score | None) -> str:
    if score is None:
        return "–"
    return f"{figure(score.value)} ({figure(score.low)}–{figure(score.high)})"


def facets(report: Report) -> list[Table]:
    """Precision, recall and F1 by niveau, rôle and thème, all contrats together."""
    header = ("", "précision", "rappel", "F1", "IC 95 %", "justes", "en trop", "manquants")
    tables = []
    for (kind, row), title in _FACETS.items():
        own = [f for f in report.facets if (f.kind, f.row) == (kind, row)]
        rows = tuple((f.code, *_score_cells(f.score)) for f in own)
        tables += [Table(title, header, rows)] if rows else []
    return tables


def _score_cells(score: Score) -> Iterable[str]:
    figures = (score.precision, score.rappel, score.value)
    counts = (score.juste, score.trop, score.manque)
    sure = f"{figure(score.low)}–{figure(score.high)}"
    return (*(figure(f) for f in figures), sure, *map(str, counts))


def reliability(tables: Sequence[Reliability]) -> list[Table]:
    """Confidence said against correctness seen, bin by bin."""
    header = ("confiance", "n", "annoncée", "observée")
    return [
        Table(
            f"{_KINDS[t.kind]} : écart moyen (ECE) {figure(t.ece, 3)}, Brier {figure(t.brier, 3)}",
            header,
            tuple(_bin_cells(b) for b in t.bins),
        )
        for t in tables
    ]


def _bin_cells(b: Bin) -> tuple[str, ...]:
    bounds = f"{figure(b.low)}–{figure(b.high)}"
    return (bounds, str(b.n), figure(b.confiance, 3), figure(b.observed, 3))


def coverage(report: Report) -> Table:
    """What became of each text's characters."""
    header = ("", "caractères", "lus", "écartés par règle", "non compris", "balises et marques")
    rows = [
        (c.contrat, str(c.characters), *map(percent, (c.read, c.aside, c.unclaimed, c.markup)))
        for c in report.coverage
    ]
    return Table("Couverture des textes (caractères, blancs exclus)", header, tuple(rows))


def every(report: Report) -> list[Table]:
    """All tables of a report, in the order in which they are shown."""
    tables = [main(report), contrats(report), *facets(report)] if report.lines else []
    return [*tables, *reliability(report.reliability), coverage(report)]
