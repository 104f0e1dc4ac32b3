"""How long reading takes: time by copies of the corpus, and as a ratio to tokenising alone.

    python benchmarks/extract.py

Prints seconds of processor time and ratios of one run; asserts nothing: machines differ.
"""

import time
from collections.abc import Callable
from pathlib import Path

import spacy

from pvgraph import corpus, extraction, layouts
from pvgraph.model import Document
from pvgraph.nlp.langue import LANGUAGE
from pvgraph.reading import read

COPIES = (1, 10, 100)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    documents = corpus.load_corpus(Path("corpus"))
    whole = "\n\n".join(d.text for d in documents)
    nlp = spacy.blank(LANGUAGE)
    tokens = seconds(lambda: [nlp.make_doc(line) for line in whole.splitlines()])
    built = seconds(
        lambda: extraction.extract(Document("essai", "L'Etat s'engage à :\n\n- agir\n"))
    )
    records = seconds(lambda: [extraction.extract(d) for d in documents])
    print(f"cinq textes, {len(whole)} signes")
    print(f"  découper en mots seulement   {tokens:7.2f} s")
    print(f"  préparer les listes (une fois) {built:5.2f} s")
    print(f"  du texte aux enregistrements {records:7.2f} s, {records / tokens:.1f} × les mots")
    first = 0.0
    for copies in COPIES:
        text = "\n\n".join([whole] * copies)
        spent = seconds(lambda text=text: layouts.find(text, read(text)))
        first = first or spent
        each = spent / first / copies
        print(f"  blocs et items, {copies:3d} copies  {spent:7.2f} s, {each:.2f} × par copie")


if __name__ == "__main__":
    main()
