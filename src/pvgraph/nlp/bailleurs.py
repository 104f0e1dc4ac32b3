"""Landlords by the form of their name: « Valloire Habitat », « 13 Habitat », « Habitat 77 »."""

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.noms import in_name
from pvgraph.nlp.phrases import Found

LANDLORD = "=bailleur"
_OPEN = {"commune", "epci"}
_LANDLORDS = "bailleur-social"


class Landlords:
    """Names made of « Habitat », « Logement » … and what stands beside it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._bodies = lexicon.bodies
        self._departements = lexicon.places.by_number
        self._barred = lexicon.words["habitat-sauf"]
        self._others = lexicon.words["habitat-autre"]
        self._opening = lexicon.words["habitat-ouvre"]
        self._prepositions = lexicon.words["contraction-de"]

    def find(self, tokens: Tokens, habitats: list[Found], bodies: list[Found]) -> list[Found]:
        """A name right before « Habitat », or « Habitat » and a number or a place after it."""
        ends = {f.end for f in bodies if self._parts(f.key)}
        found = []
        for at, _, _ in habitats:
            another = not self._others.isdisjoint(tokens.norms[at + 1 : at + 2])
            if another or not tokens.words[at].istitle():  # « Le Repos Habitat Jeunes »
                continue
            start, end = self._before(tokens, at, ends), self._behind(tokens, at)
            if start < at:
                found.append(Found(start, self._ending(tokens, at), LANDLORD))
            elif end > at + 1:
                found.append(Found(at, end, LANDLORD))
        return found

    def _parts(self, code: str) -> bool:
        """Does this body stand beside a landlord's name (« ANRU Limoges Habitat »), not in it?"""
        body = self._bodies[code]
        return body.scope not in _OPEN and body.type != _LANDLORDS

    def _before(self, tokens: Tokens, at: int, ends: set[int]) -> int:
        start = at
        while start and start not in ends:
            joined = tokens.norms[start - 1] in self._prepositions and start < at and start > 1
            named = in_name(tokens, start - 1, self._barred)
            if named or self._departement(tokens, start - 1, at):
                start -= 1
            elif joined and start - 1 not in ends and in_name(tokens, start - 2, self._barred):
                start -= 2  # « Terre de Puisaye Habitat »
            else:
                break
        while start < at and not (tokens.proper(start) or self._departement(tokens, start, at)):
            start += 1
        return start

    def _departement(self, tokens: Tokens, at: int, name: int) -> bool:
        """Whether a département's number opens the name: « 13 Habitat »."""
        return at == name - 1 and tokens.words[at] in self._departements

    def _ending(self, tokens: Tokens, at: int) -> int:
        """The end of « Mon Logement 27 », « Le Logis Familial »."""
        if self._number(tokens, at + 1):
            return at + 2
        opens = tokens.norms[at] in self._opening
        return at + 2 if opens and at + 1 < len(tokens) and tokens.proper(at + 1) else at + 1

    def _number(self, tokens: Tokens, at: int) -> int:
        """One more token where a département's number ends the name."""
        return int(at < len(tokens) and tokens.words[at].isdigit() and len(tokens.words[at]) <= 3)

    def _behind(self, tokens: Tokens, at: int) -> int:
        """The end of « Habitat 44 », « Habitat & Métropole », « Habitat du Littoral »."""
        after = at + 1
        if self._number(tokens, after):
            return after + 1
        linked = after < len(tokens) and (
            tokens.words[after] == "&" or tokens.norms[after] in self._prepositions
        )
        if linked and after + 1 < len(tokens) and tokens.proper(after + 1):
            end = after + 2
            while end < len(tokens) and tokens.proper(end) and end - after < 4:
                end += 1
            return end
        return at
