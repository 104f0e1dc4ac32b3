"""A decision on who is bound to a mesure, as the bodies that it leaves: a pure function.

A correction holds all bodies of its mesure; a decision says what changes of those that were read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pvgraph.errors import QuestionError

Body = dict[str, object]
"""`acteur`, `type`, `role`, `mode`, and where the text names it `mention`, `debut`, `fin`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked: `add` binds that body (of `type`, called `mention`) in `role`, instead of
    `replace` where it is given; `remove` frees a body. Empty where nothing is asked."""

    add: str = ""
    role: str = ""
    type: str = ""
    mention: str = ""
    replace: str = ""
    remove: tuple[str, ...] = ()


def read(rows: Sequence[Mapping]) -> list[Body]:
    """The bodies of a mesure from its rows of the table of engagements."""
    return [
        {"acteur": row["acteur"], "type": row["type_acteur"], "role": row["role"],
         "mode": row["mode"], **_named(row)}
        for row in rows
    ]  # fmt: skip


def _named(row: Mapping) -> Body:
    mention = row["mention"][0] if row["mention"] else ""
    if not mention:
        return {}
    return {"mention": mention, "debut": row["mention_debut"], "fin": row["mention_fin"]}


def after(bodies: Sequence[Body], change: Change, types: Mapping[str, str]) -> list[Body]:
    """The bodies once `change` is made; `types` gives the type of each body that is known.

    Raises:
        QuestionError: it frees or replaces a body that is not bound, or binds one without its
            role or its type.
    """
    bound = {str(b["acteur"]) for b in bodies}
    gone = [*change.remove, *([change.replace] if change.replace else [])]
    if lost := sorted(set(gone) - bound):
        raise QuestionError(f"{lost[0]} n'est pas lié à cette mesure ; le sont : {_list(bound)}")
    old = next((b for b in bodies if b["acteur"] == (change.replace or change.add)), None)
    kept = [b for b in bodies if b["acteur"] not in (*gone, change.add)]
    return [*kept, _new(change, old, types)] if change.add else kept


def _new(change: Change, old: Body | None, types: Mapping[str, str]) -> Body:
    role = change.role or str((old or {}).get("role", ""))
    kind = change.type or types.get(change.add, "")
    if not role:
        raise QuestionError(f"{change.add} : dans quel rôle ? --role")
    if not kind:
        raise QuestionError(f"{change.add} : acteur que le graphe ne connaît pas ; son --type")
    said: Body = {"acteur": change.add, "type": kind, "role": role}
    if change.mention:
        return {**said, "mention": change.mention}
    return {**{k: v for k, v in (old or {}).items() if k not in said}, **said}


def _list(codes: set[str]) -> str:
    return ", ".join(sorted(codes)) or "personne"
