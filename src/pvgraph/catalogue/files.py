"""The published files as distributions: what each is, in words people read on a portal."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from pvgraph.catalogue import SITE
from pvgraph.catalogue.declaration import Declared
from pvgraph.catalogue.terms import DCATAP, media_type
from pvgraph.exports import formats
from pvgraph.exports.index import Export
from pvgraph.exports.tables import Table
from pvgraph.graph.names import DCAT, DCT, LABEL, SPDX, iri, node, slug
from pvgraph.graph.sheet import Sheet, date, fr, integer, plain

_WHOLE = {
    "graphe": "Tout le graphe, {format}",
    "classeur": "Toutes les tables en un fichier, {format}",
}
_NAMED_GRAPHS = ("nq", "trig")


def distribution(
    sheet: Sheet, export: Export, tables: Mapping[str, Table], declared: Declared, day: str
) -> NamedNode:
    """Describe one file; gives its IRI. `day` is the release's date."""
    file = sheet.a(iri("distribution", slug(export.path)), DCAT.Distribution)
    kind = formats.of(export.path)
    sheet.say(file, DCT.title, fr(title(export, tables)))
    sheet.say(file, DCT.description, fr(description(export, tables)))
    sheet.say(file, DCAT.accessURL, node(f"{SITE}donnees"))
    sheet.say(file, DCAT.downloadURL, node(f"{SITE}donnees/{export.path}"))
    _format(sheet, file, kind)
    sheet.say(file, DCAT.byteSize, integer(export.size))
    _checksum(sheet, file, export)
    sheet.say(file, DCT.license, node(declared.licence["iri"]))
    sheet.say(file, DCT.language, node(declared.jeux["langue"]))
    sheet.say(file, DCATAP.availability, node(declared.jeux["disponibilite"]))
    sheet.say(file, DCT.issued, date(day))
    sheet.say(file, DCT.modified, date(day))
    if export.format == "csv":
        _schema(sheet, file, export.table, tables)
    return file


def _checksum(sheet: Sheet, file: NamedNode, export: Export) -> None:
    """The file's SHA-256 as words. DCAT-AP wants an spdx:Checksum to hold an xsd:hexBinary, which
    the French portal reads as bytes and cannot keep: the node is left without class, its value a
    string, which both accept."""
    checksum = iri("distribution", slug(export.path), "sha256")
    sheet.say(file, SPDX.checksum, checksum)
    sheet.say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
    sheet.say(checksum, SPDX.checksumValue, plain(export.sha256))


def _format(sheet: Sheet, file: NamedNode, kind: formats.FileFormat) -> None:
    """EU file type with its suffix as label: what a portal shows."""
    sheet.a(node(kind.file_type), DCT.MediaTypeOrExtent)
    sheet.say(node(kind.file_type), LABEL, plain(kind.suffix))
    sheet.say(file, DCT.format, node(kind.file_type))
    sheet.a(media_type(kind.media_type), DCT.MediaType)
    sheet.say(file, DCAT.mediaType, media_type(kind.media_type))


def _schema(sheet: Sheet, file: NamedNode, table: str, tables: Mapping[str, Table]) -> None:
    """The Table Schema that the CSV file obeys."""
    schema = node(f"{SITE}donnees/{table}.schema.json")
    sheet.a(schema, DCT.Standard)
    sheet.say(schema, DCT.title, fr(f"Schéma de la table {tables[table].title['fr']}"))
    sheet.say(file, DCT.conformsTo, schema)


def title(export: Export, tables: Mapping[str, Table]) -> str:
    """The file's title in French."""
    label = formats.of(export.path).label
    if export.kind == "table":
        return f"{tables[export.table].title['fr']} ({label})"
    if export.contrat:
        return f"Graphe du contrat ({label})"
    return _WHOLE[export.kind].format(format=label)


def description(export: Export, tables: Mapping[str, Table]) -> str:
    """What the file holds, in French, one or two sentences."""
    if export.kind == "table":
        said = tables[export.table].description["fr"]
        return f"{said} Colonnes décrites par un Table Schema et un CSVW."
    if export.kind == "classeur":
        return "Engagements, mesures, acteurs, contrats, indicateurs et thèmes, une table chacun."
    if export.format in _NAMED_GRAPHS:
        return "Tous les faits, chacun dans son graphe nommé (un par contrat, codes, acteurs…)."
    return "Tous les faits en triplets, sans graphes nommés, une copie de chacun."
