"""What spaCy read in a passage, as plain values with offsets into the source text."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from spacy.language import Language

from pvgraph.lexicon import Lexicon
from pvgraph.model import Span
from pvgraph.nlp import foreign
from pvgraph.nlp.acteurs import ActorRecogniser, Bodies
from pvgraph.nlp.jetons import Cutter, Tokens
from pvgraph.nlp.langue import reading_only
from pvgraph.nlp.mention import Draft
from pvgraph.nlp.passage import STOP, CueFound, Mention, Passage, TermFound
from pvgraph.nlp.phrases import Found
from pvgraph.nlp.suites import UNLISTED
from pvgraph.nlp.termes import CueAt, TermRecogniser, Terms
from pvgraph.nlp.unfolding import unfold
from pvgraph.words import slugify

_ORGANISATION = "ORG"
_LABEL = "etiquette"
_OPENS = frozenset(".;:([–—•/|-")
_SAYING = frozenset({"contrat", "national"})  # scopes whose names may say what a measure is about
_Placeable = TypeVar("_Placeable", Mention, CueFound, TermFound)


class Reader:
    """Reads passages of source texts with the French pipeline; one per process is enough.

    `pipeline` is the name of an installed French pipeline whose named entities are to add
    bodies that no list knows (its organisations).
    """

    def __init__(self, lexicon: Lexicon, pipeline: str | None = None) -> None:
        self._lexicon = lexicon
        self._nlp: Language = reading_only()
        self._tokens = Cutter(self._nlp)
        self._entities = foreign(pipeline) if pipeline else None
        self._text = ""
        self._unfolded: dict[Span, tuple[str, Sequence[int]]] = {}

    @cached_property
    def _actors(self) -> ActorRecogniser:
        return ActorRecogniser(self._nlp, self._lexicon)

    @cached_property
    def _terms(self) -> TermRecogniser:
        return TermRecogniser(self._nlp, self._lexicon)

    def load(self) -> None:
        """Build the matchers now, which the first passage would do."""
        _ = self._actors, self._terms

    def prepare(self, text: str, spans: Iterable[Span]) -> None:
        """Cut these stretches of a text into words together, which is quicker than one by one."""
        self._text, self._unfolded = text, {span: unfold(text, span) for span in spans}
        self._tokens.prepare(plain for plain, _ in self._unfolded.values())

    def _unfold(self, text: str, span: Span) -> tuple[str, Sequence[int]]:
        """The words of `span`, unfolded now unless they were prepared."""
        known = self._unfolded.get(span) if text is self._text else None
        return known or unfold(text, span)

    def passage(self, text: str, span: Span) -> Passage:
        """Bodies, cues, themes' words, dispositifs and publics of `text[span]`."""
        plain, at = self._unfold(text, span)
        tokens = self._tokens(plain)
        bodies, terms = self._actors(tokens), self._terms(tokens)
        read = _typed(_Placed(tokens, at), bodies, terms, self._lexicon)
        if self._entities is None:
            return read
        return replace(read, mentions=self._with_organisations(read, at))

    def _with_organisations(self, read: Passage, at: Sequence[int]) -> tuple[Mention, ...]:
        """The bodies read, and the organisations that the other pipeline sees elsewhere."""
        body = self._lexicon.bodies[UNLISTED]
        taken = [m.span for m in read.mentions] + [d.span for d in read.dispositifs]
        found = list(read.mentions)
        for entity in self._entities(read.text).ents:
            span = Span(at[entity.start_char], at[entity.end_char - 1] + 1)
            free = all(span.end <= t.start or t.end <= span.start for t in taken)
            if entity.label_ == _ORGANISATION and free:
                found.append(Mention(span, body.code, body.type, slugify(entity.text)))
        return tuple(sorted(found, key=lambda m: m.span))

    def terms(self, text: str, span: Span) -> Passage:
        """Dispositifs and publics of `text[span]`, and nothing else."""
        plain, at = self._unfold(text, span)
        tokens = self._tokens(plain)
        named = Terms((), [], *self._terms.named(tokens), [])
        return _typed(_Placed(tokens, at), Bodies([], []), named, self._lexicon)

    def publics(self, text: str, span: Span) -> list[str]:
        """The words of `text[span]` that name publics."""
        plain, _ = self._unfold(text, span)
        tokens = self._tokens(plain)
        return [tokens.of(p.start, p.end) for p in self._terms.publics(tokens)]

    def mentions(self, line: str, *, loose: bool = False) -> list[Mention]:
        """The bodies of a line alone (offsets into that line); `loose`: whatever its capitals."""
        tokens = self._tokens(line)
        named = self._actors(tokens, loose=loose).named
        placed = _Placed(tokens, range(len(line)))
        return _sorted(placed.mention(m) for m in named)


