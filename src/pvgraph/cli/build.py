"""`pvgraph build`: texts → graph → store, switched in one step."""

import sys
from pathlib import Path

import click

from pvgraph import pipeline

_FOLDER = click.Path(path_type=Path)


@click.command("build")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True)
@click.option("--store", type=_FOLDER, default="build", show_default=True)
def command(corpus: Path, store: Path) -> None:
    """Construit le graphe et le met en service d'un seul coup.

    Exemple : pvgraph build --corpus corpus
    """
    sources = pipeline.Sources(corpus, store)
    pairs = list(pipeline.gold(corpus))
    documents, extractions = [d for d, _ in pairs], [e for _, e in pairs]
    quads = pipeline.graph(documents, extractions, sources, {})
    built = pipeline.Built(documents, extractions, quads)
    release = pipeline.publish(built, sources)
    counts = ", ".join(f"{n} {name}" for name, n in built.counts().items())
    print(f"graphe   {counts}", file=sys.stderr)
    print(f"version  {release.id}  sha256 {release.manifest()['sha256']}", file=sys.stderr)
