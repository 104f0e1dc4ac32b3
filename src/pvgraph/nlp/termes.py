"""Recognises what the other lists name: themes' words, dispositifs, publics, cues."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spacy.language import Language

from pvgraph.lexicon import Cue, Lexicon, Term
from pvgraph.nlp.jetons import Tokens
from pvgraph.nlp.phrases import QUOTES, Found, Phrases, longest

_CITED_MIN = 3  # tokens of a quotation of two words
_AIM_WINDOW = 5  # words before a public that may say that it is for them
_YEARS = re.compile(r"\d\s?ans?\b")
_RANGE = re.compile(r"\d+[-–/]\d+")


class CueAt(NamedTuple):
    """Tokens `start` to `end` (excluded) are a form of `cue`."""

    start: int
    end: int
    cue: Cue


class Terms(NamedTuple):
    """What a text names; the key of each is its theme, or the code of its term."""

    stems: tuple[str, ...]
    themes: list[Found]
    publics: list[Found]
    dispositifs: list[Found]
    cues: list[CueAt]


class TermRecogniser:
    """Themes and terms are compared by stem, cues by their exact words."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._cues = {str(n): c for n, c in enumerate(lexicon.cues)}
        self._stems = Phrases(nlp, _stemmed(lexicon), stemmed=True)
        self._words = Phrases(nlp, _written(lexicon, self._cues), stemmed=False)
        self._names = _Names(lexicon)

    def __call__(self, tokens: Tokens) -> Terms:
        stemmed = self._stems.find(tokens, tokens.stems)
        words = self._words.find(tokens, tokens.norms)
        return Terms(
            tokens.stems,
            stemmed["themes"],
            self._names.publics(tokens, words["publics"]),
            self._names.dispositifs(tokens, stemmed["dispositifs"]),
            [CueAt(c.start, c.end, self._cues[c.key]) for c in longest(words["declencheurs"])],
        )

    def named(self, tokens: Tokens) -> tuple[list[Found], list[Found]]:
        """The publics and dispositifs alone."""
        stemmed = self._stems.find(tokens, tokens.stems)["dispositifs"]
        return self.publics(tokens), self._names.dispositifs(tokens, stemmed)

    def publics(self, tokens: Tokens) -> list[Found]:
        """The publics alone."""
        return self._names.publics(tokens, self._words.find(tokens, tokens.norms)["publics"])


def _stemmed(lexicon: Lexicon) -> Iterator[tuple[str, str, str]]:
    for theme in lexicon.themes.values():
        yield from (("themes", word, theme.code) for word in theme.words)
    yield from _term_forms("dispositifs", lexicon.dispositifs)


def _written(lexicon: Lexicon, cues: dict[str, Cue]) -> Iterator[tuple[str, str, str]]:
    yield from _term_forms("publics", lexicon.publics)
    for number, cue in cues.items():
        yield from (("declencheurs", v, number) for v in lexicon.variants(cue.form))


def _term_forms(group: str, terms: tuple[Term, ...]) -> Iterator[tuple[str, str, str]]:
    for term in terms:
        yield from ((group, form, f"{term.kind}:{term.code}") for form in term.forms)


