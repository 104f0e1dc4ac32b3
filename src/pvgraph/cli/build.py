"""`pvgraph build`: texts → graph → store, switched in one step."""

import sys
from pathlib import Path

import click

from pvgraph import extraction, lexicon, pipeline
from pvgraph.corpus import load_corpus

_FOLDER = click.Path(path_type=Path)


@click.command("build")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True)
@click.option("--store", type=_FOLDER, default="build", show_default=True)
def command(corpus: Path, store: Path) -> None:
    """Construit le graphe et le met en service d'un seul coup.

    Exemple : pvgraph build --corpus corpus
    """
    sources = pipeline.Sources(corpus, store)
    documents = load_corpus(corpus)
    words = lexicon.load()
    extractions = [extraction.extract(d, words) for d in documents]
    quads = pipeline.graph(documents, extractions, sources, words)
    built = pipeline.Built(documents, extractions, quads)
    release = pipeline.publish(built, sources)
    counts = ", ".join(f"{n} {name}" for name, n in built.counts().items())
    print(f"graphe   {counts}", file=sys.stderr)
    print(f"version  {release.id}  sha256 {release.manifest()['sha256']}", file=sys.stderr)
