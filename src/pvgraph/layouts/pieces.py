"""Cutting the words of one cell or label into its items, where no mark does it."""

import itertools
import re

from pvgraph.layouts.outline import Outline
from pvgraph.model import Block, Span
from pvgraph.reading.marks import peel, trim

_SENTENCE = re.compile(r"(?:[.;]|\s;|,)\s+(?=[^\W\d_])")
_WORD = re.compile(r"(?<=[^\W\d_])\s+(?=[A-ZÀ-ÖØ-Þ][a-zà-ÿ]{2,})|(?<=[a-zà-ÿ)])\s+(?=NB\b)")
_SEMICOLON = re.compile(r";\s+(?=[^\W\d_«])|\s/\s+(?=[A-ZÀ-Þ])")
_BAR = re.compile(r"\s/\s+")
WORDS_MIN = 3  # of an act: « Ville ; CAF » names bodies
_PART = re.compile(r"[\r\n]+[ \t]*|\s[-–/]\s+")
_BREAK = re.compile(r"<br\s*/?>\s*", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<!\S)(\d{1,2})\s?[.)/°]\s+(?=[«\"(]?[^\W\d_])")
_BULLETS = re.compile(r"\s*(?:[•▪■□☐●✓✔√➤►]|(?<=\s)[-–](?=\s+[A-ZÀ-Þ])|\s[-–]\s(?=[A-ZÀ-Þ]))\s*")


def split_indicators(outline: Outline, span: Span) -> list[Span]:
    """One span for each indicator of a cell.

    A sentence is one; so is a stretch that starts with a noun of indicator (« Nombre », « Taux »)
    after a word that ends none. Semicolons part indicators; so do commas, in a cell written in
    small letters, before such a noun. Brackets are never cut.
    """
    text = outline.text
    cuts = [span.start]
    for match in _SENTENCE.finditer(text, span.start, span.end):
        if not _closed(text, cuts[-1], match.start()):
            continue
        counted = outline.marks.indicator.match(text, match.end(), span.end)
        upper = text[match.end()].isupper() and text[match.start()] != ","
        small = counted and text[span.start].islower()
        if upper or small or ";" in match.group():
            cuts.append(match.end())
    for match in _WORD.finditer(text, span.start, span.end):
        words = text[match.end() : match.end() + 30]
        if outline.marks.indicator.match(words) and _closed(text, span.start, match.start()):
            cuts.append(match.end())
    for match in _PART.finditer(text, span.start, span.end):
        counted = outline.marks.indicator.match(text, match.end(), span.end)
        if counted and _closed(text, span.start, match.start()):
            cuts.append(match.end())
    cuts += [m.end() for m in _BREAK.finditer(text, span.start, span.end)]
    cuts += _bars(text, span)
    cuts = [*sorted(set(cuts)), span.end]
    pairs = [(a, a + len(text[a:b].rstrip(" \t\n;,/–-"))) for a, b in itertools.pairwise(cuts)]
    return [trim(text, a, b) for a, b in pairs if text[a:b].strip()]


def _bars(text: str, span: Span) -> list[int]:
    """Where bars part indicators: each begins with a capital and is of some words."""
    cuts = [m.end() for m in _BAR.finditer(text, span.start, span.end)]
    parts = [text[a:b] for a, b in itertools.pairwise([span.start, *cuts, span.end])]
    whole = all(p[:1].isupper() and len(p.split()) > WORDS_MIN for p in parts)
    return [c for c in cuts if whole and _closed(text, span.start, c)]


def acts_apart(text: str, cell: list[tuple[int, Block]], niveau: str) -> list[tuple[int, Block]]:
    """The blocks of a cell; plain words between semicolons or bars are as many acts."""
    if niveau not in ("action", "projet") or any(b.marker for _, b in cell):
        return cell
    parts = [(i, b, split_acts(text, b.span)) for i, b in cell]
    return [
        (i, cut(b, span, text, "<") if len(spans) > 1 else b)
        for i, b, spans in parts
        for span in spans
    ]


def split_acts(text: str, span: Span) -> list[Span]:
    """The acts of a cell of plain words that semicolons or bars part, each of some words."""
    cuts = [m.end() for m in _SEMICOLON.finditer(text, span.start, span.end)]
    bounds = [span.start, *(c for c in cuts if _closed(text, span.start, c)), span.end]
    parts = [
        trim(text, a, a + len(text[a:b].rstrip(" ;/\t\n"))) for a, b in itertools.pairwise(bounds)
    ]
    return parts if all(len(p.of(text).split()) >= WORDS_MIN for p in parts) else [span]


def _closed(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) <= text.count(")", start, end)


def split_bullets(outline: Outline, span: Span) -> list[Span]:
    """The items of a stretch by their bullets or their numbers, or the stretch itself."""
    text = outline.text
    cuts = [m.start() for m in _BULLETS.finditer(text, span.start, span.end)]
    cuts = cuts or _counted(text, span)
    bounds = [*sorted({span.start, *cuts}), span.end]
    spans = [peel(text, a, b, outline.marks).span for a, b in itertools.pairwise(bounds)]
    return [s for s in spans if s.end > s.start]


def _counted(text: str, span: Span) -> list[int]:
    """Where the items « 1. Achat d'un bus 2. Formation » begin, whose numbers grow from one."""
    if text[span.start : span.start + 1] != "1":
        return []
    found = list(_NUMBERS.finditer(text, span.start, span.end))
    grows = [int(m.group(1)) for m in found] == list(range(1, len(found) + 1))
    return [m.start() for m in found] if grows and len(found) > 1 else []


def cut(block: Block, span: Span, text: str, marker: str = "") -> Block:
    """A part of a block, without its mark."""
    return Block(block.kind, block.level, span, span.of(text), marker)
