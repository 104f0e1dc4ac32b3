"""Who commits: « X s'engage à : » above a list, and sentences of prose that say it."""

import re
from collections.abc import Iterator

from pvgraph.layouts.outline import RECENT, Draft, Mode, Outline
from pvgraph.layouts.sujets import WEAK_SUBJECT_MAX, acts_itself, ends_with, subject
from pvgraph.model import Block, Source, Span
from pvgraph.reading.marks import trim
from pvgraph.reading.words import Marks, key, same_length

_END = re.compile(r"[.!?…]+[\"»”)]*\s+(?=[\"«“(]?[A-ZÀ-ÖØ-Þ])")
_NAMED = re.compile(r"[*_]{0,3}\s*:[*_]{0,3}\s+")  # between a body and what it will do
NAME_MAX = 80
_CAPITAL = re.compile(r"\s*(?:l[ae]s? |l['’])?[A-ZÀ-Þ]")
_CLAUSE = re.compile(r"[,;.(]")
BODY_START = 12  # signs before the word that says a body (« l'association »)
TOPIC_MAX = 40  # signs in which a sentence names its subject
SAID_MIN = 25  # a promise has at least so many signs after its subject


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


def introduces(outline: Outline, block: Block) -> Mode | None:
    """The mode that « L'Etat s'engage à : » opens, if this block is such an introduction."""
    words = block.text.rstrip("* ")
    if (not words.endswith(":") and len(words) > 160) or announces_aims(outline, block):
        return None
    last = list(sentences(outline.text, block.span, outline.marks))[-1:]
    found = (subject(outline, last[0]) or _announced(outline, last[0])) if last else None
    if found is None or (found[0].end == found[0].start and not outline.speaker):
        return None
    if not (words.endswith(":") or _ends_on_verb(outline, words)):
        return None
    where, strong = found
    trust = 0.97 if strong else 0.85
    if outline.speaker and (_stands_for(outline, where) or _reflexive(outline, where)):
        return Mode("action", "engagement", trust, outline.speaker)  # « elle s'engage à : »
    return Mode("action", "engagement", trust, (Source(where, "porteur", "herite"),))


def announces_aims(outline: Outline, block: Block) -> bool:
    """« Les partenaires poursuivent deux buts : », « Trois finalités : »: what stands below is
    aimed at, and bound to no one body."""
    if not block.text.rstrip("*_ ").endswith(":") or outline.cues.promises(block.text):
        return False
    words = key(block.text).rstrip("*_ ")
    counted = outline.marks.counts.match(words)
    if counted and outline.cues.aims.match(words, counted.end()):
        return True  # « Deux priorités guident cet axe : »
    return ends_with(outline.cues.aims, words.rstrip(": "))


def _announced(outline: Outline, span: Span) -> tuple[Span, bool] | None:
    """Who acts in a sentence that introduces a list in the present (« La CAF contribue en : »),
    under a heading of commitments: elsewhere the present tells what is."""
    if outline.zone or not any(d.form[:1] not in ("", "#") for d in outline.open):
        return None
    plain = same_length(outline.text[span.start : span.end])
    verb = outline.cues.announces.search(plain)
    if verb is None or not plain.endswith(":") or not 1 < verb.start() <= WEAK_SUBJECT_MAX:
        return None
    printed = outline.text[span.start : span.start + verb.start()]
    if plain[verb.start() - 1] == "'" or not acts_itself(outline, plain[: verb.start()], printed):
        return None
    return trim(outline.text, span.start, span.start + verb.start()), False


def _ends_on_verb(outline: Outline, words: str) -> bool:
    """« La CAF s'engage à » with the list below and no colon."""
    plain = key(words)
    return any(m.end() == len(plain) for m in outline.cues.strong.finditer(plain))


