"""What the columns are, for machines: Table Schema, CSV on the Web, Data Package."""

import re
from collections.abc import Iterable, Mapping

from pvgraph.exports.tables import SEPARATOR, Column, Table

_TABLE_SCHEMA = {
    "code": {"type": "string"},
    "iri": {"type": "string", "format": "uri"},
    "texte": {"type": "string"},
    "entier": {"type": "integer"},
    "annee": {"type": "year"},
    "nombre": {"type": "number"},
    "booleen": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}
_CSVW = {
    "code": "string",
    "iri": "anyURI",
    "texte": "string",
    "entier": "integer",
    "annee": "gYear",
    "nombre": "decimal",
    "booleen": "boolean",
}
LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence"


def table_schema(table: Table) -> dict:
    """The Table Schema (Frictionless, v1) of the CSV file."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": table.name,
        "title": table.title["fr"],
        "description": f"{table.description['fr']} – {table.description['en']}",
        "fields": [_field(table, c) for c in table.columns],
        "primaryKey": [table.key],
        "missingValues": [""],
    }


def _field(table: Table, column: Column) -> dict:
    constraints: dict = {}
    if not column.optional:
        constraints["required"] = True
    if column.name == table.key:
        constraints["unique"] = True
    field = {
        "name": column.name,
        "title": column.title["fr"],
        "description": f"{column.title['fr']} – {column.title['en']}{_list_note(column)}",
        **_TABLE_SCHEMA[column.type],
    }
    return {**field, "constraints": constraints} if constraints else field


def _list_note(column: Column) -> str:
    return f" (valeurs séparées par {SEPARATOR} / separated by {SEPARATOR})" if column.many else ""


def csvw(table: Table, prefixes: Mapping[str, str], file: str) -> dict:
    """The CSV on the Web metadata of `file`, to stand beside it as `<file>-metadata.json`."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "fr"}],
        "url": file,
        "dc:title": _both(table.title),
        "dc:description": _both(table.description),
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n", "\n"], "header": True},
        "tableSchema": {
            "columns": [_csvw_column(c, prefixes) for c in table.columns],
            "primaryKey": table.key,
            **_about(table),
        },
    }


def _about(table: Table) -> dict:
    """What each row is about, where the key is an IRI."""
    iris = [c.name for c in table.columns if c.name in (table.key, "iri") and c.type == "iri"]
    return {"aboutUrl": f"{{+{iris[0]}}}"} if iris else {}


def _csvw_column(column: Column, prefixes: Mapping[str, str]) -> dict:
    described = {
        "name": column.name,
        "titles": column.name,
        "dc:title": _both(column.title),
        "datatype": _CSVW[column.type],
        "required": not column.optional,
    }
    if column.many:
        described["separator"] = SEPARATOR
    if column.property:
        prefix, _, local = column.property.partition(":")
        described["propertyUrl"] = prefixes[prefix] + local
    if column.kind and not column.many:
        described["valueUrl"] = f"{prefixes['pvid']}{column.kind}/{{{column.name}}}"
    return described


def _both(words: Mapping[str, str]) -> list[dict]:
    return [{"@value": words[language], "@language": language} for language in ("fr", "en")]


def data_package(tables: Iterable[Table], version: str) -> dict:
    """The Data Package (Frictionless, v1) that ties the CSV files together by their keys."""
    return {
        "name": "pvgraph",
        "title": "Engagements des contrats de ville",
        "version": version,
        "licenses": [{"name": "etalab-2.0", "path": LICENCE, "title": "Licence Ouverte 2.0"}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict:
    keys = [
        {"fields": c.name, "reference": {"resource": resource, "fields": key}}
        for c in table.columns
        if c.refers
        for resource, _, key in [c.refers.partition(".")]
    ]
    schema = table_schema(table)
    return {
        "name": re.sub(r"[^a-z0-9._-]", "-", table.name),
        "path": f"{table.name}.csv",
        "title": table.title["fr"],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {**schema, "foreignKeys": keys} if keys else schema,
    }
