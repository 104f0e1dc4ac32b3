"""The first task: one text → its extraction, and what it brings to the shared graph.

What a build needs to know of the task stands here; `reader`, which does it, loads the language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pvgraph import lexicon
from pvgraph.curation.corrections import Correction
from pvgraph.graph.referents import Referents, load_names
from pvgraph.model import Document, Extraction
from pvgraph.paths import resource

MODULE = __name__
EXTRACTION, TALLY, TEXT, RECORDS, PASSAGES, COUNTS = (
    "extraction.pickle", "tally.pickle", "texte.txt", "records.jsonl", "passages.jsonl",
    "counts.json",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A text to read. `extraction` is given where it is not to be read but taken as it is;
    `corrections` are those of people, replayed on what is read."""

    document: Document
    extraction: Extraction | None = None
    corrections: tuple[Correction, ...] = ()


def folders() -> tuple[Path, ...]:
    """The project's folders that reading depends on."""
    return resource("extract"), resource("ontology")


def run(text: Text) -> Mapping[str, bytes]:
    """Read one text.

    Raises:
        PvgraphError: the text cannot be read, or one of the project's lists is wrong.
    """
    from pvgraph.building import reader

    return reader.read(text)


def prepare() -> None:
    """Load what every text needs: workers forked afterwards have it without loading it."""
    from pvgraph.building import reader

    reader.prepare()


def words() -> lexicon.Lexicon:
    """The project's lists, read once a process."""
    return lexicon.project_lexicon()


def referents(contrat: str, declaration: Mapping) -> Referents:
    """What the names of one contrat stand for."""
    names = load_names(resource("ontology") / "appellations.csv")
    return Referents(words(), names, {contrat: territory(contrat, declaration)})


def territory(contrat: str, declaration: Mapping) -> str:
    """The name of the contrat's territory, or its slug."""
    return declaration.get("epci", {}).get("nom") or contrat
