"""Landlords by the form of their name: « Valloire Habitat », « 13 Habitat », « Habitat 77 »."""

from spacy.tokens import Doc

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.noms import in_name
from pvgraph.nlp.phrases import Found, proper

LANDLORD = "=bailleur"
_OPEN = {"commune", "epci"}
_LANDLORDS = "bailleur-social"


class Landlords:
    """Names made of « Habitat », « Logement » … and what stands beside it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._bodies = lexicon.bodies
        self._barred = lexicon.words["habitat-sauf"]
        self._opening = lexicon.words["habitat-ouvre"]
        self._prepositions = lexicon.words["contraction-de"]

    def find(self, doc: Doc, habitats: list[Found], bodies: list[Found]) -> list[Found]:
        """A name right before « Habitat », or « Habitat » and a number or a place after it."""
        ends = {f.end for f in bodies if self._parts(f.key)}
        found = []
        for at, _, _ in habitats:
            if not doc[at].is_title:
                continue
            start, end = self._before(doc, at, ends), self._behind(doc, at)
            if start < at:
                found.append(Found(start, self._ending(doc, at), LANDLORD))
            elif end > at + 1:
                found.append(Found(at, end, LANDLORD))
        return found

    def _parts(self, code: str) -> bool:
        """Does this body stand beside a landlord's name (« ANRU Limoges Habitat »), not in it?"""
        body = self._bodies[code]
        return body.scope not in _OPEN and body.type != _LANDLORDS

    def _before(self, doc: Doc, at: int, ends: set[int]) -> int:
        start = at
        while start and start not in ends:
            joined = doc[start - 1].norm_ in self._prepositions and start < at and start > 1
            if in_name(doc[start - 1], self._barred):
                start -= 1
            elif joined and start - 1 not in ends and in_name(doc[start - 2], self._barred):
                start -= 2  # « Terre de Puisaye Habitat »
            else:
                break
        while start < at and not proper(doc[start]):
            start += 1
        return start

    def _ending(self, doc: Doc, at: int) -> int:
        """The end of « Mon Logement 27 », « Le Logis Familial »."""
        if self._number(doc, at + 1):
            return at + 2
        opens = doc[at].norm_ in self._opening
        return at + 2 if opens and at + 1 < len(doc) and proper(doc[at + 1]) else at + 1

    def _number(self, doc: Doc, at: int) -> int:
        """One more token where a département's number ends the name."""
        return int(at < len(doc) and doc[at].is_digit and len(doc[at]) <= 3)

    def _behind(self, doc: Doc, at: int) -> int:
        """The end of « Habitat 44 », « Habitat & Métropole », « Habitat du Littoral »."""
        after = at + 1
        if self._number(doc, after):
            return after + 1
        linked = after < len(doc) and (
            doc[after].text == "&" or doc[after].norm_ in self._prepositions
        )
        if linked and after + 1 < len(doc) and proper(doc[after + 1]):
            end = after + 2
            while end < len(doc) and proper(doc[end]) and end - after < 4:
                end += 1
            return end
        return at
