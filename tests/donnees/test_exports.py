"""The published files: what is in them, that they agree, that they never change by themselves."""

import csv
import io
import json
import random
import sqlite3
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from pyoxigraph import RdfFormat, Store, parse

from pvgraph.exports import schema, tables, write
from pvgraph.exports.delimited import cell, to_csv
from pvgraph.exports.index import DATABASE, read_index
from pvgraph.model import fold
from pvgraph.releases import Release, sha256

TABLES = sorted(tables.load())
CONTRATS = ["aix-marseille", "angouleme", "bordeaux", "brest", "metz"]
assert len(TABLES) >= 6, "tables/ emptied"


def read_csv(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def test_the_index_lists_every_file_with_its_true_checksum_and_size(release: Release):
    listed = read_index(release.exports)
    on_disk = {p.relative_to(release.exports).as_posix() for p in release.exports.rglob("*.*")}
    assert {e.path for e in listed} == on_disk - {"index.json"}
    for export in listed:
        path = release.exports / export.path
        assert (sha256(path), path.stat().st_size) == (export.sha256, export.size), export.path


@pytest.mark.parametrize("suffix", ["trig", "ttl", "jsonld", "rdf"])
@pytest.mark.parametrize("stem", ["pvgraph", *(f"contrats/{c}" for c in CONTRATS)])
def test_every_rdf_format_holds_the_same_triples(release: Release, stem: str, suffix: str):
    quads = parse(path=release.exports / f"{stem}.nq", format=RdfFormat.N_QUADS)
    expected = {q.triple for q in quads}
    found = parse(
        path=release.exports / f"{stem}.{suffix}", format=RdfFormat.from_extension(suffix)
    )
    assert {q.triple for q in found} == expected
    assert len(expected) > 1000


def test_a_contrat_alone_names_all_that_it_mentions(release: Release):
    """Who reads one contrat's file finds a label for each body, theme and code in it."""
    store = Store()
    store.bulk_load(path=release.exports / "contrats/brest.ttl", format=RdfFormat.TURTLE)
    nameless = store.query(
        """PREFIX pv: <https://w3id.org/pvgraph/def#>
        SELECT DISTINCT ?x WHERE { ?e ?p ?x
          VALUES ?p { pv:acteur pv:role pv:modeAttribution pv:niveau pv:typeActeur pv:pilier }
          FILTER NOT EXISTS { ?x <http://www.w3.org/2000/01/rdf-schema#label> ?l } }"""
    )
    assert [s["x"].value for s in nameless] == []


def test_the_files_are_the_same_in_whatever_order_the_graph_comes(release: Release, tmp_path: Path):
    quads = list(parse(path=release.exports / "pvgraph.nq", format=RdfFormat.N_QUADS))
    random.Random(7).shuffle(quads)
    again = write.write(quads, CONTRATS, tmp_path / "exports")
    assert {e.path: e.sha256 for e in again} == {
        e.path: e.sha256 for e in read_index(release.exports)
    }


def test_one_row_an_engagement_and_its_quote_is_in_the_text(release: Release):
    found = read_csv(release.exports / "engagements.csv")
    assert len(found) > 300
    assert len({r["engagement"] for r in found}) == len(found)
    texts = {c: (release.texts / f"{c}.txt").read_bytes().decode() for c in CONTRATS}
    for row in found:
        start, end = int(row["debut"]), int(row["fin"])
        assert cell(fold(texts[row["contrat"]][start:end])) == row["citation"]
        assert row["permalien"].endswith(f"texte/{row['contrat']}#char={start},{end}")


@pytest.mark.parametrize("name", TABLES)
def test_csv_parquet_xlsx_and_sqlite_hold_the_same_rows(release: Release, name: str):
    table = tables.load()[name]
    columns = [c.name for c in table.columns]
    rows = read_csv(release.exports / f"{name}.csv")
    parquet = pyarrow.parquet.read_table(release.exports / f"{name}.parquet")
    assert parquet.column_names == columns == list(rows[0])
    keys = [r[table.key] for r in rows]
    assert parquet.column(table.key).to_pylist() == keys
    book = openpyxl.load_workbook(release.exports / "pvgraph.xlsx", read_only=True)
    sheet = list(book[name].iter_rows(values_only=True))
    assert list(sheet[0]) == columns
    assert [r[columns.index(table.key)] for r in sheet[1:]] == keys
    with sqlite3.connect(f"file:{release.exports / DATABASE}?mode=ro", uri=True) as base:
        stored = base.execute(f'SELECT "{table.key}" FROM "{name}" ORDER BY ordre').fetchall()
    assert [s[0] for s in stored] == keys


CELLS = [
    ("=1+1", "'=1+1"),
    ("+33 6", "'+33 6"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("- réussite éducative", "'- réussite éducative"),
    ("\tx", "'\tx"),
    ("-12,5", "-12,5"),
    ("l'État", "l'État"),
    (-3, "-3"),
    (True, "true"),
    (None, ""),
]


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_no_cell_is_a_formula(value, expected: str):
    assert cell(value) == expected


def test_csv_is_utf8_with_its_mark_and_crlf():
    assert to_csv(["a"], [['é\n"x"']]) == b'\xef\xbb\xbf"a"\r\n"\xc3\xa9\n""x"""\r\n'


TYPES = {"string", "integer", "number", "boolean", "year"}


@pytest.mark.parametrize("name", TABLES)
def test_each_csv_obeys_its_table_schema(release: Release, name: str):
    declared = json.loads((release.exports / f"{name}.schema.json").read_text())
    rows = read_csv(release.exports / f"{name}.csv")
    assert [f["name"] for f in declared["fields"]] == list(rows[0])
    for field in declared["fields"]:
        values = [r[field["name"]] for r in rows]
        assert field["type"] in TYPES
        wrong = [v for v in values if not obeys(v, field)]
        assert not wrong, (field["name"], wrong[:3])
        if field.get("constraints", {}).get("unique"):
            assert len(set(values)) == len(values)


def obeys(value: str, field: dict) -> bool:
    """Whether a cell is what its field of a Table Schema declares."""
    if value == "":
        return not field.get("constraints", {}).get("required")
    match field["type"]:
        case "integer":
            return value.lstrip("-").isdigit()
        case "year":
            return len(value) == 4 and value.isdigit()
        case "number":
            return value.replace(".", "", 1).lstrip("-").isdigit()
        case "boolean":
            return value in field["trueValues"] + field["falseValues"]
    return field.get("format") != "uri" or value.startswith(("http://", "https://"))


def test_keys_between_tables_hold(release: Release):
    package = json.loads((release.exports / "datapackage.json").read_text())
    links = 0
    for resource in package["resources"]:
        rows = read_csv(release.exports / resource["path"])
        for key in resource["schema"].get("foreignKeys", []):
            to = key["reference"]
            known = {r[to["fields"]] for r in read_csv(release.exports / f"{to['resource']}.csv")}
            assert {r[key["fields"]] for r in rows} <= known, key
            links += 1
    assert links >= 5


@pytest.mark.parametrize("name", TABLES)
def test_csvw_metadata_stands_where_readers_look_for_it(release: Release, name: str):
    metadata = json.loads((release.exports / f"{name}.csv-metadata.json").read_text())
    assert metadata["url"] == f"{name}.csv"
    columns = metadata["tableSchema"]["columns"]
    header = list(read_csv(release.exports / f"{name}.csv")[0])
    assert [c["titles"] for c in columns] == header
    assert all(c["propertyUrl"].startswith("http") for c in columns if "propertyUrl" in c)
    assert metadata["dc:license"] == {"@id": schema.LICENCE}
