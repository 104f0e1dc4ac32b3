"""What spaCy read in a passage, as plain values with offsets into the source text."""

import re
from dataclasses import dataclass
from functools import cached_property

from spacy.language import Language
from spacy.tokens import Doc

from pvgraph.lexicon import Lexicon
from pvgraph.model import Span
from pvgraph.nlp.acteurs import ActorRecogniser
from pvgraph.nlp.langue import French
from pvgraph.nlp.phrases import stems
from pvgraph.nlp.termes import TermRecogniser

_PIECE = re.compile(r"<[^<>\n]{1,40}>|\*\*|(?:(?!<[^<>\n]{1,40}>|\*\*)\S)+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a passage; `slug` is what its words alone give (its code if no place)."""

    span: Span
    code: str
    type: str
    slug: str


@dataclass(frozen=True, slots=True)
class CueFound:
    """A cue found in a passage: the role it gives and where the bodies stand."""

    span: Span
    role: str
    side: str
    single: bool
    firm: bool


@dataclass(frozen=True, slots=True)
class TermFound:
    """A theme's word, a dispositif or a public found in a passage; `words` as written."""

    span: Span
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Everything recognised in one stretch of a source text."""

    text: str
    at: tuple[int, ...]
    stems: tuple[str, ...]
    mentions: tuple[Mention, ...]
    cues: tuple[CueFound, ...]
    themes: tuple[TermFound, ...]
    dispositifs: tuple[TermFound, ...]
    publics: tuple[TermFound, ...]

    def between(self, start: int, end: int) -> str:
        """The words between two source offsets, folded."""
        return "".join(c for c, at in zip(self.text, self.at, strict=True) if start <= at < end)


def unfold(text: str, span: Span) -> tuple[str, list[int]]:
    """The words of `span` on one line, and for each character its offset in `text`.

    Markup and line breaks become one space; a word cut by a hyphen at the line's end is joined.
    """
    plain: list[str] = []
    at: list[int] = []
    end = span.start
    for piece in _PIECE.finditer(text, span.start, span.end):
        words, start = piece.group(), piece.start()
        if (words[0] == "<" and words[-1] == ">") or words == "**":
            continue
        if plain and start > end:
            if plain[-1] == "-" and words[0].islower() and "\n" in text[end:start]:
                plain.pop()
                at.pop()
            else:
                plain.append(" ")
                at.append(end)
        plain.extend(words)
        at.extend(range(start, piece.end()))
        end = piece.end()
    return "".join(plain), at


class Reader:
    """Reads passages of source texts with the French pipeline; one per process is enough."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._nlp: Language = French()

    @cached_property
    def _actors(self) -> ActorRecogniser:
        return ActorRecogniser(self._nlp, self._lexicon)

    @cached_property
    def _terms(self) -> TermRecogniser:
        return TermRecogniser(self._nlp, self._lexicon)

    def passage(self, text: str, span: Span) -> Passage:
        """Bodies, cues, themes' words, dispositifs and publics of `text[span]`."""
        plain, at = unfold(text, span)
        doc = self._terms(self._actors(stems(self._nlp.make_doc(plain))))
        return _typed(doc, at)

    def mentions(self, line: str) -> list[Mention]:
        """The bodies of a line alone (offsets into that line)."""
        doc = self._actors(self._nlp.make_doc(line))
        return _mentions(doc, range(len(line)))


def _typed(doc: Doc, at: list[int]) -> Passage:
    """Typed, without the bodies and cues that are only words of a dispositif's name."""
    dispositifs = _found(doc, "dispositifs", at)
    names = [d.span for d in dispositifs]

    def free(span: Span) -> bool:
        return not any(n.covers(span) and n != span for n in names)

    return Passage(
        text=doc.text,
        at=tuple(at),
        stems=tuple(t.lemma_ for t in doc),
        mentions=tuple(m for m in _mentions(doc, at) if free(m.span)),
        cues=tuple(c for c in _cues(doc, at) if free(c.span)),
        themes=_found(doc, "themes", at),
        dispositifs=dispositifs,
        publics=_found(doc, "publics", at),
    )


def _span(span: object, at: list[int] | range) -> Span:
    return Span(at[span.start_char], at[span.end_char - 1] + 1)


def _mentions(doc: Doc, at: list[int] | range) -> list[Mention]:
    return [Mention(_span(s, at), s.id_, s.label_, s.kb_id_) for s in doc.spans.get("acteurs", ())]


def _cues(doc: Doc, at: list[int]) -> list[CueFound]:
    found = []
    for s in doc.spans["declencheurs"]:
        side, number, force = s.id_.split(".")
        role = "" if s.label_ == "stop" else s.label_
        found.append(CueFound(_span(s, at), role, side, number == "1", force == "forte"))
    return found


def _found(doc: Doc, key: str, at: list[int]) -> tuple[TermFound, ...]:
    return tuple(TermFound(_span(s, at), s.label_, s.text) for s in doc.spans[key])
