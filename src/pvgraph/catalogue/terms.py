"""Namespaces and small things that the catalogue's modules share."""

from pyoxigraph import Literal, NamedNode

from pvgraph.graph.names import Namespace, node
from pvgraph.graph.sheet import Sheet, en, fr

DCATAP = Namespace("http://data.europa.eu/r5r/")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
LOCN = Namespace("http://www.w3.org/ns/locn#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
VOID = Namespace("http://rdfs.org/ns/void#")
SCHEMA = Namespace("http://schema.org/")

_GEOJSON = node("https://www.iana.org/assignments/media-types/application/vnd.geo+json")
_IANA = "https://www.iana.org/assignments/media-types/"


def words(sheet: Sheet, subject: NamedNode, predicate: NamedNode, said: dict[str, str]) -> None:
    """Say `said` in both languages."""
    sheet.say(subject, predicate, fr(said["fr"]), en(said["en"]))


def media_type(name: str) -> NamedNode:
    """The IANA IRI of a media type."""
    return node(_IANA + name)


def rectangle(west: float, south: float, east: float, north: float) -> tuple[Literal, Literal]:
    """A rectangle in WGS 84 degrees as WKT and as GeoJSON (portals read one or the other)."""
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    wkt = ", ".join(f"{x} {y}" for x, y in corners)
    geojson = ",".join(f"[{x},{y}]" for x, y in corners)
    return (
        Literal(f"POLYGON (({wkt}))", datatype=GEO.wktLiteral),
        Literal(f'{{"type":"Polygon","coordinates":[[{geojson}]]}}', datatype=_GEOJSON),
    )
