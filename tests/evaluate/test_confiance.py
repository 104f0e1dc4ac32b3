"""`extract/confiance.csv`: read, refused with file and line, given to records."""

from pathlib import Path

import pytest

from pvgraph import confiance
from pvgraph.annotation.annotator import annotate
from pvgraph.errors import ResourceError
from pvgraph.evaluate import calibration
from pvgraph.evaluate.calibration import Observation
from pvgraph.lexicon import Lexicon
from pvgraph.model import Document, Item, Span


def item(regle: str, said: float) -> Item:
    return Item("action", Span(0, 4), "lire", regle, said)


def test_shipped_confidences_are_the_fit_of_real_rules():
    trust = confiance.load()
    assert len(trust) >= 5
    assert len(set(trust.values())) > 2, "every rule is trusted alike: nothing was fitted"


def test_what_the_fit_writes_is_what_extraction_reads(tmp_path: Path):
    seen = [Observation("a", "liste", 0.9, n > 1) for n in range(9)]
    path = tmp_path / "confiance.csv"
    path.write_text(calibration.to_csv(calibration.fit(seen, 2.0)), encoding="utf-8")
    trust = confiance.load(path)
    assert trust == {t.regle: t.confiance for t in calibration.fit(seen, 2.0)}


@pytest.mark.parametrize(
    ("regle", "said", "given"),
    [("liste", 0.2, 0.9), ("nouvelle", 0.99, 0.6), ("nouvelle", 0.3, 0.3)],
)
def test_record_gets_its_rules_confidence(regle: str, said: float, given: float, lists: Lexicon):
    trust = {"*": 0.6, "liste": 0.9}
    (got,) = annotate(Document("x", "lire"), [item(regle, said)], lists, trust=trust)
    assert got.confiance == given


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("liste,0.9,3", r":1: il manque la ligne '\*'"),
        ("*,1.2,3", ":2: confiance '1.2'"),
        ("*,beaucoup,3", ":2: confiance 'beaucoup'"),
        ("*,0.5,3\n*,0.6,3", r":3: règle '\*' déjà notée"),
    ],
)
def test_wrong_confidence_file_is_refused_with_its_line(rows: str, message: str, tmp_path: Path):
    path = tmp_path / "confiance.csv"
    path.write_text(f"regle,confiance,n\n{rows}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"confiance\.csv" + message):
        confiance.load(path)
