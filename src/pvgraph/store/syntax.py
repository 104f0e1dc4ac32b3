"""The engine's complaints about a query, made readable: one message, line, column, what to try."""

import re

from pvgraph.store.job import BadQuery
from pvgraph.store.stop import Stop, advice, find
from pvgraph.store.tokens import place, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_HINTS = (
    (
        "unbound",
        "variable ni groupée ni agrégée (not in GROUP BY): add it to GROUP BY or aggregate it",
    ),
    ("projection", "variable non projetée (variable given a value must be in the SELECT list)"),
    (
        "Duplicated variable",
        "variable donnée deux fois par SELECT (given twice): rename the one after AS",
    ),
    ("IRI parsing", "IRI mal formée (not an IRI): no space, no accent in the scheme"),
    (
        "unreported",
        "nœud anonyme repris dans un autre groupe (blank node in two groups): use a ?variable",
    ),
    ("custom function", "fonction inconnue de ce service (unknown function)"),
)
_USED_TWICE = (
    "rien de plus ; la variable d'un AS est peut-être déjà prise (nothing more:"
    " is the variable after AS already in use?)"
)


def bad_query(error: Exception, sparql: str) -> BadQuery:
    """The engine's error as ours, with the first place where the query goes wrong."""
    undeclared = _undeclared(sparql)
    if undeclared is not None:
        return undeclared
    match = _PLACE.search(str(error))
    if match is None:
        hint = _hint(str(error))
        return BadQuery(f"{hint} : {error}" if hint else str(error))
    stop = find(sparql)
    line, column = place(sparql, stop.offset) if stop else (int(match[1]), int(match[2]))
    what = _hint(match[3]) or (_told(stop, sparql) if stop else "syntaxe (syntax)")
    lines = sparql.split("\n")
    shown = lines[min(line, len(lines)) - 1][max(0, column - 41) : column + 20].strip()
    message = f"ligne {line}, colonne {column} (line {line}, column {column}): {what}"
    if shown:
        message += f" | {shown}"
    return BadQuery(message, line, column)


def _told(stop: Stop, sparql: str) -> str:
    """What to try where the query stops being one, and what could stand there."""
    hint = advice(stop, sparql)
    expected = " ".join(stop.expected)
    if expected:
        expected = f"attendu (expected): {expected}"
    return " ; ".join(filter(None, (hint, expected))) or _USED_TWICE


def _undeclared(sparql: str) -> BadQuery | None:
    """The first prefix used without PREFIX: the engine often complains of something else."""
    declared = {"_"}
    before = ""
    for token in tokens(sparql):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                line, column = place(sparql, token.start)
                return BadQuery(
                    f"ligne {line}, colonne {column} : préfixe non déclaré, ajoutez"
                    f" PREFIX {prefix}: <…> (undeclared prefix {prefix}: (line {line},"
                    f" column {column}))",
                    line,
                    column,
                )
        before = token.text.upper() if token.kind == "word" else ""
    return None


def _hint(text: str) -> str | None:
    return next((hint for mark, hint in _HINTS if mark in text), None)
