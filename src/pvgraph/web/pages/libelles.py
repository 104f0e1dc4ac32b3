"""Labels of the graph in both languages; a code is never shown bare."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pvgraph.errors import QuestionError
from pvgraph.search.words import fold
from pvgraph.web.bases import served
from pvgraph.web.pages.adresses import code
from pvgraph.web.pages.langue import Langue

_NOT_LETTERS = re.compile(r"[^a-z0-9]")


@dataclass(frozen=True)
class Labels:
    """Labels by IRI and language, with definitions where the code list has them."""

    names: Mapping[str, Mapping[str, str]]
    definitions: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, tuple[str, ...]]
    _named: dict[str, "Names"] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, object]]) -> "Labels":
        """The labels of `requetes/libelles.rq` and of `noms`."""
        names: dict[str, dict[str, str]] = {}
        definitions: dict[str, dict[str, str]] = {}
        kinds: dict[str, dict[str, None]] = {}
        for row in rows:
            if row["libelle"]:
                names.setdefault(row["chose"], {})[row["langue"]] = row["libelle"]
            if row["definition"]:
                definitions.setdefault(row["chose"], {})[row["langue"]] = row["definition"]
            kinds.setdefault(row["genre"].rpartition("#")[2], {})[row["chose"]] = None
        return cls(names, definitions, {k: tuple(v) for k, v in kinds.items()})

    def in_language(self, t: Langue) -> "Names":
        """The labels as one language shows them, with what was made of them before."""
        return self._named.setdefault(t.code, Names(self, t))


@dataclass(frozen=True)
class Names:
    """`nom(iri)` is the label of a thing; `nom.definition(iri)` what it means, or ''."""

    labels: Labels
    t: Langue
    _ordered: dict[str, list[str]] = field(default_factory=dict, compare=False)
    _folded: dict[str, str] = field(default_factory=dict, compare=False)
    _short: dict[str, str] = field(default_factory=dict, compare=False)

    def __call__(self, iri: str | None) -> str:
        if iri is None:
            return ""
        labels = self.labels.names.get(iri)
        return self.t.choose(labels) if labels else code(iri).rpartition("/")[2].replace("-", " ")

    def short(self, iri: str) -> str:
        """The label cut to the words of the thing's own code, where it holds them: « Brest » of
        « Brest métropole » (`contrat/brest`)."""
        if iri not in self._short:
            self._short[iri] = _cut(self(iri), code(iri))
        return self._short[iri]

    def definition(self, iri: str) -> str:
        return self.t.choose(self.labels.definitions.get(iri, {}))

    def all(self, kind: str) -> list[str]:
        """The IRIs of a class (`Contrat`, `Theme`, `TypeActeur` …) in order of their labels."""
        if kind not in self._ordered:
            self._ordered[kind] = self.sorted(self.labels.kinds.get(kind, ()))
        return self._ordered[kind]

    def coded(self, field: str, kind: str, typed: str, folder: str = "") -> str:
        """The code of what was typed in a field: itself, or that of the thing of this class so
        called. `folder` is where their IRIs stand, the field's name where none is given.

        Raises:
            QuestionError: the class has no such code and no such name; gives the nearest.
        """
        known = self.labels.kinds.get(kind, ())
        iri = typed if typed.startswith(served()) else f"{served()}{folder or field}/{typed}"
        if iri in known:
            return code(iri)
        by_name = {fold(name): i for i in known for name in self.labels.names.get(i, {}).values()}
        if fold(typed) in by_name:
            return code(by_name[fold(typed)])
        near = difflib.get_close_matches(fold(typed), by_name, n=4, cutoff=0.5)
        near += difflib.get_close_matches(typed, [code(i) for i in known], n=4, cutoff=0.5)
        codes = dict.fromkeys(code(by_name[n]) if n in by_name else n for n in near)
        said = f" ; proches : {', '.join(codes)}" if codes else ""
        raise QuestionError(f"{field} : {typed!r} inconnu{said}")

    def sorted(self, iris: Iterable[str], key: Callable[[str], object] | None = None) -> list[str]:
        """`iris` in order of their labels."""
        return sorted(iris, key=key or self.folded)

    def by_short(self, iri: str) -> str:
        """The short label without accents or capitals."""
        key = f"{iri} "
        if key not in self._folded:
            self._folded[key] = fold(self.short(iri))
        return self._folded[key]

    def folded(self, iri: str) -> str:
        """The label without accents or capitals."""
        if iri not in self._folded:
            self._folded[iri] = fold(self(iri))
        return self._folded[iri]


def _cut(label: str, own: str) -> str:
    """The part of a label that its code says, or all of it."""
    folded = _NOT_LETTERS.sub("-", fold(label))
    start = folded.find(own)
    if start < 0 or len(folded) != len(label):
        return label
    return label[start : start + len(own)]
