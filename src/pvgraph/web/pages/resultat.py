"""An answer made ready for people: labels instead of codes, links, and what can be drawn of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from pvgraph.store.answer import Answer
from pvgraph.web.bases import served
from pvgraph.web.pages.adresses import Adresses
from pvgraph.web.pages.libelles import Names
from pvgraph.web.pages.site import Site, value

_LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?chose ?libelle WHERE { VALUES ?chose { %s } ?chose rdfs:label ?libelle }"""
_NAMED = 20_000
"""Things whose labels are kept for a release, some thousands more or less."""
#: A column of labels beside the column of its things.
_NAME_SUFFIXES = ("_nom", "_libelle", "_label", "_texte")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: words, where they lead, the number if it is one, the language."""

    text: str
    address: str | None = None
    number: float | None = None
    lang: str | None = None
    iri: str | None = None


@dataclass(frozen=True)
class Result:
    """An answer as a table: `columns` as variables, `rows` of cells, `total` rows in all, None
    where only the first rows are known yet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int | None
    truncated: bool

    def numbers(self) -> list[int]:
        """The columns that hold numbers and nothing else (empty cells aside)."""
        return [
            i
            for i in range(len(self.columns))
            if any(r[i].number is not None for r in self.rows)
            and all(r[i].number is not None or not r[i].text for r in self.rows)
        ]

    def things(self) -> list[int]:
        """The columns that hold things of the graph."""
        return [i for i in range(len(self.columns)) if any(r[i].iri for r in self.rows)]


async def result(
    site: Site, answer: Answer, names: Names, links: Adresses, limit: int = 0
) -> Result:
    """The answer of a SELECT with its things named; at most `limit` rows shown (0: all)."""
    rows = answer.rows[:limit] if limit else answer.rows
    kept = _kept(answer.columns)
    known = await _named(site, rows, names)
    cells = tuple(tuple(_cell(row[i], known, names, links) for i in kept) for row in rows)
    columns = tuple(answer.columns[i] for i in kept)
    return Result(columns, cells, len(answer.rows), answer.truncated)


def _kept(columns: Sequence[str]) -> list[int]:
    """The columns shown: those that only name the things of another one are left out."""
    others = set(columns)
    hidden = {c for c in columns for s in _NAME_SUFFIXES if c.removesuffix(s) in others - {c}}
    return [i for i, c in enumerate(columns) if c not in hidden]


async def _named(
    site: Site, rows: Iterable[Sequence[object]], names: Names
) -> Mapping[str, Mapping[str, str]]:
    """Labels of the things in these rows that the code lists do not know."""
    wanted = {
        term.value: term
        for row in rows
        for term in row
        if isinstance(term, NamedNode)
        and term.value.startswith(served())
        and term.value not in names.labels.names
    }
    named = site.release.named
    found = {iri: named[iri] for iri in wanted if iri in named}
    missing = [str(term) for iri, term in wanted.items() if iri not in named]
    if missing:
        answer = await site.context.query(_LABELS % " ".join(missing))
        for row in answer.dicts():
            label = row["libelle"]
            found.setdefault(row["chose"].value, {})[label.language or "fr"] = label.value
        if len(named) > _NAMED:
            named.clear()
        named.update(found)
    return found


def _cell(term: object, known: Mapping, names: Names, links: Adresses) -> Cell:
    if isinstance(term, NamedNode):
        labels = known.get(term.value)
        words = names.t.choose(labels) if labels else names(term.value)
        return Cell(words, links.of(term.value), iri=term.value)
    if isinstance(term, Literal):
        plain = value(term)
        if isinstance(plain, int | float) and not isinstance(plain, bool):
            decimals = 0 if isinstance(plain, int) else 2
            return Cell(names.t.number(plain, decimals), number=float(plain))
        return Cell(term.value, lang=term.language)
    return Cell("" if term is None else str(term))
