"""The words of a span of a text on one line, and where each sign of them stands in it."""

import re
from collections.abc import Sequence

from pvgraph.model import Span, fold

_LINKED = re.compile(r"(?:[a-zà-ÿ]{1,4}-|[ld]['’])(?:[ld]['’])?[A-ZÀ-Þ]")  # « et-Marne »
_PIECE = re.compile(r"<[^<>\n]{1,40}>|\*\*|(?:(?!<[^<>\n]{1,40}>|\*\*)\S)+")


def unfold(text: str, span: Span) -> tuple[str, Sequence[int]]:
    """The words of `span` on one line, and for each character its offset in `text`.

    Markup and line breaks become one space; a word cut by a hyphen at the line's end is joined, a
    name cut at its own (« Hauts-de- / France », « Seine- / et-Marne ») keeps it.
    """
    whole = text[span.start : span.end]
    if whole == fold(whole) and "<" not in whole and "*" not in whole:
        return whole, range(span.start, span.end)
    plain: list[str] = []
    at: list[int] = []
    end = span.start
    for piece in _PIECE.finditer(text, span.start, span.end):
        words, start = piece.group(), piece.start()
        if (words[0] == "<" and words[-1] == ">") or words == "**":
            continue
        if plain and start > end:
            cut = plain[-1] == "-" and "\n" in text[end:start]
            if cut and words[0].islower() and not _LINKED.match(words):
                plain.pop()
                at.pop()
            elif not (cut and words[0].isalpha() and "".join(plain[-2:-1]).isalpha()):
                plain.append(" ")
                at.append(end)
        plain.extend(words)
        at.extend(range(start, piece.end()))
        end = piece.end()
    return "".join(plain), at
