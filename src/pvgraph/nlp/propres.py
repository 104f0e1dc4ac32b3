"""Proper names in running text: where one ends, and what may stand inside it."""

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.phrases import QUOTES

_TAIL_MAX = 4  # words in small letters that may end a name
_PLACE_MIN = 6  # letters of an adjective of place
_DASHES = frozenset("-–—")
_ENDS = frozenset(",;:.()/•")


class ProperNames:
    """Reads the proper name that begins at a token, by capitals, particles and tails."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._particle = words["particule"]
        self._preposition = words["contraction-de"] | words["devant-nom"]
        self._verbs = words["finale-verbe"]
        self._never = words["fin-de-nom"]
        self._of_place = tuple(words["adjectif-de-lieu"])
        self._no_place = words["sans-lieu"]
        self._nameless = words["sans-nom"] | words["hors-nom"]
        self._not_tail = words["hors-queue"] | words["relatif"]

    def after_preposition(self, tokens: Tokens, at: int) -> int:
        """The token after « de la », « du », « l' » … at `at`."""
        end = at
        while end < len(tokens) and end - at < 2 and tokens.norms[end] in self._preposition:
            end += 1
        return end

    def end(self, tokens: Tokens, at: int, starts: set[int]) -> int:
        """The token after the proper name that begins at `at` (`at` itself if there is none).

        `starts` are tokens where other bodies begin: the name ends before them.
        """
        end = at
        while end < len(tokens) and end not in starts:
            if tokens.norms[end] in self._never or self._apart(tokens, end):
                break
            if tokens.proper(end) or (end > at and self._joins(tokens, end, starts)):
                end += 1
            else:
                break
        while end > at and (not tokens.proper(end - 1) or tokens.norms[end - 1] in self._particle):
            end -= 1  # « COMMUNE D'AVERMES ET LA »
        return end

    def _apart(self, tokens: Tokens, at: int) -> bool:
        """Is this a dash with white space before it that a name does not go on behind (« Ville de
        Brest – Engagements », not « Montluçon - Néris-les-Bains »)?"""
        if tokens.words[at] not in _DASHES or not at or tokens.starts[at] == tokens.end(at):
            return False
        after = tokens.norms[at + 1 : at + 2]
        return tokens.words[at] != "-" or not self._nameless.isdisjoint(after)

    def of_place(self, tokens: Tokens, at: int, end: int) -> int:
        """As `end`, with the adjective of a place that follows: « Gard rhodanien »."""
        if end == at or end == len(tokens) or not tokens.words[end].islower():
            return end
        norm = tokens.norms[end]
        told = len(norm) >= _PLACE_MIN and norm.endswith(self._of_place)
        return end + (told and norm not in self._no_place)

    def tailed(self, tokens: Tokens, at: int, starts: set[int]) -> int:
        """As `end`, with the words in small letters that end the name up to a comma or « et »:
        « Entreprendre ensemble », « Jeunesse au plein air »."""
        end = self.end(tokens, at, starts)
        if end == at:
            return at
        tail = end
        while tail < len(tokens) and tail - end <= _TAIL_MAX and tail not in starts:
            word, norm = tokens.words[tail], tokens.norms[tail]
            if word in _ENDS or word in QUOTES or norm == "et":
                break
            if not (word.isalpha() or word.endswith(("'", "’"))) or self._verbal(norm):
                return end
            tail += 1
        short = tail - end <= _TAIL_MAX and (tail == len(tokens) or tail not in starts)
        return tail if short else end

    def quoted(self, tokens: Tokens, at: int) -> tuple[int, int]:
        """The tokens inside the quotation marks that open at `at`, or none."""
        if at < len(tokens) and tokens.words[at] in QUOTES:
            for end in range(at + 1, min(at + 12, len(tokens))):
                if tokens.words[end] in QUOTES:
                    return at + 1, end
        return at, at

    def _verbal(self, norm: str) -> bool:
        verb = any(norm.endswith(e) and len(norm) > len(e) + 2 for e in self._verbs)
        return verb or norm in self._not_tail

    def _joins(self, tokens: Tokens, at: int, starts: set[int]) -> bool:
        """Is the particle at `at` followed, within three tokens, by more of the name?"""
        for ahead in range(at, min(at + 4, len(tokens))):
            if ahead in starts:
                return False
            if tokens.norms[ahead] not in self._particle:
                hyphen = tokens.words[at] == "-" or tokens.words[ahead - 1] == "-"
                joined = hyphen and tokens.words[ahead].isalpha()
                return ahead > at and (tokens.proper(ahead) or joined)
        return False
