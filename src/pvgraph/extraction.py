"""The chain of one text: document → blocks → items → records."""

from functools import lru_cache

from pvgraph import confiance, layouts
from pvgraph.annotation import signatures
from pvgraph.annotation.annotator import annotate
from pvgraph.lexicon import Lexicon, project_lexicon
from pvgraph.model import Block, Document, Extraction
from pvgraph.reading import read


@lru_cache(maxsize=1)
def project_trust() -> dict[str, float]:
    """What each rule is worth, read once a process."""
    return confiance.load()


def blocks(document: Document) -> tuple[Block, ...]:
    """What the page shows."""
    return read(document.text)


def found(document: Document) -> layouts.Found:
    """What the layouts read, before its words are understood."""
    return layouts.find(document.text, blocks(document))


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """All that is read from one document; `lexicon` defaults to the project's own."""
    lexicon = lexicon or project_lexicon()
    result = found(document)
    records = annotate(document, result.items, lexicon)
    records = confiance.calibrated(records, project_trust())
    signed = signatures.read(document, lexicon)
    return Extraction(document.contrat, records, signed, result.aside, result.unclaimed)
