"""The search index of a release: one SQLite file with FTS5, written at build, read by the site.

SQLite and not tantivy: the same stems give the same hits, both answer in a few milliseconds, and
SQLite comes with Python, is one file that is replaced contrat by contrat in a transaction, holds
the facets beside the text and opens in any tool; tantivy adds an 18 MB wheel, a folder of segments
and no facet counts in its Python package.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pvgraph.search.words import fold, words

_SCHEMA = """
CREATE TABLE entry(
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, niveau TEXT NOT NULL, contrat TEXT NOT NULL,
  text TEXT NOT NULL, heads TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE INDEX entry_contrat ON entry(contrat);
CREATE INDEX entry_iri ON entry(iri);
CREATE TABLE facet(entry INTEGER NOT NULL, facet TEXT NOT NULL, code TEXT NOT NULL,
  PRIMARY KEY(facet, code, entry)) WITHOUT ROWID;
CREATE INDEX facet_entry ON facet(entry);
CREATE VIRTUAL TABLE fts USING fts5(stems, heads, plain, tokenize='ascii', prefix='2 3 4');
CREATE VIRTUAL TABLE fts_stem USING fts5vocab(fts, col);
CREATE TABLE name(id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL,
  label TEXT NOT NULL, weight INTEGER NOT NULL);
CREATE VIRTUAL TABLE name_fts USING fts5(plain, tokenize='ascii', prefix='1 2 3');
CREATE VIRTUAL TABLE near USING fts5(plain, tokenize='trigram');
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence that can be found: a mesure, an indicateur … or a passage that is neither.

    `niveau` is the record's, or `passage`; `heads` the headings above it; `start` and `end` its
    place in the text of `contrat` (code points); `facets` its other codes by facet name.
    """

    iri: str
    niveau: str
    contrat: str
    text: str
    start: int
    end: int
    heads: str = ""
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A thing with a name (acteur, thème, dispositif) proposed as one types."""

    iri: str
    kind: str
    label: str
    others: tuple[str, ...] = ()
    weight: int = 0


def write(path: Path, entries: Iterable[Entry], names: Iterable[Name]) -> int:
    """Write a new index at `path` (replacing any); the number of entries in it."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    try:
        base.executescript(_SCHEMA)
        with base:
            count = _add_entries(base, entries)
            _add_names(base, names)
            _list_words(base)
        base.execute("INSERT INTO fts(fts) VALUES('optimize')")
        base.commit()
        base.execute("VACUUM")
    finally:
        base.close()
    return count


def replace(path: Path, changed: Mapping[str, Iterable[Entry]], names: Iterable[Name]) -> int:
    """Put the entries of `changed` in place of all those of their contrats (none for one that is
    gone), and `names` in place of all names, at once; the number of entries put."""
    base = sqlite3.connect(path)
    try:
        with base:
            count = sum(_replace(base, contrat, entries) for contrat, entries in changed.items())
            base.execute("DELETE FROM name")
            base.execute("DELETE FROM name_fts")
            _add_names(base, names)
            _list_words(base)
    finally:
        base.close()
    return count


def _replace(base: sqlite3.Connection, contrat: str, entries: Iterable[Entry]) -> int:
    old = base.execute("SELECT id FROM entry WHERE contrat=?", [contrat]).fetchall()
    for table, key in (("fts", "rowid"), ("facet", "entry"), ("entry", "id")):
        base.executemany(f"DELETE FROM {table} WHERE {key}=?", old)
    return _add_entries(base, entries)


def _add_entries(base: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    first = base.execute("SELECT coalesce(max(id), 0) FROM entry").fetchone()[0]
    number = first
    for number, entry in enumerate(entries, first + 1):
        base.execute(
            "INSERT INTO entry VALUES(?,?,?,?,?,?,?,?)",
            [
                number,
                entry.iri,
                entry.niveau,
                entry.contrat,
                entry.text,
                entry.heads,
                entry.start,
                entry.end,
            ],
        )
        codes = {("contrat", entry.contrat), ("niveau", entry.niveau), *entry.facets}
        rows = [(number, facet, code) for facet, code in sorted(codes)]
        base.executemany("INSERT INTO facet VALUES(?,?,?)", rows)
        found = words(entry.text)
        base.execute(
            "INSERT INTO fts(rowid, stems, heads, plain) VALUES(?,?,?,?)",
            [
                number,
                " ".join(w.stem for w in found),
                " ".join(w.stem for w in words(entry.heads)),
                " ".join(w.plain for w in found),
            ],
        )
    return number - first


def _add_names(base: sqlite3.Connection, names: Iterable[Name]) -> None:
    for number, name in enumerate(names, 1):
        base.execute(
            "INSERT INTO name VALUES(?,?,?,?,?)",
            [number, name.iri, name.kind, name.label, name.weight],
        )
        plain = " ".join(fold(label) for label in (name.label, *name.others))
        base.execute("INSERT INTO name_fts(rowid, plain) VALUES(?,?)", [number, plain])


def _list_words(base: sqlite3.Connection) -> None:
    """The vocabulary again as trigrams: where a mistyped word finds its neighbours."""
    base.execute("DELETE FROM near")
    every = "SELECT term FROM fts_stem WHERE col='plain' ORDER BY term"
    base.execute(f"INSERT INTO near(plain) {every}")
