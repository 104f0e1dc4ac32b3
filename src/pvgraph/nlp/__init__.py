"""The French of the contrats de ville as a spaCy pipeline; the only package that imports spaCy.

    from pvgraph.nlp import load
    nlp = load()
    nlp("La CAF du Rhône s'engage, avec les bailleurs sociaux.").spans["acteurs"]

`load("fr_core_news_md")` adds the same components to an installed French pipeline.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from pvgraph.errors import ResourceError
from pvgraph.nlp import lean

lean.load()

if TYPE_CHECKING:
    from spacy.language import Language


def load(pipeline: str | Path | None = None) -> "Language":
    """A pipeline with `spans["acteurs"]`, `["themes"]`, `["dispositifs"]`, `["publics"]`, cues.

    Args:
        pipeline: the name or folder of an installed French pipeline to add them to; by
            default our own, which only cuts words (a tenth of a second to build).

    Raises:
        ResourceError: no pipeline of that name is installed.
    """
    from pvgraph.nlp import composants  # noqa: F401  (registers the components)

    nlp = foreign(pipeline) if pipeline else _own()
    nlp.add_pipe("pvgraph_acteurs")
    nlp.add_pipe("pvgraph_termes")
    return nlp


def foreign(pipeline: str | Path) -> "Language":
    """The installed spaCy pipeline of this name or folder.

    Raises:
        ResourceError: there is none, or it cannot be loaded.
    """
    import spacy

    try:
        return spacy.load(pipeline)
    except (OSError, ValueError) as error:
        reason = str(error).split("\n")[0]
        raise ResourceError(f"pipeline spaCy {pipeline} : {reason}") from error


def _own() -> "Language":
    from pvgraph.nlp.langue import French

    return French()
