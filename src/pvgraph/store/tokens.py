"""SPARQL cut into tokens: enough to see its form and its nesting, never to rewrite it.

Strings, IRIs, comments, variables and prefixed names are each one token, so that a brace or a
SERVICE inside them is never mistaken for syntax.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SPACE = r"[ \t\r\n]+|\#[^\r\n]*"
#: What is passed over where only the query's form counts. A prefix ends at 128 characters: without
#: a bound, a long run of letters and dots would be read again from each of its letters.
_VALUES = r"""
    (?P<string>'''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''|\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+\"{3}
      |'(?:[^'\\\r\n]|\\.)*+'|"(?:[^"\\\r\n]|\\.)*+")
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*+)
  | (?P<name>(?:[^\W\d][\w.\-]{0,127}+)?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:\-%\\.]))*+)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?)
"""
_SIGNS = r"""
    (?P<word>[^\W\d]\w*)
  | (?P<mark><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|.)
  | (?P<end>\Z)
"""
_FLAGS = re.VERBOSE | re.DOTALL
_TOKEN = re.compile(rf"(?:{_SPACE})*+ (?: {_VALUES} | {_SIGNS} )", _FLAGS)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _VALUES)
_SIGN = re.compile(rf"(?:{_SPACE} | {_UNNAMED})*+ (?: {_SIGNS} )", _FLAGS)
_FORM = re.compile(
    rf"(?:{_SPACE} | {_UNNAMED} | (?:PREFIX|BASE)(?!\w))*+ (SELECT|ASK|CONSTRUCT|DESCRIBE)(?!\w)",
    _FLAGS | re.IGNORECASE,
)


class Token(NamedTuple):
    """A piece of the query: its kind (a group of `_TOKEN`), its characters, where it starts."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """The tokens of `sparql`, white space and comments left out.

    It ends at a string that never closes: whatever follows is no syntax, and the engine will say
    so.
    """
    for match in _TOKEN.finditer(sparql):
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "end" or (kind == "mark" and text in "'\""):
            return
        yield Token(kind, text, match.start(kind))


def signs(sparql: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The words and marks of `sparql` alone, each with its match (whose last group is `word`,
    `mark`, or at the end `end`): its form, in a fraction of the time."""
    for match in _SIGN.finditer(sparql):
        text = match[match.lastindex or 0]
        if text in ("'", '"'):
            return
        yield text, match


def form(sparql: str) -> str:
    """The word of the query's form in capitals; empty where more than prefixes comes before it."""
    match = _FORM.match(sparql)
    return match[1].upper() if match else ""


def place(sparql: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `offset`."""
    before = sparql[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
