"""`pvgraph train`: learn the weights of the themes from the annotated contrats."""

from collections.abc import Iterator
from pathlib import Path

import click

from pvgraph import corpus, lexicon, records
from pvgraph.annotation.annotator import reader_of
from pvgraph.errors import ResourceError
from pvgraph.evaluate import crossed
from pvgraph.evaluate.report import Crossed
from pvgraph.lexicon.weights import NAME, digest, dump_weights, mark, sources
from pvgraph.model import Document
from pvgraph.paths import resource

#: The folder beside the gold that holds made-up contrats to learn from.
MADE_UP = "exemples"
#: The list of made-up sentences in that folder.
PHRASES = "phrases.csv"


@click.command(name="train", short_help="Apprendre les thèmes sur les contrats annotés.")
@click.option("--corpus", "folder", type=click.Path(path_type=Path), default=Path("corpus"))
@click.option(
    "--evaluate", is_flag=True, help="Chiffrer sans écrire, un contrat laissé à chaque fois."
)
@click.option("--check", is_flag=True, help="Vérifier sans écrire que les poids sont à jour.")
def command(folder: Path, evaluate: bool, check: bool) -> None:
    """Apprendre les thèmes sur FOLDER/gold et FOLDER/exemples, écrire les poids dans extract/.

    Vingt secondes environ. Les chiffres sont ceux des contrats de FOLDER/gold, chacun lu par des
    poids appris sans lui.

    \b
    pvgraph train
    pvgraph train --evaluate
    """
    target = resource("extract") / NAME
    marks = _marks(folder)
    if check:
        _checked(target, marks)
        return
    from pvgraph.themes import training

    lists = lexicon.load(weights=False)
    reader = reader_of(lists)
    found, contrats = [], [d.contrat for d in corpus.load_corpus(folder)]
    for document, annotations in annotated(folder):
        found += training.examples(document, records.load(annotations), reader)
    taught = training.phrases(folder / MADE_UP / PHRASES, lists.themes, reader)
    trainer = training.Trainer(found, lists, reader, taught)
    figures = training.leave_one_out(found, trainer, contrats)
    _print(figures)
    if evaluate:
        return
    dump_weights(trainer.train(), marks, target)
    target.with_name(crossed.NAME).write_text(crossed.to_csv(_crossed(figures)), encoding="utf-8")
    click.echo(f"{len(found)} exemples, {len(taught)} phrases → {target}", err=True)


def annotated(folder: Path) -> Iterator[tuple[Document, Path]]:
    """Each text to learn from and its annotations: the contrats, then the made-up ones."""
    for document in corpus.load_corpus(folder):
        yield document, folder / "gold" / f"{document.contrat}.jsonl"
    for annotations in sorted((folder / MADE_UP).glob("*.jsonl")):
        yield corpus.load(annotations.with_suffix(".txt"), folder), annotations


def _crossed(figures: list) -> list[Crossed]:
    return [
        Crossed(row.contrat, reader, *pair)
        for row in figures
        for reader, pair in (
            ("regles", row.rules),
            ("classifieur", row.classifier),
            ("decision", row.decision),
        )
    ]


def _marks(folder: Path) -> dict[str, str]:
    return {
        "gold": digest(sorted((folder / "gold").glob("*.jsonl"))),
        "exemples": digest(sorted((folder / MADE_UP).glob("*.jsonl"))),
        "phrases": digest([folder / MADE_UP / PHRASES]),
        "themes": _words_mark(),
    }


def _words_mark() -> str:
    """A mark of the themes and their words alone: labels may change without a new training."""
    known = sorted((t.code, t.words) for t in lexicon.load(weights=False).themes.values())
    return mark(repr(known).encode())


def _checked(target: Path, marks: dict[str, str]) -> None:
    if sources(target) != marks:
        raise ResourceError(f"{target}: appris sur d'autres fichiers ; pvgraph train")
    click.echo("à jour", err=True)


def _print(figures: list) -> None:
    click.echo("contrat laissé de côté\trègles\tclassifieur\tdécision\t(thème principal, F1)")
    for row in figures:
        cells = [f"{a:.3f} {b:.3f}" for a, b in (row.rules, row.classifier, row.decision)]
        click.echo("\t".join([row.contrat, *cells]))
    means = [
        f"{sum(getattr(r, k)[0] for r in figures) / len(figures):.3f} "
        f"{sum(getattr(r, k)[1] for r in figures) / len(figures):.3f}"
        for k in ("rules", "classifier", "decision")
    ]
    click.echo("\t".join(["moyenne", *means]))
