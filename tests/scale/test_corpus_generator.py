"""The invented contrats: their truth stands where it says, and the seed alone decides."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pvgraph import corpus
from pvgraph.evaluate import gold
from pvgraph.model import MESURES, Span

CORPUS = Path(__file__).parents[2] / "benchmarks" / "corpus.py"


def make(folder: Path, number: int, hash_seed: str, seed: str = "1") -> Path:
    command = [sys.executable, CORPUS, str(number), "--seed", seed, "--out", folder]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run(command, check=True, capture_output=True, env=env)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("corpus") / "trois", 3, "0")


def test_three_contrats_are_three_texts_with_declaration_and_truth(three: Path) -> None:
    documents = corpus.load_corpus(three)
    assert len(documents) == 3
    assert gold.contrats(three / "gold") == [d.contrat for d in documents]


def test_every_true_record_folds_to_its_words(three: Path) -> None:
    read = 0
    for document in corpus.load_corpus(three):
        for record in gold.load(three / "gold", document.contrat, document.text).records:
            assert record.span.of(document.text) == record.text
            read += record.niveau in MESURES
    assert read > 300


def test_every_mention_stands_in_the_text_and_every_mesure_has_a_porteur(three: Path) -> None:
    for document in corpus.load_corpus(three):
        for record in gold.load(three / "gold", document.contrat, document.text).records:
            assert all(p.mention in document.text for p in record.acteurs)
            if record.niveau in MESURES:
                assert any(p.role == "porteur" for p in record.acteurs), record


def test_every_signature_stands_where_it_says(three: Path) -> None:
    for document in corpus.load_corpus(three):
        path = three / "gold" / f"signataires-{document.contrat}.jsonl"
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert len(rows) > 5
        for row in rows:
            assert Span(row["start"], row["end"]).of(document.text) == row["mention"]


def test_the_seed_alone_decides(three: Path, tmp_path: Path) -> None:
    assert contents(make(tmp_path / "autre", 3, "12345")) == contents(three)
    assert contents(make(tmp_path / "graine", 3, "0", seed="2")) != contents(three)


def test_a_contrat_is_the_same_in_a_larger_corpus(three: Path, tmp_path: Path) -> None:
    larger = contents(make(tmp_path / "cinq", 5, "0"))
    assert contents(three).items() <= larger.items()
