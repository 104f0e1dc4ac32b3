"""The formats of the published files: suffix, media type, EU file type, name for people."""

from dataclasses import dataclass

_EU = "http://publications.europa.eu/resource/authority/file-type/"


@dataclass(frozen=True, slots=True)
class FileFormat:
    suffix: str
    media_type: str
    eu: str
    label: str

    @property
    def file_type(self) -> str:
        """IRI of the format in the EU's file-type list."""
        return _EU + self.eu


FORMATS = {
    f.suffix: f
    for f in (
        FileFormat("nq", "application/n-quads", "RDF_N_QUADS", "N-Quads"),
        FileFormat("trig", "application/trig", "RDF_TRIG", "TriG"),
        FileFormat("ttl", "text/turtle", "RDF_TURTLE", "Turtle"),
        FileFormat("jsonld", "application/ld+json", "JSON_LD", "JSON-LD"),
        FileFormat("rdf", "application/rdf+xml", "RDF_XML", "RDF/XML"),
        FileFormat("nt", "application/n-triples", "RDF_N_TRIPLES", "N-Triples"),
        FileFormat("csv", "text/csv", "CSV", "CSV"),
        FileFormat("parquet", "application/vnd.apache.parquet", "PARQUET", "Parquet"),
        FileFormat(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "XLSX",
            "XLSX",
        ),
        FileFormat("sqlite", "application/vnd.sqlite3", "BIN", "SQLite"),
        FileFormat("json", "application/json", "JSON", "JSON"),
    )
}


def of(path: str) -> FileFormat:
    """The format of a file by its suffix; KeyError where the suffix is none of ours."""
    return FORMATS[path.rpartition(".")[2]]
