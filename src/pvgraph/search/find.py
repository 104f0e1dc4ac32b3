"""Finding: ranked entries, their facets, corrections of mistyped words, suggestions."""

import difflib
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pvgraph.search.answers import Hit, Results, Suggestion
from pvgraph.search.connections import Connections
from pvgraph.search.query import Term, expression, parse
from pvgraph.search.similar import CLOSE, Weights, likeness
from pvgraph.search.snippet import Piece, snippet
from pvgraph.search.words import Word, stem, words

# Exact words in the text count most, then its stems, then those of the headings above it.
_RANK = "bm25(fts, 2.0, 0.5, 1.0)"
_FOUND = "CREATE TEMP TABLE IF NOT EXISTS found(id INTEGER PRIMARY KEY, score REAL)"
_LIKENESS = 0.74
_SHORTEST_CORRECTED = 4
_TELLING_STEMS = 12


class Index:
    """An open search index, read-only, for any number of threads."""

    def __init__(self, path: Path) -> None:
        """Open the index file.

        Raises:
            StoreError: there is none, or it is no index.
        """
        self._connections = Connections(path)
        self._rarity: Weights | None = None

    @property
    def _base(self) -> sqlite3.Connection:
        return self._connections.own()

    def close(self) -> None:
        self._connections.close()

    def find(
        self,
        typed: str,
        facets: Mapping[str, list[str]] | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Results:
        """Entries for what was typed, best first; codes of one facet are alternatives."""
        terms, corrected = self._corrected(parse(typed))
        where, codes = _facet_filter(facets or {})
        results = Results(0, (), {})
        for every in (True, False):
            match = expression(terms, every)
            if not match:
                break
            results = self._page(match, terms, (where, codes), limit, offset)
            if results.total:
                return replace(results, corrected=corrected, relaxed=not every)
        return replace(results, corrected=corrected)

    def _page(
        self,
        match: str,
        terms: list[Term],
        narrowed: tuple[str, list[str]],
        limit: int,
        offset: int,
    ) -> Results:
        where, codes = narrowed
        base = self._base
        with base:  # one transaction: the counts are those of the page
            base.execute(_FOUND)
            base.execute("DELETE FROM found")
            base.execute(
                f"INSERT INTO found SELECT rowid, -{_RANK} FROM fts WHERE fts MATCH ?{where}",
                [match, *codes],
            )
            total = base.execute("SELECT count(*) FROM found").fetchone()[0]
            rows = base.execute(
                "SELECT iri, niveau, contrat, text, heads, start, end, score FROM found"
                " CROSS JOIN entry USING(id) ORDER BY niveau='passage', score DESC, id"
                " LIMIT ? OFFSET ?",
                [limit, offset],
            ).fetchall()
            counted = base.execute(
                "SELECT facet, code, count(*) FROM found CROSS JOIN facet ON entry=id"
                " GROUP BY facet, code ORDER BY count(*) DESC, code"
            ).fetchall()
        counts: dict[str, dict[str, int]] = {}
        for facet, code, number in counted:
            counts.setdefault(facet, {})[code] = number
        hits = tuple(Hit(*row, tuple(snippet(row[3], terms))) for row in rows)
        return Results(total, hits, counts)

    def scores(self, typed: str) -> dict[str, float]:
        """Every IRI that has all of what was typed, with its score."""
        match = expression(self._corrected(parse(typed))[0])
        if not match:
            return {}
        rows = self._base.execute(
            f"SELECT iri, -{_RANK} FROM fts JOIN entry ON entry.id=fts.rowid WHERE fts MATCH ?",
            [match],
        )
        return dict(rows.fetchall())

    def similar(self, text: str, contrat: str, limit: int = 5) -> list[tuple[Hit, float]]:
        """Mesures of other contrats than `contrat` that say nearly `text`, closest first."""
        vector = self._weights().vector(text)
        rarest = sorted(vector, key=lambda s: -vector[s])[:_TELLING_STEMS]
        if not rarest:
            return []
        rows = self._base.execute(
            "SELECT iri, niveau, contrat, text, entry.heads, start, end FROM fts"
            " JOIN entry ON entry.id=fts.rowid WHERE fts MATCH ? AND contrat<>?"
            " AND niveau IN ('objectif', 'action', 'projet') ORDER BY rank LIMIT 60",
            ["stems : (" + " OR ".join(f'"{s}"' for s in rarest) + ")", contrat],
        )
        close = []
        for row in rows:
            score = likeness(vector, self._weights().vector(row[3]))
            if score >= CLOSE:
                close.append((Hit(*row, score, (Piece(row[3], False),)), score))
        return sorted(close, key=lambda pair: -pair[1])[:limit]

    def _weights(self) -> Weights:
        """How rare each stem of this index is, counted once."""
        if self._rarity is None:
            having = self._base.execute("SELECT term, doc FROM fts_stem WHERE col='stems'")
            total = self._base.execute("SELECT count(*) FROM entry").fetchone()[0]
            self._rarity = Weights(total, dict(having.fetchall()))
        return self._rarity

    def suggest(self, typed: str, limit: int = 8) -> list[Suggestion]:
        """Named things, then words of the texts, that complete what was typed so far."""
        found = words(typed)
        if not found:
            return []
        match = " AND ".join(f'"{w.plain}"' for w in found[:-1]) if found[1:] else ""
        match = (f"{match} AND " if match else "") + f'"{found[-1].plain}" *'
        rows = self._base.execute(
            "SELECT label, kind, iri FROM name_fts JOIN name ON name.id=name_fts.rowid"
            " WHERE name_fts MATCH ? ORDER BY weight DESC, length(label), label LIMIT ?",
            [match, limit],
        )
        things = [Suggestion(*row) for row in rows]
        before = typed[: found[-1].start]
        return things + [
            Suggestion(before + word, "mot")
            for word in self._completions(found[-1].plain, limit - len(things))
        ]

    def _completions(self, start: str, limit: int) -> list[str]:
        """The commonest words that begin so, as the texts write them; one a stem."""
        rows = self._base.execute(
            "SELECT term FROM fts_stem WHERE col='plain' AND term>=? AND term<? ORDER BY cnt DESC",
            [start, start + "\U0010ffff"],
        )
        kept: dict[str, str] = {}
        for (term,) in rows:
            if len(kept) >= limit:
                break
            kept.setdefault(stem(term), term)
        return [self._as_written(term) for term in kept.values()]

    def _as_written(self, plain: str) -> str:
        """A folded word with the accents that some text gives it."""
        row = self._base.execute(
            "SELECT text FROM fts JOIN entry ON entry.id=fts.rowid WHERE fts MATCH ? LIMIT 1",
            [f'plain : "{plain}"'],
        ).fetchone()
        if row is None:
            return plain
        text = row[0]
        return next((text[w.start : w.end].lower() for w in words(text) if w.plain == plain), plain)

    def _corrected(self, terms: list[Term]) -> tuple[list[Term], str | None]:
        """`terms` with each word that no text has replaced by the nearest one that some has."""
        fixed = [self._nearest(t) if t.kind == "mot" and not t.refused else t for t in terms]
        if fixed == terms:
            return terms, None
        return fixed, " ".join(_shown(self, term) for term in fixed)

    def _nearest(self, term: Term) -> Term:
        word = term.words[0]
        known = self._base.execute(
            "SELECT 1 FROM fts WHERE fts MATCH ? LIMIT 1", [term.match()]
        ).fetchone()
        if known or len(word.plain) < _SHORTEST_CORRECTED:
            return term
        grams = {word.plain[i : i + 3] for i in range(len(word.plain) - 2)}
        match = " OR ".join(f'"{gram}"' for gram in sorted(grams))
        rows = self._base.execute(
            "SELECT plain FROM near WHERE near MATCH ? ORDER BY rank LIMIT 200", [match]
        )
        best = difflib.get_close_matches(word.plain, [r[0] for r in rows], 1, _LIKENESS)
        if not best:
            return term
        return replace(term, words=(Word(word.start, word.end, best[0], stem(best[0])),))


def _shown(index: Index, term: Term) -> str:
    text = " ".join(index._as_written(w.plain) for w in term.words)
    decorated = {"phrase": f"« {text} »", "prefixe": f"{text}*", "mot": text}[term.kind]
    return f"-{decorated}" if term.refused else decorated


def _facet_filter(facets: Mapping[str, list[str]]) -> tuple[str, list[str]]:
    """SQL that keeps the entries having, for each facet, one of its codes; and its values."""
    clauses, values = [], []
    for facet, codes in facets.items():
        if codes:
            marks = ",".join("?" * len(codes))
            having = f"SELECT entry FROM facet WHERE facet=? AND code IN ({marks})"
            clauses.append(f" AND rowid IN ({having})")
            values += [facet, *codes]
    return "".join(clauses), values
