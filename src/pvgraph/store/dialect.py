"""What SPARQL 1.1 engines do differently, and how one query is said so that all understand it.

- A value for a variable (our engine takes it beside the query) is written as VALUES at the start
  of each group whose SELECT projects the variable: the same answer on any engine.
- LATERAL, which few have, is undone where its group only holds OPTIONALs and patterns.
- Virtuoso writes literals as `typed-literal` in its SPARQL JSON.
- rdflib groups nothing into one empty row.
"""

import json
from collections.abc import Iterator, Mapping

from pvgraph.store.job import BadQuery, Term
from pvgraph.store.tokens import Token, tokens


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
    group does too.
    """
    found = [t for t in tokens(sparql) if t.kind != "space"]
    cut: list[tuple[int, int]] = []
    for number, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "LATERAL":
            closing = _closing(found, number + 1)
            opening = found[number + 1]
            cut += [(token.start, opening.start + 1), (closing.start, closing.start + 1)]
    for start, end in sorted(cut, reverse=True):
        sparql = sparql[:start] + " " + sparql[end:]
    return sparql


def standard_rows(results: dict, sparql: str) -> bytes:
    """The SPARQL JSON of a query's answer as the recommendation writes it."""
    if "results" in results:
        found = results["results"]["bindings"]
        if any(t.kind == "word" and t.text.upper() == "GROUP" for t in tokens(sparql)):
            found = [row for row in found if row]
        for cell in (cell for row in found for cell in row.values()):
            if cell["type"] == "typed-literal":
                cell["type"] = "literal"
        results["results"]["bindings"] = found
    return json.dumps(results, ensure_ascii=False).encode()


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