class _Names:
    """Joins what was matched into whole names: a head and its complement, a public and its."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.words

    def publics(self, tokens: Tokens, found: list[Found]) -> list[Found]:
        """Known publics, with the complements that say which (« jeunes | de moins de 26 ans »)."""
        if not found:
            return self._with_ages(tokens, [])
        kept = longest([f for f in found if not f.key.startswith("suite:")])
        follow = {
            f.start: f for f in sorted(found, key=lambda f: f.end) if f.key.startswith("suite:")
        }
        publics = []
        for one in kept:
            if one.key.startswith("sauf:"):
                continue
            end = one.end
            while end in follow:
                end = self._complement(tokens, follow[end])
            end = self._aged(tokens, end)
            overlaps = publics and one.start < publics[-1].end
            if overlaps or (one.key.startswith("faible:") and end == one.end):
                continue
            if one.key.startswith("vise:") and not self._aimed(tokens, one.start):
                continue
            publics.append(Found(one.start, end, one.key.split(":")[1]))
        return self._with_ages(tokens, publics)

    def _aimed(self, tokens: Tokens, at: int) -> bool:
        """« former les agents », « auprès des bénévoles »: for them, not by them."""
        before = tokens.norms[max(0, at - _AIM_WINDOW) : at]
        return not self._words["pour-qui"].isdisjoint(before)

    def _with_ages(self, tokens: Tokens, publics: list[Found]) -> list[Found]:
        """With « les 14-20 ans », « aux plus de 25 ans », where an age is the whole name."""
        if self._words["age"].isdisjoint(tokens.norms) or not _YEARS.search(tokens.text):
            return publics
        found = list(publics)
        for at, norm in enumerate(tokens.norms):
            if norm not in self._words["age"] or not at:
                continue
            start = at
            while start and self._of_age(tokens, start - 1):
                start -= 1
            named = start and start < at and tokens.norms[start - 1] in self._words["age-les"]
            free = all(at >= p.end or at < p.start for p in publics)
            if named and free:
                found.append(Found(start, at + 1, "ages"))
        return sorted(found)

    def _of_age(self, tokens: Tokens, at: int) -> bool:
        word, norm = tokens.words[at], tokens.norms[at]
        link = norm in self._words["age-lien"] and norm not in self._words["age-les"]
        return word.isdigit() or link or _RANGE.fullmatch(word) is not None

    def _aged(self, tokens: Tokens, at: int) -> int:
        """The end of « (de) 12 à 25 ans » where an age follows, else `at`."""
        for end in range(at, min(at + 7, len(tokens))):
            norm = tokens.norms[end]
            if norm in self._words["age"]:
                return end + 1
            if not (tokens.words[end].isdigit() or norm in self._words["age-lien"]):
                break
        return at

    def _complement(self, tokens: Tokens, found: Found) -> int:
        """The end of a complement: its own words, and a noun where it ends with a preposition."""
        end = found.end
        if tokens.norms[end - 1] not in self._words["suspens"]:
            return end
        taken = 0
        while end < len(tokens) and taken < 3 and tokens.words[end] not in _STOPS:
            content = tokens.norms[end] not in self._words["determinant"]
            if content and tokens.norms[end] in self._words["lien"]:
                break
            taken += content
            end += 1
            linked = end < len(tokens) and tokens.norms[end] in self._words["contraction-de"]
            if content and not linked:
                break
        return end

    def dispositifs(self, tokens: Tokens, found: list[Found]) -> list[Found]:
        """Known names, and « plan », « schéma », « dispositif » … with what names them."""
        if not found:
            return [Found(f.start, f.end, "cite") for f in longest(self._cited(tokens))]
        barred = {f.start for f in found if f.key.startswith("sauf:")}
        names = longest([f for f in found if f.key.startswith("nom:")])
        heads = [f for f in found if f.key.startswith("tete:") and f.start not in barred]
        opened = [o for h in longest(heads) if (o := self._opened(tokens, h))]
        merged = longest(names + opened + self._cited(tokens))
        return [Found(f.start, f.end, f.key.split(":")[1]) for f in merged]

    def _cited(self, tokens: Tokens) -> list[Found]:
        """« Instituer un « conseil des enfants » », « avec son camion « Objectif emploi » »: words
        in quotes right after an article, or written as a name."""
        found: list[Found] = []
        closed = 0
        if QUOTES.isdisjoint(tokens.text):
            return found
        for at, word in enumerate(tokens.words):
            if word not in QUOTES or at < max(closed, 1):
                continue
            closed = self._quoted(tokens, at)
            article = tokens.norms[at - 1] in self._words["article-cite"]
            named = closed and tokens.words[at + 1].istitle()
            if (article and closed - at > _CITED_MIN) or named:
                found.append(Found(at + 1, closed - 1, "tete:cite"))
        return found

    def _opened(self, tokens: Tokens, head: Found) -> Found | None:
        end = self._quoted(tokens, head.end)
        if not end:
            if head.key == "tete:tete-citee" or (
                head.key == "tete:tete-nommee" and not self._capital(tokens, head.end)
            ):
                return None
            end = self._noun_phrase(tokens, head.end)
            end = self._quoted(tokens, end) or end
        return Found(head.start, end, "tete:nomme") if end > head.end else None

    def _capital(self, tokens: Tokens, at: int) -> bool:
        """Is the first word after the head, articles apart, written as a name?"""
        while at < len(tokens) and tokens.norms[at] in self._words["complement"]:
            at += 1
        return at < len(tokens) and tokens.proper(at)

    def _quoted(self, tokens: Tokens, at: int) -> int:
        if at < len(tokens) and tokens.words[at] in QUOTES:
            for end in range(at + 1, min(at + 12, len(tokens))):
                if tokens.words[end] in QUOTES:
                    return end + 1
        return 0

    def _noun_phrase(self, tokens: Tokens, at: int) -> int:
        """Adjectives and « de » complements after the head, to the first other word."""
        end, taken = at, 0
        words = self._words
        while end < len(tokens) and end - at < 14:
            norm = tokens.norms[end]
            if tokens.words[end] in _STOPS or norm in words["verbe-suite"]:
                break
            linking = norm in words["complement"]
            if not linking and taken and tokens.norms[end - 1] not in words["complement"]:
                if not tokens.words[end].isalpha() or norm in words["lien"]:
                    break
                if not _adjectival(norm, words["adjectif"]) and not tokens.proper(end):
                    break
            taken += not linking
            end += 1
        while end > at and tokens.norms[end - 1] in words["complement"]:
            end -= 1
        return end


_STOPS = frozenset(".,;:()!?•→")


def _adjectival(norm: str, endings: frozenset[str]) -> bool:
    return any(norm.endswith(e) for e in endings)
