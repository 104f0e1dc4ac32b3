"""An answer cut at a row's end when it outgrows the cap, still well-formed in its format."""

#: By format: what ends a row (searched from the end), how much of the mark belongs to the row,
#: what closes the document. The marks cannot occur inside a value: quotes, `<` and line ends are
#: escaped there by the serializer.
_ROW_ENDS = {
    "json": (b'}},{"', 2, b"]}}"),
    "xml": (b"</result>", 9, b"</results></sparql>"),
    "tsv": (b"\n", 1, b""),
    "ttl": (b" .\n", 3, b""),
    "n3": (b" .\n", 3, b""),
    "trig": (b" .\n", 3, b""),
    "nt": (b" .\n", 3, b""),
    "nq": (b" .\n", 3, b""),
    "rdf": (b"\n\t</rdf:Description>", 20, b"\n</rdf:RDF>"),
    "jsonld": (b']},{"@id":"', 2, b"]"),
}


def cut(format: str, tail: bytes, quotes: int, room: int) -> bytes | None:
    """`tail`, the last piece of a growing answer, cut at the last whole row and closed, in `room`
    bytes.

    `quotes` is the number of `"` before it (in CSV a line end may stand inside quotes). None
    where no row ends in that room.
    """
    if format == "csv":
        return _cut_csv(tail[:room], quotes)
    mark, kept, close = _ROW_ENDS[format]
    # What the mark holds beyond the row's own end need not fit: only its presence is looked for.
    end = tail.rfind(mark, 0, max(0, room - len(close) - kept + len(mark)))
    return None if end < 0 else tail[: end + kept] + close


def _cut_csv(tail: bytes, quotes: int) -> bytes | None:
    end = len(tail)
    while (end := tail.rfind(b"\r\n", 0, end)) >= 0:
        if (quotes + tail.count(b'"', 0, end)) % 2 == 0:
            return tail[: end + 2]
    return None
