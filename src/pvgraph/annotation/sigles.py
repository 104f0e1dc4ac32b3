"""Acronyms that a text defines itself: « Évreux Portes de Normandie (EPN) », « EPN : … »."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from pvgraph.annotation.glossaires import ACRONYM, glosses, spells
from pvgraph.lexicon import Lexicon
from pvgraph.lexicon.natures import Natures
from pvgraph.model import Span, fold
from pvgraph.nlp.reading import UNLISTED, Mention, Passage, Reader
from pvgraph.reading.words import plain_text
from pvgraph.words import slugify

_BRACKET = re.compile(rf"\(\s?({ACRONYM})\s?\)")
_OPENED = re.compile(rf"^\s?\(\s?({ACRONYM})\s?\)")
_NAMED_BEFORE = re.compile(r"[A-ZÀ-Þ][\w'’-]{3,}\s$")
_CLOSED = re.compile(rf"\(\s?({ACRONYM})\s?\)$")
_CALLED = re.compile(rf"[^.;:]*?\b({ACRONYM})\b")

_ACRONYM_MIN = 3
_OWN_INITIALS = 4  # enough to be no other word
_SORT = "communaute"
EPCI = "epci"
_NAME_MIN, _NAME_MAX = 2, 8  # words with a capital, words of a name
_BEFORE, _NEAR, _GAP = 160, 60, 20  # signs read before and after, signs between name and cue

Sigles = dict[str, Mention]


def defined(text: str, lines: Sequence[str], reader: Reader, lexicon: Lexicon) -> Sigles:
    """The body that each acronym defined in `text` stands for; the first definition holds.

    `lines` are its folded lines, each once. A definition is a named body with its acronym in
    brackets, or a glossary's line; an acronym that the lists know keeps what they say. A
    glossary's line may define a body that no list has, by its proper name (« HVL : Habitat Val de
    Lys »).
    """
    found: Sigles = {}
    listed = _Listed(reader)
    for line in lines:
        fresh = [a for a in _acronyms(line) if a not in found and not listed[a]]
        for acronym, mention in _in_line(line, reader, lexicon.natures) if fresh else ():
            if not listed[acronym]:
                found.setdefault(acronym, mention)
    for acronym, mention in _called(text, reader, lexicon.words["nomme"]):
        if not listed[acronym]:
            found.setdefault(acronym, mention)
    return found


class _Listed(dict[str, bool]):
    """Whether the lists know an acronym, looked for once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __missing__(self, acronym: str) -> bool:
        self[acronym] = known = bool(self._reader.mentions(acronym))
        return known


def _acronyms(line: str) -> list[str]:
    """Those that this line may define: in brackets, or first in it before a colon."""
    found = _BRACKET.findall(line) if "(" in line else []
    return [*found, *(acronym for acronym, _ in glosses(line))]


def of_epci(slug: str, lexicon: Lexicon) -> Sigles:
    """The acronyms that an intercommunality may go by without its text saying so: its initials
    after the sort of body it is (« CABM »: Béziers Méditerranée, a communauté d'agglomération),
    those of a listed name of three words or more, or of its beginning (« AME »)."""
    small = lexicon.words["particule"]
    named = slug if slug.startswith(f"{_SORT}-") else lexicon.core(slug)
    words = [w for w in named.split("-") if w and w not in small and len(w) > 1]
    initials = "".join(w[0] for w in words)
    said = words[:1] == [_SORT]  # « communaute-urbaine-d-alencon »
    sorts = [""] if said else sorted(lexicon.words["sigle-epci"])
    body = lexicon.bodies[EPCI]
    known = Mention(Span(0, 1), body.code, body.type, slug)
    kind = words[-1:] and words[-1] in lexicon.words["mot-epci"]  # « PMA », « CNA »
    sorts = ["", *sorts] if len(initials) >= _OWN_INITIALS or kind else sorts  # « ACCM »
    own = {(s + initials).upper() for s in sorts if len(s + initials) >= _ACRONYM_MIN}
    return dict.fromkeys(sorted(own | _initials_of(slug, lexicon)), known)


def _initials_of(slug: str, lexicon: Lexicon) -> set[str]:
    """The initials of the listed names of an intercommunality, small words left out or in."""
    found: set[str] = set()
    place = lexicon.places.epci.get(slug)
    for form in place.forms if place else ():
        words = [w for w in slugify(form).split("-") if len(w) > 1]
        long = [w for w in words if w not in lexicon.words["particule"]]
        if len(long) >= _ACRONYM_MIN and long[0] != _SORT:
            for kept in (long, words):
                whole = "".join(w[0] for w in kept).upper()
                found |= {whole[:size] for size in range(_ACRONYM_MIN, len(whole) + 1)}
    return found


