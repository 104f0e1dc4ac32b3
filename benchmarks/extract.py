"""How long reading takes: time by copies of the corpus, and as a ratio to tokenising alone.

    python benchmarks/extract.py

Prints seconds of processor time and ratios of one run; asserts nothing: machines differ. What is
loaded is kept out of the garbage collector, as the build keeps it: else one look through the lists
falls on either side of the ratio by chance.
"""

import gc
import time
from collections.abc import Callable, Sequence
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


def compared(documents: Sequence[Document]) -> tuple[float, float, float]:
    """Seconds to cut the texts into words, line by line, by our tokenizer and by spaCy's French
    one, and to make their records.

    Text by text, each in turn, so that what else the machine does weighs on all. All meet each
    word for the first time.
    """
    ours, french = spacy.blank(LANGUAGE), spacy.blank("fr")
    own = standard = records = 0.0
    for document in documents:
        lines = document.text.splitlines()
        own += seconds(lambda lines=lines: [ours.make_doc(n) for n in lines])
        standard += seconds(lambda lines=lines: [french.make_doc(n) for n in lines])
        records += seconds(lambda document=document: extraction.extract(document))
    return own, standard, records


def main() -> None:
    documents = corpus.load_corpus(Path("corpus"))
    whole = "\n\n".join(d.text for d in documents)
    built = seconds(
        lambda: extraction.extract(Document("essai", "L'Etat s'engage à :\n\n- agir\n"))
    )
    gc.collect()
    gc.freeze()
    own, standard, records = compared(documents)
    print(f"cinq textes, {len(whole)} signes")
    print(f"  découper en mots seulement   {own:7.2f} s, {standard:.2f} s par le français de spaCy")
    print(f"  préparer les listes (une fois) {built:5.2f} s")
    print(f"  du texte aux enregistrements {records:7.2f} s,"
          f" {records / own:.1f} × les mots, {records / standard:.1f} × ceux de spaCy")  # fmt: skip
    first = 0.0
    for copies in COPIES:
        text = "\n\n".join([whole] * copies)
        spent = seconds(lambda text=text: layouts.find(text, read(text)))
        first = first or spent
        each = spent / first / copies
        print(f"  blocs et items, {copies:3d} copies  {spent:7.2f} s, {each:.2f} × par copie")


if __name__ == "__main__":
    main()
