"""`pvgraph export`: the published files of a release, listed, printed or copied."""

import shutil
import sys
from pathlib import Path

import click

from pvgraph.cli import _answers
from pvgraph.errors import QuestionError
from pvgraph.exports.index import Export, read_index
from pvgraph.store.opening import find_release


@click.command("export")
@click.argument("name", required=False)
@click.option("--format", "format_", help="csv, parquet, xlsx, nq, trig, ttl, jsonld, rdf …")
@click.option("--contrat", default="", help="Le fichier de ce seul contrat.")
@click.option(
    "--output", type=click.Path(path_type=Path), help="Fichier, ou dossier pour tout copier."
)
@click.option(
    "--store", type=click.Path(path_type=Path), default="build", show_default=True,
    envvar="PVGRAPH_STORE", help="Dossier de construction, ou version.",
)  # fmt: skip
def command(
    name: str | None, format_: str | None, contrat: str, output: Path | None, store: Path
) -> None:
    """Donne un fichier publié : une table (engagements, mesures…) ou le graphe (pvgraph).

    Sans nom, en donne la liste ; avec --output DOSSIER, les copie tous.

    Exemple : pvgraph export engagements --format csv --contrat brest > brest.csv
    """
    folder = find_release(store).path / "exports"
    published = read_index(folder)
    if not published:
        raise QuestionError(f"{folder}: cette version n'a pas de fichiers publiés")
    if name is None and output is not None:
        shutil.copytree(folder, output, dirs_exist_ok=True)
        click.echo(f"{len(published)} fichiers dans {output}", err=True)
    elif name is None:
        _answers.table(
            ("fichier", "octets", "sha256"), [[e.path, str(e.size), e.sha256] for e in published]
        )
    else:
        _give(folder / _chosen(published, name, format_, contrat).path, output)


def _chosen(published: list[Export], name: str, format_: str | None, contrat: str) -> Export:
    """The file of that name (`engagements`, `engagements.csv`, `pvgraph`), format and contrat.

    Raises:
        QuestionError: no such file; lists what there is.
    """
    stem, dot, suffix = name.partition(".")
    wanted = format_ or (suffix if dot else "")
    graph = stem == "pvgraph"
    found = [
        e
        for e in published
        if e.contrat == contrat
        and (e.kind in ("graphe", "classeur") if graph else e.kind == "table" and e.table == stem)
        and (e.format == wanted or not wanted)
    ]
    exact = [e for e in published if e.path == name]
    if not (exact or found):
        known = sorted({e.path for e in published if e.contrat == contrat})
        raise QuestionError(f"{name} : aucun fichier ; il y a {', '.join(known) or 'rien'}")
    if not exact and not wanted and len(found) > 1:
        formats = ", ".join(e.format for e in found)
        raise QuestionError(f"{name} : --format parmi {formats}")
    return (exact or found)[0]


def _give(path: Path, output: Path | None) -> None:
    """Copy the file, or print it; bytes that are no text are not printed on a terminal."""
    if output is not None:
        shutil.copyfile(path, output)
    elif path.suffix in (".parquet", ".xlsx", ".sqlite") and sys.stdout.isatty():
        raise QuestionError(f"{path.name} n'est pas du texte : donnez --output")
    else:
        with path.open("rb") as source:
            shutil.copyfileobj(source, sys.stdout.buffer)
