"""What SPARQL 1.1 engines do differently, and how one query is said so that all understand it.

- A value for a variable (our engine takes it beside the query) is written as VALUES at the start
  of each group whose SELECT projects the variable: the same answer on any engine.
- LATERAL, which few have, is undone where its group only holds OPTIONALs and patterns.
- Virtuoso writes literals as `typed-literal` in its SPARQL JSON, booleans as 0 and 1, and answers
  ASK with a row; it also writes shapes on the map under a type of its own.
- rdflib groups nothing into one empty row.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from pvgraph.store.job import BadQuery, Term
from pvgraph.store.tokens import Token, tokens

_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
_SHAPE = "http://www.opengis.net/ont/geosparql#wktLiteral"
_VIRTUOSO_SHAPE = "http://www.openlinksw.com/schemas/virtrdf#Geometry"


def bound(sparql: str, bindings: Mapping[str, Term]) -> str:
    """The query with the values of its variables written into it.

    Raises:
        BadQuery: the query has no group to write them into (`CONSTRUCT WHERE`).
    """
    sparql = without_lateral(sparql)
    if not bindings:
        return sparql
    places = list(_groups(sparql))
    if not places:
        raise BadQuery("une valeur ne peut être donnée à cette forme de requête")
    for place, projected in sorted(places, reverse=True):
        names = [n for n in sorted(bindings) if projected is None or n in projected]
        if names:
            variables = " ".join(f"?{name}" for name in names)
            values = " ".join(str(bindings[name]) for name in names)
            written = f" VALUES ({variables}) {{ ({values}) }} "
            sparql = sparql[:place] + written + sparql[place:]
    return sparql


def without_lateral(sparql: str) -> str:
    """The query with each `LATERAL { … }` as part of the group around it.

    What LATERAL evaluates for each row before it, a sequence of OPTIONALs and patterns in the same
    group does too; so does a sub-SELECT that projects what it shares with the rows.
    """
    found = [t for t in tokens(sparql) if t.kind != "space"]
    cut: list[tuple[int, int]] = []
    for number, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "LATERAL":
            closing = _closing(found, number + 1)
            opening = found[number + 1]
            if found[number + 2].text.upper() == "SELECT":  # a sub-SELECT stays a group of its own
                cut.append((token.start, opening.start))
            else:
                cut += [(token.start, opening.start + 1), (closing.start, closing.start + 1)]
    for start, end in sorted(cut, reverse=True):
        sparql = sparql[:start] + " " + sparql[end:]
    return sparql


def named_graphs(sparql: str) -> list[str]:
    """The graphs that a query names after GRAPH.

    A request that names its default graph sees no other one unless it names these too.
    """
    found = list(tokens(sparql))
    return sorted(
        {
            after.text[1:-1]
            for before, after in pairwise(found)
            if after.kind == "iri" and before.kind == "word" and before.text.upper() == "GRAPH"
        }
    )


def standard_rows(results: dict, sparql: str, kind: str) -> bytes:
    """The SPARQL JSON of a query's answer as the recommendation writes it."""
    if kind == "ask":
        said = {"head": {}, "boolean": _yes(results)}
    else:
        found = results["results"]["bindings"]
        if any(t.kind == "word" and t.text.upper() == "GROUP" for t in tokens(sparql)):
            found = [row for row in found if row]
        for cell in (cell for row in found for cell in row.values()):
            _standard(cell)
        said = {"head": {"vars": results["head"]["vars"]}, "results": {"bindings": found}}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def standard_term(term: Term) -> Term:
    """The term as it was loaded; Virtuoso gives shapes on the map back in its own way."""
    if isinstance(term, Literal) and term.datatype.value == _VIRTUOSO_SHAPE:
        shape = term.value.replace("((", " ((").replace(",", ", ")
        return Literal(shape, datatype=NamedNode(_SHAPE))
    return term


def _yes(results: dict) -> bool:
    if "boolean" in results:
        return results["boolean"]
    return any(cell["value"] in ("1", "true") for row in results["results"]["bindings"]
               for cell in row.values())  # fmt: skip


def _standard(cell: dict) -> None:
    """Write a cell as the recommendation does, its boolean as our engine does."""
    if cell["type"] == "typed-literal":
        cell["type"] = "literal"
    if cell.get("datatype") == _VIRTUOSO_SHAPE:
        shape = standard_term(Literal(cell["value"], datatype=NamedNode(_VIRTUOSO_SHAPE)))
        cell |= {"value": shape.value, "datatype": _SHAPE}
    elif cell.get("datatype") == _BOOLEAN:
        cell["value"] = {"0": "false", "1": "true"}.get(cell["value"], cell["value"])


def _closing(found: list[Token], opening: int) -> Token:
    depth = 0
    for token in found[opening:]:
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if depth == 0:
            return token
    raise BadQuery("accolade non fermée (unclosed brace)")


def _groups(sparql: str) -> Iterator[tuple[int, frozenset[str] | None]]:
    """Where each query form's group begins, and the variables it projects (None: all)."""
    found = [t for t in tokens(sparql) if t.kind != "space"]
    for number, token in enumerate(found):
        form = token.text.upper() if token.kind == "word" else ""
        if form == "SELECT":
            yield _select(found, number)
        elif form == "ASK":
            yield _after(found, number, "{"), None
        elif form in ("CONSTRUCT", "DESCRIBE"):
            where = _where(found, number)
            if where is not None:
                yield where, None


def _select(found: list[Token], number: int) -> tuple[int, frozenset[str] | None]:
    """Where the group of a SELECT begins, and the variables of its head."""
    depth, names, star = 0, set(), False
    for place in range(number + 1, len(found)):
        token = found[place]
        if token.text in "()":
            depth += 1 if token.text == "(" else -1
        elif depth == 0 and token.text == "{":
            return token.start + 1, None if star else frozenset(names)
        elif depth == 0 and token.kind == "variable":
            names.add(token.text[1:])
        star |= depth == 0 and token.text == "*"
    raise BadQuery("SELECT sans groupe (no group)")


def _after(found: list[Token], number: int, mark: str) -> int:
    return next((t.start + 1 for t in found[number:] if t.text == mark), 0)


def _where(found: list[Token], number: int) -> int | None:
    """Where the group after WHERE begins; None for the short form `CONSTRUCT WHERE`."""
    if found[number + 1].text.upper() == "WHERE":
        return None
    for place in range(number + 1, len(found)):
        if found[place].text.upper() == "WHERE":
            return _after(found, place, "{")
    return None
