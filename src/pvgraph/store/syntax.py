"""The engine's complaints about a query, made readable: one message, line, column, what to try."""

import re

from pvgraph.store.job import BadQuery
from pvgraph.store.tokens import place, tokens

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CLASS = re.compile(r"(?:\[[^\[\]]*\](?:\s*\|\s*)?\s*)+")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_HINTS = (
    (
        "unbound",
        "variable ni groupée ni agrégée (not in GROUP BY): add it to GROUP BY or aggregate it",
    ),
    ("projection", "variable non projetée (variable given a value must be in the SELECT list)"),
)


def bad_query(error: Exception, sparql: str) -> BadQuery:
    """The engine's error as ours, with the line of the query that it stopped at."""
    undeclared = _undeclared(sparql)
    if undeclared is not None:
        return undeclared
    match = _PLACE.search(str(error))
    if match is None:
        return BadQuery(_hint(str(error)) or str(error))
    line, column = int(match[1]), int(match[2])
    expected = match[3]
    what = _hint(expected) or f"attendu (expected): {_words(expected)}"
    lines = sparql.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1][max(0, column - 40) : column + 20].strip()
    message = f"ligne {line}, colonne {column} (line {line}, column {column}): {what}"
    if shown:
        message += f" | {shown}"
    return BadQuery(message, line, column)


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


def _words(expected: str) -> str:
    """The grammar's alternatives without its character classes, at most ten."""
    plain = _CLASS.sub("", expected)
    quoted = [w.strip('"') for w in _QUOTED.findall(plain)]
    named = [w.strip() for w in _QUOTED.sub("", plain).split(",") if w.strip(" ,\n")]
    words = [*named, *quoted]
    return " ".join(words[:10]) + (" …" if len(words) > 10 else "") if words else "autre chose"
