"""A lexicon as one JSON text, so that a saved spaCy pipeline stands on its own."""

import dataclasses
import json

from pvgraph.lexicon import Body, Cue, Function, Lexicon, Term, Theme
from pvgraph.lexicon.natures import made
from pvgraph.lexicon.territoires import Place, Places

_PLACES = ("regions", "departements", "epci", "communes")


def dump(lexicon: Lexicon) -> str:
    """The lists of a lexicon, the learned weights left out (recognisers do without)."""
    row = {
        "bodies": [dataclasses.asdict(b) for b in lexicon.bodies.values()],
        "cues": [dataclasses.asdict(c) for c in lexicon.cues],
        "dispositifs": [dataclasses.asdict(t) for t in lexicon.dispositifs],
        "publics": [dataclasses.asdict(t) for t in lexicon.publics],
        "themes": [dataclasses.asdict(t) for t in lexicon.themes.values()],
        "functions": [dataclasses.asdict(f) for f in lexicon.functions],
        "words": {k: sorted(v) for k, v in sorted(lexicon.words.items())},
        "signature_heads": sorted(lexicon.signature_heads),
        "natures": sorted(lexicon.natures.rows()),
        "places": {
            kind: [dataclasses.asdict(p) for p in getattr(lexicon.places, kind).values()]
            for kind in _PLACES
        },
        "ressorts": lexicon.places.ressorts,
    }
    return json.dumps(row, ensure_ascii=False)


def load(text: str) -> Lexicon:
    """The lexicon that `dump` wrote."""
    row = json.loads(text)
    kinds = {kind: {p["slug"]: _made(Place, p) for p in row["places"][kind]} for kind in _PLACES}
    by_number = {p.number: p for p in kinds["departements"].values()}
    return Lexicon(
        bodies={b["code"]: _made(Body, b) for b in row["bodies"]},
        cues=tuple(_made(Cue, c) for c in row["cues"]),
        dispositifs=tuple(_made(Term, t) for t in row["dispositifs"]),
        publics=tuple(_made(Term, t) for t in row["publics"]),
        themes={t["code"]: _made(Theme, t) for t in row["themes"]},
        places=Places(**kinds, by_number=by_number, ressorts=row["ressorts"]),
        words={k: frozenset(v) for k, v in row["words"].items()},
        functions=tuple(_made(Function, f) for f in row["functions"]),
        signature_heads=frozenset(row["signature_heads"]),
        natures=made(iter(row["natures"])),
    )


def _made(kind: type, row: dict) -> object:
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})