class _Placed:
    """The tokens of a passage, with for each character its offset in the source text."""

    def __init__(self, tokens: Tokens, at: Sequence[int]) -> None:
        self.tokens, self.at = tokens, at

    def span(self, found: Found | CueAt | Draft) -> Span:
        """Where these tokens stand in the source text."""
        return self.said(found)[0]

    def said(self, found: Found | CueAt | Draft) -> tuple[Span, str]:
        """Where these tokens stand in the source text, and their words."""
        tokens = self.tokens
        start, end = tokens.starts[found.start], tokens.end(found.end)
        return Span(self.at[start], self.at[end - 1] + 1), tokens.text[start:end]

    def mention(self, found: Draft) -> Mention:
        return Mention(self.span(found), found.body.code, found.type, found.slug)

    def term(self, found: Found) -> TermFound:
        span, words = self.said(found)
        return TermFound(span, found.key, words)


def _typed(placed: _Placed, bodies: Bodies, terms: Terms, lexicon: Lexicon) -> Passage:
    """Typed, without the bodies and cues that are only words of a dispositif's name.

    Nor do the words of a body's own name (« agence d'urbanisme », « CAF ») say a theme.
    """
    dispositifs = tuple(placed.term(d) for d in terms.dispositifs if not _cut(d, terms.cues))
    publics = tuple(placed.term(p) for p in terms.publics)
    names = [d.span for d in dispositifs]
    mentions = _without(names, _mentions(placed, bodies, lexicon))
    own = [m.span for m in mentions if not m.faint and lexicon.bodies[m.code].scope not in _SAYING]
    return Passage(
        text=placed.tokens.text,
        at=placed.at,
        stems=terms.stems,
        mentions=mentions,
        cues=_without(names, _cues(placed, terms.cues)),
        themes=_without(own, _themes(placed, terms.themes, lexicon), whole=True),
        dispositifs=tuple(
            d for d in dispositifs if not any(p.span.covers(d.span) for p in publics)
        ),
        publics=publics,
        aim=_aim(placed, terms.cues, lexicon.words["but"]),
    )


def _cut(named: Found, cues: Iterable[CueAt]) -> bool:
    """« avec l'aide de | Calitom »: the words of a cue begin no dispositif's name."""
    return any(c.cue.role and c.start < named.start < c.end < named.end for c in cues)


def _without(
    spans: list[Span], found: Iterable[_Placeable], *, whole: bool = False
) -> tuple[_Placeable, ...]:
    """Those that stand in none of the spans; one may be a span itself, unless `whole`."""
    if not spans:
        return tuple(found)
    return tuple(
        f for f in found if not any(s.covers(f.span) and (whole or s != f.span) for s in spans)
    )


def _aim(placed: _Placed, cues: list[CueAt], aims: frozenset[str]) -> int | None:
    """Where the words first say what for, unless they begin so."""
    tokens = placed.tokens
    starts = (c.start for c in cues if not c.cue.role and c.start)
    first = next((s for s in starts if tokens.norms[s] in aims), None)
    return None if first is None else placed.at[tokens.starts[first]]


def _sorted(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions, key=lambda m: (m.span.start, m.span.end))


def _mentions(placed: _Placed, bodies: Bodies, lexicon: Lexicon) -> list[Mention]:
    named = [placed.mention(m) for m in bodies.named]
    for found in bodies.possible:
        body = lexicon.bodies[found.key]
        named.append(Mention(placed.span(found), body.code, body.type, body.code, faint=True))
    return _sorted(named)


def _cues(placed: _Placed, cues: list[CueAt]) -> Iterator[CueFound]:
    for found in cues:
        cue = found.cue
        if cue.side == _LABEL and not _is_label(placed.tokens, found):
            continue
        side = "apres" if cue.side == _LABEL else cue.side or STOP
        yield CueFound(placed.span(found), cue.role, side, cue.single, cue.firm)


def _is_label(tokens: Tokens, found: CueAt) -> bool:
    """Does this noun stand as a label does: first in its passage or clause, or before a colon?"""
    before = tokens.words[found.start - 1] if found.start else ""
    after = tokens.words[found.end] if found.end < len(tokens) else ""
    return not before or before in _OPENS or after == ":"


def _themes(placed: _Placed, found: list[Found], lexicon: Lexicon) -> Iterator[TermFound]:
    places, small = lexicon.words["lieu-ou"], lexicon.words["determinant"]
    norms = placed.tokens.norms
    said: tuple[int, int] | None = None
    for one in found:
        if said != (one.start, one.end):  # themes share words: they come one after the other
            said, start = (one.start, one.end), one.start
            span, words = placed.said(one)
            while start and norms[start - 1] in small:
                start -= 1
            where = bool(start) and norms[start - 1] in places
        yield TermFound(span, one.key, words, where)
