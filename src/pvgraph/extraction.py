"""The chain of one text: document → blocks → items → records."""

from functools import lru_cache

from pvgraph import confiance, layouts
from pvgraph.annotation import signatures
from pvgraph.annotation.annotator import annotate
from pvgraph.lexicon import Lexicon, project_lexicon
from pvgraph.model import Block, Document, Extraction
from pvgraph.plain import plain
from pvgraph.reading import read


@lru_cache(maxsize=1)
def project_trust() -> dict[str, float]:
    """What each rule is worth, read once a process."""
    return confiance.load()


def blocks(document: Document) -> tuple[Block, ...]:
    """What the page shows."""
    seen = plain(document)
    return seen.back(read(seen.document.text))


def found(document: Document) -> layouts.Found:
    """What the layouts read, before its words are understood."""
    seen = plain(document)
    return seen.back(_found(seen.document))


def _found(document: Document) -> layouts.Found:
    return layouts.find(document.text, read(document.text))


def extract(document: Document, lexicon: Lexicon | None = None) -> Extraction:
    """All that is read from one document; `lexicon` defaults to the project's own."""
    lexicon = lexicon or project_lexicon()
    seen = plain(document)
    document = seen.document
    result = _found(document)
    records = annotate(document, result.items, lexicon, trust=project_trust())
    signed = signatures.read(document, lexicon)
    read_off = Extraction(document.contrat, records, signed, result.aside, result.unclaimed)
    return seen.back(read_off)
