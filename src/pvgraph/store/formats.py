"""The formats of answers: names, media types, suffixes, and the engine's serializer for each."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """One way to write an answer; there is one object of each.

    `accepts` are all media types that ask for it, own type first.
    """

    name: str
    content_type: str
    suffix: str
    writer: QueryResultsFormat | RdfFormat
    accepts: tuple[str, ...]
    iri: str


def _format(
    name: str, suffix: str, writer: QueryResultsFormat | RdfFormat, w3: str, *accepts: str
) -> Format:
    content_type = writer.media_type
    if content_type.startswith("text/") and "charset" not in content_type:
        content_type += "; charset=utf-8"
    own = content_type.partition(";")[0]
    return Format(
        name, content_type, suffix, writer, (own, *accepts), f"http://www.w3.org/ns/formats/{w3}"
    )


_RESULTS = QueryResultsFormat
#: Rows and booleans, best first: the first is what a client without a wish receives.
ROWS = (
    _format("json", "srj", _RESULTS.JSON, "SPARQL_Results_JSON", "application/json"),
    _format("xml", "srx", _RESULTS.XML, "SPARQL_Results_XML", "application/xml", "text/xml"),
    _format("csv", "csv", _RESULTS.CSV, "SPARQL_Results_CSV"),
    _format("tsv", "tsv", _RESULTS.TSV, "SPARQL_Results_TSV"),
)
#: Triples, best first.
GRAPHS = (
    _format("ttl", "ttl", RdfFormat.TURTLE, "Turtle", "application/x-turtle"),
    _format("nt", "nt", RdfFormat.N_TRIPLES, "N-Triples", "text/plain"),
    _format("rdf", "rdf", RdfFormat.RDF_XML, "RDF_XML", "application/xml", "text/xml"),
    _format("jsonld", "jsonld", RdfFormat.JSON_LD, "JSON-LD", "application/json"),
    _format("trig", "trig", RdfFormat.TRIG, "TriG", "application/x-trig"),
    _format("nq", "nq", RdfFormat.N_QUADS, "N-Quads"),
    _format("n3", "n3", RdfFormat.N3, "N3", "text/rdf+n3"),
)
JSON = ROWS[0]
N_TRIPLES = GRAPHS[1]
_BY_NAME = {f.name: f for f in (*ROWS, *GRAPHS)}


def by_name(name: str) -> Format:
    """The format of that short name (`csv`, `ttl` …); KeyError when there is none."""
    return _BY_NAME[name]


def family(kind: str) -> tuple[Format, ...]:
    """The formats that can write an answer of that kind (`select`, `ask`, `graph`)."""
    return GRAPHS if kind == "graph" else ROWS
