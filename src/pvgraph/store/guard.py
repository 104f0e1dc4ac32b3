"""A polite no, before the engine, to queries that would reach the network or break the engine.

This is courtesy, not the barrier: what it misses still runs in a worker that can open no socket
and can be killed. The limits come from the smallest query of each kind that kills or hangs the
engine (nested calls from 960 levels, `1+1+…` from 6,900 terms, 500 OPTIONALs, stars of 120
patterns), with a wide margin below.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from pvgraph.store.job import BadQuery
from pvgraph.store.tokens import form, place, signs, tokens

MAX_DEPTH = 64
MAX_NEGATIONS = 32
MAX_CHAIN = 512
MAX_CLAUSES = 128
MAX_PATTERNS = 128
#: Words and marks (values are not counted): reading more would keep others waiting.
MAX_SIGNS = 100_000

_OPEN = frozenset("([{") | {"<<", "<<(", "{|"}
_BRACKETS = _OPEN | frozenset(")]}") | {">>", ")>>", "|}"}
_CHAIN = frozenset("+-*/|^") | {"&&", "||"}
_PATTERN_ENDS = frozenset(".;,")
_CLAUSES = frozenset({"OPTIONAL", "UNION", "BIND", "MINUS", "FILTER", "GRAPH", "LATERAL"})
_FORMS = {"SELECT": "select", "ASK": "ask", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE", "SAMPLE"})
#: Marks of which no group can hold too many in a text that holds so few, wherever they stand;
#: how many characters one takes at least.
_FEW: tuple[tuple[tuple[str, ...], int, int], ...] = (
    (("(", "[", "{", "<<"), MAX_DEPTH, 1),
    (("!",), MAX_NEGATIONS, 1),
    ((".", ";", ","), MAX_PATTERNS, 1),
    (("+", "-", "*", "/", "|", "^", "&"), MAX_CHAIN, 1),
    (tuple(_CLAUSES), MAX_CLAUSES, len("BIND ")),
)
_SERVICE = "SERVICE"
_FEDERATION = (
    "SERVICE refusé : ce point d'accès n'appelle aucun autre serveur"
    " (federation is off: query each endpoint from your side and join there)"
)
#: After these a name stands before a group without being called.
_BEFORE_GRAPHS = frozenset({"GRAPH", "FROM", "NAMED"})
#: Words that are looked at one by one.
_NOTABLE = (_SERVICE, *(_VOLATILE - {"STRUUID"}))
_SHORT = 4096


class Reading(NamedTuple):
    """What can be known of a query without the engine.

    `kind` is the kind of its answer (`select`, `ask`, `graph`), empty where the query names no
    form. `stable` is false where asking twice may answer differently.
    """

    kind: str
    stable: bool


@dataclass(slots=True)
class _Group:
    """What was counted inside one pair of brackets."""

    mark: str
    chain: int = 0
    clauses: int = 0
    patterns: int = 0


@dataclass(slots=True)
class _Walk:
    """The walk through the tokens of one query."""

    sparql: str
    groups: list[_Group] = field(default_factory=lambda: [_Group("")])
    negations: int = 0
    kind: str = ""
    stable: bool = True

    def refuse(self, match: re.Match[str], why: str) -> BadQuery:
        return self.refuse_at(match.start(match.lastindex or 0), why)

    def refuse_at(self, offset: int, why: str) -> BadQuery:
        line, column = place(self.sparql, offset)
        return BadQuery(
            f"ligne {line}, colonne {column} (line {line}, column {column}): {why}", line, column
        )


def read(sparql: str) -> Reading:
    """Read the query's form and refuse what must not reach the engine.

    Raises:
        BadQuery: it calls a remote service, is an update, or nests or chains beyond the limits.
    """
    kind = _FORMS.get(form(sparql), "")
    if kind and len(sparql) <= _SHORT and _is_harmless(sparql.upper()):
        return Reading(kind, True)
    walk = _Walk(sparql)
    for number, (text, match) in enumerate(signs(sparql)):
        if number == MAX_SIGNS:
            raise walk.refuse(match, _too_many("mots et signes", MAX_SIGNS))
        if match.lastgroup == "word":
            _word(walk, text.upper(), match)
        elif text in _BRACKETS:
            _bracket(walk, text, match)
        else:
            _count(walk, text, match)
        if text != "!":
            walk.negations = 0
    _refuse_glued(walk)
    return Reading(walk.kind, walk.stable)


def _refuse_glued(walk: _Walk) -> None:
    """Refuse SERVICE written together with the name it calls, which the engine takes for two:
    what precedes a group is no subject, whatever prefix it seems to have."""
    if _SERVICE not in walk.sparql.upper():
        return
    before = name = None
    for token in tokens(walk.sparql):
        if name is not None and token.text == "{":
            raise walk.refuse_at(name.start, _FEDERATION)
        called = token.kind == "name" and _SERVICE in token.text.partition(":")[0].upper()
        named = before is not None and before.text.upper() in _BEFORE_GRAPHS
        before, name = token, token if called and not named else None


def _is_harmless(capitals: str) -> bool:
    """Whether a text, in capitals, can hold nothing of what `read` looks for, by counting alone."""
    for word in _NOTABLE:
        if word in capitals:
            return False
    for marks, limit, width in _FEW:
        if len(capitals) > limit * width and sum(map(capitals.count, marks)) > limit:
            return False
    return True


def _bracket(walk: _Walk, mark: str, match: re.Match[str]) -> None:
    if mark in _OPEN:
        walk.groups.append(_Group(mark))
        if len(walk.groups) > MAX_DEPTH + 1:
            raise walk.refuse(match, _too_many("niveaux de parenthèses ou d'accolades", MAX_DEPTH))
    elif len(walk.groups) > 1:
        walk.groups.pop()


def _word(walk: _Walk, word: str, match: re.Match[str]) -> None:
    if _SERVICE in word:  # `trueSERVICE` and `SERVICESILENT` are two words each for the engine
        raise walk.refuse(match, _FEDERATION)
    if not walk.kind:
        if word in _UPDATES:
            raise walk.refuse(
                match, "mise à jour refusée : lecture seule (read-only: updates are refused)"
            )
        walk.kind = _FORMS.get(word, "")
    elif word in _VOLATILE:
        walk.stable = False
    elif word in _CLAUSES:
        group = walk.groups[-1]
        group.clauses += 1
        if group.clauses > MAX_CLAUSES:
            raise walk.refuse(match, _too_many("clauses OPTIONAL, UNION, BIND…", MAX_CLAUSES))


def _count(walk: _Walk, mark: str, match: re.Match[str]) -> None:
    """Count what makes a group long rather than deep."""
    group = walk.groups[-1]
    if mark == "!":
        walk.negations += 1
    elif mark in _CHAIN:
        group.chain += 1
    elif mark in _PATTERN_ENDS and group.mark in ("{", "["):
        group.patterns += 1
    if walk.negations > MAX_NEGATIONS:
        raise walk.refuse(match, _too_many("négations de suite", MAX_NEGATIONS))
    if group.chain > MAX_CHAIN:
        raise walk.refuse(match, _too_many("opérateurs à la suite", MAX_CHAIN))
    if group.patterns > MAX_PATTERNS:
        raise walk.refuse(match, _too_many("motifs de triplets dans un groupe", MAX_PATTERNS))


def _too_many(what: str, limit: int) -> str:
    return (
        f"plus de {limit} {what} : découpez la requête, ou donnez les valeurs par VALUES"
        f" (limit {limit}: split the query, or pass values with VALUES)"
    )
