"""SPARQL cut into tokens: enough to see its form and its nesting, never to rewrite it.

Strings, IRIs, comments, variables and prefixed names are each one token, so that a brace or a
SERVICE inside them is never mistaken for syntax.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?:[ \t\r\n]+|\#[^\r\n]*)*+
  (?: (?P<string>'''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''|\"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+\"{3}
      |'(?:[^'\\\r\n]|\\.)*+'|"(?:[^"\\\r\n]|\\.)*+")
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*+>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d][\w.\-]*)?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:\-%\\.]))*+)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<mark><<\(|\)>>|<<|>>|\{\||\|\}|\^\^|&&|\|\||!=|<=|>=|.)
  | (?P<end>\Z) )
    """,
    re.VERBOSE | re.DOTALL,
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


def place(sparql: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `offset`."""
    before = sparql[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
