"""Names right before their head: « Quimperlé Communauté », « Nantes Université »."""

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.mention import Draft
from pvgraph.words import slugify


class NamesBefore:
    """Lengthens a mention by the name that stands before its head.

    `starts` are tokens where bodies begin.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._words, self._communes = lexicon.words, lexicon.places.communes

    def named(self, tokens: Tokens, mention: Draft, starts: set[int]) -> bool:
        """« Nantes Université », « CY Cergy Paris Université »: a name right before the head."""
        start = mention.start
        if mention.body.code not in self._words["nom-devant"] or not tokens.proper(start):
            return False
        while start and tokens.proper(start - 1) and start - 1 not in starts:
            start -= 1
        before = tokens.norms[start - 1] if start else ""
        after_body = start - 1 in starts or before in self._words["contraction-de"]
        if start == mention.start or after_body:
            return False
        mention.start, mention.named = start, True
        mention.slug = slugify(tokens.of(start, mention.end))
        return True

    def prefixed(self, tokens: Tokens, mention: Draft, starts: set[int]) -> None:
        """« Quimperlé Communauté »: a title-case name right before the bare head."""
        start = mention.start
        while start > 0 and (tokens.words[start - 1].istitle() or tokens.hyphened(start - 1)):
            start -= 1
        while start < mention.start and tokens.norms[start] in self._words["determinant"]:
            if slugify(tokens.of(start, mention.start)) in self._communes:
                break  # « La Roche-sur-Yon Agglomération »
            start += 1
        name = slugify(tokens.of(start, mention.start))
        first = mention.start - 1
        while first > 1 and tokens.words[first - 1] == "-":
            first -= 2  # « Haut-Bugey Agglomération »
        if name in self._communes or self._own_name(tokens, first, starts):
            start = start if name in self._communes else first
            mention.start, mention.named = start, True
            mention.slug = slugify(tokens.of(start, mention.end))

    def _own_name(self, tokens: Tokens, at: int, starts: set[int]) -> bool:
        """Is the word at `at` a name that no list knows, alone before its kind (« Ardenne
        Métropole », « GrandSoissons Agglomération »)?"""
        if at < 0 or not tokens.proper(at) or tokens.words[at].isupper() or at in starts:
            return False
        before = tokens.words[at - 1] if at else ""
        known = self._words["sans-nom"] | self._words["hors-nom"] | self._words["determinant"]
        return not (before[:1].isupper() or before == "-") and tokens.norms[at] not in known
