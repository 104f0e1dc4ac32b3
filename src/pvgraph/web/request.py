"""A SPARQL 1.1 Protocol request, read strictly: what is asked, of which graphs, in what form."""

import binascii
import re
from typing import NamedTuple

from pyoxigraph import NamedNode
from starlette.requests import Request

from pvgraph.web.failures import Refusal

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = "GET, HEAD, OPTIONS, POST"
#: Parameters that a request may have: a few graphs for each contrat of France.
MAX_PARAMETERS = 10_000
_NO_QUERY = "paramètre `query` absent (the `query` parameter is missing)"
_LONE_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Asked(NamedTuple):
    """The request's parts; `query` is None where a GET asks for the service description.

    `format` is the short name or media type given instead of an Accept header; `timeout` what the
    client wants at most, in seconds.
    """

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    format: str = ""
    timeout: float | None = None


def parameters(encoded: bytes) -> list[tuple[str, str]]:
    """The pairs of a query string or form body, decoded once, as UTF-8 and nothing else.

    Raises:
        Refusal: bytes that are not UTF-8, or more than `MAX_PARAMETERS`.
    """
    if encoded.count(b"&") >= MAX_PARAMETERS:
        raise Refusal(400, f"plus de {MAX_PARAMETERS} paramètres (too many parameters)")
    pairs = []
    for part in encoded.split(b"&"):
        if not part:
            continue
        name, _, value = part.replace(b"+", b" ").partition(b"=")
        try:
            pairs.append((_unquoted(name).decode(), _unquoted(value).decode()))
        except UnicodeDecodeError as error:
            raise Refusal(400, "paramètres non UTF-8 : encodez en UTF-8 (not UTF-8)") from error
    return pairs


def _unquoted(encoded: bytes) -> bytes:
    """The bytes behind their percent signs; one that begins no code stands for itself.

    Once `=` is written in its own code, `%` and `=` mean the same: quoted-printable, which the
    library reads ten times faster than a URL.
    """
    if b"%" not in encoded:
        return encoded
    encoded = _LONE_PERCENT.sub(b"%25", encoded)
    return binascii.a2b_qp(encoded.replace(b"=", b"=3D").replace(b"%", b"="))


def in_address(query_string: bytes) -> Asked:
    """What a GET or HEAD asks.

    Raises:
        Refusal: 400 or 403 as the protocol wants.
    """
    pairs = parameters(query_string)
    if len(pairs) == 1 and pairs[0][0] == "query":
        return Asked(pairs[0][1])
    return _asked(pairs)


async def read(request: Request, limit: int) -> Asked:
    """What any other request asks, a POST as it should be.

    Raises:
        Refusal: 400, 403, 405, 413 or 415 as the protocol and the limits want.
    """
    pairs = parameters(request.scope["query_string"])
    if request.method != "POST":
        raise Refusal(405, f"méthodes possibles (allowed): {METHODS}", {"Allow": METHODS})
    media = _media_type(request)
    content = await body(request, limit)
    if media == FORM:
        asked = _asked([*pairs, *parameters(content)])
    else:
        if any(name == "query" for name, _ in pairs):
            raise Refusal(400, "`query` à la fois dans l'adresse et dans le corps (given twice)")
        asked = _asked([*pairs, ("query", _text(content))])
    if asked.query is None:
        raise Refusal(400, _NO_QUERY)
    return asked


def _media_type(request: Request) -> str:
    """The body's media type, one of the two that carry a query."""
    header = request.headers.get("content-type", "")
    media, *extra = (p.strip().lower() for p in header.split(";"))
    if media == UPDATE:
        raise Refusal(403, "mise à jour refusée : lecture seule (read-only: updates are refused)")
    if media not in (FORM, QUERY):
        raise Refusal(
            415,
            f"envoyez {QUERY} ou {FORM} (send one of these content types), reçu {media!r}",
            {"Accept-Post": f"{QUERY}, {FORM}"},
        )
    for parameter in extra:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise Refusal(415, f"encodez en UTF-8 (charset must be utf-8), reçu {value!r}")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Refusal(415, "corps compressé refusé (send the body without content-encoding)")
    return media


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")  # editors put a mark before what they save
    except UnicodeDecodeError as error:
        raise Refusal(
            400, f"corps non UTF-8 à l'octet {error.start} (body is not UTF-8)"
        ) from error


async def body(request: Request, limit: int) -> bytes:
    """The request's body, never more than `limit` bytes of it.

    Raises:
        Refusal: 413, before reading anything where the length is announced.
    """
    too_long = Refusal(
        413,
        f"corps de plus de {limit} octets : raccourcissez la requête (body over the limit)",
        {"Connection": "close"},
    )
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > limit:
        raise too_long
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise too_long
        pieces.append(piece)
    return b"".join(pieces)


def _asked(pairs: list[tuple[str, str]]) -> Asked:
    """The request of these parameters; those we do not know are left alone."""
    named: dict[str, list[str]] = {}
    for name, value in pairs:
        named.setdefault(name, []).append(value)
    if {"update", "using-graph-uri", "using-named-graph-uri"} & named.keys():
        raise Refusal(403, "mise à jour refusée : lecture seule (read-only: updates are refused)")
    default, graphs = _graphs(named, "default-graph-uri"), _graphs(named, "named-graph-uri")
    has_dataset = bool(default or graphs)
    query = _single(named, "query")
    if query is None and has_dataset:
        raise Refusal(400, _NO_QUERY)
    return Asked(
        query,
        default if has_dataset else None,
        graphs if has_dataset else None,
        _single(named, "format") or "",
        _timeout(_single(named, "timeout")),
    )


def _single(named: dict[str, list[str]], name: str) -> str | None:
    values = named.get(name, [])
    if len(values) > 1:
        raise Refusal(400, f"paramètre `{name}` donné {len(values)} fois (given more than once)")
    return values[0] if values else None


def _graphs(named: dict[str, list[str]], name: str) -> tuple[str, ...]:
    graphs = []
    for iri in named.get(name, []):
        try:
            graphs.append(NamedNode(iri).value)
        except ValueError as error:
            raise Refusal(
                400, f"`{name}` : {iri!r} n'est pas une IRI absolue (not an absolute IRI)"
            ) from error
    return tuple(dict.fromkeys(graphs))


def _timeout(value: str | None) -> float | None:
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError as error:
        raise Refusal(400, f"`timeout` : {value!r} n'est pas un nombre de secondes") from error
    if not 0 < seconds < 1e6:
        raise Refusal(400, "`timeout` : nombre de secondes plus grand que 0 (must be positive)")
    return seconds
