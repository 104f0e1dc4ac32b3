"""The text as evidence: one node a text, one a passage, in NIF and in Web Annotation terms."""

import hashlib
from bisect import bisect_right

from pyoxigraph import NamedNode

from pvgraph.graph.names import DCT, FOAF, NIF, OA, PROV, PV, SPDX, iri, node
from pvgraph.graph.sheet import Sheet, hexadecimal, integer, plain
from pvgraph.model import Document, Span, fold

_CONTEXT = 32
"""Characters of prefix and suffix kept with a quote, as in the Web Annotation examples."""
_LIMIT = 10_000
"""Longest quote kept as a literal, in characters; a longer passage keeps its offsets only."""


def texte_iri(contrat: str) -> NamedNode:
    return iri("texte", contrat)


class Lines:
    """The lines of a text, counted from 1 as editors do."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]

    def number(self, offset: int) -> int:
        """The line of the code point at `offset`."""
        return bisect_right(self._starts, offset)


class Quotes:
    """Passages of one document, written to a sheet as they are asked for."""

    def __init__(self, document: Document, sheet: Sheet) -> None:
        self.document = document
        self.sheet = sheet
        self._lines = Lines(document.text)

    def texte(self) -> NamedNode:
        """The node of the whole text, with the hash without which offsets mean nothing."""
        document, sheet = self.document, self.sheet
        texte = sheet.a(texte_iri(document.contrat), PV.Texte, FOAF.Document, NIF.Context)
        sha = hashlib.sha256(document.text.encode()).hexdigest()
        checksum = sheet.a(iri("texte", document.contrat, "sha256"), SPDX.Checksum)
        sheet.say(texte, SPDX.checksum, checksum)
        sheet.say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        sheet.say(checksum, SPDX.checksumValue, hexadecimal(sha))
        sheet.say(texte, DCT.language, node(_FRENCH))
        sheet.say(texte, DCT.identifier, plain(f"corpus/{document.contrat}.txt"))
        sheet.say(texte, NIF.beginIndex, integer(0))
        sheet.say(texte, NIF.endIndex, integer(len(document.text)))
        sheet.say(texte, PV.contrat, iri("contrat", document.contrat))
        return texte

    def quote(self, subject: NamedNode, span: Span) -> NamedNode:
        """Say that `subject` was read at `span`; the passage's IRI follows RFC 5147."""
        sheet, text, contrat = self.sheet, self.document.text, self.document.contrat
        texte = texte_iri(contrat)
        passage = node(f"{texte.value}#char={span.start},{span.end}")
        sheet.say(subject, PROV.wasQuotedFrom, passage)
        exact = text[span.start : span.end]
        sheet.a(passage, NIF.OffsetBasedString, OA.SpecificResource, PV.Passage)
        sheet.say(passage, NIF.beginIndex, integer(span.start))
        sheet.say(passage, NIF.endIndex, integer(span.end))
        sheet.say(passage, NIF.referenceContext, texte)
        sheet.say(passage, OA.hasSource, texte)
        sheet.say(passage, PV.ligne, integer(self._lines.number(span.start)))
        place = f"{span.start}-{span.end}"
        position = sheet.a(iri("texte", contrat, "position", place), OA.TextPositionSelector)
        sheet.say(passage, OA.hasSelector, position)
        sheet.say(position, OA.start, integer(span.start))
        sheet.say(position, OA.end, integer(span.end))
        if len(exact) <= _LIMIT:
            sheet.say(passage, NIF.anchorOf, plain(exact))
            self._citation(passage, span, exact)
        return passage

    def _citation(self, passage: NamedNode, span: Span, exact: str) -> None:
        sheet, text = self.sheet, self.document.text
        place = f"{span.start}-{span.end}"
        citation = iri("texte", self.document.contrat, "citation", place)
        sheet.a(citation, OA.TextQuoteSelector)
        sheet.say(passage, OA.hasSelector, citation)
        sheet.say(citation, OA.exact, plain(exact))
        sheet.say(citation, OA.prefix, plain(text[max(0, span.start - _CONTEXT) : span.start]))
        sheet.say(citation, OA.suffix, plain(text[span.end : span.end + _CONTEXT]))


_FRENCH = "http://publications.europa.eu/resource/authority/language/FRA"


def shortened(text: str, limit: int = 140) -> str:
    """`text` folded and cut at a word with an ellipsis where longer than `limit` characters."""
    text = fold(text)
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
