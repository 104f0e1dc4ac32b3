"""spaCy's text classifier beside scikit-learn's, as reader of the themes.

    python benchmarks/textcat.py --epochs 10

Both learn from the same examples (`corpus/gold`, `corpus/exemples`), see the same stems and are
measured on the contrats of the gold, each read by what was learned from the other folds. Neither
is helped by the rules: what `pvgraph train` prints as « décision » weighs both readers.
"""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import click
import spacy
from spacy.tokens import Doc
from spacy.training import Example as Annotated
from spacy.util import fix_random_seed

from pvgraph import corpus, lexicon, records
from pvgraph.annotation.annotator import reader_of
from pvgraph.cli.train import annotated
from pvgraph.themes import training
from pvgraph.themes.classifier import by_classifier
from pvgraph.themes.training import Example, Trainer

MODEL = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 262144,
}
EVEN = 0.5  # the probability above which a theme is given
BATCH = 32
SEED = 0


@click.command()
@click.option("--epochs", default=10, show_default=True)
@click.option("--corpus", "folder", type=click.Path(path_type=Path), default=Path("corpus"))
def main(epochs: int, folder: Path) -> None:
    """Print both classifiers' main theme right and F1, and what learning them costs."""
    lists = lexicon.load(weights=False)
    reader = reader_of(lists)
    found = [
        example
        for document, annotations in annotated(folder)
        for example in training.examples(document, records.load(annotations), reader)
    ]
    trainer = Trainer(found, lists, reader)
    rows = []
    for document in corpus.load_corpus(folder):
        held = document.contrat
        others = [e for e in found if trainer.fold[e.contrat] != trainer.fold[held]]
        mine = [e for e in found if e.contrat == held and e.mesure]
        begin = time.process_time()
        weights = trainer.train(trainer.fold[held])
        ours = [training.ranked(by_classifier(e.clues.stems, weights)) for e in mine]
        between = time.process_time()
        theirs = by_textcat(others, mine, sorted(trainer.piliers), epochs)
        took = between - begin, time.process_time() - between
        rows.append((held, training.score(mine, ours), training.score(mine, theirs), took))
    for held, ours, theirs, (a, b) in rows:
        click.echo(
            f"{held:14} scikit-learn {ours[0]:.3f} {ours[1]:.3f} ({a:.0f} s)"
            f"   textcat {theirs[0]:.3f} {theirs[1]:.3f} ({b:.0f} s)"
        )
    means = [[sum(r[k][i] for r in rows) / len(rows) for i in (0, 1)] for k in (1, 2)]
    click.echo(
        f"{'moyenne':14} scikit-learn {means[0][0]:.3f} {means[0][1]:.3f}"
        f"   textcat {means[1][0]:.3f} {means[1][1]:.3f}   (thème principal, F1)"
    )


def by_textcat(
    learned: Sequence[Example], read: Sequence[Example], codes: Sequence[str], epochs: int
) -> list[tuple[str, ...]]:
    """The themes that spaCy's `textcat_multilabel` gives to `read`, having learned `learned`."""
    fix_random_seed(SEED)
    nlp = spacy.blank("fr")
    reader = nlp.add_pipe("textcat_multilabel", config={"model": MODEL})
    for code in codes:
        reader.add_label(code)
    pairs = [
        Annotated.from_dict(_doc(nlp, e), {"cats": {c: float(c in e.themes) for c in codes}})
        for e in learned
    ]
    optimizer = nlp.initialize(lambda: pairs)
    order = random.Random(SEED)
    for _ in range(epochs):
        order.shuffle(pairs)
        for start in range(0, len(pairs), BATCH):
            nlp.update(pairs[start : start + BATCH], sgd=optimizer)
    docs = list(reader.pipe(_doc(nlp, e) for e in read))
    return [training.ranked({c: p - EVEN for c, p in d.cats.items()}) for d in docs]


def _doc(nlp: spacy.Language, example: Example) -> Doc:
    return Doc(nlp.vocab, words=list(example.clues.stems) or [" "])


if __name__ == "__main__":
    main()
