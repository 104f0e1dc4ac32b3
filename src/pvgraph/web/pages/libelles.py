"""Labels of the graph in both languages; a code is never shown bare."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.langue import Langue


@dataclass(frozen=True)
class Labels:
    """Labels by IRI and language, with definitions where the code list has them."""

    names: Mapping[str, Mapping[str, str]]
    definitions: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, object]]) -> "Labels":
        """The labels of `requetes/libelles.rq`."""
        names: dict[str, dict[str, str]] = {}
        definitions: dict[str, dict[str, str]] = {}
        kinds: dict[str, list[str]] = {}
        for row in rows:
            if row["libelle"]:
                names.setdefault(row["chose"], {})[row["langue"]] = row["libelle"]
            if row["definition"]:
                definitions.setdefault(row["chose"], {})[row["langue"]] = row["definition"]
            members = kinds.setdefault(row["genre"].rpartition("#")[2], [])
            if row["chose"] not in members:
                members.append(row["chose"])
        return cls(names, definitions, {k: tuple(v) for k, v in kinds.items()})

    def in_language(self, t: Langue) -> "Names":
        """The labels as one language shows them."""
        return Names(self, t)


@dataclass(frozen=True)
class Names:
    """`nom(iri)` is the label of a thing; `nom.definition(iri)` what it means, or ''."""

    labels: Labels
    t: Langue

    def __call__(self, iri: str | None) -> str:
        if iri is None:
            return ""
        labels = self.labels.names.get(iri)
        return self.t.choose(labels) if labels else code(iri).rpartition("/")[2].replace("-", " ")

    def definition(self, iri: str) -> str:
        return self.t.choose(self.labels.definitions.get(iri, {}))

    def all(self, kind: str) -> list[str]:
        """The IRIs of a class (`Contrat`, `Theme`, `TypeActeur` …) in order of their labels."""
        return sorted(self.labels.kinds.get(kind, ()), key=lambda i: self(i).casefold())

    def sorted(self, iris: Iterable[str], key: Callable[[str], object] | None = None) -> list[str]:
        """`iris` in order of their labels."""
        return sorted(iris, key=key or (lambda i: self(i).casefold()))
