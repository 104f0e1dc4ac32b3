"""The state of a comparison, read from an address: dimensions, filters, modes, order."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode
from starlette.datastructures import QueryParams

from pvgraph.comparison.dimensions import DIMENSIONS, Dimension, crossed
from pvgraph.errors import QuestionError
from pvgraph.web.bases import thing
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.libelles import Names


@dataclass(frozen=True)
class State:
    """What is compared. `filters` gives codes by dimension; `modes` the IRIs kept, () for all."""

    rows: Dimension
    columns: Dimension
    filters: Mapping[str, str]
    modes: tuple[str, ...]
    by: str
    debatable: bool = False

    @property
    def params(self) -> dict[str, object]:
        """The state as address parameters."""
        found: dict[str, object] = {"lignes": self.rows.name, "colonnes": self.columns.name}
        found |= self.filters
        if self.modes:
            found["modes"] = [code(m) for m in self.modes]
        if self.debatable:
            found["discutables"] = "1"
        if self.by:
            found["tri"] = self.by if self.by == "total" else code(self.by)
        return found


def read(params: QueryParams, names: Names) -> State:
    """The state that an address asks for.

    Raises:
        QuestionError: an unknown dimension, twice the same, or an unknown value.
    """
    rows, columns = crossed(params.get("lignes") or "theme", params.get("colonnes") or "contrat")
    by = params.get("tri") or ""
    if by and by != "total":
        by = thing(columns.name, by).value
    kept = filters(params, names), modes(params, names)
    return State(rows, columns, *kept, by, params.get("discutables") == "1")


def terms(filters: Mapping[str, str]) -> dict[str, list[NamedNode]]:
    """The things that filters name, by dimension."""
    return {name: [thing(name, value)] for name, value in filters.items()}


def filters(params: QueryParams, names: Names) -> dict[str, str]:
    """The codes asked for, by dimension; a label does as well as its code.

    Raises:
        QuestionError: a value that the graph does not know.
    """
    asked = {name: params[name].strip() for name in DIMENSIONS if params.get(name)}
    return {n: names.coded(n, DIMENSIONS[n].genre, typed) for n, typed in asked.items() if typed}


def modes(params: QueryParams, names: Names) -> tuple[str, ...]:
    """The modes asked for; () where all are.

    Raises:
        QuestionError: an unknown mode.
    """
    every = names.labels.kinds.get("ModeAttribution", ())
    asked = {thing("mode", m).value for m in params.getlist("modes") if m}
    if not asked <= set(every):
        unknown = ", ".join(sorted(code(m) for m in asked - set(every)))
        raise QuestionError(f"mode : {unknown!r} inconnu")
    return tuple(m for m in every if m in asked) if len(asked) < len(every) else ()
