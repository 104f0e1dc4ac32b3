"""Lines right below an item that say by whom in a way of the text's own: bodies alone behind a sign
(« ↳ CAF, avec la Ville ») or behind a label that no list has (« Tenu par : CAF – Épaulé par : … »).

They are told by their form and by coming again, each time over nothing but names.
"""

import re
from collections import defaultdict
from itertools import pairwise

from pvgraph.model import Block, Span, fold
from pvgraph.reading import bylines
from pvgraph.reading.cues import BODIES, Cues
from pvgraph.reading.lines import Line
from pvgraph.reading.marks import peel, trim
from pvgraph.reading.words import Marks, key, same_length

TIMES = 2  # lines of one sign or of one label, at least
LABEL_WORDS, STEM = 4, 5  # words of a label, letters of each that tell it from others
_TURNED = "↳⤷╰└"  # signs that open no list
_ARROWS = "→⇒➔➜➙➡"  # those that open lists too, as dashes do
_SIGN = re.compile(r"\s*([^\w\s#*_<>|(\[«\"“'’.…])\s+(?=\S)")
_LABEL = re.compile(r"\s*([A-ZÀ-Þ][^:;.()\n\t]{2,40}?)\s?:\s+(?=\S)")
_NEXT = re.compile(_LABEL.pattern, re.IGNORECASE)  # « … ; financement : ANRU »
_SPLIT = re.compile(r"\s*(?:[;|/–—]|\s-)\s*(?=[*_]{0,3}[^\W\d_][^:;\n]{2,40}:)")
_PIECES = re.compile(r"\s*[,;/+&]\s*|\s+et\s+")
_SIGLE = re.compile(r"[A-ZÀ-Þ]{2,}\d*\b")


def mark_who_lines(lines: list[Line], cues: Cues, marks: Marks) -> None:
    """Set `label` (its signs, from the start of the line) on such lines."""
    signs: dict[str, list[tuple[Line, int, bool]]] = defaultdict(list)
    stems: dict[str, list[tuple[Line, int, bool]]] = defaultdict(list)
    solid = [(i, line) for i, line in enumerate(lines) if not line.furniture and not line.blank]
    for (before, above), (here, line) in pairwise(solid):
        sign = _SIGN.match(line.text)
        if sign and sign[1] in f"{_TURNED}{_ARROWS}{marks.dashes}":
            below = here == before + 1 and not above.text.rstrip().endswith(":")
            told = below and _sign(above) != sign[1]
            told = told and is_names(line.text[sign.end() :], cues, marks)
            told = told and (sign[1] in _TURNED or _is_act(above, marks))
            signs[sign[1]].append((line, sign.end(), told))
            continue
        label = _LABEL.match(line.text)
        if label and _may_label(label[1], cues) and not line.label:
            told = _says_whom(above.text, line.text[label.end() :], label[1], cues, marks)
            stems[stem(label[1])].append((line, label.end(), told))
    for sign, found in signs.items():
        _mark(found, cues, 4 if sign in _TURNED else 2)
    for found in stems.values():
        _mark(found, cues, 2)


def _is_act(line: Line, marks: Marks) -> bool:
    """Whether an item says an act behind its mark or its number."""
    peeled = peel(line.text, 0, len(line.text), marks)
    return marks.acts(line.text[peeled.span.start :])


def _mark(found: list[tuple[Line, int, bool]], cues: Cues, share: int) -> None:
    """Mark lines of one sign or label where two of three say bodies, one of `share` for sure."""
    told = [(line, size) for line, size, names in found if names]
    if len(told) < TIMES or 3 * len(told) < 2 * len(found):
        return
    if share * sum(is_sure(line.text[size:], cues) for line, size in told) < len(told):
        return
    for line, size in told:
        line.label = size


def values(text: str, line: Line, end: int, cues: Cues) -> list[Block]:
    """The values of such a line, each with its label; the words before a label of link are those
    of the sign or label that the line begins with."""
    start, label = line.start + line.label, text[line.start : line.start + line.label]
    out = []
    while start < end:
        cut = _SPLIT.search(text, start, end)
        stop = cut.start() if cut else end
        out += _parts(text, Span(start, stop), fold(label).rstrip(" :"), cues)
        head = _NEXT.match(text, cut.end(), end) if cut else None
        start, label = (head.end(), head[1]) if head else (end, "")
    return out


def _parts(text: str, span: Span, label: str, cues: Cues) -> list[Block]:
    words = text[span.start : span.end]
    links = list(bylines.links(words, cues))
    ends = [at for at, _, _ in links] + [len(words)]
    found = [(0, label), *((start, fold(words[at:start])) for at, start, _ in links)]
    out = []
    for (start, name), end in zip(found, ends, strict=True):
        size = len(words[start:end].rstrip(" ,;.–—-(*_"))
        if size:
            part = trim(text, span.start + start, span.start + start + size)
            out.append(Block("valeur", 0, part, part.of(text), "", label=name))
    return out


def is_names(words: str, cues: Cues, marks: Marks) -> bool:
    """Whether words are but names of bodies, labels of link among them."""
    plain = words.strip("*_ ")
    if len(plain) > bylines.LINE_MAX or plain.endswith((".", ":", "?", "!")) or marks.acts(plain):
        return False
    if plain[:1].isdigit() or marks.counted.match(plain) or marks.labelled.match(plain):
        return False  # « ■ AXE 1 – VIVRE ENSEMBLE »
    act = marks.names_act(plain) and not _SIGLE.search(plain)  # « réseau TIM » is a body
    if act or marks.future.search(same_length(plain)):
        return False
    at, pieces = 0, []
    for begin, start, _ in [*bylines.links(plain, cues), (len(plain), 0, "")]:
        pieces += _PIECES.split(plain[at:begin].strip(" ,;–—-"))
        at = start
    pieces = [piece for piece in pieces if piece]
    short = all(len(piece.split()) <= bylines.NAME_WORDS for piece in pieces)
    named = sum(bylines.is_name(p, cues) or bool(_SIGLE.search(p)) for p in pieces)
    return bool(pieces) and short and 2 * named >= len(pieces)


def _says_whom(above: str, words: str, label: str, cues: Cues, marks: Marks) -> bool:
    """Whether a line of an unknown label says bodies in its way: several labels on one line, a
    label that ends on a word of link, or one below a label of the list."""
    parts = _SPLIT.split(words)
    said = [parts[0], *(part.partition(":")[2] for part in parts[1:])]
    if not all(is_names(part, cues, marks) for part in said):
        return False
    linked = key(label).rpartition(" ")[2] in cues.exact["complement"]
    return len(parts) > 1 or linked or cues.label(above.lstrip(" -•*_#"))[0] in BODIES


def _may_label(label: str, cues: Cues) -> bool:
    known = any(cues.sense(place, label) for place in ("etiquette", "titre", "amorce"))
    return not known and len(label.split()) <= LABEL_WORDS and not label.isupper()


def is_sure(words: str, cues: Cues) -> bool:
    """Whether words begin with a body of a known kind or an acronym, or have a label of link."""
    words = words.lstrip("*_ ")
    body = cues.subject.search(key(words))
    known = body is not None and body.start() <= len("les ")
    return known or bool(_SIGLE.match(words)) or any(True for _ in bylines.links(words, cues))


def stem(label: str) -> str:
    """A label without the endings of its words (« Concourt », « Concourent »)."""
    return " ".join(word[:STEM] for word in key(label).split())


def _sign(line: Line) -> str:
    found = _SIGN.match(line.text)
    return found[1] if found else ""
