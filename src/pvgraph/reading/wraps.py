"""Lines that go on with the words above them, or open a block of their own."""

import re
from dataclasses import dataclass, field, replace

from pvgraph.reading import markup
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import Peeled, peel
from pvgraph.reading.words import Marks

WRAP_MIN = 55  # a line this long may have been broken by the page's width
ROOM = 0.25  # of the text's width that a line broken by it may leave, beside the next word
BRACKET_LINES = 4  # that a bracket may take after the one that opens it
VALUE_LINES = 3  # lines that one value may take
_LISTED = "<"  # the mark of an item that markup lists
_BOLD = ("**", "__", "'''", "<b", "<strong")
_BOLD_LINE = re.compile(r"(\*\*|__|''')(?!\s)[^*_']+?(?:'[^*_']+?)*?\1[ :]*")
_HASHES = re.compile(r"\s*(#{1,6})(?=[\s*_]|$)")
_BRACKET = re.compile(r"[()\[\]]")
TERMINAL = re.compile(r"[.;!?…]['’»\")\]*_]*$")
_ANNOUNCES = re.compile(r"\ben\s?:$")
_LABELLED_LINE = re.compile(r"[^:]{2,60}\s?:\s")


@dataclass(slots=True)
class Draft:
    """A block being read: its lines so far and what opened it."""

    lines: list[Line]
    peeled: Peeled
    hashes: int = 0
    extra: list[Line] = field(default_factory=list)

    @property
    def end(self) -> int:
        return self.lines[-1].end


def _peeled(text: str, line: Line, marks: Marks) -> Peeled:
    """A line without its marks, peeled once."""
    if line.peeled is None:
        line.peeled = peel(text, line.start, line.end, marks)
    return line.peeled


def lost_mark(above: Draft, line: Line, marks: Marks) -> bool:
    """Whether a line is an item whose mark conversion left as a space: below what announces a list,
    a short heading with its word (« Axe 1 : L'école ») or such an item, set in where the lines that
    go on are not."""
    words, last = line.text.lstrip(), above.lines[-1].text.rstrip()
    gerund = _ANNOUNCES.search(last) and marks.gerund.match(words)  # « gérant », else a noun
    if not line.text[:1].isspace() or line.listed:
        return False
    lost = above.peeled.mark == _LISTED and above.lines[0].indent == line.indent
    inward = line.indent > above.lines[0].indent
    if (above.lines[0].rubric and inward) or lost:
        return (words[0].isupper() and not marks.unfinished(last)) or (lost and marks.acts(words))
    if not (gerund or marks.acts(words)):
        return False
    named = bool(marks.level_word.match(above.peeled.number)) and words[0].isupper()
    headed = named and inward and len(last) < WRAP_MIN and not marks.unfinished(last)
    return headed or (last.endswith(":") and not above.lines[0].indent)


def opened(text: str, line: Line, marks: Marks, listed: bool = False) -> Draft:
    peeled = _peeled(text, line, marks)
    if (listed or line.listed or markup.ITEM.match(line.text)) and not peeled.mark:
        peeled = replace(peeled, mark=_LISTED)
    heading = markup.HEADING.match(line.text)
    hashes = None if line.listed else _HASHES.match(line.text)
    level = int(heading.group(1)) if heading else len(hashes.group(1)) if hashes else line.rank
    return Draft([line], peeled, level)


def continues(text: str, draft: Draft, line: Line, cues: Cues, marks: Marks) -> bool:
    """Whether `line` goes on with the sentence of `draft`."""
    if line.rank or line.listed or _HASHES.match(line.text) or line.text.lstrip()[:1] == "<":
        return False
    own = _peeled(text, line, marks)
    if own.mark or (own.number and not (own.number.isdigit() and _in_sentence(draft, marks))):
        return False
    before = draft.lines[-1].text.rstrip()
    after = line.text.lstrip()
    apart = not (after and before) or _of_label(draft, before, after, cues)
    if apart or _unmarked(draft, before, after, cues, marks):
        return False
    ended = bool(TERMINAL.search(before[-12:])) or before.endswith(":")
    if not ended and marks.resumes.match(after) and _shouted(before) and _shouted(after):
        return True
    if marks.unfinished(before) and not ended:
        return True
    if after[0].islower() or after[0] in ")»,;":
        return not before.endswith(":") or before.rfind("(") > before.rfind(")")
    promise = bool(draft.peeled.mark) and cues.promises(after)  # « Enfin, les communes s'engagent »
    return not promise and _wrapped(draft, line, ended)


