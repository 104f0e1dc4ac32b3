"""A report as tables of words: what the terminal, the README and `/qualite` show.

Light like `report`: a page is made of `every(report, lang, label)` and `method(report, lang)`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pvgraph.evaluate.report import Bin, Line, Reliability, Report, Score
from pvgraph.evaluate.wording import WORDS

_FACETS = ("niveau mesure", "role acteur_type", "role acteur", "theme themes")


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


Label = Callable[[str, str], str]
"""What to call a code: `label("theme", "education")`; kinds are niveau, role, theme, contrat."""


def bare(kind: str, code: str) -> str:
    """The code itself, where there is no graph to ask for its label."""
    return code


@dataclass(frozen=True, slots=True)
class _Writer:
    """Words and figures as one language writes them."""

    lang: str
    label: Label = bare

    def contrats(self, slugs: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.label("contrat", slug) for slug in slugs)

    def words(self, *keys: str) -> tuple[str, ...]:
        return tuple(WORDS[self.lang][key] for key in keys)

    def figure(self, value: float | None, digits: int = 2) -> str:
        """A dash where there is no figure."""
        if value is None:
            return "–"
        written = f"{value:.{digits}f}"
        return written.replace(".", ",") if self.lang == "fr" else written

    def percent(self, value: float) -> str:
        return self.figure(100 * value, 1) + (" %" if self.lang == "fr" else "%")

    def interval(self, low: float | None, high: float | None) -> str:
        return f"{self.figure(low)}–{self.figure(high)}"

    def line(self, line: Line) -> tuple[str, ...]:
        name = line.fr if self.lang == "fr" else line.en
        return (
            name + (", F1" if line.measure == "f1" else ""),
            self.figure(line.target),
            self.figure(line.mean),
            self.interval(line.low, line.high),
            f"{self.figure(line.lowest_value)} ({self.label('contrat', line.lowest)})",
            self.figure(line.baseline),
            str(line.n),
        )

    def score(self, score: Score | None) -> str:
        if score is None:
            return "–"
        return f"{self.figure(score.value)} ({self.interval(score.low, score.high)})"

    def facet(self, code: str, score: Score) -> tuple[str, ...]:
        figures = (score.precision, score.rappel, score.value)
        counts = (score.juste, score.trop, score.manque)
        interval = self.interval(score.low, score.high)
        return (code, *map(self.figure, figures), interval, *map(str, counts))

    def bin(self, own: Bin) -> tuple[str, ...]:
        bounds = self.interval(own.low, own.high)
        return (bounds, str(own.n), self.figure(own.confiance, 3), self.figure(own.observed, 3))


def main(report: Report, lang: str = "fr", label: Label = bare) -> Table:
    """One row a line of the report: target, mean and interval, lowest contrat, baseline."""
    write = _Writer(lang, label)
    names = write.words("what", "target", "mean", "interval", "lowest", "baseline")
    rows = tuple(write.line(line) for line in report.lines)
    return Table(WORDS[lang]["main"], (*names, "n"), rows)


def unseen(report: Report, lang: str = "fr") -> list[Table]:
    """The main table of the other towns; none where they were not measured."""
    if report.unseen is None:
        return []
    return [replace(main(report.unseen, lang), title=WORDS[lang]["unseen"])]


def contrats(report: Report, lang: str = "fr", label: Label = bare) -> Table:
    """Each line of the report on each contrat, with its interval."""
    write = _Writer(lang, label)
    rows = tuple(
        (write.line(line)[0], *(write.score(line.contrats.get(c)) for c in report.contrats))
        for line in report.lines
    )
    return Table(WORDS[lang]["contrats"], ("", *write.contrats(report.contrats)), rows)


def facets(report: Report, lang: str = "fr", label: Label = bare) -> list[Table]:
    """Precision, recall and F1 by niveau, rôle and thème, all contrats together."""
    write = _Writer(lang, label)
    header = ("", *write.words("precision", "recall"), "F1")
    header += write.words("interval", "right", "extra", "missed")
    tables = []
    for name in _FACETS:
        own = [f for f in report.facets if f"{f.kind} {f.row}" == name]
        rows = tuple(write.facet(label(f.kind, f.code), f.score) for f in own)
        tables += [Table(WORDS[lang][name], header, rows)] if rows else []
    return tables


def crossed(report: Report, lang: str = "fr", label: Label = bare) -> list[Table]:
    """The themes of each contrat by weights learned on the others; none where not measured."""
    write = _Writer(lang, label)
    readers = list(dict.fromkeys(c.reader for c in report.crossed))
    contrats = list(dict.fromkeys(c.contrat for c in report.crossed))
    rows = []
    for reader in readers:
        own = {c.contrat: (c.principal, c.f1) for c in report.crossed if c.reader == reader}
        mean = [sum(figures) / len(own) for figures in zip(*own.values(), strict=True)]
        pairs = [*(own[c] for c in contrats), mean]
        cells = [" ; ".join(write.figure(value) for value in pair) for pair in pairs]
        rows.append((WORDS[lang][reader], *cells))
    header = ("", *write.contrats(contrats), *write.words("mean"))
    return [Table(WORDS[lang]["crossed"], header, tuple(rows))] if rows else []


def reliability(given: Sequence[Reliability], lang: str = "fr") -> list[Table]:
    """Confidence said against correctness seen, bin by bin."""
    write = _Writer(lang)
    confiance, said, observed, gap = write.words("confiance", "said", "observed", "gap")
    return [
        Table(
            gap.format(
                kind=WORDS[lang][table.kind],
                ece=write.figure(table.ece, 3),
                brier=write.figure(table.brier, 3),
            ),
            (confiance, "n", said, observed),
            tuple(write.bin(own) for own in table.bins),
        )
        for table in given
    ]


def coverage(report: Report, lang: str = "fr", label: Label = bare) -> Table:
    """What became of each text's characters."""
    write = _Writer(lang, label)
    rows = tuple(
        (
            label("contrat", c.contrat),
            str(c.characters),
            *map(write.percent, (c.read, c.aside, c.unclaimed, c.markup)),
        )
        for c in report.coverage
    )
    names = write.words("characters", "read", "aside", "unclaimed", "markup")
    return Table(WORDS[lang]["coverage"], ("", *names), rows)


def every(report: Report, lang: str = "fr", label: Label = bare) -> list[Table]:
    """All tables of a report, in the order in which they are shown."""
    by_row = [main(report, lang, label), *unseen(report, lang), *crossed(report, lang, label)]
    split = [contrats(report, lang, label), *facets(report, lang, label)]
    doubt = [*reliability(report.reliability, lang), coverage(report, lang, label)]
    return [*by_row, *split, *doubt]


def method(report: Report, lang: str = "fr") -> str:
    """How the figures were made: what must stand beside them wherever they are shown."""
    said = WORDS[lang]["method"].format(
        origin=report.origin_fr if lang == "fr" else report.origin_en,
        records=report.records,
        contrats=", ".join(report.contrats),
        draws=report.draws,
        seed=report.seed,
    )
    if report.unseen is None:
        return said
    other = report.unseen.origin_fr if lang == "fr" else report.unseen.origin_en
    return f"{said} {WORDS[lang]['unseen']}{' :' if lang == 'fr' else ':'} {other}"
