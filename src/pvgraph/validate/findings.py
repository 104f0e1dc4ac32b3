"""What validation says: findings, the place in the text that each points to, and the report."""

from collections import Counter
from dataclasses import dataclass

NAMESPACE = "https://w3id.org/pvgraph/shapes#"
"""Where the names of shapes live."""
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a finding points to: the file, its line (from 1), and the words there, folded."""

    file: str
    line: int
    words: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One result. `shape` is the constraint's local name (`Mesure-porteur`); terms are in
    N-Triples syntax, empty where there is none; `passage` is the IRI of the words."""

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    component: str
    message_fr: str
    message_en: str
    passage: str = ""
    place: Place | None = None

    def line(self, language: str = "fr") -> str:
        """One line for people: severity, place or node, constraint, what to do, the words."""
        message = self.message_en if language == "en" else self.message_fr
        where = f"{self.place.file}:{self.place.line}" if self.place else self.focus
        words = f" « {self.place.words} »" if self.place and self.place.words else ""
        value = f" ({self.value})" if self.value.startswith("<") else ""
        return f"{self.severity}  {where}  {self.shape}  {message}{value}{words}"


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted: the worst first, then by constraint and node."""

    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """True where no finding is a Violation (a Warning or an Info stops nothing)."""
        return all(f.severity != "Violation" for f in self.findings)

    def counts(self) -> dict[str, int]:
        """How many findings of each severity, all three named."""
        found = Counter(f.severity for f in self.findings)
        return {s: found[s] for s in SEVERITIES}


def report(findings: list[Finding]) -> Report:
    """The findings as a report, each once."""
    ranked = sorted(
        set(findings), key=lambda f: (SEVERITIES.index(f.severity), f.shape, f.focus, f.value)
    )
    return Report(tuple(ranked))
