"""`pvgraph validate`: the graph, or RDF files, against `shapes/`; each finding with its words."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from pyoxigraph import RdfFormat, Store

from pvgraph import releases, validate
from pvgraph.errors import ResourceError
from pvgraph.paths import resource
from pvgraph.validate import rdf


@click.command("validate")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--store", type=click.Path(path_type=Path), default="build", show_default=True)
@click.option("--shapes", type=click.Path(path_type=Path), help="Dossier des formes.")
@click.option("--severity", type=click.Choice(validate.SEVERITIES), default="Info",
              show_default=True, help="La moins grave à montrer.")  # fmt: skip
@click.option("--langue", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--format", "form", type=click.Choice(["texte", "json", "ttl"]), default="texte",
              show_default=True)  # fmt: skip
def command(
    files: tuple[Path, ...], store: Path, shapes: Path | None, severity: str, langue: str, form: str
) -> None:
    """Vérifie le graphe en service, ou des fichiers RDF, contre les formes de shapes/.

    Une ligne par constat : gravité, fichier et ligne du texte, forme, ce qu'il faut faire, les
    mots. Code 1 où une Violation demeure.

    Exemple : pvgraph validate --severity Warning
    """
    known = validate.load(shapes)
    report = _of_files(files, known) if files else _of_release(store, known)
    shown = validate.SEVERITIES[: validate.SEVERITIES.index(severity) + 1]
    if form == "ttl":
        click.echo(rdf.turtle(report), nl=False)
    for finding in (f for f in report.findings if f.severity in shown and form != "ttl"):
        text = json.dumps(asdict(finding), ensure_ascii=False)
        click.echo(text if form == "json" else finding.line(langue))
    click.echo(", ".join(f"{n} {s}" for s, n in report.counts().items()), err=True)
    sys.exit(0 if report.conforms else 1)


def _of_release(build: Path, shapes: validate.Shapes) -> validate.Report:
    release = releases.current(build)
    quads = validate.public(release.quads)
    contrats = release.manifest()["contrats"]
    return validate.check(quads, contrats, shapes, build / "cache" / "validation")


def _of_files(files: tuple[Path, ...], shapes: validate.Shapes) -> validate.Report:
    """The files together, with the ontology and the code lists that they speak of."""
    store = Store()
    for path in (*sorted(resource("ontology").glob("*.ttl")), *files):
        form = RdfFormat.from_extension(path.suffix.removeprefix("."))
        if form is None or not path.is_file():
            raise ResourceError(f"{path}: fichier RDF attendu (.ttl, .nt, .nq, .trig, .jsonld)")
        try:
            store.load(path=str(path), format=form)
        except SyntaxError as error:
            raise ResourceError(f"{path}:{error.lineno}: {error.msg}") from error
    return validate.check_graph(store, shapes)
