"""Records as JSON lines, in the fields that researchers score and portals load."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.model import Participation, Record, Span


def to_json(record: Record) -> dict:
    """The record as a JSON object; optional fields only where they hold something."""
    out = {
        "id": record.id,
        "contrat": record.contrat,
        "niveau": record.niveau,
        "text": record.text,
        "start": record.span.start,
        "end": record.span.end,
        "numero": record.numero,
        "parent": record.parent,
        "acteurs": [_participation_to_json(p) for p in record.acteurs],
        "themes": list(record.themes),
        "dispositifs": list(record.dispositifs),
        "publics": list(record.publics),
        "merge": record.merge,
        "optional": record.optional,
        "regle": record.regle,
        "confiance": record.confiance,
    }
    if record.description is not None:
        out["description"] = record.description
    if record.registre is not None:
        out["registre"] = record.registre
    if record.politiques:
        out["politiques"] = list(record.politiques)
    return out


def _participation_to_json(participation: Participation) -> dict:
    out = {
        "mention": participation.mention,
        "acteur": participation.acteur,
        "type": participation.type,
        "role": participation.role,
        "mode": participation.mode,
    }
    if participation.span is not None:
        out |= {"start": participation.span.start, "end": participation.span.end}
    return out


def from_json(row: dict) -> Record:
    """The record of one JSON object; what may be absent (gold, others' extractions) is empty."""
    return Record(
        id=row["id"],
        contrat=row["contrat"],
        niveau=row["niveau"],
        text=row["text"],
        span=_span(row),
        regle=row.get("regle", ""),
        confiance=row.get("confiance", 1.0),
        numero=row.get("numero"),
        parent=row.get("parent"),
        merge=row.get("merge"),
        acteurs=tuple(_participation_from_json(a) for a in row["acteurs"]),
        themes=tuple(row["themes"]),
        dispositifs=tuple(row.get("dispositifs", ())),
        publics=tuple(row.get("publics", ())),
        optional=row.get("optional", False),
        description=row.get("description"),
        registre=row.get("registre"),
        politiques=tuple(row.get("politiques", ())),
    )


def _span(row: dict) -> Span:
    if type(row["start"]) is not int or type(row["end"]) is not int:
        raise ValueError("start et end sont des nombres entiers")
    return Span(row["start"], row["end"])


def _participation_from_json(row: dict) -> Participation:
    span = _span(row) if "start" in row else None
    mention = row.get("mention", "")
    mode = row.get("mode") or ("explicite" if mention else "collectif")
    return Participation(row["acteur"], row["type"], row["role"], mode, mention, span)


def dump_lines(records: Iterable[Record]) -> Iterator[str]:
    """One JSON line a record, keys in a fixed order, accents kept."""
    for record in records:
        yield json.dumps(to_json(record), ensure_ascii=False)


def load(path: Path) -> list[Record]:
    """The records of a JSON Lines file.

    Raises:
        ResourceError: a line is no record; names file and line.
    """
    records = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            records.append(from_json(json.loads(line)))
        except (KeyError, TypeError, ValueError) as error:
            raise ResourceError(f"{path}:{number}: ligne illisible ({error})") from error
    return records
