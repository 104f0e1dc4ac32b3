"""Where a query stops being one.

The engine names the farthest character it looked at. Trying a keyword it looks as many characters
ahead as the keyword has, so that `SELCT` on the first line is told of the third. Asked again with
wide spaces between the words, it looks no farther than the first word that is wrong.
"""

import re
from bisect import bisect_right
from difflib import get_close_matches
from typing import NamedTuple

from pyoxigraph import Store

from pvgraph.store.tokens import Token, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_GAP = " " * 24
"""More than the engine's longest keyword."""
#: Marks around which space means nothing.
_APART = frozenset("{}(),;=")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)+"')
_KEYWORD = re.compile(r"\b[A-Z][A-Z_]+\b")
#: What the engine's marks stand for, in the order in which they are told; others are not.
_MEANINGS = {
    "{": "{", "}": "}", ".": ".", ";": ";", ",": ",", ")": ")", "?": "?variable", "'": '"texte"',
}  # fmt: skip
_KNOWN = frozenset(re.findall(r"\w+", """
A SELECT ASK CONSTRUCT DESCRIBE PREFIX BASE WHERE FROM NAMED DISTINCT REDUCED AS GROUP ORDER
BY HAVING LIMIT OFFSET ASC DESC OPTIONAL UNION MINUS FILTER GRAPH BIND VALUES UNDEF EXISTS
NOT IN COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR BOUND IF COALESCE REGEX REPLACE
SUBSTR STR STRLEN STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT CONTAINS CONCAT LCASE
UCASE LANG LANGMATCHES DATATYPE IRI URI BNODE RAND ABS CEIL FLOOR ROUND NOW YEAR MONTH DAY
HOURS MINUTES SECONDS TIMEZONE TZ UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI
ISBLANK ISLITERAL ISNUMERIC SAMETERM TRUE FALSE LATERAL VERSION TRIPLE SUBJECT PREDICATE
OBJECT ISTRIPLE LANGDIR STRLANGDIR HASLANG HASLANGDIR ADJUST ENCODE_FOR_URI
"""))  # fmt: skip
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
#: Keywords of which the engine names one, the longest, where many could stand.
_ONE_OF_MANY = frozenset({"CONSTRUCT", "ENCODE_FOR_URI"})
_SIGNS = {"AND": "&&", "OR": "||", "LIKE": "REGEX(?x, 'mot', 'i')"}
_NEAR = 0.78
"""Likeness from which one word is taken for another written wrong."""
_JUST_NAMED = re.compile(r"\bAS\s*([?$]\w+)\s*\)\s*$", re.IGNORECASE)


class Stop(NamedTuple):
    """Where the query goes wrong, the word that stands there (None at its end), what could."""

    offset: int
    token: Token | None
    expected: tuple[str, ...] = ()


def find(sparql: str) -> Stop | None:
    """Where a wrong query first goes wrong; None where that cannot be told."""
    found = list(tokens(sparql))
    opened = _unclosed(sparql, found)
    if opened is not None:
        return Stop(opened, Token("open", sparql[opened], opened))
    text, starts = _spaced(sparql, found)
    at = _complaint(text)
    if at is None:
        return None
    number = bisect_right(starts, at[0]) - 1
    if at[0] >= len(text) or number < 0:
        end = len(sparql.rstrip())
        return Stop(end, None, _expected(sparql, "", 0))
    token = found[number]
    inside = at[0] - starts[number]
    is_within = token.kind in ("iri", "string", "name") and len(_GAP) < inside < len(token.text)
    offset = token.start + (inside if is_within else 0)
    if "IRI" in at[1]:  # one that cannot be an IRI was no single word
        offset = max(0, sparql.rfind("<", 0, offset + 1))
    return Stop(offset, token, _expected(sparql[: token.start], at[1], inside))


def advice(stop: Stop, sparql: str) -> str:
    """What to try there; empty where what is expected says it all."""
    token = stop.token
    if token is None:
        return _ended(sparql)
    word = token.text.upper()
    if token.kind == "open":
        return "texte entre guillemets jamais fermé (unclosed string)"
    if token.kind == "word" and word not in _KNOWN:
        near = _SIGNS.get(word) or next(iter(get_close_matches(word, _KNOWN, 1, _NEAR)), "")
        return f"mot inconnu (unknown word) {token.text}" + (f" : {near} ?" if near else "")
    if token.kind == "mark" and not (word.isascii() and word.isprintable()):
        return f"caractère inattendu (unexpected character) U+{ord(word[0]):04X}"
    return _habit(word, sparql[: token.start].rstrip(), sparql[token.start + 1 :].strip(), stop)


