"""The file of what is counted: written whole, or some contrats of it replaced.

Terms that engagements are counted by are numbers here, so that a count reads little: indexes hold
all that a count under one filter needs.
"""

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

_COUNTED = "contrat, acteur, type, role, theme, niveau, mode, discutable"
_SCHEMA = f"""
CREATE TABLE term(id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE kept(contrat INTEGER, name TEXT, body BLOB, PRIMARY KEY(name, contrat));
CREATE TABLE mesure(id INTEGER PRIMARY KEY, contrat INTEGER, place INTEGER, iri TEXT);
CREATE TABLE engagement(
  contrat INTEGER, acteur INTEGER, type INTEGER, role INTEGER, theme INTEGER, niveau INTEGER,
  mode INTEGER, discutable INTEGER, mesure INTEGER, place INTEGER, iri TEXT);
CREATE TABLE cell(
  contrat INTEGER, type INTEGER, role INTEGER, theme INTEGER, niveau INTEGER, mode INTEGER,
  discutable INTEGER, n INTEGER);
CREATE TABLE mention(contrat INTEGER, genre TEXT, value INTEGER, mesure INTEGER);
CREATE TABLE silence(kind TEXT, contrat INTEGER, place INTEGER, mesure INTEGER);
CREATE TABLE tie(contrat INTEGER, one INTEGER, other INTEGER, n INTEGER, single INTEGER);
CREATE INDEX mesure_contrat ON mesure(contrat);
CREATE INDEX by_contrat ON engagement({_COUNTED}, mesure, place);
CREATE INDEX by_acteur ON engagement(acteur, contrat, type, role, theme, niveau, mode, discutable,
  mesure, place);
CREATE INDEX by_theme ON engagement(theme, contrat, acteur, type, role, niveau, mode, discutable,
  mesure, place);
CREATE INDEX by_mesure ON engagement(mesure);
CREATE INDEX cell_contrat ON cell(contrat);
CREATE INDEX mention_value ON mention(value, mesure);
CREATE INDEX mention_mesure ON mention(mesure, genre, value);
CREATE INDEX mention_contrat ON mention(contrat);
CREATE INDEX silence_kind ON silence(kind, contrat, place);
CREATE INDEX tie_one ON tie(one, other, n);
CREATE INDEX tie_contrat ON tie(contrat);
"""
_OF_CONTRATS = ("kept", "mesure", "engagement", "cell", "mention", "silence", "tie")


Answers = Mapping[str, dict]
"""Answers by the name of their query (`gather.answer`)."""


def write(path: Path, pieces: Iterable[tuple[str, dict]], shared: Answers) -> None:
    """Write a new file at `path` of the pieces (`gather.piece`) of contrats, by IRI, and of the
    answers that belong to none."""
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    try:
        base.execute("PRAGMA synchronous=OFF")  # the release is flushed whole before it serves
        base.executescript(_SCHEMA)
        with base:
            _add(base, pieces)
            _share(base, shared)
    finally:
        base.close()


def replace(path: Path, changed: Mapping[str, dict | None], shared: Answers) -> None:
    """Put the pieces of `changed` in place of those of their contrats (None: it is gone)."""
    base = sqlite3.connect(path)
    try:
        with base:
            for contrat in changed:
                known = base.execute("SELECT id FROM term WHERE iri=?", [contrat]).fetchone()
                for table in _OF_CONTRATS if known else ():
                    base.execute(f"DELETE FROM {table} WHERE contrat=?", known)
            _add(base, ((c, piece) for c, piece in changed.items() if piece is not None))
            _share(base, shared)
    finally:
        base.close()


class _Terms(dict[str, int]):
    """The number of each term, given when first asked for."""

    def __init__(self, base: sqlite3.Connection) -> None:
        super().__init__((iri, n) for n, iri in base.execute("SELECT id, iri FROM term"))
        self._base = base

    def __missing__(self, iri: str) -> int:
        self[iri] = len(self) + 1
        self._base.execute("INSERT INTO term VALUES(?, ?)", [self[iri], iri])
        return self[iri]


def _add(base: sqlite3.Connection, pieces: Iterable[tuple[str, dict]]) -> None:
    terms = _Terms(base)
    for contrat, piece in pieces:
        number = terms[contrat]
        _insert(base, "kept", ((number, name, packed(a)) for name, a in piece["kept"].items()))
        ties = ((number, terms[a], terms[b], n, s) for a, b, n, s in piece["ties"])
        _insert(base, "tie", ties)
        _add_engagements(base, terms, number, piece)


def _share(base: sqlite3.Connection, shared: Answers) -> None:
    base.execute("DELETE FROM kept WHERE contrat IS NULL")
    _insert(base, "kept", ((None, name, packed(a)) for name, a in shared.items()))


def _add_engagements(base: sqlite3.Connection, terms: _Terms, contrat: int, piece: dict) -> None:
    number = base.execute("SELECT coalesce(max(id), 0) FROM mesure").fetchone()[0]
    first: dict[str, int] = {}
    for mesure, *_, place in piece["engagements"]:
        first.setdefault(mesure, place)
    mesures = {iri: n for n, iri in enumerate(first, number + 1)}
    _insert(base, "mesure", ((n, contrat, first[iri], iri) for iri, n in mesures.items()))
    lines = []
    for mesure, iri, *codes, discutable, place in piece["engagements"]:
        coded = [terms[code] if code else None for code in codes]
        lines.append((contrat, *coded, int(bool(discutable)), mesures[mesure], place, iri))
    _insert(base, "engagement", lines)
    cells = Counter((line[0], *line[2:8]) for line in lines)
    _insert(base, "cell", ((*key, n) for key, n in cells.items()))
    mentions = (
        (contrat, genre, terms[value], mesures[mesure])
        for mesure, genre, value in piece["mentions"]
        if mesure in mesures
    )
    _insert(base, "mention", mentions)
    silent = ((kind, contrat, place, mesures[iri]) for kind, place, iri in piece["silences"])
    _insert(base, "silence", silent)


def _insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple]) -> None:
    lines = list(rows)
    if lines:
        base.executemany(f"INSERT INTO {table} VALUES({','.join('?' * len(lines[0]))})", lines)


def packed(answer: dict) -> bytes:
    """An answer as it is kept."""
    return zlib.compress(json.dumps(answer, ensure_ascii=False).encode())


def unpacked(body: bytes) -> list[dict[str, object]]:
    """The rows of an answer that was kept, by column."""
    answer = json.loads(zlib.decompress(body))
    return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
