"""What one contrat brings to the things that all contrats share: counted once, added up later.

The shared graph (bodies, dispositifs, publics) is made of these tallies, never of the extractions:
with hundreds of contrats the former are small and kept from build to build.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass

from pvgraph.graph.referents import Referents
from pvgraph.model import Document, Extraction
from pvgraph.plain import words

Named = tuple[str, str, str]
"""A code, the label that the lists give it, the words of the text."""


@dataclass(frozen=True)
class Tally:
    """The names in one contrat. `bodies` counts (code, type, mention), mention empty where the text
    names nobody; `signatories` gives the label of each body that signs."""

    contrat: str
    text_sha256: str
    rules: frozenset[str]
    bodies: Counter[tuple[str, str, str]]
    signatories: dict[str, str]
    dispositifs: frozenset[Named]
    publics: frozenset[Named]


def tally(document: Document, extraction: Extraction, referents: Referents) -> Tally:
    """Count the names of one extraction; the rules that found something are named too."""
    named = [p for record in extraction.records for p in record.acteurs]
    return Tally(
        extraction.contrat,
        hashlib.sha256(document.text.encode()).hexdigest(),
        frozenset(r.regle for r in extraction.records if r.regle),
        Counter(
            (referents.body(p.acteur), p.type, words(p.mention))
            for p in (*named, *extraction.signatures)
        ),
        {referents.body(s.acteur): s.label for s in extraction.signatures},
        frozenset((*referents.dispositif(d), d) for r in extraction.records for d in r.dispositifs),
        frozenset((*referents.public(p), p) for r in extraction.records for p in r.publics),
    )
