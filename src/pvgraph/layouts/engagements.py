"""Who commits: « X s'engage à : » above a list, and sentences of prose that say it."""

import re
from collections.abc import Iterator

from pvgraph.layouts.outline import Draft, Mode, Outline
from pvgraph.model import Block, Source, Span
from pvgraph.reading.marks import trim
from pvgraph.reading.words import Marks, key

_END = re.compile(r"[.!?…]+[\"»”)]*\s+(?=[\"«“(]?[A-ZÀ-ÖØ-Þ])")
SUBJECT_MAX = 400  # a subject is a run of names, not a paragraph
WEAK_SUBJECT_MAX = 120
SAID_MIN = 25  # a promise has at least so many signs after its subject
_BLANK = re.compile(r"\s")


def sentences(text: str, span: Span, marks: Marks) -> Iterator[Span]:
    """The sentences of a paragraph; abbreviations do not end one."""
    start = span.start
    for match in _END.finditer(text, span.start, span.end):
        if marks.abbreviation.search(text[max(start, match.start() - 6) : match.start() + 1]):
            continue
        yield trim(text, start, match.end())
        start = match.end()
    if start < span.end:
        yield trim(text, start, span.end)


def _plain(words: str) -> str:
    """The words in small letters without accents, of the same length."""
    flat = _BLANK.sub(" ", words)
    out = key(flat) if len(key(flat)) == len(flat) else ""
    return out or "".join(key(c)[:1] or " " for c in flat)


def subject(outline: Outline, span: Span) -> tuple[Span, bool] | None:
    """The words that name who commits in a sentence, and whether the verb says « s'engage ».

    The middling verbs (« se mobilise pour », any future) count only after a body that is known to
    make commitments (`extract/engagements.csv`); « le contrat », « cette instance » are none.
    """
    words = outline.text[span.start : span.end]
    plain = _plain(words[: SUBJECT_MAX + 60])
    strong = outline.cues.strong.search(plain)
    if (
        strong
        and 1 < strong.start() <= SUBJECT_MAX
        and not _ends(outline.cues.annuls, plain[: strong.start()])
    ):
        return trim(outline.text, span.start, span.start + strong.start()), True
    start = _act(outline, plain)
    if start is None:
        return None
    before = outline.cues.no_subject.sub(lambda m: "-" * len(m.group()), plain[:start])
    if _ends(outline.cues.pronoun, before):
        return Span(span.start, span.start), False
    named = list(outline.cues.subject.finditer(before))
    if not named or _far(outline, before, named[-1].end()) or _ends(outline.cues.annuls, before):
        return None
    return trim(outline.text, span.start, span.start + start), False


def _act(outline: Outline, plain: str) -> int | None:
    """Where a sentence says what its subject will do: a cue or a verb in the future."""
    cue = outline.cues.middling.search(plain)
    future = outline.marks.future.search(plain)
    starts = [m.start() for m in (cue, future) if m and 1 < m.start() <= WEAK_SUBJECT_MAX]
    return min(starts, default=None)


def _far(outline: Outline, before: str, end: int) -> bool:
    """Whether much stands between the last body named and the verb: it is not its subject."""
    between = before[end:]
    return "," in between[2:] or bool(outline.cues.breaks.search(between))


def _ends(words: re.Pattern[str], text: str) -> bool:
    """Whether a text ends with one of these words."""
    text = text.rstrip()
    return any(m.end() == len(text) for m in words.finditer(text, max(0, len(text) - 20)))


def introduces(outline: Outline, block: Block) -> Mode | None:
    """The mode that « L'Etat s'engage à : » opens, if this block is such an introduction."""
    words = block.text.rstrip("* ")
    if not words.endswith(":") and len(words) > 160:
        return None
    last = list(sentences(outline.text, block.span, outline.marks))[-1:]
    found = subject(outline, last[0]) if last else None
    if found is None or found[0].end == found[0].start:
        return None
    if not (words.endswith(":") or _ends_on_verb(outline, words)):
        return None
    where, strong = found
    source = Source(where, "porteur", "herite")
    return Mode("action", "engagement", 0.97 if strong else 0.85, (source,))


def _ends_on_verb(outline: Outline, words: str) -> bool:
    """« La CAF s'engage à » with the list below and no colon."""
    plain = key(words)
    return any(m.end() == len(plain) for m in outline.cues.strong.finditer(plain))


def in_prose(outline: Outline, index: int, block: Block, strict: bool) -> list[Draft]:
    """One action for each sentence of a paragraph that says who commits to what.

    `strict`: only « s'engage », as in chapters on governance or method.
    """
    made: list[Draft] = []
    before: Span | None = None
    for span in sentences(outline.text, block.span, outline.marks):
        found = subject(outline, span)
        who, strong = found or (None, False)
        if who is not None and _stands_for(outline, who):
            who = before
        before = who or before
        if who is None or (strict and not strong) or span.end - max(who.end, span.start) < SAID_MIN:
            continue
        if outline.text[span.end - 1] == ":":
            continue
        mode = "explicite" if span.covers(who) else "herite"
        draft = Draft("action", span, "prose", 0.9 if strong else 0.7, parent=outline.holder(),
                      position=index)  # fmt: skip
        draft.sources.append(Source(who, "porteur", mode))
        made.append(outline.add(draft))
    return made


def _stands_for(outline: Outline, who: Span) -> bool:
    """Whether a subject is but a pronoun: it stands for the body of the sentence before."""
    return who.end == who.start or _ends(
        outline.cues.pronoun, _plain(outline.text[who.start : who.end])
    )


def own_source(outline: Outline, span: Span) -> Source | None:
    """The body that an item itself names as its subject (« L'Etat et la CAF s'engagent à … »)."""
    found = subject(outline, span)
    if found is None or _stands_for(outline, found[0]):
        return None
    return Source(found[0], "porteur", "explicite")
