"""`pvgraph build`: texts → graph → store, switched in one step."""

import os
import sys
from pathlib import Path

import click

from pvgraph import pipeline
from pvgraph.building.crew import Alone, Crew
from pvgraph.building.progress import Bars

_FOLDER = click.Path(path_type=Path)
_FEW = 8
"""Contrats up to which starting worker processes costs more than it saves."""


@click.command("build")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True)
@click.option("--store", type=_FOLDER, default="build", show_default=True)
@click.option("--jobs", type=click.IntRange(min=1), help="Processus (tous les cœurs sinon).")
@click.option("--scheduler", help="Répartir sur un planificateur Dask : tcp://hôte:8786.")
@click.option("--set-aside", is_flag=True, help="Écarter (et nommer) les textes illisibles.")
def command(
    corpus: Path, store: Path, jobs: int | None, scheduler: str | None, set_aside: bool
) -> None:
    """Construit le graphe et le met en service d'un seul coup.

    Ne refait que ce qui a changé depuis la dernière fois. Avec --scheduler, un texte qui fait
    échouer ses ouvriers est écarté et nommé, comme avec --set-aside.

    \b
    Exemples :
      pvgraph build --corpus corpus
      pvgraph build --corpus contrats --scheduler tcp://10.0.0.1:8786
    """
    sources = pipeline.Sources(corpus, store, set_aside=set_aside or scheduler is not None)
    crew = _crew(corpus, jobs, scheduler)
    try:
        outcome = pipeline.build(sources, crew, Bars())
    except pipeline.Refused as refused:
        print(f"pvgraph: {refused}", file=sys.stderr)
        sys.exit(1)
    finally:
        crew.close()
    manifest = outcome.release.manifest()
    counts = ", ".join(f"{n} {name}" for name, n in manifest["counts"].items())
    print(f"graphe   {counts}", file=sys.stderr)
    print(f"tâches   {outcome.made} faites, {len(outcome.aside)} textes écartés", file=sys.stderr)
    print(f"version  {outcome.release.id}  sha256 {manifest['sha256']}", file=sys.stderr)


def _crew(corpus: Path, jobs: int | None, scheduler: str | None) -> Crew:
    """Who runs the tasks. What is not used is not imported: Dask is an extra."""
    if scheduler:
        try:
            from pvgraph.building.cluster import Cluster
        except ImportError as error:
            raise click.UsageError("--scheduler : installer pvgraph[distributed]") from error
        return Cluster(scheduler)
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(list(corpus.glob("*.toml"))) <= _FEW:
        return Alone()
    from pvgraph.building.pool import Pool

    return Pool(jobs)