def _habit(word: str, before: str, after: str, stop: Stop) -> str:
    """What to write instead of what other languages would have there."""
    named = _JUST_NAMED.search(before)
    habits = (
        (
            word == "=" and before.endswith("="),
            "« = » suffit pour comparer (use =, not ==)",
        ),
        (
            word == "," and "?variable" in stop.expected,
            "pas de virgule entre les variables (no comma between variables)",
        ),
        (
            word == ";" and not after,
            "retirez le point-virgule final (remove the last semicolon)",
        ),
        (
            before[-6:].upper() == "FILTER",
            "FILTER veut des parenthèses (put the condition in parentheses)",
        ),
        (
            word == "}" and not after and before.count("}") >= before.count("{"),
            "accolade de trop (one closing brace too many)",
        ),
        (
            named is not None and named[1] in before[: named.start()],
            f"{named and named[1]} est déjà prise : changez le nom après AS (already in use)",
        ),
    )
    return next((hint for is_so, hint in habits if is_so), "")


def _ended(sparql: str) -> str:
    left = [t.text for t in tokens(sparql) if t.text in ("{", "}")]
    if not left:
        return "requête vide ou sans SELECT, ASK, CONSTRUCT ni DESCRIBE (no query form)"
    unclosed = left.count("{") - left.count("}")
    if unclosed > 0:
        return f"la requête s'arrête avec {unclosed} « {{ » ouverte(s) (unclosed brace)"
    return ""


def _unclosed(sparql: str, found: list[Token]) -> int | None:
    """Where the string begins that never ends, if there is one."""
    rest = found[-1].start + len(found[-1].text) if found else 0
    quote = re.compile(r"(?:\s|\#[^\r\n]*)*([\"'])").match(sparql, rest)
    return quote.start(1) if quote else None


def _spaced(sparql: str, found: list[Token]) -> tuple[str, list[int]]:
    """The query with wide spaces where it has some, or may; where each of its words then starts."""
    pieces: list[str] = []
    starts: list[int] = []
    size = last = 0
    before = ""
    for token in found:
        gap = sparql[last : token.start]
        around = before + token.text
        if gap or not _APART.isdisjoint((before, token.text)) or not around.isascii():
            gap += _GAP
        pieces += [gap, token.text]
        starts.append(size + len(gap))
        size += len(gap) + len(token.text)
        last = token.start + len(token.text)
        before = token.text
    return "".join([*pieces, sparql[last:], "\n", _GAP]), starts


def _complaint(text: str) -> tuple[int, str] | None:
    """Where, and what, the engine says of a wrong query."""
    try:
        Store().query(text)
    except SyntaxError as error:
        match = _PLACE.search(str(error))
    except (ValueError, RuntimeError):
        return None
    else:
        return None
    if match is None:
        return None
    lines = text.split("\n")
    line = int(match[1]) - 1
    return sum(map(len, lines[:line])) + line + int(match[2]) - 1, match[3]


def _expected(before: str, complaint: str, inside: int) -> tuple[str, ...]:
    """What could follow `before`: keywords that the engine tried there, then marks and values."""
    words = [w for w in _KEYWORD.findall(complaint) if w in _KNOWN and len(w) == inside]
    if words == ["CONSTRUCT"]:
        words = list(_FORMS)
    cut = _complaint(before)
    ended = cut[1] if cut is not None else ""
    marks = {quoted[1:-1] for quoted in _QUOTED.findall(ended)}
    told = [meaning for mark, meaning in _MEANINGS.items() if mark in marks]
    if "<" in marks and ">" not in marks:  # no comparison could stand there
        told.append("<IRI>")
    if "'0'" in ended and "'A'" not in ended:
        told.append("nombre")
    return tuple(
        dict.fromkeys([*(w for w in words if w not in _ONE_OF_MANY or len(words) > 1), *told])
    )[:8]
