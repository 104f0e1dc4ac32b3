"""`pvgraph review`: what most deserves a look, and decisions written as corrections."""

from datetime import date
from pathlib import Path

import click

from pvgraph.cli import _answers
from pvgraph.client import connect
from pvgraph.client.graph import Graph
from pvgraph.corpus import load as load_text
from pvgraph.curation import corrections, replay
from pvgraph.curation.corrections import ACTIONS, Correction
from pvgraph.curation.doubt import Doubtful, ranked
from pvgraph.errors import QuestionError
from pvgraph.extraction import extract
from pvgraph.model import Span

_FOLDER = click.Path(path_type=Path)


@click.command("review")
@click.argument("mesure", required=False)
@click.option("--contrat", multiple=True, help="Seulement ce contrat ; plusieurs fois.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--action", type=click.Choice(ACTIONS), help="La décision sur MESURE (son IRI).")
@click.option("--theme", multiple=True, help="Pour modifier : les thèmes, le principal d'abord.")
@click.option("--niveau", help="Pour modifier : objectif, action ou projet.")
@click.option("--auteur", help="Qui décide.")
@click.option("--motif", help="Pourquoi.")
@click.option("--etat", is_flag=True, help="Ce que deviennent les corrections déjà écrites.")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True)
@click.option("--store", type=_FOLDER, default="build", show_default=True, envvar="PVGRAPH_STORE")
def command(
    mesure: str | None,
    contrat: tuple[str, ...],
    limit: int,
    action: str | None,
    theme: tuple[str, ...],
    niveau: str | None,
    auteur: str | None,
    motif: str | None,
    etat: bool,
    corpus: Path,
    store: Path,
) -> None:
    """Liste ce qui mérite le plus un regard (doute × poids) ; écrit une correction.

    Exemple : pvgraph review --contrat brest, puis
    pvgraph review IRI --action rejeter --auteur "A. B." --motif "titre"
    """
    if etat:
        _state(corpus, contrat)
        return
    graph = connect(store)
    if mesure is None:
        _list(ranked(graph, contrat)[:limit])
        return
    if not (action and auteur and motif):
        raise QuestionError("une décision demande --action, --auteur et --motif")
    changed: dict[str, object] = {"themes": list(theme)} if theme else {}
    changed |= {"niveau": niveau} if niveau else {}
    _write(graph, mesure, Decision(action, auteur, motif, changed), corpus)


class Decision:
    """What the command line says of one mesure."""

    def __init__(self, action: str, author: str, reason: str, fields: dict[str, object]) -> None:
        if bool(fields) != (action == "modifier"):
            raise QuestionError("--theme et --niveau vont avec --action modifier, qui en veut un")
        self.action, self.author, self.reason, self.fields = action, author, reason, fields


def _list(found: list[Doubtful]) -> None:
    rows = [
        [f"{d.score:.2f}", f"{d.confidence:.2f}", d.contrat, d.niveau, d.text, "; ".join(d.bodies),
         d.mesure]
        for d in found
    ]  # fmt: skip
    columns = ("score", "confiance", "contrat", "niveau", "texte", "acteurs", "mesure")
    _answers.table(columns, rows)


def _write(graph: Graph, mesure: str, decision: Decision, corpus: Path) -> None:
    found = next((d for d in ranked(graph) if d.mesure == mesure), None)
    if found is None:
        raise QuestionError(f"{mesure} : aucune mesure engagée de ce nom ; voir pvgraph review")
    correction = Correction(
        decision.action, found.text, Span(found.start, found.end), decision.author,
        date.today().isoformat(), decision.reason, decision.fields,
    )  # fmt: skip
    path = corrections.append(corpus, found.contrat, correction)
    click.echo(f"{path} : écrit ; pvgraph build la rejoue", err=True)


def _state(corpus: Path, contrats: tuple[str, ...]) -> None:
    """One line a correction: replayed, moved, or lost."""
    folder = corpus / "corrections"
    slugs = contrats or tuple(sorted(p.stem for p in folder.glob("*.jsonl")))
    rows = []
    for slug in slugs:
        document = load_text(slug, corpus)
        read = extract(document)
        _, outcomes, _ = replay.apply(read.records, corrections.load(corpus, slug), document.text)
        rows += [
            [slug, o.state, o.correction.action, o.correction.author, o.correction.date,
             o.correction.text]
            for o in outcomes
        ]  # fmt: skip
    _answers.table(("contrat", "état", "action", "auteur", "date", "texte"), rows)
