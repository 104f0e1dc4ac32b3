"""Who is the subject of a sentence that says what someone commits to, and by which verb."""

import re

from pvgraph.layouts.outline import Outline
from pvgraph.model import Span
from pvgraph.reading.marks import trim
from pvgraph.reading.words import same_length

_ACRONYM = re.compile(r"\b[A-ZÀ-Þ][A-ZÀ-Þ0-9]{2,}\b")
_NAME = r"[A-ZÀ-Þ][\w'’-]*"  # a word with its capital
_LINK = r"(?:d[ue]s?|la|les|en|et|sur|aux?|pour)"  # between the words of a name
_PROPER = re.compile(
    rf"(?:L['’]|L[ae] |Les ){_NAME}(?: (?:d['’]|l['’]|{_LINK} )*{_NAME})*"
    rf"|{_NAME}(?: (?:&|d['’]|de |du )?\s?{_NAME})+"
)
_PLURAL = re.compile(r"(?:s'\s?|se )?\w+(?:ent|ont)\b")
_CUT = re.compile(r"-\s*\n\s*")
_CAPITAL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]")
_ALONE = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]{3,}[\w-]*")  # « Promologis »
ASIDE_MAX = 90  # signs of an aside between a subject and its verb
SUBJECT_MAX = 400  # a subject is a run of names, not a paragraph
WEAK_SUBJECT_MAX = 120
VERB_END = WEAK_SUBJECT_MAX + 40  # where the verb of such a subject ends at the latest


def subject(
    outline: Outline, span: Span, present: bool = False, classes: bool = False
) -> tuple[Span, bool] | None:
    """The words that name who commits in a sentence, and whether the verb says « s'engage ».

    The middling verbs (« se mobilise pour », any future) count only after a body that is known to
    make commitments (`extract/engagements.csv`); « le contrat », « cette instance » are none.
    `present`: the verbs that say in the present what is done count too (« la CAF finance »), as in
    a chapter of engagements; `classes`: so they do after a class of bodies (« les bailleurs »).
    """
    plain = same_length(outline.text[span.start : span.end][: SUBJECT_MAX + 60])
    strong = outline.cues.strong.search(plain)
    if strong and outline.cues.vain.match(plain, strong.start()):
        return None  # « s'engage au quotidien pour … » tells what is
    if strong and 1 < strong.start() <= SUBJECT_MAX and _says(outline, plain[: strong.start()]):
        return _who(outline, span, plain, strong.start()), True
    start = _act(outline, plain, outline.text[span.start : span.start + VERB_END], present)
    if start is None:
        return None
    before = plain[:start]
    if ends_with(outline.cues.pronoun, before):
        return Span(span.start, span.start), False
    printed = outline.text[span.start : span.start + start]
    if not acts_itself(outline, before, printed):
        return None
    now = outline.cues.presently.match(plain, start) and not classes
    if now and printed[1:] == printed[1:].lower():
        return None  # in the present, a class (« les entreprises proposent ») tells what is
    return _who(outline, span, plain, start), False


def _who(outline: Outline, span: Span, plain: str, verb: int) -> Span:
    """The subject before a verb, without the complement that opens the sentence (« Avec la CAF, la
    Ville … ») nor an aside before the verb: those say with whom, not who."""
    start, end = 0, verb
    opening = outline.cues.opening.match(plain)
    if opening is not None:
        plural = _PLURAL.match(plain, verb)
        comma = plain.find(",", opening.end(), end) if plural else plain.rfind(",", 0, end - 2)
        start = comma + 1 if 0 < comma < end - 2 else 0
    words = plain[start:end].rstrip()
    if words.endswith(",") and "," in words[:-1]:
        cut = start + words.index(",")
        end = cut if outline.cues.opening.match(plain[cut + 1 : end].lstrip()) else end
    return trim(outline.text, span.start + start, span.start + end)


