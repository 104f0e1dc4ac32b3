"""The five texts: declarations agree with them, and a careful reading's counts hold."""

from collections import Counter
from pathlib import Path

import pytest

from pvgraph import corpus, layouts
from pvgraph.reading import read

FOLDER = Path("corpus")
DOCUMENTS = {d.contrat: d for d in corpus.load_corpus(FOLDER)}


def test_the_five_contrats_are_declared() -> None:
    assert set(DOCUMENTS) == {"bordeaux", "metz", "aix-marseille", "brest", "angouleme"}
    for document in DOCUMENTS.values():
        assert document.declaration["epci"]["siren"].isdigit()
        assert corpus.expected(document.declaration), f"{document.contrat} : sans [attendus]"


def test_a_contrat_is_found_by_slug_and_by_path() -> None:
    by_slug = corpus.load("brest", FOLDER)
    assert corpus.load("corpus/brest.txt") == by_slug == DOCUMENTS["brest"]


@pytest.mark.corpus
@pytest.mark.parametrize("slug", DOCUMENTS)
def test_counts_are_those_that_the_declaration_expects(slug: str) -> None:
    document = DOCUMENTS[slug]
    blocks = read(document.text)
    found = layouts.find(document.text, blocks)
    for block in blocks:
        assert block.text == block.span.of(document.text)
    for item in found.items:
        assert item.text == item.span.of(document.text) != ""
    counts = Counter(item.niveau for item in found.items)
    bounds = {e.niveau: (e.least, e.most) for e in corpus.expected(document.declaration)}
    assert set(counts) <= set(bounds)
    wrong = {n: (counts[n], b) for n, b in bounds.items() if not b[0] <= counts[n] <= b[1]}
    assert not wrong


@pytest.mark.corpus
@pytest.mark.parametrize("slug", DOCUMENTS)
def test_every_letter_is_read_set_aside_or_shown_as_not_understood(slug: str) -> None:
    document = DOCUMENTS[slug]
    blocks = read(document.text)
    found = layouts.find(document.text, blocks)
    covered = [False] * len(document.text)
    for one in (*blocks, *found.items):
        covered[one.span.start : one.span.end] = [True] * (one.span.end - one.span.start)
    outside = "".join(c for c, known in zip(document.text, covered, strict=True) if not known)
    letters = sum(c.isalpha() for c in outside)
    assert letters < 0.03 * sum(c.isalpha() for c in document.text)
    passages = {p.span for p in (*found.aside, *found.unclaimed)}
    items = sorted((i.span.start, i.span.end) for i in found.items)
    for block in blocks:
        inside = any(s < block.span.end and block.span.start < e for s, e in items)
        assert inside or block.span in passages, block.text
