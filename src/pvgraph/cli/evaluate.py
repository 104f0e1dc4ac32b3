"""`pvgraph evaluate`: how well the texts are read, measured on annotated texts."""

import json
from pathlib import Path

import click

from pvgraph import records
from pvgraph.errors import ResourceError
from pvgraph.evaluate import calibration, crossed, evaluation, gold, render
from pvgraph.evaluate import methode as page
from pvgraph.evaluate.report import Report
from pvgraph.extraction import extract
from pvgraph.model import Document, Extraction

_SHOWN = {
    "text": render.text,
    "markdown": render.markdown,
    "json": lambda report: json.dumps(report.to_json(), ensure_ascii=False, indent=1),
}
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("contrats", nargs=-1)
@click.option("--gold", "folder", type=_FOLDER, help="Annotations : un NOM.jsonl par texte.")
@click.option("--corpus", "texts_in", type=_FOLDER, help="Textes : un NOM.txt par annotation.")
@click.option("--records", "read_in", type=_FOLDER, help="Mesurer ces NOM.jsonl, sans extraire.")
@click.option("--format", "shape", type=click.Choice(sorted(_SHOWN)), default="text")
@click.option("--errors", is_flag=True, help="Chaque erreur avec sa phrase, au lieu des tableaux.")
@click.option("--unclaimed", is_flag=True, help="Chaque passage non compris, au lieu des tableaux.")
@click.option("--confiance", type=_FILE, help="Régler la confiance des règles ; écrire ce CSV.")
@click.option("--pipeline", help="Ce qu'ajoute un pipeline spaCy installé, par son nom.")
@click.option("--readme", type=_FILE, help="Mettre à jour le tableau de ce fichier.")
@click.option("--methode", type=_FILE, help="Écrire la page de méthode, sur son modèle.")
def command(
    contrats: tuple[str, ...],
    folder: Path | None,
    texts_in: Path | None,
    read_in: Path | None,
    shape: str,
    errors: bool,
    unclaimed: bool,
    confiance: Path | None,
    pipeline: str | None,
    readme: Path | None,
    methode: Path | None,
) -> None:
    """Mesurer l'extraction sur des textes annotés : précision, rappel, F1, doute, couverture.

    \b
    Exemples :
      pvgraph evaluate
      pvgraph evaluate brest --errors
      pvgraph evaluate --gold mes-annotations --format json
    """
    folder = folder or Path("corpus/gold")
    names = _chosen(folder, contrats)
    documents = evaluation.documents(folder, names, texts_in or folder.parent)
    texts = {document.contrat: document.text for document in documents}
    if pipeline:
        _compare_readers(folder, texts, pipeline)
        return
    extractions = [_read(document, read_in) for document in documents]
    beside = None if read_in or contrats else evaluation.elsewhere(folder, extract)
    report = evaluation.run(folder, texts, extractions, crossed.load(), beside)
    if confiance:
        _calibrate(folder, texts, extractions, confiance)
    if readme:
        changed = render.put_in(readme, render.readme_block(report))
        _told(readme, changed)
    if methode:
        _told(methode, page.write(methode, report, extractions, texts))
    click.echo(_chosen_view(report, shape, errors, unclaimed))


def _told(path: Path, changed: bool) -> None:
    click.echo(f"{path} : {'mis à jour' if changed else 'déjà à jour'}", err=True)


def _chosen(folder: Path, contrats: tuple[str, ...]) -> list[str]:
    known = gold.contrats(folder)
    for name in contrats:
        if name not in known:
            raise click.UsageError(f"{name!r} n'est pas annoté ; le sont : {', '.join(known)}")
    return [name for name in known if not contrats or name in contrats]


def _read(document: Document, read_in: Path | None) -> Extraction:
    if read_in is None:
        return extract(document)
    path = read_in / f"{document.contrat}.jsonl"
    if not path.is_file():
        raise ResourceError(f"{path} : absent")
    return Extraction(document.contrat, tuple(records.load(path)))


def _compare_readers(folder: Path, texts: dict[str, str], pipeline: str) -> None:
    from pvgraph.evaluate import mentions

    golds = [gold.load(folder, name, text) for name, text in texts.items()]
    click.echo(mentions.table(mentions.measure(golds, pipeline), pipeline).text())


def _calibrate(
    folder: Path, texts: dict[str, str], extractions: list[Extraction], path: Path
) -> None:
    compared = [
        evaluation.compare(gold.load(folder, e.contrat, texts[e.contrat]), e) for e in extractions
    ]
    rows = calibration.fit(evaluation.observations(compared))
    path.write_text(calibration.to_csv(rows), encoding="utf-8")
    click.echo(f"{path} : confiance de {len(rows) - 1} règles", err=True)


def _chosen_view(report: Report, shape: str, errors: bool, unclaimed: bool) -> str:
    """What is printed; lists are JSON Lines where JSON is asked for."""
    if not (errors or unclaimed):
        return _SHOWN[shape](report)
    if shape != "json":
        return render.mistakes(report) if errors else render.unclaimed(report)
    values = report.to_json()
    passages = [{"contrat": c["contrat"]} | p for c in values["coverage"] for p in c["passages"]]
    rows = values["mistakes"] if errors else passages
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