def _shouted(words: str) -> bool:
    return len(words) > 1 and words.isupper()


def in_bracket(text: str, draft: Draft, below: list[Line], marks: Marks) -> bool:
    """Whether an item's bracket is open at the end of its line and closed a few lines below, with
    no other item between (« … (chef de file : CAF ; » / « avec : la Ville) »)."""
    said = text[draft.lines[0].start : draft.end]
    opened_at = max(said.rfind("("), said.rfind("["))
    if opened_at <= max(said.rfind(")"), said.rfind("]")):
        return False
    if not (draft.peeled.mark or draft.peeled.number or marks.acts(draft.lines[0].text)):
        return False
    for line in below[:BRACKET_LINES]:
        if line.rank or line.listed or _peeled(text, line, marks).mark:
            return False
        sign = _BRACKET.search(line.text)
        if sign is not None:
            return sign.group() in ")]"
    return False


def _wrapped(draft: Draft, line: Line, ended: bool) -> bool:
    """Whether the page's width broke the words before a line that starts with a capital."""
    before, after = draft.lines[-1].text.rstrip(), line.text.lstrip()
    if _bold_alone(before) and not _bold_alone(after):
        return False  # « **Projet 1 – La rue des artisans** », then its paragraph
    if draft.hashes or (_LABELLED_LINE.match(after) and after[0] not in "[("):
        return False
    full = len(before) >= WRAP_MIN and _full(draft.lines[-1], after)
    if (
        after.endswith(":")
        and after[0].isupper()
        and not draft.lines[-1].text.rstrip().endswith("-")
    ):
        full = False  # « La Ville s'engage à : », after an item
    if draft.peeled.mark or draft.peeled.number:
        hanging = line.indent > draft.lines[0].indent
        return not ended and (hanging or full)
    if ended and (after.startswith(_BOLD) or after.endswith(":")):
        return False
    return full and (not ended or len(after) >= WRAP_MIN // 2)


def _full(before: Line, after: str) -> bool:
    """Whether a line leaves no room for the first word of the next within the text's width."""
    room = before.width - len(before.text.rstrip())
    return room <= ROOM * before.width + len(after.split(maxsplit=1)[0])


def _bold_alone(words: str) -> bool:
    """Whether a line is in bold from its first word to its last, and all of it once."""
    return _BOLD_LINE.fullmatch(words) is not None


def _of_label(draft: Draft, before: str, after: str, cues: Cues) -> bool:
    """Whether one of two lines is a label alone, or the second « Sommaire » below a running
    header: neither goes on with the other."""
    if len(draft.lines) == 1 and cues.is_label(before):
        return True
    contents = cues.sense("titre", after) == "sommaire" and cues.is_heading(after)
    return after[0].isupper() and (contents or cues.is_label(after))


def _unmarked(draft: Draft, before: str, after: str, cues: Cues, marks: Marks) -> bool:
    """Whether a line is the next item of a list without marks: « Avec : CAF » / « Ouvrir … »,
    « ouvrir … ; » / « former … »."""
    if draft.peeled.mark or not marks.acts(after):
        return False
    if before.endswith(";") and after[0].islower():
        return True
    return after[0].isupper() and bool(cues.label(draft.lines[0].text)[0])


def of_value(text: str, draft: Draft, line: Line, cues: Cues, marks: Marks) -> bool:
    """Whether a line goes on with what a label names (« Pilote : France » / « Travail »)."""
    first, before = draft.lines[0], draft.lines[-1].text.rstrip()
    sense, named = cues.label(first.text.lstrip(" -•*_#"))
    if first.label:
        sense, named = cues.sense("etiquette", first.text[: first.label]), "…"
    if len(draft.lines) > VALUE_LINES or sense not in BODIES or not named.strip():
        return False
    own = _peeled(text, line, marks)
    after = text[own.span.start : own.span.end]
    plain = not (own.mark or own.number or draft.hashes) and after[:1].isupper()
    if not plain or marks.acts(after) or after == after.upper() or after.endswith(":"):
        return False
    if cues.is_label(after) or _LABELLED_LINE.match(after):
        return False
    return not (TERMINAL.search(before[-12:]) or after.endswith("-"))


def _in_sentence(draft: Draft, marks: Marks) -> bool:
    """A line that starts with a figure amid a sentence (« … les \\n 12. »)."""
    return marks.unfinished(draft.lines[-1].text.rstrip())
