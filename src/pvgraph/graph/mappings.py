"""Reviewed links to authority files: `ontology/*.sssom.tsv` (SSSOM), as triples of the acteurs."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from pvgraph.errors import ResourceError
from pvgraph.graph.names import ACTEURS, SKOS, node

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "author_id", "reviewer_id", "mapping_date", "confidence", "comment",
)  # fmt: skip
_PREDICATES = {f"skos:{name}": SKOS[name] for name in ("exactMatch", "closeMatch", "broadMatch")}
_REVIEWED = ("mapping_justification", "reviewer_id", "mapping_date")
_CURIE = re.compile(r"#\s+([a-z]+): (\S+)")


def load(folder: Path) -> Iterator[Quad]:
    """The links of every mapping file of `folder`.

    Raises:
        ResourceError: a row is not reviewed and dated, or its terms cannot be read.
    """
    for path in sorted(folder.glob("*.sssom.tsv")):
        yield from _file(path)


def _file(path: Path) -> Iterator[Quad]:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    prefixes = dict(found.groups() for line in header if (found := _CURIE.fullmatch(line)))
    rows = csv.DictReader(lines[len(header) :], delimiter="\t")
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ResourceError(f"{path}:{len(header) + 1}: colonnes attendues : {', '.join(COLUMNS)}")
    for number, row in enumerate(rows, len(header) + 2):
        missing = [column for column in _REVIEWED if not row[column]]
        if missing or row["predicate_id"] not in _PREDICATES:
            what = missing[0] if missing else "predicate_id"
            raise ResourceError(f"{path}:{number}: {what} manque ou n'est pas admis")
        place = f"{path}:{number}"
        subject = _expanded(row["subject_id"], prefixes, place)
        target = _expanded(row["object_id"], prefixes, place)
        yield Quad(subject, _PREDICATES[row["predicate_id"]], target, ACTEURS)


def _expanded(curie: str, prefixes: dict[str, str], place: str) -> NamedNode:
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes or not local:
        raise ResourceError(f"{place}: {curie!r} : préfixe attendu parmi {', '.join(prefixes)}")
    return node(prefixes[prefix] + local)
