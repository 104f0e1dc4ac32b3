"""The search index of a release: one SQLite file with FTS5, written at build, read by the site.

SQLite and not tantivy: the same stems give the same hits, both answer in a few milliseconds, and
SQLite comes with Python, is one file that is replaced contrat by contrat in a transaction, holds
the facets beside the text and opens in any tool; tantivy adds an 18 MB wheel, a folder of segments
and no facet counts in its Python package.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

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
_TOKEN = re.compile("[0-9A-Za-z\x80-\U0010ffff]+")
_ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
"""How the tokenizer « ascii » of the index cuts words and compares them."""


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
            old = _words_of(base, changed)
            count = sum(_replace(base, contrat, entries) for contrat, entries in changed.items())
            _mend_words(base, old, _words_of(base, changed))
            _replace_names(base, list(names))
    finally:
        base.close()
    return count


def _words_of(base: sqlite3.Connection, contrats: Iterable[str]) -> set[str]:
    """The words of what some contrats say, cut as the index cuts them."""
    said = "SELECT plain FROM fts WHERE rowid IN (SELECT id FROM entry WHERE contrat=?)"
    return {
        word.translate(_ASCII_LOWER)
        for contrat in contrats
        for (plain,) in base.execute(said, [contrat])
        for word in _TOKEN.findall(plain)
    }


def _mend_words(base: sqlite3.Connection, old: Set[str], new: Set[str]) -> None:
    """The vocabulary after some texts changed: only their words are looked at."""
    known = dict(base.execute("SELECT plain, rowid FROM near"))
    come = [(word,) for word in sorted(new - known.keys())]
    base.executemany("INSERT INTO near(plain) VALUES(?)", come)
    said = "SELECT 1 FROM fts_stem WHERE term=? AND col='plain'"
    gone = (w for w in sorted(old - new) if base.execute(said, [w]).fetchone() is None)
    base.executemany("DELETE FROM near WHERE rowid=?", [(known[word],) for word in gone])


def _replace_names(base: sqlite3.Connection, names: Sequence[Name]) -> None:
    """All names, of which only those that differ are written again where the list is the same."""
    rows = [_name_rows(number, name) for number, name in enumerate(names, 1)]
    known = base.execute("SELECT * FROM name ORDER BY id").fetchall()
    if [row[:2] for row in known] != [row[:2] for row, _ in rows]:
        base.execute("DELETE FROM name")
        base.execute("DELETE FROM name_fts")
        _add_names(base, names)
        return
    plain = dict(base.execute("SELECT rowid, plain FROM name_fts"))
    differ = [row for row, before in zip(rows, known, strict=True) if row[0] != before]
    base.executemany("REPLACE INTO name VALUES(?,?,?,?,?)", [row for row, _ in differ])
    renamed = [(folded, row[0]) for row, folded in rows if plain[row[0]] != folded]
    base.executemany("UPDATE name_fts SET plain=? WHERE rowid=?", renamed)


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
        row, plain = _name_rows(number, name)
        base.execute("INSERT INTO name VALUES(?,?,?,?,?)", row)
        base.execute("INSERT INTO name_fts(rowid, plain) VALUES(?,?)", [number, plain])


def _name_rows(number: int, name: Name) -> tuple[tuple[int, str, str, str, int], str]:
    """A name as it is kept, and all its words, folded."""
    plain = " ".join(fold(label) for label in (name.label, *name.others))
    return (number, name.iri, name.kind, name.label, name.weight), plain


def _list_words(base: sqlite3.Connection) -> None:
    """The vocabulary again as trigrams: where a mistyped word finds its neighbours."""
    base.execute("DELETE FROM near")
    every = "SELECT term FROM fts_stem WHERE col='plain' ORDER BY term"
    base.execute(f"INSERT INTO near(plain) {every}")
