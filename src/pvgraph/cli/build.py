"""`pvgraph build`: texts → graph → store, switched in one step."""

import os
import sys
from pathlib import Path

import click

from pvgraph.building import reading, unchanged
from pvgraph.building.crew import Alone, Crew
from pvgraph.building.progress import Bars
from pvgraph.building.sources import Sources
from pvgraph.errors import PvgraphError
from pvgraph.graph.names import BASE

_FOLDER = click.Path(path_type=Path)


@click.command("build")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True,
              help="Dossier des textes et de leurs déclarations.")  # fmt: skip
@click.option("--store", type=_FOLDER, default="build", show_default=True,
              help="Dossier des versions construites.")  # fmt: skip
@click.option("--base", default=BASE, show_default=True, help="Base des IRI des données.")
@click.option("--audit", is_flag=True, help="Montre ce qui n'a pas été compris, sans rien publier.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processus ; tous les cœurs sinon.")
@click.option("--scheduler", help="Répartir sur un planificateur Dask : tcp://hôte:8786.")
@click.option("--whole/--no-whole", default=None,
              help="Écrire ou non les fichiers de tout le corpus (selon sa taille).")  # fmt: skip
@click.option("--set-aside", is_flag=True, help="Écarter les textes illisibles, en les nommant.")
def command(
    corpus: Path,
    store: Path,
    base: str,
    audit: bool,
    jobs: int | None,
    scheduler: str | None,
    whole: bool | None,
    set_aside: bool,
) -> None:
    """Construit le graphe, le vérifie, et le met en service d'un seul coup.

    Ne refait que ce qui a changé depuis la dernière fois, rien si rien n'a changé. Une ligne de
    comptes par étape. Code 1 si les données ne sont pas conformes : la dernière version bonne
    reste en service. Avec --scheduler, un texte qui fait échouer ses ouvriers est écarté et nommé,
    comme avec --set-aside.

    \b
    Exemples :
      pvgraph build --audit | head
      pvgraph build --corpus contrats --scheduler tcp://10.0.0.1:8786
    """
    if not base.startswith(("http://", "https://")) or not base.endswith(("/", "#")):
        raise PvgraphError(f"--base {base} : une IRI http(s) qui finit par / ou #")
    set_aside = set_aside or scheduler is not None
    sources = Sources(corpus, store, base, set_aside=set_aside, whole=whole)
    crew = _crew(jobs, scheduler)
    if audit or unchanged.touched(sources):
        crew.begin(reading.prepare)  # beside what follows: it takes longer than all keys
    try:
        _build(sources, audit, crew)
    finally:
        crew.close()


def _build(sources: Sources, audit: bool, crew: Crew) -> None:
    inputs = unchanged.key(sources)
    same = None if audit else unchanged.serving(sources, inputs)
    if same:
        click.echo(f"inchangé   version {same.id}, rien à refaire", err=True)
        return
    from pvgraph import pipeline

    try:
        if audit:
            for line in pipeline.audit(sources, crew, Bars()):
                click.echo(line)
        else:
            pipeline.build(sources, crew, Bars(), inputs)
    except pipeline.Refused as refused:
        for line in refused.lines:
            click.echo(line, err=True)
        click.echo("pvgraph: rien n'est publié ; la dernière version reste en service", err=True)
        sys.exit(1)


def _crew(jobs: int | None, scheduler: str | None) -> Crew:
    """Who runs the tasks. What is not used is not imported: Dask is an extra."""
    if scheduler:
        try:
            from pvgraph.building.cluster import Cluster
        except ImportError as error:
            raise click.UsageError("--scheduler : installer pvgraph[distributed]") from error
        return Cluster(scheduler)
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1:
        return Alone()
    from pvgraph.building.pool import Pool

    return Pool(jobs)
