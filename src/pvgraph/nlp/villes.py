"""Several towns behind one word: « les Villes de Melun, du Mée-sur-Seine et d'Avon »."""

from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.territoires import town_slug
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.propres import ProperNames

ARTICLES = {"du": "Le ", "des": "Les "}
_TOWN = "ville"
_AND = "et"
_LINKS = frozenset({",", _AND})


class Towns:
    """Reads the towns that a plural names."""

    def __init__(self, lexicon: Lexicon, names: ProperNames) -> None:
        self._words, self._names = lexicon.words, names
        self._body = lexicon.bodies[_TOWN]

    def of(self, tokens: Tokens, mention: Draft, starts: set[int]) -> list[Draft]:
        """The towns that follow `mention`, each after « de »; the first covers the plural too."""
        found: list[Draft] = []
        if mention.named or mention.body.code not in self._words["villes-nommees"]:
            return found
        at = mention.end
        while at < len(tokens) and tokens.norms[at] in self._words["contraction-de"]:
            start = at + 1 + (tokens.norms[at : at + 2] == ("de", "la"))
            end = self._end(tokens, start, starts)
            if end == start:
                break
            name = ARTICLES.get(tokens.norms[at], "") + tokens.of(at + 1, end)
            first = start if found else mention.start
            found.append(Draft(first, end, self._body, town_slug(name), named=True))
            at = end
            while at < len(tokens) and tokens.norms[at] in _LINKS:
                at += 1
        return found

    def _end(self, tokens: Tokens, at: int, starts: set[int]) -> int:
        end = self._names.end(tokens, at, starts)
        return next((i for i in range(at, end) if tokens.norms[i] == _AND), end)
