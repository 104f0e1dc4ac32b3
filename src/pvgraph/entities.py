"""Entities of markup (`&nbsp;`, `&rsquo;`, `&#233;`): read as the signs that they stand for.

Texts saved from pages hold them anywhere: in names, in numbers, between a word and its colon (HTML
Living Standard, section 13.5). One that stands for a sign by which text is divided (`&lt;`,
`&#124;`) is left.
"""

import re
from collections.abc import Iterator
from html import unescape

from pvgraph.views import Edit

_ENTITY = re.compile(
    r"&(?:amp;)*(?:(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});|nbsp(?![a-zA-Z;]))"
)
_STRUCTURE = frozenset("<>|\t\n\r\f\v\x85\u2028\u2029")  # signs by which text is divided
WHITE = re.compile(  # an entity of white space, and the sign behind it, at the end of words
    r"(?=[^&]{0,59}&)(?:\s|&(?:amp;)*(?:nbsp|#160|#xa0|#8239|#x202f|thinsp);)+[;,]?$", re.IGNORECASE
)


def edits(text: str) -> Iterator[Edit]:
    """The sign for each entity of the text."""
    for entity in _ENTITY.finditer(text) if "&" in text else ():
        sign = _sign(entity.group())
        if sign:
            yield Edit(entity.start(), entity.end(), sign)


def _sign(entity: str) -> str:
    """The one sign that an entity stands for; nothing where it is none or divides the text."""
    sign = unescape(entity)
    while sign != entity and _ENTITY.fullmatch(sign):
        entity, sign = sign, unescape(sign)
    return sign if len(sign) == 1 and sign not in _STRUCTURE else ""
