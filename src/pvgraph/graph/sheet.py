"""Triples of one named graph, and literals in canonical form.

Oxigraph keeps numbers and dates by value and lower-cases language tags: literals are written
here as it would write them, so that the file and the store agree byte for byte.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from pvgraph.graph.names import LABEL, SKOS, TYPE, XSD

Term = NamedNode | Literal

# Characters that XML 1.0 forbids would make the SPARQL XML and RDF/XML answers unreadable.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Sheet:
    """The triples said in one named graph; saying one twice is saying it once."""

    def __init__(self, graph: NamedNode) -> None:
        self.graph = graph
        self._quads: set[Quad] = set()

    def say(self, subject: NamedNode, predicate: NamedNode, *objects: Term | None) -> None:
        """Add one triple an object; None says nothing."""
        self._quads.update(
            Quad(subject, predicate, o, self.graph) for o in objects if o is not None
        )

    def name(self, subject: NamedNode, label: str, english: str | None = None) -> None:
        """The preferred label of `subject`, in French and, where given, in English."""
        labels = [fr(label), *([en(english)] if english else [])]
        self.say(subject, LABEL, *labels)
        self.say(subject, SKOS.prefLabel, *labels)

    def a(self, subject: NamedNode, *classes: NamedNode) -> NamedNode:
        """Type `subject`, and give it back."""
        self.say(subject, TYPE, *classes)
        return subject

    def extend(self, quads: Iterable[Quad]) -> None:
        self._quads.update(quads)

    def __iter__(self) -> Iterator[Quad]:
        return iter(self._quads)

    def __len__(self) -> int:
        return len(self._quads)


def clean(text: str) -> str:
    """`text` without the characters that no XML format can carry."""
    return _NOT_XML.sub("", text)


def fr(text: str) -> Literal:
    return Literal(clean(text), language="fr")


def en(text: str) -> Literal:
    return Literal(clean(text), language="en")


def plain(text: str) -> Literal:
    return Literal(clean(text))


def integer(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)


def decimal(number: float) -> Literal:
    """An xsd:decimal with at most 4 decimals, no exponent, no trailing zero."""
    text = format(Decimal(repr(number)).quantize(Decimal("0.0001")), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Literal(text or "0", datatype=XSD.decimal)


def year(number: int) -> Literal:
    return Literal(f"{number:04d}", datatype=XSD.gYear)


def date(text: str) -> Literal:
    """An xsd:date from `2015-07-03`."""
    return Literal(text, datatype=XSD.date)


def hexadecimal(digits: str) -> Literal:
    """A checksum, in lower-case hex digits."""
    return Literal(digits, datatype=XSD.hexBinary)


def boolean(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)
