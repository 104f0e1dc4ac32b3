"""The key of what is measured on other towns: it depends on no text of the corpus, so its result is
kept from build to build."""

from pathlib import Path

from pvgraph.building import keys, reading
from pvgraph.evaluate import UNSEEN

_EVALUATION = "pvgraph.evaluate.evaluation"


def key(annotated: Path) -> str:
    """The key of what is measured, where the corpus is annotated in that folder."""
    folders = [annotated.parent / UNSEEN, *reading.folders()]
    code = [keys.code(_EVALUATION), keys.code(reading.MODULE)]
    return keys.key("essais", *code, keys.folders(folders))
