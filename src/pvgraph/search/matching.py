"""Whether one text has what was typed, without an index."""

from pvgraph.search.query import Term, parse
from pvgraph.search.words import Word, words


def matches(text: str, typed: str) -> bool:
    """Whether `text` has all that was typed (and nothing refused), by stems."""
    found = words(text)
    return all(_has(found, term) != term.refused for term in parse(typed))


def _has(found: list[Word], term: Term) -> bool:
    if term.kind != "phrase":
        return any(term.hits(word) for word in found)
    wanted = [w.plain for w in term.words]
    plain = [w.plain for w in found]
    return any(plain[i : i + len(wanted)] == wanted for i in range(len(plain) - len(wanted) + 1))
