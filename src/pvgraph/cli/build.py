"""`pvgraph build`: texts → graph → store, switched in one step."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from tqdm import tqdm

from pvgraph import pipeline
from pvgraph.errors import PvgraphError
from pvgraph.graph.names import BASE
from pvgraph.publication import Sources

_FOLDER = click.Path(path_type=Path)


@click.command("build")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True,
              help="Dossier des textes et de leurs déclarations.")  # fmt: skip
@click.option("--store", type=_FOLDER, default="build", show_default=True,
              help="Dossier des versions construites.")  # fmt: skip
@click.option("--base", default=BASE, show_default=True, help="Base des IRI des données.")
@click.option("--audit", is_flag=True, help="Montre ce qui n'a pas été compris, sans rien publier.")
def command(corpus: Path, store: Path, base: str, audit: bool) -> None:
    """Construit le graphe, le vérifie, et le met en service d'un seul coup.

    Une ligne de comptes par étape. Code 1 si les données ne sont pas conformes : la dernière
    version bonne reste en service.

    Exemple : pvgraph build --audit | head
    """
    if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
        raise PvgraphError(f"--base {base} : une IRI http(s) qui finit par / ou #")
    sources = Sources(corpus, store, base=base)
    if audit:
        for line in pipeline.audit(sources, _say, _bar):
            click.echo(line)
        return
    try:
        pipeline.build(sources, _say, _bar)
    except pipeline.Refused as refused:
        for line in refused.lines:
            click.echo(line, err=True)
        click.echo("pvgraph: rien n'est publié ; la dernière version reste en service", err=True)
        sys.exit(1)


def _say(stage: str, counts: str) -> None:
    click.echo(f"{stage:<11}{counts}", err=True)


def _bar(stage: str, elements: Sequence) -> Iterable:
    """A progress bar on stderr, shown where the stage takes over a second."""
    return tqdm(elements, desc=stage, delay=1, file=sys.stderr, leave=False)
