"""`corpus/corrections/<contrat>.jsonl`: one correction a line, by words and place, never by number.

`{"action": "rejeter|accepter|modifier", "texte": …, "debut": …, "fin": …, "champs": {…},
"auteur": …, "date": "2026-11-21", "motif": …}`. `champs` (modifier only) gives new values for
`niveau`, `themes`, `dispositifs`, `publics`, `acteurs` (all of them: `acteur`, `type`, `role`, and
where the text names it `mention`, with `debut` and `fin` where it is not in the item's own words).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pvgraph.errors import ResourceError
from pvgraph.model import Span

ACTIONS = ("rejeter", "accepter", "modifier")
FIELDS = ("niveau", "themes", "dispositifs", "publics", "acteurs")
_KEYS = ("action", "texte", "debut", "fin", "auteur", "date", "motif")


@dataclass(frozen=True)
class Correction:
    """One decision of a person about what was read: `text` are the item's words, folded."""

    action: str
    text: str
    span: Span
    author: str
    date: str
    reason: str
    fields: Mapping[str, object] = field(default_factory=dict)


def path_of(corpus: Path, contrat: str) -> Path:
    """Where the corrections of a contrat are kept."""
    return corpus / "corrections" / f"{contrat}.jsonl"


def load(corpus: Path, contrat: str) -> tuple[Correction, ...]:
    """The corrections of one contrat, in the order they were made; none without a file.

    Raises:
        ResourceError: a line is no correction; names file and line.
    """
    path = path_of(corpus, contrat)
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").split("\n")
    return tuple(
        _read(f"{path}:{number}", line) for number, line in enumerate(lines, 1) if line.strip()
    )


def _read(place: str, line: str) -> Correction:
    try:
        said = json.loads(line)
        action, text, start, end, author, date, reason = (said[key] for key in _KEYS)
        correction = Correction(
            action, text, Span(int(start), int(end)), author, date, reason, said.get("champs", {})
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError(f"{place}: correction illisible ({error!r})") from error
    unknown = sorted(set(correction.fields) - set(FIELDS))
    if action not in ACTIONS or unknown:
        wrong, known = (action, ACTIONS) if action not in ACTIONS else (unknown[0], FIELDS)
        raise ResourceError(f"{place}: {wrong!r} inconnu ; attendu : {', '.join(known)}")
    if bool(correction.fields) != (action == "modifier"):
        raise ResourceError(f"{place}: `champs` va avec modifier, et seulement avec lui")
    return correction


def append(corpus: Path, contrat: str, correction: Correction) -> Path:
    """Add a correction at the end of its contrat's file; gives the file."""
    path = path_of(corpus, contrat)
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {
        "action": correction.action,
        "texte": correction.text,
        "debut": correction.span.start,
        "fin": correction.span.end,
        **({"champs": correction.fields} if correction.fields else {}),
        "auteur": correction.author,
        "date": correction.date,
        "motif": correction.reason,
    }
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(said, ensure_ascii=False) + "\n")
    return path
