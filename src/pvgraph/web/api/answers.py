"""One answer of the API in the format that the client asks for, with its tag and its next page."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response

from pvgraph.exports.delimited import to_csv
from pvgraph.web.context import Context
from pvgraph.web.failures import Refusal
from pvgraph.web.negotiate import quality

_TYPES = {
    "json": ("application/json",),
    "jsonld": ("application/ld+json",),
    "csv": ("text/csv",),
}
SEPARATOR = " | "
"""Between the values of a list in a CSV cell."""


@dataclass(frozen=True)
class Body:
    """What the API answers.

    `document` is the whole as JSON; `rows` what of it goes in a table; `jsonld` makes the context;
    `next` is the path and query of the next page, or None; `passing` says that the same request
    will soon have more of an answer.
    """

    document: Mapping
    columns: Sequence[str]
    rows: Sequence[Mapping[str, object]]
    jsonld: Callable[[], Mapping]
    next: str | None = None
    passing: bool = False


def wanted(request: Request) -> str:
    """`json`, `jsonld` or `csv`, by `format=` or Accept.

    Raises:
        Refusal: 406, none of them is wanted; 400, no such format.
    """
    asked = request.query_params.get("format")
    if asked:
        if asked not in _TYPES:
            raise Refusal(400, f"format={asked!r} : {', '.join(_TYPES)}")
        return asked
    accept = request.headers.get("accept", "")
    scored = [(quality(media, accept), -i, name) for i, (name, media) in enumerate(_TYPES.items())]
    score, _, name = max(scored)
    if score <= 0:
        raise Refusal(406, f"formats : {', '.join(m[0] for m in _TYPES.values())}")
    return name


def answer(request: Request, context: Context, body: Body) -> Response:
    """The response; 304 where the client has it."""
    format = wanted(request)
    asked = f"{context.release.id} {request.url.path}?{request.url.query} {format}"
    tag = f'"{hashlib.sha256(asked.encode()).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    if body.passing:
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if body.next:
        headers["Link"] = f'<{body.next}>; rel="next"'
    if body.document.get("total") is not None:
        headers["X-Total-Count"] = str(body.document["total"])
    if not body.passing and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if format == "csv":
        cells = [[_cell(row.get(c)) for c in body.columns] for row in body.rows]
        content = to_csv(body.columns, cells)
        return Response(content, 200, headers, "text/csv; charset=utf-8; header=present")
    document = body.document
    if format == "jsonld":
        document = {"@context": body.jsonld(), **document}
    content = json.dumps(document, ensure_ascii=False).encode()
    return Response(content, 200, headers, _TYPES[format][0])


def _cell(value: object) -> object:
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
