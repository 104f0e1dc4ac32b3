"""Bodies printed in brackets at the end of an item: « [CAF] », « (pilote : CAF ; avec : Ville) ».

They say who is bound to the item and are none of its words. A bracket on the line below belongs
to the item above it. What is in round brackets binds only behind a label; square ones that close
an item name its pilote unless a label says another role, and so do round ones in bold or italic,
or where most items of the list end so.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, zip_longest

from pvgraph.layouts import par_qui
from pvgraph.layouts.outline import ROLES, Draft, Outline
from pvgraph.model import Block, Source, Span
from pvgraph.reading.marks import trim
from pvgraph.reading.words import key

LISTED_MIN = 3  # items that end with names in brackets, for it to be a habit
LISTED_SHARE = 0.6  # of the items of their list
WHITE = 2  # line ends of a white line
_GROUP = re.compile(r"\\?[(\[](?:[^()\[\]]|\([^()\[\]]{1,60}\)){2,200}[)\]]")
_BELOW = re.compile(r"[ \t]*\n?[ \t]*([(\[][^()\[\]]{2,200}[)\]])[ \t]*(?=\n|$)")
_CLOSED = re.compile(r"(?:[\s.;*_]|</?[a-zA-Z][^<>]{0,80}>)+")  # what may follow a last bracket
_OPENED = re.compile(r"(?:[\s*_]|<[a-zA-Z][^<>]{0,80}>)+$")  # what opens right before it
_LINE = re.compile(r"\n\s*(?=[^\W\d_][^:\n]{2,40}:)")  # before a label
_DASH = re.compile(r"\s[–—-]\s+")
_AFTER = re.compile(r"[\s;,./|–—-]*")  # between two values
_OPEN = re.compile(r"…|\.\.|\betc\b|\d{3}")  # some of many, or a sum of money
_SPLIT = re.compile(r"[;,./|]|\s[–—-]\s")
_TAIL = re.compile(r"(?:[.;|/]|\s[–—-])\s+(?=[*_]{0,3}[^\W\d_][^:;.]{2,40}:)")


def is_alone(block: Block) -> bool:
    """Whether a line is nothing but a bracket: it describes the item above, it names none."""
    return block.kind in ("titre", "paragraphe", "cellule") and bool(_GROUP.fullmatch(block.text))


def says_whom(outline: Outline, block: Block) -> bool:
    """Whether a line says itself by whom: « … (pilote : CAF) », « … – Pilote : CAF »."""
    brackets = (group.group()[1:-1] for group in _GROUP.finditer(block.text))
    tails = (block.text[tail.end() :] for tail in _TAIL.finditer(block.text))
    for words in chain(brackets, tails):
        sense, rest = outline.cues.label(words.strip("*_ "))
        if (sense in ROLES and rest.strip()) or par_qui.read(outline, words):
            return True
    return False


def divides(outline: Outline, index: int) -> bool:
    """Whether a line in square brackets is a heading (« [Feuille 2 : Suivi] »): between white
    lines, and no label in it names bodies."""
    block = outline.blocks[index]
    before = outline.blocks[index - 1].span.end if index else 0
    gap = outline.text[before : block.span.start]
    inside = block.text[1:-1]
    named = outline.cues.label(inside)[0] or _bare(outline, inside)[0]
    return block.text[0] == "[" and gap.count("\n") >= WHITE and not named


def ending(outline: Outline, drafts: Iterable[Draft]) -> set[Draft]:
    """The items that end with names in round brackets, where most of their list do or where
    several of the text end with bodies: it is how the text says who is in charge."""
    lists: dict[Draft | None, list[Draft]] = defaultdict(list)
    for draft in drafts:
        lists[draft.parent].append(draft)
    named = [d for d in drafts if _ends_named(outline, d, names_bodies)]
    if named and outline.legend:
        return set(named)
    found = {d for d in drafts if _ends_named(outline, d, _is_body)}
    found = found if len(found) >= LISTED_MIN else set()
    for items in lists.values():
        named = [d for d in items if _ends_named(outline, d, _is_named)]
        if len(named) >= LISTED_MIN and len(named) >= LISTED_SHARE * len(items):
            found.update(named)
    return found


def _ends_named(outline: Outline, draft: Draft, known: Callable[[Outline, str], bool]) -> bool:
    text, end = outline.text, draft.span.end
    close = text.rfind(")", max(draft.span.start, end - 8), end)
    below = _BELOW.match(text, end) if close < 0 else None
    if below:
        return known(outline, below.group(1)[1:-1])
    if close < 0 or _CLOSED.sub("", text[close + 1 : end]):
        return False
    groups = list(_GROUP.finditer(text, max(draft.span.start, end - 220), close + 1))
    return (
        bool(groups)
        and groups[-1].end() == close + 1
        and known(outline, text[groups[-1].start() + 1 : close])
    )


def bind(outline: Outline, draft: Draft, round_too: bool = False) -> None:
    """Add to `draft` the sources in its brackets; those that close it leave its words.

    `round_too`: round brackets at its end name bodies as square ones do.
    """
    text, end = outline.text, draft.span.end
    below = _BELOW.match(text, end)
    if below:
        _read(outline, draft, below.start(1), below.end(1), True, round_too)
    for group in _GROUP.finditer(text, draft.span.start, end):
        closing = not _CLOSED.sub("", text[group.end() : end])
        found = _read(outline, draft, group.start(), group.end(), closing, round_too)
        words = draft.span.start + len(_OPENED.sub("", text[draft.span.start : group.start()]))
        if found and closing and words > draft.span.start:
            draft.span = trim(text, draft.span.start, words)
    _tail(outline, draft)
    for dash in _DASH.finditer(text, draft.span.start, draft.span.end):
        if par_qui.add(outline, draft, dash.end(), draft.span.end):
            draft.span = trim(text, draft.span.start, dash.start())
            break


def _read(
    outline: Outline, draft: Draft, start: int, end: int, closing: bool, round_too: bool
) -> bool:
    """The sources of one bracket; whether it held any."""
    text, found = outline.text, False
    if par_qui.add(outline, draft, start + 1, end - 1):
        return True
    start += text[start] == "\\"  # « \\[CAF\\] », as Pandoc writes square brackets
    at, end = start + 1, end - (text[end - 2] == "\\")
    square = text[start] == "[" or round_too or _emphasised(text, start, end)
    role = outline.legend or "porteur"
    while at < end:
        at = _past_page(outline, at, end - 1)
        stop = _next(outline, at, end - 1)
        sense, rest = outline.cues.label(text[at:stop])
        words = text[at:stop]
        named = (found or (square and closing)) and _is_named(outline, words)
        named = named or (found and words != words.lower())
        if not sense:
            sense, rest = _bare(outline, text[at:stop])
        if sense in ROLES and rest.strip():
            draft.sources.append(Source(trim(text, stop - len(rest), stop), sense, "explicite"))
            found, role = True, _after_the_first(sense)
        elif not sense and named:
            draft.sources += carried(text, Source(Span(at, stop), role, "explicite"))
            found, role = True, _after_the_first(role)
        at = max(stop + 1, _AFTER.match(text, stop, end).end())
    return found


def _past_page(outline: Outline, at: int, stop: int) -> int:
    """Where the label starts of a value that stands below a page's furniture (« (pilote : CAF ;
    / 12 / partenaires : PJJ) »)."""
    line = _LINE.search(outline.text, at, stop)
    if line is None or outline.text.rfind("\n", 0, at) <= outline.text.rfind(";", 0, at):
        return at
    apart = not any(sign in outline.text[at : line.start()] for sign in ":;")
    known = apart and outline.cues.label(outline.text[line.end() : stop])[0] in ROLES
    return line.end() if known else at


def carried(text: str, whole: Source) -> Iterator[Source]:
    """The bodies of a value without a label: the first is in charge, those behind a comma take
    part (« Ville, La Poste »)."""
    comma = text.find(",", whole.span.start, whole.span.end)
    first = comma if comma > 0 else whole.span.end
    yield Source(trim(text, whole.span.start, first), whole.role, whole.mode)
    if first < whole.span.end:
        rest = trim(text, first + 1, whole.span.end)
        yield Source(rest, _after_the_first(whole.role), whole.mode)


def _bare(outline: Outline, words: str) -> tuple[str, str]:
    """« pilote CAF »: a label without its colon, right before a name."""
    head, _, rest = words.lstrip().partition(" ")
    sense = outline.cues.sense("etiquette", head) if outline.cues.is_label(head) else ""
    return (sense, rest) if sense in ROLES and rest[:1].isupper() else ("", "")


def _next(outline: Outline, at: int, end: int) -> int:
    """Where a value ends: a semicolon, or a comma before another label."""
    text = outline.text
    for sign in _SPLIT.finditer(text, at, end):
        if sign.group() == ";" or outline.cues.label(text[sign.end() : end])[0]:
            return sign.start()
    return end


def _after_the_first(role: str) -> str:
    """The role of a body behind a semicolon: one is in charge, the others take part."""
    return "partenaire" if role == "porteur" else role


def _emphasised(text: str, start: int, end: int) -> bool:
    """Whether a bracket is set in bold or italic by itself: « **(Ville)** »."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return (before in ("*", "_") and after[:1] in ("*", "_")) or (before, after) == (">", "</")