def in_prose(outline: Outline, index: int, block: Block, strict: bool) -> list[Draft]:
    """One action for each sentence of a paragraph that says who commits to what.

    `strict`: only « s'engage », as in chapters on governance or method.
    """
    made: list[Draft] = []
    mode = outline.mode
    present = outline.committing or (mode is not None and bool(mode.sources))
    before: Span | None = None
    for span in sentences(outline.text, block.span, outline.marks):
        found = subject(outline, span, present) or (None if strict else _agent(outline, span))
        found = found or (None if strict else _within(outline, span, before))
        who, strong = found or (None, False)
        if who is not None and _stands_for(outline, who):
            before = before or _above(outline, index) or _chapter(outline, span)
            who = before if before and _agrees(outline, span, before) else None
        before = who or _topic(outline, span) or before
        if who is None or (strict and not strong) or _too_short(span, who):
            continue
        if outline.text[span.end - 1] == ":" or _refers(outline, span):
            continue
        if span.end == block.span.end and _counts(outline, index, span):
            continue
        how = "explicite" if span.covers(who) else "herite"
        draft = Draft("action", span, "prose", 0.9 if strong else 0.7, parent=_heading(outline),
                      position=index)  # fmt: skip
        draft.sources.append(Source(who, "porteur", how))
        made.append(outline.add(draft))
    return made


def _heading(outline: Outline) -> Draft | None:
    """What a paragraph stands under: not a heading that only announced its list (« Rapprocher les
    habitants des soins en : »), once the list is told."""
    told = {d.parent for d in outline.drafts[-RECENT:]}
    above = (d for d in reversed(outline.open) if d.form != "annonce" or d not in told)
    return next(above, None)


def _above(outline: Outline, index: int) -> Span | None:
    """The body that the paragraph right above commits, on its last line a promise."""
    last = outline.drafts[-1] if outline.drafts else None
    told = last is not None and last.regle == "prose" and last.position == index - 1
    return last.sources[0].span if told and last is not None and last.sources else None


def _chapter(outline: Outline, span: Span) -> Span | None:
    """The body of the chapter, for whom the pronoun that opens a paragraph stands."""
    opens = outline.cues.pronoun.match(same_length(outline.text[span.start : span.end]))
    return next((source.span for source in outline.speaker), None) if opens else None


def _too_short(span: Span, who: Span) -> bool:
    """Whether little is said beside who does it."""
    after, before = span.end - max(who.end, span.start), who.start - span.start
    return max(after, before) < SAID_MIN


def _refers(outline: Outline, span: Span) -> bool:
    """Whether a sentence ends by announcing what stands below (« les objectifs suivants. »)."""
    end = same_length(outline.text[max(span.start, span.end - TOPIC_MAX) : span.end]).rstrip(" .")
    return any(m.end() == len(end) for m in outline.cues.refers.finditer(end))


def _counts(outline: Outline, index: int, span: Span) -> bool:
    """« Les partenaires conduiront trois chantiers. », over the headings that are these."""
    after = outline.blocks[index + 1 : index + 2]
    below = bool(after) and after[0].kind in ("titre", "puce") and after[0].marker[:1].isalnum()
    words = outline.text[max(span.start, span.end - TOPIC_MAX) : span.end]
    return below and bool(outline.marks.counts_levels.search(words))


def _topic(outline: Outline, span: Span) -> Span | None:
    """The body with which a sentence begins, or that of the chapter where the sentence names it:
    whom a pronoun in the next one stands for."""
    for source in outline.speaker:
        if key(source.span.of(outline.text)) in key(span.of(outline.text)):
            return source.span
    plain = same_length(outline.text[span.start : span.end][:WEAK_SUBJECT_MAX])
    named = outline.cues.subject.match(plain) or outline.cues.subject.search(plain, 0, TOPIC_MAX)
    return trim(outline.text, span.start, span.start + named.end()) if named else None


