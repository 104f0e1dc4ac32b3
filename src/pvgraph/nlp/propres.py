"""Proper names in running text: where one ends, and what may stand inside it."""

from spacy.tokens import Doc

from pvgraph.lexicon import Lexicon
from pvgraph.nlp.phrases import QUOTES, proper

_TAIL_MAX = 4  # words in small letters that may end a name
_ENDS = frozenset(",;:.()/•")


class ProperNames:
    """Reads the proper name that begins at a token, by capitals, particles and tails."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = lexicon.words
        self._particle = words["particule"]
        self._preposition = words["contraction-de"] | words["devant-nom"]
        self._verbs = words["finale-verbe"]
        self._never = words["fin-de-nom"]
        self._not_tail = words["hors-queue"] | words["relatif"]

    def after_preposition(self, doc: Doc, at: int) -> int:
        """The token after « de la », « du », « l' » … at `at`."""
        end = at
        while end < len(doc) and end - at < 2 and doc[end].norm_ in self._preposition:
            end += 1
        return end

    def end(self, doc: Doc, at: int, starts: set[int]) -> int:
        """The token after the proper name that begins at `at` (`at` itself if there is none).

        `starts` are tokens where other bodies begin: the name ends before them.
        """
        end = at
        while end < len(doc) and end not in starts:
            token = doc[end]
            if token.norm_ in self._never:
                break
            if proper(token) or (end > at and self._joins(doc, end, starts)):
                end += 1
            else:
                break
        while end > at and not proper(doc[end - 1]):
            end -= 1
        return end

    def tailed(self, doc: Doc, at: int, starts: set[int]) -> int:
        """As `end`, with the words in small letters that end the name up to a comma or « et »:
        « Entreprendre ensemble », « Jeunesse au plein air »."""
        end = self.end(doc, at, starts)
        if end == at:
            return at
        tail = end
        while tail < len(doc) and tail - end <= _TAIL_MAX and tail not in starts:
            token = doc[tail]
            if token.text in _ENDS or token.text in QUOTES or token.norm_ == "et":
                break
            if not (token.is_alpha or token.text.endswith(("'", "’"))) or self._verbal(token.norm_):
                return end
            tail += 1
        short = tail - end <= _TAIL_MAX and (tail == len(doc) or tail not in starts)
        return tail if short else end

    def quoted(self, doc: Doc, at: int) -> tuple[int, int]:
        """The tokens inside the quotation marks that open at `at`, or none."""
        if at < len(doc) and doc[at].text in QUOTES:
            for end in range(at + 1, min(at + 12, len(doc))):
                if doc[end].text in QUOTES:
                    return at + 1, end
        return at, at

    def _verbal(self, norm: str) -> bool:
        verb = any(norm.endswith(e) and len(norm) > len(e) + 2 for e in self._verbs)
        return verb or norm in self._not_tail

    def _joins(self, doc: Doc, at: int, starts: set[int]) -> bool:
        """Is the particle at `at` followed, within three tokens, by more of the name?"""
        for ahead in range(at, min(at + 4, len(doc))):
            if ahead in starts:
                return False
            if doc[ahead].norm_ not in self._particle:
                hyphen = doc[at].text == "-" or doc[ahead - 1].text == "-"
                return ahead > at and (proper(doc[ahead]) or (hyphen and doc[ahead].is_alpha))
        return False
