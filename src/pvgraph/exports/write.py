"""All published files of a release, in one call, with what each is."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad, Store

from pvgraph import __version__, releases
from pvgraph.exports import formats, schema, serializations, tables
from pvgraph.exports.codes import Code, codes
from pvgraph.exports.database import write_sqlite
from pvgraph.exports.delimited import to_csv
from pvgraph.exports.index import DATABASE, Export, write_index
from pvgraph.exports.parquet import to_parquet
from pvgraph.exports.rows import Row, rows
from pvgraph.exports.tables import Table
from pvgraph.exports.workbook import to_xlsx
from pvgraph.graph.names import ACTEURS, BASE, CODES, DERIVE, graph_of

_SHARED = (ACTEURS, CODES, DERIVE)
_BY_CONTRAT = "engagements"
"""The table also written contrat by contrat, and as a workbook of its own."""
_ABOUT = (
    "pvgraph : qui s'engage à quoi dans les contrats de ville ? (who commits to what?)",
    f"Version {__version__} – Licence Ouverte 2.0 : {schema.LICENCE}",
    "Une ligne = un fait ; la citation et le permalien disent où le texte le dit.",
    "Comparez par mode (explicite, herite, collectif) : les documents diffèrent de style.",
)


def write(
    quads: Iterable[Quad], contrats: Sequence[str], folder: Path, base: str = BASE
) -> list[Export]:
    """Write every published file to `folder` (it must not exist), and the index of them.

    `quads` are the public quads, catalogue excepted: the catalogue holds these files' checksums.
    """
    ordered = sorted(quads, key=str)
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in serializations.without_graphs(ordered))
    made = [*graphs(ordered, contrats, folder, base), *flat(store, contrats, folder, base)]
    return listed(made, folder)


def graphs(
    quads: Sequence[Quad], contrats: Sequence[str], folder: Path, base: str = BASE
) -> list[Export]:
    """Write the sorted `quads` in every RDF format, whole and by contrat."""
    (folder / "contrats").mkdir(parents=True, exist_ok=True)
    return list(_graphs(quads, contrats, folder, base))


def flat(store: Store, contrats: Sequence[str], folder: Path, base: str = BASE) -> list[Export]:
    """Write the tables of what the default graph of `store` says, and their schemas."""
    (folder / "contrats").mkdir(parents=True, exist_ok=True)
    filled = [(table, list(rows(table, store, base))) for table in tables.load().values()]
    return [
        *_tables(filled, folder),
        *_by_contrat(filled, contrats, folder),
        *_workbooks(filled, codes(store, [t for t, _ in filled], base), folder),
        *_schemas([t for t, _ in filled], folder, base),
    ]


def listed(exports: Iterable[Export], folder: Path) -> list[Export]:
    """Write the index of the files; gives them in its order."""
    ordered = sorted(exports, key=lambda e: (e.contrat, e.path))
    write_index(ordered, folder)
    return ordered


def _described(folder: Path, path: Path, kind: str) -> Export:
    return Export(
        path.relative_to(folder).as_posix(),
        kind,
        path.suffix[1:],
        formats.of(path.name).media_type,
        releases.sha256(path),
        path.stat().st_size,
    )


def _graphs(
    quads: Sequence[Quad], contrats: Sequence[str], folder: Path, base: str
) -> Iterator[Export]:
    short = serializations.prefixes()
    short["pvid"] = base
    for path in serializations.write(quads, folder / "pvgraph", short):
        yield _described(folder, path, "graphe")
    shared = [g.value.replace(BASE, base) for g in _SHARED]
    for contrat in contrats:
        graph = graph_of(contrat).value.replace(BASE, base)
        mine = serializations.of_contrat(quads, graph, shared)
        for path in serializations.write(mine, folder / "contrats" / contrat, short):
            yield replace(_described(folder, path, "graphe"), contrat=contrat)


def _tables(filled: Iterable[tuple[Table, Sequence[Row]]], folder: Path) -> Iterator[Export]:
    for table, content in filled:
        header = [c.name for c in table.columns]
        files = {"csv": to_csv(header, content), "parquet": to_parquet(table, content)}
        if table.name == _BY_CONTRAT:
            files["xlsx"] = to_xlsx([(table, content)], _ABOUT)
        for suffix, data in files.items():
            path = folder / f"{table.name}.{suffix}"
            path.write_bytes(data)
            yield replace(_described(folder, path, "table"), table=table.name)


def _by_contrat(
    filled: Iterable[tuple[Table, Sequence[Row]]], contrats: Sequence[str], folder: Path
) -> Iterator[Export]:
    table, content = next(pair for pair in filled if pair[0].name == _BY_CONTRAT)
    header = [c.name for c in table.columns]
    place = header.index("contrat")
    for contrat in contrats:
        mine = [row for row in content if row[place] == contrat]
        for suffix, data in (
            ("csv", to_csv(header, mine)),
            ("xlsx", to_xlsx([(table, mine)], _ABOUT)),
        ):
            path = folder / "contrats" / f"{contrat}-{table.name}.{suffix}"
            path.write_bytes(data)
            yield replace(_described(folder, path, "table"), contrat=contrat, table=table.name)


def _workbooks(
    filled: Sequence[tuple[Table, Sequence[Row]]], known: Iterable[Code], folder: Path
) -> Iterator[Export]:
    book = folder / "pvgraph.xlsx"
    book.write_bytes(to_xlsx(filled, _ABOUT))
    yield _described(folder, book, "classeur")
    database = folder / DATABASE
    write_sqlite(database, filled, known)
    yield _described(folder, database, "classeur")


def _schemas(declared: Sequence[Table], folder: Path, base: str) -> Iterator[Export]:
    short = serializations.prefixes() | {"pvid": base}
    for table in declared:
        yield _json(folder, f"{table.name}.schema.json", schema.table_schema(table), table.name)
        described = schema.csvw(table, short, f"{table.name}.csv")
        yield _json(folder, f"{table.name}.csv-metadata.json", described, table.name)
    yield _json(folder, "datapackage.json", schema.data_package(declared, __version__))


def _json(folder: Path, name: str, content: Mapping, table: str = "") -> Export:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return replace(_described(folder, path, "schema"), table=table)
