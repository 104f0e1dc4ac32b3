"""What reading one text takes, and the files that it gives."""

from dataclasses import dataclass

from pvgraph.curation.corrections import Correction
from pvgraph.model import Document, Extraction

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