def _says(outline: Outline, before: str) -> bool:
    """Whether a verb is said of what stands before it: not denied, not in a name in quotes, not in
    what a clause with « que » reports or « par lequel » defines."""
    quoted = before.count("«") > before.count("»") or before.count('"') % 2 == 1
    clause = before.rsplit(",", 1)[-1]
    told = outline.cues.that.search(clause) and not ends_with(outline.cues.many, clause)
    told = told or outline.cues.framing.search(before)
    return not quoted and not told and not ends_with(outline.cues.annuls, before)


def acts_itself(outline: Outline, before: str, printed: str) -> bool:
    """Whether the words before a verb end with the name of a body, as its subject.

    An aside between commas (« , quant à elle, ») is passed over. `printed` is the same words with
    their capitals: an acronym that is no plan's names a body; so does, under a heading of
    commitments, a capital right after the article that opens the sentence (« L'Agorah »).
    """
    words = outline.cues.no_subject.sub(lambda m: "-" * len(m.group()), before).rstrip()
    if words.endswith(",") and len(words) - words[:-1].rfind(",") <= ASIDE_MAX:
        words = words[: max(words[:-1].rfind(","), 0)]
    if not words or not _says(outline, words):
        return False
    ends = [m.end() for m in outline.cues.subject.finditer(words)]
    ends += [m.end() for m in _ACRONYM.finditer(printed, 0, len(words))
             if m.group() not in outline.cues.schemes and words[m.start()] != "-"]  # fmt: skip
    bound = outline.open or outline.committing
    name = printed[_after_opening(outline, words) : len(words)] if bound else ""
    proper = _PROPER.fullmatch(_CUT.sub("-", name))
    known = proper is not None or _printed_elsewhere(outline, printed[: len(words)])
    known = known or _of_chapter(outline, printed[: len(words)])
    return known or (bool(ends) and not _far(outline, words, max(ends)))


def _after_opening(outline: Outline, words: str) -> int:
    """Where a sentence begins behind « De son côté, »."""
    comma = words.rfind(",") if outline.cues.opening.match(words) else -1
    return len(words) - len(words[comma + 1 :].lstrip())


def _of_chapter(outline: Outline, words: str) -> bool:
    """« Commune nouvelle, Trignac … » in the chapter « La Ville de Trignac »: its name."""
    name = words.rsplit(",", 1)[-1].strip()
    titles = (source.span.of(outline.text) for source in outline.speaker)
    return bool(_ALONE.fullmatch(name)) and any(name in title for title in titles)


def _printed_elsewhere(outline: Outline, word: str) -> bool:
    """Whether the one word that opens a sentence is a name: it has its capital amid another too."""
    if not _ALONE.fullmatch(word) or not (outline.open or outline.committing):
        return False
    return re.search(rf"[a-zà-ÿ,’'] ?{re.escape(word)}\b", outline.text) is not None


def _act(outline: Outline, plain: str, printed: str, present: bool) -> int | None:
    """Where a sentence says what its subject will do: a cue or a verb in the future."""
    cue = _verb(outline.cues.middling, plain, printed)
    ends = outline.marks.future_end.search(plain, 0, VERB_END)
    future = _verb(outline.marks.future, plain, printed) if ends else None
    told = not present or outline.cues.so_far.search(plain)
    now = None if told else _verb(outline.cues.presently, plain, printed)
    starts = [m.start() for m in (cue, future, now) if m and 1 < m.start() <= WEAK_SUBJECT_MAX]
    return min(starts, default=None)


def _verb(words: re.Pattern[str], plain: str, printed: str) -> re.Match[str] | None:
    """The first of these words that is no name with its capital (« La Porte du Hainaut »)."""
    found = words.search(plain, 0, VERB_END)
    while found and found.start() and _CAPITAL.match(printed, found.start()):
        found = words.search(plain, found.end(), VERB_END)
    return found


def _far(outline: Outline, before: str, end: int) -> bool:
    """Whether much stands between the last body named and the verb: it is not its subject."""
    between = before[end:]
    return "," in between[2:] or bool(outline.cues.breaks.search(between))


def ends_with(words: re.Pattern[str], text: str) -> bool:
    """Whether a text ends with one of these words."""
    text = text.rstrip()
    return any(m.end() == len(text) for m in words.finditer(text, max(0, len(text) - 20)))