def _called(text: str, reader: Reader, cues: frozenset[str]) -> Iterator[tuple[str, Mention]]:
    """« Val de Lys agglomération, ci-après VLA »: a name, a word that says so, its acronym."""
    plain = plain_text(text)
    for cue in re.finditer(rf"\b(?:{'|'.join(map(re.escape, sorted(cues)))})\b", plain):
        acronym = _CALLED.match(text, cue.end(), cue.end() + _NEAR)
        if acronym is None:
            continue
        before = fold(text[max(0, cue.start() - _BEFORE) : cue.start()])
        for mention in _named(reader.mentions(before))[-1:]:
            if len(before) - mention.span.end <= _GAP:
                yield acronym.group(1), mention


def _in_line(line: str, reader: Reader, natures: Natures) -> Iterator[tuple[str, Mention]]:
    for mention in _named(reader.mentions(line)):
        inside = _CLOSED.search(line[mention.span.start : mention.span.end])
        after = inside or _OPENED.match(line[mention.span.end :])
        if after:
            yield after.group(1), mention
    for acronym, words in glosses(line):
        known = reader.mentions(words)
        for mention in _named(known)[:1]:
            if mention.span.start <= 3:
                yield acronym, mention
        unlisted = None if known else _unlisted(acronym, words.rstrip(" .;"), natures)
        if unlisted is not None:
            yield acronym, unlisted
    if "(" in line:
        yield from _in_brackets(line, reader, natures)


def _in_brackets(line: str, reader: Reader, natures: Natures) -> Iterator[tuple[str, Mention]]:
    """« Groupe hospitalier Est Réunion (GHER) »: a name that no list has, by its first words."""
    for bracket in _BRACKET.finditer(line):
        name = _spelled(bracket.group(1), line[: bracket.start()])
        told = name and natures.of(" ".join(name.split()[:_NAME_MIN]))
        unlisted = _unlisted(bracket.group(1), name, natures) if told else None
        if unlisted is not None and not reader.mentions(name):
            yield from ((known, unlisted) for known in (bracket.group(1), name))


def _spelled(acronym: str, before: str) -> str:
    """The last words, few, that begin with a capital and whose first letters an acronym takes."""
    words = list(re.finditer(r"[^\s'’]+['’]?", before))[-_NAME_MAX:]
    for word in reversed(words):
        name = before[word.start() :].strip()
        same = slugify(name)[:1] == acronym[0].lower()
        if same and name[0].isupper() and " " in name and spells(acronym, name):
            return name
    return ""


def _unlisted(acronym: str, name: str, natures: Natures) -> Mention | None:
    """The body of a proper name whose words tell of what kind it is."""
    words = name.split()
    capitals = [w[0].isupper() for w in words]
    proper = capitals[0] and sum(capitals) >= _NAME_MIN
    proper = proper or (any(capitals[1:]) and spells(acronym, name))
    kind = natures.of(name) if proper and len(words) <= _NAME_MAX else ""
    return Mention(Span(0, len(name)), UNLISTED, kind, slugify(name)) if kind else None


def _named(mentions: list[Mention]) -> list[Mention]:
    """Those whose words say which body they are."""
    return [m for m in mentions if m.slug != m.code]


def recognised(passage: Passage, sigles: Sigles, told: Container[str] = ()) -> Passage:
    """`passage` with the bodies that its acronyms, or names that the text gives, stand for; one
    that the text itself defines (`told`) is no dispositif of the same letters (« AME »)."""
    seen = [sigle for sigle in sigles if sigle in passage.text]
    if not seen:
        return passage
    taken = [m.span for m in passage.mentions] + [d.span for d in passage.dispositifs]
    added: dict[Span, Mention] = {}
    longest = sorted(seen, key=len, reverse=True)
    names = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    for word in names.finditer(passage.text):
        known = sigles[word.group()]
        before = passage.text[: word.start()]
        if {" ", "-"} & set(word.group()) and _NAMED_BEFORE.search(before):
            continue  # « Théâtre Lisieux Normandie »
        span = Span(passage.at[word.start()], passage.at[word.end() - 1] + 1)
        same = [d for d in passage.dispositifs if d.span == span and word.group() in told]
        if same or all(span.end <= t.start or t.end <= span.start for t in taken):
            added[span] = Mention(span, known.code, known.type, known.slug)
    if not added:
        return passage
    mentions = sorted((*passage.mentions, *added.values()), key=lambda m: m.span)
    named = tuple(d for d in passage.dispositifs if d.span not in added)
    return replace(passage, mentions=tuple(mentions), dispositifs=named)
