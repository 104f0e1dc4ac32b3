"""Every code that a filter may name: things of the data, engaged or not, and withdrawn names."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Store

from pvgraph.exports.tables import Table
from pvgraph.graph.names import BASE, DCT, OWL, TYPE

Code = tuple[str, str, str]
"""Kind (`role`), code (`porteur`), and the code that stands for it now: its own, or a successor's.
"""


def codes(store: Store, tables: Iterable[Table], base: str = BASE) -> list[Code]:
    """The codes of the kinds that the tables' columns hold, sorted."""
    kinds = {column.kind for table in tables for column in table.columns if column.kind}
    return sorted({code for code in _found(store, base) if code[0] in kinds})


def _found(store: Store, base: str) -> Iterator[Code]:
    for quad in store.quads_for_pattern(None, TYPE, None):
        kind, code = _named(quad.subject, base)
        yield kind, code, code
    for quad in store.quads_for_pattern(None, OWL.deprecated, None):
        for now in store.quads_for_pattern(quad.subject, DCT.isReplacedBy, None):
            yield (*_named(quad.subject, base), _named(now.object, base)[1])


def _named(term: object, base: str) -> tuple[str, str]:
    """Kind and code of an IRI of the data; empty for others, and for parts of things."""
    if not isinstance(term, NamedNode) or not term.value.startswith(base):
        return "", ""
    kind, _, code = term.value.removeprefix(base).partition("/")
    return (kind, code) if "/" not in code and "#" not in code else ("", "")
