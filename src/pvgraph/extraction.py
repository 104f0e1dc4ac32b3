"""The chain of one text: document → blocks → items → records."""

from pvgraph import layouts
from pvgraph.model import Block, Document, Extraction, Item, Record
from pvgraph.reading import read


def blocks(document: Document) -> tuple[Block, ...]:
    """What the page shows."""
    return read(document.text)


def found(document: Document) -> layouts.Found:
    """What the layouts read, before its words are understood."""
    return layouts.find(document.text, blocks(document))


def extract(document: Document) -> Extraction:
    """All that is read from one document."""
    result = found(document)
    records = _plain_records(document, result.items)
    return Extraction(document.contrat, records, (), result.aside, result.unclaimed)


def _plain_records(document: Document, items: tuple[Item, ...]) -> tuple[Record, ...]:
    ids = [f"{document.contrat}-{n:04d}" for n in range(1, len(items) + 1)]
    return tuple(
        Record(
            id=ids[n],
            contrat=document.contrat,
            niveau=item.niveau,
            text=item.text,
            span=item.span,
            regle=item.regle,
            confiance=item.confiance,
            numero=item.numero,
            parent=None if item.parent is None else ids[item.parent],
            merge=None if item.merge is None else ids[item.merge],
            description=None if item.description is None else item.description.of(document.text),
            registre=item.registre,
            politiques=tuple(s.of(document.text) for s in item.politiques),
        )
        for n, item in enumerate(items)
    )
