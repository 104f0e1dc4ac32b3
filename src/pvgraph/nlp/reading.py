"""What spaCy read in a passage, as plain values with offsets into the source text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from spacy.attrs import LEMMA
from spacy.language import Language
from spacy.tokens import Doc

from pvgraph.lexicon import Lexicon
from pvgraph.model import Span
from pvgraph.nlp import foreign
from pvgraph.nlp.acteurs import ActorRecogniser
from pvgraph.nlp.langue import French
from pvgraph.nlp.passage import CueFound, Mention, Passage, TermFound
from pvgraph.nlp.phrases import stems
from pvgraph.nlp.suites import UNLISTED
from pvgraph.nlp.termes import TermRecogniser
from pvgraph.words import slugify

_UNEVEN = re.compile(r"\s\s|[^\S ]|[<*]|^\s|\s$")  # what makes a stretch differ from its words
_PIECE = re.compile(r"<[^<>\n]{1,40}>|\*\*|(?:(?!<[^<>\n]{1,40}>|\*\*)\S)+")


_ORGANISATION = "ORG"
_LABEL = "etiquette"
_OPENS = frozenset(".;:([–—•/|-")
_POSSIBLE = "acteurs-possibles"
_SAYING = frozenset({"contrat", "national"})  # scopes whose names may say what a measure is about


def unfold(text: str, span: Span) -> tuple[str, Sequence[int]]:
    """The words of `span` on one line, and for each character its offset in `text`.

    Markup and line breaks become one space; a word cut by a hyphen at the line's end is joined.
    """
    whole = text[span.start : span.end]
    if not _UNEVEN.search(whole):
        return whole, range(span.start, span.end)
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
    """Reads passages of source texts with the French pipeline; one per process is enough.

    `pipeline` is the name of an installed French pipeline whose named entities are to add
    bodies that no list knows (its organisations).
    """

    def __init__(self, lexicon: Lexicon, pipeline: str | None = None) -> None:
        self._lexicon = lexicon
        self._nlp: Language = French()
        self._entities = foreign(pipeline) if pipeline else None

    @cached_property
    def _actors(self) -> ActorRecogniser:
        return ActorRecogniser(self._nlp, self._lexicon)

    @cached_property
    def _terms(self) -> TermRecogniser:
        return TermRecogniser(self._nlp, self._lexicon)

    def load(self) -> None:
        """Build the matchers now, which the first passage would do."""
        _ = self._actors, self._terms

    def passage(self, text: str, span: Span) -> Passage:
        """Bodies, cues, themes' words, dispositifs and publics of `text[span]`."""
        plain, at = unfold(text, span)
        doc = self._terms(self._actors(stems(self._nlp.make_doc(plain))))
        read = _typed(doc, at, self._lexicon)
        if self._entities is None:
            return read
        return replace(read, mentions=self._with_organisations(read, at))

    def _with_organisations(self, read: Passage, at: Sequence[int]) -> tuple[Mention, ...]:
        """The bodies read, and the organisations that the other pipeline sees elsewhere."""
        body = self._lexicon.bodies[UNLISTED]
        taken = [k.span for k in (*read.mentions, *read.dispositifs)]
        found = list(read.mentions)
        for entity in self._entities(read.text).ents:
            span = _span(entity, at)
            free = all(span.end <= t.start or t.end <= span.start for t in taken)
            if entity.label_ == _ORGANISATION and free:
                found.append(Mention(span, body.code, body.type, slugify(entity.text)))
        return tuple(sorted(found, key=lambda m: m.span))

    def mentions(self, line: str, *, loose: bool = False) -> list[Mention]:
        """The bodies of a line alone (offsets into that line); `loose`: whatever its capitals."""
        doc = self._actors(self._nlp.make_doc(line), loose=loose)
        return [m for m in _mentions(doc, range(len(line))) if not m.faint]


def _typed(doc: Doc, at: Sequence[int], lexicon: Lexicon) -> Passage:
    """Typed, without the bodies and cues that are only words of a dispositif's name.

    Nor do the words of a body's own name (« agence d'urbanisme », « CAF ») say a theme.
    """
    words = map(doc.vocab.strings.__getitem__, doc.to_array(LEMMA).tolist())
    dispositifs = _found(doc, "dispositifs", at)
    publics = _found(doc, "publics", at)
    aims = lexicon.words["but"]
    names = [d.span for d in dispositifs]

    def free(span: Span) -> bool:
        return not any(n.covers(span) and n != span for n in names)

    mentions = tuple(m for m in _mentions(doc, at) if free(m.span))
    own = [m.span for m in mentions if not m.faint and lexicon.bodies[m.code].scope not in _SAYING]

    def named(span: Span) -> bool:
        return any(m.covers(span) for m in own)

    return Passage(
        text=doc.text,
        at=at,
        stems=tuple(words),
        mentions=mentions,
        cues=tuple(c for c in _cues(doc, at) if free(c.span)),
        themes=tuple(t for t in _themes(doc, at, lexicon) if not named(t.span)),
        dispositifs=tuple(
            d for d in dispositifs if not any(p.span.covers(d.span) for p in publics)
        ),
        publics=publics,
        aim=_aim(doc, at, aims),
    )


def _aim(doc: Doc, at: Sequence[int], aims: frozenset[str]) -> int | None:
    """Where the words first say what for, unless they begin so."""
    spans = doc.spans["declencheurs"]
    starts = (
        s.start for s in spans if s.label_ == "stop" and s.start and doc[s.start].norm_ in aims
    )
    first = next(starts, None)
    return None if first is None else at[doc[first].idx]


def _span(span: object, at: Sequence[int]) -> Span:
    return Span(at[span.start_char], at[span.end_char - 1] + 1)


def _mentions(doc: Doc, at: Sequence[int]) -> list[Mention]:
    found = [
        Mention(_span(s, at), s.id_, s.label_, s.kb_id_, faint=key == _POSSIBLE)
        for key in ("acteurs", _POSSIBLE)
        for s in doc.spans.get(key, ())
    ]
    return sorted(found, key=lambda m: m.span)


def _cues(doc: Doc, at: Sequence[int]) -> list[CueFound]:
    found = []
    for s in doc.spans["declencheurs"]:
        side, number, force = s.id_.split(".")
        if side == _LABEL and not _is_label(doc, s):
            continue
        side = "apres" if side == _LABEL else side
        role = "" if s.label_ == "stop" else s.label_
        found.append(CueFound(_span(s, at), role, side, number == "1", force == "forte"))
    return found


def _is_label(doc: Doc, span: object) -> bool:
    """Does this noun stand as a label does: first in its passage or clause, or before a colon?"""
    before = doc[span.start - 1].text if span.start else ""
    after = doc[span.end].text if span.end < len(doc) else ""
    return not before or before in _OPENS or after == ":"


def _themes(doc: Doc, at: Sequence[int], lexicon: Lexicon) -> Iterator[TermFound]:
    places, small = lexicon.words["lieu-ou"], lexicon.words["determinant"]
    for s in doc.spans["themes"]:
        start = s.start
        while start and doc[start - 1].norm_ in small:
            start -= 1
        where = bool(start) and doc[start - 1].norm_ in places
        yield TermFound(_span(s, at), s.label_, s.text, where)


def _found(doc: Doc, key: str, at: Sequence[int]) -> tuple[TermFound, ...]:
    return tuple(TermFound(_span(s, at), s.label_, s.text) for s in doc.spans[key])