def _is_named(outline: Outline, words: str) -> bool:
    """Whether words begin as a body's name does (« CAF », « m2A », not « voir annexe »), or name a
    body of a known kind (« mission locale »)."""
    if not words.strip(" *_"):
        return False
    first = words.strip(" *_").split(maxsplit=1)[0]
    return any(c.isupper() for c in first) or bool(outline.cues.subject.match(key(words)))


def names_bodies(outline: Outline, words: str) -> bool:
    """Whether words in brackets name bodies, and no scheme, sum nor mere example."""
    first = words.strip(" *_").split(maxsplit=1)[:1]
    if not first or first[0].strip(",;") in outline.cues.schemes or _OPEN.search(words):
        return False
    return any(_is_named(outline, name) for name in words.split(","))


def _is_body(outline: Outline, words: str) -> bool:
    """Whether words begin with a body of a known kind or name one by a capital (« Lot Habitat »),
    and no scheme."""
    kind = outline.cues.subject
    if not names_bodies(outline, words):
        return False
    upper = words.strip(" *_")[0].isupper()
    return bool(kind.match(key(words)) or (upper and kind.search(key(words))))


def _tail(outline: Outline, draft: Draft) -> None:
    """« … ; Pilote : CAF – Partenaires : Ville » at the end of an item's own line."""
    text, end = outline.text, draft.span.end
    tails = [t for t in _TAIL.finditer(text, draft.span.start, end) if _labels(outline, draft, t)]
    for tail, after in zip_longest(tails, tails[1:]):
        stop = after.start() if after else end
        sense, rest = outline.cues.label(text[tail.end() : stop])
        if sense in ROLES and rest.strip(" *_"):
            who = trim(text, stop - len(rest), stop)
            draft.sources.append(Source(who, sense, "explicite"))
    if tails:
        first = tails[0]
        stop = first.start() + (first.group()[0] in ".;")
        draft.span = trim(text, draft.span.start, stop)


def _labels(outline: Outline, draft: Draft, tail: re.Match[str]) -> bool:
    """Whether a label that names bodies stands after this sign, outside brackets."""
    text = outline.text
    sense, rest = outline.cues.label(text[tail.end() : draft.span.end])
    opened = text.count("(", draft.span.start, tail.start())
    inside = opened > text.count(")", draft.span.start, tail.start())
    return sense in ROLES and bool(rest.strip()) and not inside
