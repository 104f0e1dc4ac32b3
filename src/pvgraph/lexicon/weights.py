"""The learned weights of the themes, as the JSON file that `pvgraph train` writes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pvgraph.errors import ResourceError

NAME = "themes-appris.json"
FEATURES = (
    "mots", "locution", "part", "debut", "presence", "titre", "titre2", "titres",
    "titre-seul", "titre2-seul", "mots-et-titre", "gouvernance", "pilotage", "classifieur",
    "classifieur-titre", "voisins",
)  # fmt: skip
OTHERS = ("force", "ecart", "principal", "ensemble")


@dataclass(frozen=True, slots=True, eq=False)
class Others:
    """What was learned of the themes given beside the main one.

    `together` says by main theme, then by other theme, how much more often (log) the other
    comes beside it than at all.
    """

    features: Mapping[str, float]
    intercept: float
    together: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What `pvgraph train` learned: `extract/themes-appris.json`."""

    reliability: Mapping[str, float]
    prior: float
    features: Mapping[str, float]
    intercept: float
    threshold: float
    idf: Mapping[str, float]
    terms: Mapping[str, Mapping[str, float]]
    bias: Mapping[str, float]
    others: Others


def load_weights(path: Path) -> Weights:
    """Read `extract/themes-appris.json`.

    Raises:
        ResourceError: the file is missing or is not what `pvgraph train` writes.
    """
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        weights = Weights(
            reliability=row["mots"],
            prior=row["a_priori"],
            features=row["traits"],
            intercept=row["constante"],
            threshold=row["seuil"],
            idf={g: v[0] for g, v in row["lexique"].items()},
            terms={g: v[1] for g, v in row["lexique"].items()},
            bias=row["biais"],
            others=_others(row["autres"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ResourceError(f"{path}: poids illisibles ({error}) ; pvgraph train") from error
    for known, wanted in ((weights.features, FEATURES), (weights.others.features, OTHERS)):
        if set(known) != set(wanted):
            raise ResourceError(f"{path}: traits {sorted(known)} ; pvgraph train")
    return weights


def _others(row: dict) -> Others:
    return Others(row["traits"], row["constante"], row["ensemble"])


def dump_weights(weights: Weights, sources: dict[str, str], path: Path) -> None:
    """Write the weights, sorted and rounded: the same training gives the same bytes."""
    row = {
        "sources": sources,
        "a_priori": weights.prior,
        "constante": round(weights.intercept, 4),
        "seuil": weights.threshold,
        "traits": {k: round(v, 4) for k, v in sorted(weights.features.items())},
        "autres": {
            "constante": round(weights.others.intercept, 4),
            "traits": {k: round(v, 4) for k, v in sorted(weights.others.features.items())},
            "ensemble": {
                main: {t: round(v, 3) for t, v in sorted(lifts.items())}
                for main, lifts in sorted(weights.others.together.items())
            },
        },
        "biais": {k: round(v, 3) for k, v in sorted(weights.bias.items())},
        "mots": {k: round(v, 3) for k, v in sorted(weights.reliability.items())},
        "lexique": {
            g: [round(v, 3), {t: round(w, 2) for t, w in sorted(weights.terms[g].items())}]
            for g, v in sorted(weights.idf.items())
        },
    }
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    text = text.replace('],"', '],\n"')
    path.write_text(text + "\n", encoding="utf-8")


def sources(path: Path) -> dict[str, str]:
    """The marks of the files that these weights were learned from; none where there are none."""
    if not path.is_file():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))["sources"]


def digest(paths: Sequence[Path]) -> str:
    """A short mark of the files that the weights were learned from."""
    return mark(b"".join(path.read_bytes() for path in sorted(paths)))


def mark(content: bytes) -> str:
    """A short mark of some content, the same wherever the content is the same."""
    return sha256(content).hexdigest()[:16]