def _agrees(outline: Outline, span: Span, before: Span) -> bool:
    """Whether the pronoun of a sentence is of the number of the body named before it."""
    plain = same_length(outline.text[span.start : span.end][:WEAK_SUBJECT_MAX])
    pronoun = outline.cues.pronoun.search(plain)
    words = same_length(outline.text[before.start : before.end])
    if pronoun is None or not pronoun.group().endswith("s"):
        return outline.cues.many.match(words) is None
    return bool(outline.cues.many.search(words))


def _agent(outline: Outline, span: Span) -> tuple[Span, bool] | None:
    """The body by which something « sera » done (« sera conduit par la Ville »), under a heading
    of commitments."""
    if outline.named() is None:
        return None
    plain = same_length(outline.text[span.start : span.end])
    if not outline.marks.passive.search(plain):
        return None
    for by in outline.cues.agent.finditer(plain):
        named = outline.cues.subject.search(plain, by.end(), by.end() + TOPIC_MAX)
        proper = _CAPITAL.match(outline.text, span.start + by.end(), span.end)
        if proper or (named and named.start() - by.end() <= BODY_START):
            named = named or by
            end = _CLAUSE.search(plain, named.end())
            stop = end.start() if end else len(plain)
            return trim(outline.text, span.start + by.end(), span.start + stop), False
    return None


def _within(outline: Outline, span: Span, before: Span | None) -> tuple[Span, bool] | None:
    """The body of a chapter of engagements, for what will be done without saying by whom (« Un
    local sera ouvert … ») and for what its own will do (« Ses équipes iront … »)."""
    who = next((source.span for source in outline.speaker), None)
    if who is None or not outline.committing:
        return None
    plain = same_length(outline.text[span.start : span.end])
    own = outline.cues.owning.match(plain)
    verb = outline.marks.future.search(plain, 0, WEAK_SUBJECT_MAX) if own else None
    done = outline.marks.passive.search(plain, 0, WEAK_SUBJECT_MAX)
    return ((before if own else None) or who, False) if verb or done else None


def _stands_for(outline: Outline, who: Span) -> bool:
    """Whether a subject is but a pronoun: it stands for the body of the sentence before."""
    return who.end == who.start or ends_with(
        outline.cues.pronoun, same_length(outline.text[who.start : who.end])
    )


def _reflexive(outline: Outline, who: Span) -> bool:
    """« Nous nous engageons »: the subject is the pronoun that the verb repeats."""
    word = outline.text[who.start : who.end].lower()
    rest = outline.text[who.end : who.end + len(word) + 1].lstrip().lower()
    return rest == word and word.isalpha()


def named_act(outline: Outline, block: Block) -> tuple[Source, Block] | None:
    """« État : maintenir les adultes-relais »: who, and the words of what is to be done."""
    sign = _NAMED.search(block.text, 0, NAME_MAX)
    if sign is None or outline.marks.acts(block.text):
        return None
    head, rest = block.text[: sign.start()], block.text[sign.end() :]
    if not outline.cues.subject.search(key(head)) and not sign.group().startswith(("*", "_")):
        return None
    if not (outline.marks.acts(rest) or outline.marks.names_act(rest)):
        return None
    cut = _NAMED.search(outline.text, block.span.start, block.span.end)
    if cut is None:
        return None
    who = Source(trim(outline.text, block.span.start, cut.start()), "porteur", "explicite")
    span = trim(outline.text, cut.end(), block.span.end)
    return who, Block(block.kind, block.level, span, span.of(outline.text), block.marker)


def own_source(outline: Outline, span: Span, present: bool = False) -> Source | None:
    """The body that an item itself names as its subject (« L'Etat et la CAF s'engagent à … »), in
    the `present` too (« la CAF ouvre … »)."""
    if outline.marks.acts(outline.text[span.start : min(span.end, span.start + TOPIC_MAX)]):
        return None
    found = subject(outline, span, present, present) or _agent(outline, span)
    if found is None or _stands_for(outline, found[0]):
        return None
    return Source(found[0], "porteur", "explicite")
