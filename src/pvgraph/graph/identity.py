"""Which records are one thing, and the IRI of each thing.

A thing is a record with the later records that say it again (`merge`). Its key is its number
where that is a whole path (`1.2.3`), else a digest of its folded words; two things of one contrat
that would share a key are told apart by what they stand under, then by order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from pvgraph.graph.names import digest, iri, slug
from pvgraph.model import MESURES, Record

_PATH_NUMBER = re.compile(r"\d+(\.\d+)+")


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the text: its IRI, its key, and every record that says it, first one first."""

    iri: NamedNode
    key: str
    records: tuple[Record, ...]

    @property
    def first(self) -> Record:
        return self.records[0]

    @property
    def optional(self) -> bool:
        """Debatable only where every saying of it is."""
        return all(r.optional for r in self.records)


def things(records: Sequence[Record]) -> list[Thing]:
    """The things of one contrat, in the order of the text.

    Raises:
        ValueError: a record's `merge` or `parent` names a record that is not among `records`.
    """
    by_id = {r.id: r for r in records}
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(_root(record, by_id).id, []).append(record)
    keys = _keys([group[0] for group in groups.values()], by_id)
    return [
        Thing(_iri(group[0], keys[root]), keys[root], tuple(group))
        for root, group in groups.items()
    ]


def _root(record: Record, by_id: dict[str, Record]) -> Record:
    """The first saying of what `record` says (a merge may point to a record itself merged)."""
    seen = {record.id}
    while record.merge is not None:
        if record.merge not in by_id or record.merge in seen:
            raise ValueError(f"{record.id}: merge {record.merge!r} inconnu ou circulaire")
        seen.add(record.merge)
        record = by_id[record.merge]
    return record


def _iri(record: Record, key: str) -> NamedNode:
    kind = "mesure" if record.niveau in MESURES else record.niveau
    return iri(kind, record.contrat, key)


def _keys(roots: Sequence[Record], by_id: dict[str, Record]) -> dict[str, str]:
    """A key for each root, by id; unique among the roots of one niveau."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for record in roots:
        key = next(k for k in _candidates(record, by_id) if k not in taken)
        taken.add(key)
        keys[record.id] = key
    return keys


def _candidates(record: Record, by_id: dict[str, Record]):
    plain = _own_key(record)
    yield plain
    under = digest(*_path(record, by_id), length=6)
    yield f"{plain}-{under}"
    order = 2
    while True:
        yield f"{plain}-{under}-{order}"
        order += 1


def _own_key(record: Record) -> str:
    numero = record.numero or ""
    identity = slug(numero) if _PATH_NUMBER.fullmatch(numero) else digest(record.text)
    return f"{record.niveau}-{identity}"


def _path(record: Record, by_id: dict[str, Record]) -> list[str]:
    """The words above the record, nearest first."""
    words = []
    seen = {record.id}
    while record.parent in by_id and record.parent not in seen:
        record = by_id[record.parent]
        seen.add(record.id)
        words.append(record.text)
    return words
