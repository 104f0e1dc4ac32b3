"""HTML outside tables: headings, paragraphs and list items as lines of their own.

Only lines are cut, at tags that end or open a block; offsets stay those of the file.
"""

import re
from collections.abc import Iterator

from pvgraph.reading.lines import Line

_TAG = re.compile(
    r"<(/?)(p|div|section|h[1-6]|ul|ol|li|br|html|body|main|article|header|aside|figure|figcaption"
    r"|blockquote|dl|dt|dd|hr)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_UNCLOSED = re.compile(r"<[a-zA-Z][^<>]{0,200}$")
TAG_LINES = 3  # lines over which word processors break one tag
_WIKI_HEAD = re.compile(r"(={1,6})[^=].*[^=]\1\s*$")
_WIKI_ITEM = re.compile(r"([*#]{1,4})\s")
WIKI_MIN = 2  # headings that show a wiki's page
_NESTS = {"ul", "ol"}
_WORDS = {"p", "div"}  # what word processors put around the words of an item
_LOWER = re.compile(r"\s*(?![a-h][.)]\s)[a-zà-ÿ,;:]")
ITEM = re.compile(r"\s*<li\b", re.IGNORECASE)
HEADING = re.compile(r"\s*<h([1-6])\b", re.IGNORECASE)


def mark_wiki(lines: list[Line]) -> None:
    """Headings (`== Title ==`) and items (`# one`, `** nested`) of a wiki's page: `#` opens a
    heading elsewhere, so that headings must show that it is one."""
    heads = [(line, m) for line in lines if (m := _WIKI_HEAD.match(line.text))]
    if len(heads) < WIKI_MIN:
        return
    for line, match in heads:
        line.rank = len(match.group(1))
    for line in lines:
        item = _WIKI_ITEM.match(line.text)
        if item:
            line.listed, line.depth = True, len(item.group(1)) - 1


def chunks(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines cut at their tags of block; white lines between stand for the tags' own space.

    A line break (`<br>`) cuts too, unless its sentence goes on in small letters. What first comes
    below a bare `<li>` is its item (`<li><p>Ouvrir …`, often over two lines).
    """
    if not any(_TAG.search(line.text) for line in lines if "<" in line.text):
        yield lines
        return
    chunk: list[Line] = []
    depth, bare = 0, False
    for line in _whole_tags(lines):
        for piece, name, closing in _pieces(line):
            if name in _NESTS:
                depth = max(0, depth - 1 if closing else depth + 1)
            worded = bare and name in _WORDS and not closing
            ends = name not in ("", "li", "br") and not (name in _NESTS and chunk) and not worded
            if ends and chunk:
                yield chunk
                chunk = []
            if piece is not None:
                piece.depth = max(0, depth - 1)
                piece.listed = bare
                chunk.append(piece)
            bare = piece is None and not closing and (name == "li" or bare)
    if chunk:
        yield chunk


def _whole_tags(lines: list[Line]) -> Iterator[Line]:
    """The lines, those over which a tag is broken (« <p class=a\\nstyle=b> ») made one."""
    i = 0
    while i < len(lines):
        line, last = lines[i], min(i + TAG_LINES, len(lines)) - 1
        while i < last and "<" in line.text and _UNCLOSED.search(line.text):
            i += 1
            between = "\n" * (lines[i].start - line.end)
            line = Line(line.start, lines[i].end, line.text + between + lines[i].text,
                        line.page, line.furniture)  # fmt: skip
        yield line
        i += 1


def _pieces(line: Line) -> Iterator[tuple[Line | None, str, bool]]:
    """The stretches of a line with the tag of block that opens each, if any."""
    position, name, closing = 0, "", False
    for tag in _TAG.finditer(line.text):
        if tag.group(2).lower() == "br" and _LOWER.match(line.text, tag.end()):
            continue
        yield _cut(line, position, tag.start()), name, closing
        position, name, closing = tag.start(), tag.group(2).lower(), bool(tag.group(1))
        if closing or name in _NESTS:
            yield None, name, closing
            position, name, closing = tag.end(), "", False
    yield _cut(line, position, len(line.text)), name, closing


def _cut(line: Line, start: int, end: int) -> Line | None:
    """The part of a line, or nothing where it is white; a lone tag is no words."""
    part = line.text[start:end]
    if not _TAG.sub("", part).strip():
        return None
    return Line(line.start + start, line.start + end, part, line.page, line.furniture)
