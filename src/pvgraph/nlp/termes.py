"""The spaCy component for the other lists: themes' words, dispositifs, publics, cues.

`doc.spans["themes"]`, `["dispositifs"]`, `["publics"]` and `["declencheurs"]`: `label_` is the
theme, the code of the term or the role; `id_` of a cue tells where it binds.
"""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pvgraph.lexicon import Cue, Lexicon, Term
from pvgraph.nlp.phrases import QUOTES, Found, Phrases, longest, proper

_STOP = "stop"
_CITED_MIN = 3  # tokens of a quotation of two words
_AIM_WINDOW = 5  # words before a public that may say that it is for them
_YEARS = re.compile(r"\d\s?ans?\b")
_RANGE = re.compile(r"\d+[-–/]\d+")


class TermRecogniser:
    """Themes and terms are compared by stem, cues by their exact words."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._cues = {str(n): c for n, c in enumerate(lexicon.cues)}
        self._stems = Phrases(nlp, _stemmed(lexicon), stemmed=True)
        self._words = Phrases(nlp, _written(lexicon, self._cues), stemmed=False)
        self._names = _Names(lexicon)

    def __call__(self, doc: Doc) -> Doc:
        stems, words = self._stems.find(doc), self._words.find(doc)
        doc.spans["themes"] = _spans(doc, stems["themes"])
        doc.spans["publics"] = _spans(doc, self._names.publics(doc, words["publics"]))
        doc.spans["dispositifs"] = _spans(doc, self._names.dispositifs(doc, stems["dispositifs"]))
        doc.spans["declencheurs"] = self._cue_spans(doc, words["declencheurs"])
        return doc

    def _cue_spans(self, doc: Doc, cues: list[Found]) -> list[Span]:
        spans = []
        for found in longest(cues):
            cue = self._cues[found.key]
            span = Span(doc, found.start, found.end, label=cue.role or _STOP)
            span.id_ = cue_id(cue)
            spans.append(span)
        return spans


def cue_id(cue: Cue) -> str:
    """How a cue binds, in a word: `avant.1.forte`, `apres.n.faible` …"""
    return f"{cue.side or _STOP}.{'1' if cue.single else 'n'}.{'forte' if cue.firm else 'faible'}"


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


def _spans(doc: Doc, found: list[Found]) -> list[Span]:
    return [Span(doc, f.start, f.end, label=f.key) for f in found]


class _Names:
    """Joins what was matched into whole names: a head and its complement, a public and its."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.words

    def publics(self, doc: Doc, found: list[Found]) -> list[Found]:
        """Known publics, with the complements that say which (« jeunes | de moins de 26 ans »)."""
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
                end = self._complement(doc, follow[end])
            end = self._aged(doc, end)
            overlaps = publics and one.start < publics[-1].end
            if overlaps or (one.key.startswith("faible:") and end == one.end):
                continue
            if one.key.startswith("vise:") and not self._aimed(doc, one.start):
                continue
            publics.append(Found(one.start, end, one.key.split(":")[1]))
        return self._with_ages(doc, publics)

    def _aimed(self, doc: Doc, at: int) -> bool:
        """« former les agents », « auprès des bénévoles »: for them, not by them."""
        before = doc[max(0, at - _AIM_WINDOW) : at]
        return any(t.norm_ in self._words["pour-qui"] for t in before)

    def _with_ages(self, doc: Doc, publics: list[Found]) -> list[Found]:
        """With « les 14-20 ans », « aux plus de 25 ans », where an age is the whole name."""
        found = list(publics)
        for token in doc if _YEARS.search(doc.text) else ():
            if token.norm_ not in self._words["age"] or not token.i:
                continue
            start = token.i
            while start and self._of_age(doc[start - 1]):
                start -= 1
            named = start and start < token.i and doc[start - 1].norm_ in self._words["age-les"]
            free = all(token.i >= p.end or token.i < p.start for p in publics)
            if named and free:
                found.append(Found(start, token.i + 1, "ages"))
        return sorted(found)

    def _of_age(self, token: Token) -> bool:
        link = token.norm_ in self._words["age-lien"] and token.norm_ not in self._words["age-les"]
        return token.is_digit or link or _RANGE.fullmatch(token.text) is not None

    def _aged(self, doc: Doc, at: int) -> int:
        """The end of « (de) 12 à 25 ans » where an age follows, else `at`."""
        for end in range(at, min(at + 7, len(doc))):
            norm = doc[end].norm_
            if norm in self._words["age"]:
                return end + 1
            if not (doc[end].is_digit or norm in self._words["age-lien"]):
                break
        return at

    def _complement(self, doc: Doc, found: Found) -> int:
        """The end of a complement: its own words, and a noun where it ends with a preposition."""
        end = found.end
        if doc[end - 1].norm_ not in self._words["suspens"]:
            return end
        taken = 0
        while end < len(doc) and taken < 3 and doc[end].text not in _STOPS:
            content = doc[end].norm_ not in self._words["determinant"]
            if content and doc[end].norm_ in self._words["lien"]:
                break
            taken += content
            end += 1
            if content and not (end < len(doc) and doc[end].norm_ in self._words["contraction-de"]):
                break
        return end

    def dispositifs(self, doc: Doc, found: list[Found]) -> list[Found]:
        """Known names, and « plan », « schéma », « dispositif » … with what names them."""
        barred = {f.start for f in found if f.key.startswith("sauf:")}
        names = longest([f for f in found if f.key.startswith("nom:")])
        heads = [f for f in found if f.key.startswith("tete:") and f.start not in barred]
        opened = [o for h in longest(heads) if (o := self._opened(doc, h))]
        merged = longest(names + opened + self._cited(doc))
        return [Found(f.start, f.end, f.key.split(":")[1]) for f in merged]

    def _cited(self, doc: Doc) -> list[Found]:
        """« Instituer un « conseil des enfants » », « avec son camion « Objectif emploi » »: words
        in quotes right after an article, or written as a name."""
        found, closed = [], 0
        for token in doc[1:] if not QUOTES.isdisjoint(doc.text) else ():
            if token.text not in QUOTES or token.i < closed:
                continue
            closed = self._quoted(doc, token.i)
            article = doc[token.i - 1].norm_ in self._words["article-cite"]
            named = closed and doc[token.i + 1].is_title
            if (article and closed - token.i > _CITED_MIN) or named:
                found.append(Found(token.i + 1, closed - 1, "tete:cite"))
        return found

    def _opened(self, doc: Doc, head: Found) -> Found | None:
        end = self._quoted(doc, head.end)
        if not end:
            if head.key == "tete:tete-citee" or (
                head.key == "tete:tete-nommee" and not self._capital(doc, head.end)
            ):
                return None
            end = self._noun_phrase(doc, head.end)
            end = self._quoted(doc, end) or end
        return Found(head.start, end, "tete:nomme") if end > head.end else None

    def _capital(self, doc: Doc, at: int) -> bool:
        """Is the first word after the head, articles apart, written as a name?"""
        while at < len(doc) and doc[at].norm_ in self._words["complement"]:
            at += 1
        return at < len(doc) and proper(doc[at])

    def _quoted(self, doc: Doc, at: int) -> int:
        if at < len(doc) and doc[at].text in QUOTES:
            for end in range(at + 1, min(at + 12, len(doc))):
                if doc[end].text in QUOTES:
                    return end + 1
        return 0

    def _noun_phrase(self, doc: Doc, at: int) -> int:
        """Adjectives and « de » complements after the head, to the first other word."""
        end, taken = at, 0
        words = self._words
        while end < len(doc) and end - at < 14:
            norm = doc[end].norm_
            if doc[end].text in _STOPS or norm in words["verbe-suite"]:
                break
            linking = norm in words["complement"]
            if not linking and taken and doc[end - 1].norm_ not in words["complement"]:
                if not doc[end].is_alpha or norm in words["lien"]:
                    break
                if not _adjectival(norm, words["adjectif"]) and not proper(doc[end]):
                    break
            taken += not linking
            end += 1
        while end > at and doc[end - 1].norm_ in words["complement"]:
            end -= 1
        return end


_STOPS = frozenset(".,;:()!?•→")


def _adjectival(norm: str, endings: frozenset[str]) -> bool:
    return any(norm.endswith(e) for e in endings)
