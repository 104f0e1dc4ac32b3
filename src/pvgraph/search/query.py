"""What was typed in the search box, understood: words, « phrases », prefixes* and -refusals.

The FTS5 expression is built from folded letters and digits alone, so nothing typed can be read
as its syntax.
"""

import re
from dataclasses import dataclass

from pvgraph.search.words import Word, empty_words, words

_PIECE = re.compile(r'(?P<minus>-)?(?:["«“](?P<phrase>[^"»”]*)["»”]?|(?P<word>[^\s"«»“”]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. `kind` is `mot`, `phrase` or `prefixe`; `refused` turns it round."""

    kind: str
    words: tuple[Word, ...]
    refused: bool = False

    def match(self) -> str:
        """The FTS5 expression of this term."""
        if self.kind == "mot":
            return f'{{stems heads}} : "{self.words[0].stem}"'
        exact = " ".join(w.plain for w in self.words)
        return f'plain : "{exact}"' + (" *" if self.kind == "prefixe" else "")

    def hits(self, word: Word) -> bool:
        """Whether `word` of a text is (part of) what this term asks for."""
        if self.kind == "mot":
            return word.stem == self.words[0].stem
        if self.kind == "prefixe":
            return word.plain.startswith(self.words[-1].plain)
        return any(word.plain == w.plain for w in self.words)


def parse(typed: str) -> list[Term]:
    """The terms of `typed`; empty words alone are dropped unless nothing else is asked for."""
    terms: list[Term] = []
    for piece in _PIECE.finditer(typed):
        refused = bool(piece["minus"])
        if piece["phrase"] is not None:
            found = tuple(words(piece["phrase"]))
            if found:
                terms.append(Term("phrase", found, refused))
        else:
            terms.extend(_word_terms(piece["word"], refused))
    telling = [t for t in terms if t.kind != "mot" or t.words[0].plain not in empty_words()]
    return telling or terms


def _word_terms(piece: str, refused: bool) -> list[Term]:
    found = words(piece)
    terms = [Term("mot", (word,), refused) for word in found]
    if piece.endswith("*") and terms:
        terms[-1] = Term("prefixe", (found[-1],), refused)
    return terms


def expression(terms: list[Term], every: bool = True) -> str:
    """The FTS5 expression of `terms`: all of them, or any of them; '' when nothing is wanted."""
    wanted = [f"({t.match()})" for t in terms if not t.refused]
    if not wanted:
        return ""
    refused = "".join(f" NOT ({t.match()})" for t in terms if t.refused)
    return f"({(' AND ' if every else ' OR ').join(wanted)}){refused}"
