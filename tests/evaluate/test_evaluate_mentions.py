"""What a French pipeline adds to the lists is measured on names alone, whatever the pipeline."""

from pathlib import Path

import pytest
import spacy

from pvgraph.errors import ResourceError
from pvgraph.evaluate import gold, mentions
from pvgraph.evaluate.tallies import Tally

HERE = Path(__file__).parent / "reference"


@pytest.fixture(scope="module")
def golds() -> list[gold.Gold]:
    return [gold.load(HERE, "essais", (HERE / "essais.txt").read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory) -> str:
    """A stand-in for a pretrained model: it knows one association and takes verbs for others."""
    nlp = spacy.blank("xx")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "ORG", "pattern": p} for p in ("Mission locale", "Ouvrir", "Rénover")]
    )
    folder = tmp_path_factory.mktemp("pipeline")
    nlp.to_disk(folder)
    return str(folder)


@pytest.fixture(scope="module")
def counted(golds, pipeline) -> dict[str, Tally]:
    return mentions.measure(golds, pipeline)


def test_names_found_by_lists_by_entities_and_by_either(counted):
    assert all(t.juste + t.manque == 2 for t in counted.values())  # Mission locale, la Ville
    assert counted["entités ORG"] == Tally(juste=1, trop=1, manque=1)
    assert counted["listes de pvgraph"] == Tally(juste=2, trop=0, manque=0)
    assert counted["l'un ou l'autre"] == Tally(juste=2, trop=1, manque=0)


def test_table_says_which_pipeline_was_measured(counted):
    table = mentions.table(counted, "fr_essai")
    assert "fr_essai" in table.title
    assert [row[0] for row in table.rows] == [*mentions._READERS]


def test_pipeline_that_is_not_installed_is_named(golds):
    with pytest.raises(ResourceError, match="fr_core_news_absent"):
        mentions.measure(golds, "fr_core_news_absent")
