"""Rows of an answer in SPARQL JSON taken as bytes: counted, cut and put together unread.

What stands between two rows, the name of a variable after it, cannot stand in a value, where quotes
are escaped; all writers of this project leave no space between marks.
"""

import re
from collections.abc import Sequence
from itertools import islice

_BETWEEN = re.compile(rb'\}\},\{"(?=[^,}])')
_OPENING = b'"bindings":['
_CLOSING = b"]}}"
_OPENS = b'{"'


def count(body: bytes) -> int:
    """How many rows an answer of a SELECT has, each with a value or more."""
    return 0 if _rows(body) == b"" else 1 + sum(1 for _ in _BETWEEN.finditer(body))


def beginning(body: bytes, rows: int) -> bytes:
    """The answer with its first `rows` rows (at least one), whole if it has no more."""
    after = next(islice(_BETWEEN.finditer(body), rows - 1, None), None)
    return body if after is None else body[: after.start() + 2] + _CLOSING


def part(body: bytes, start: int, rows: int) -> bytes:
    """The answer with `rows` of its rows (at least one), after the first `start`."""
    if start == 0:
        return beginning(body, rows)
    before = next(islice(_BETWEEN.finditer(body), start - 1, None), None)
    left = _CLOSING if before is None else body[before.end() - len(_OPENS) :]
    return beginning(body.partition(_OPENING)[0] + _OPENING + left, rows)


def joined(bodies: Sequence[bytes]) -> bytes:
    """One answer with the rows of all (one or more), in their order; they have the same columns."""
    head = bodies[0].partition(_OPENING)[0] + _OPENING
    return head + b",".join(filter(None, map(_rows, bodies))) + _CLOSING


def _rows(body: bytes) -> bytes:
    return body.partition(_OPENING)[2].removesuffix(_CLOSING)
