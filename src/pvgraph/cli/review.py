"""`pvgraph review`: what most deserves a look, and decisions written as corrections."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from pvgraph.cli import _answers
from pvgraph.client import connect
from pvgraph.client.graph import Graph
from pvgraph.corpus import load as load_text
from pvgraph.curation import bodies, corrections, replay
from pvgraph.curation.bodies import Change
from pvgraph.curation.corrections import ACTIONS, Correction
from pvgraph.curation.doubt import Doubtful, ranked
from pvgraph.errors import QuestionError
from pvgraph.extraction import extract
from pvgraph.lexicon.codes import notations
from pvgraph.model import Span
from pvgraph.paths import resource

_FOLDER = click.Path(path_type=Path)
_LISTS = {"theme": "themes", "role": "roles", "type": "types-acteur"}
_NIVEAUX = ("objectif", "action", "projet")


@click.command("review")
@click.argument("chose", required=False)
@click.option("--contrat", multiple=True, help="Seulement ce contrat ; plusieurs fois.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--action", type=click.Choice(ACTIONS), help="La décision sur CHOSE.")
@click.option("--theme", multiple=True, help="Pour modifier : les thèmes, le principal d'abord.")
@click.option("--niveau", type=click.Choice(_NIVEAUX), help="Pour modifier une mesure.")
@click.option("--acteur", default="", help="Pour modifier : lier cet acteur (son code).")
@click.option("--role", default="", help="Pour modifier : son rôle.")
@click.option("--type", "type_", default="", help="Le type d'un acteur nouveau.")
@click.option("--mention", default="", help="Les mots par lesquels le texte le nomme.")
@click.option("--retirer", multiple=True, help="Pour modifier : délier cet acteur.")
@click.option("--auteur", help="Qui décide.")
@click.option("--motif", help="Pourquoi.")
@click.option("--etat", is_flag=True, help="Ce que deviennent les corrections déjà écrites.")
@click.option("--corpus", type=_FOLDER, default="corpus", show_default=True)
@click.option("--store", type=_FOLDER, default="build", show_default=True, envvar="PVGRAPH_STORE")
def command(
    chose: str | None, contrat: tuple[str, ...], limit: int, action: str | None,
    auteur: str | None, motif: str | None, etat: bool, corpus: Path, store: Path, **asked,
) -> None:  # fmt: skip
    """Liste ce qui mérite le plus un regard (doute × poids) ; écrit une correction.

    CHOSE est l'IRI d'une mesure, ou d'un engagement : rejeter un engagement délie son acteur,
    le modifier en change l'acteur ou le rôle.

    \b
    Exemples :
      pvgraph review --contrat brest
      pvgraph review IRI --action rejeter --auteur "A. B." --motif "titre"
      pvgraph review IRI --action modifier --acteur caf-finistere --role partenaire \\
        --mention "la CAF" --auteur "A. B." --motif "nommée plus haut"
    """
    if etat:
        _state(corpus, contrat)
        return
    graph = connect(store)
    if chose is None:
        _list(ranked(graph, contrat)[:limit])
        return
    if not (action and auteur and motif):
        raise QuestionError("une décision demande --action, --auteur et --motif")
    _checked(asked)
    found, engagement = _found(graph, chose)
    action, fields = _decided(graph, found, engagement, action, asked)
    correction = Correction(
        action, found["texte"], Span(found["debut"], found["fin"]), auteur,
        date.today().isoformat(), motif, fields,
    )  # fmt: skip
    path = corrections.append(corpus, found["contrat"], correction)
    click.echo(f"{path} : écrit ; pvgraph build la rejoue", err=True)


def _checked(asked: Mapping) -> None:
    """Refuse a code that its list does not hold: the build would."""
    for name, file in _LISTS.items():
        key = "type_" if name == "type" else name
        given = asked[key] if isinstance(asked[key], tuple) else (asked[key],)
        known = notations(resource("ontology") / f"{file}.ttl")
        if wrong := [code for code in given if code and code not in known]:
            codes = ", ".join(sorted(known))
            raise QuestionError(f"--{name} {wrong[0]!r} inconnu ; connus : {codes}")


def _found(graph: Graph, chose: str) -> tuple[dict, str]:
    """The mesure named, or that of the engagement named with the code of its body."""
    engagement = ""
    if "/engagement/" in chose:
        row = next((r for r in graph.engagements() if r["engagement"] == chose), None)
        chose, engagement = (row["mesure"], row["acteur"]) if row else (chose, "")
    mesure = next((m for m in graph.mesures() if m["mesure"] == chose), None)
    if mesure is None:
        raise QuestionError(f"{chose} : ni mesure ni engagement de ce nom ; voir pvgraph review")
    return mesure, engagement


def _decided(
    graph: Graph, mesure: Mapping, engagement: str, action: str, asked: Mapping
) -> tuple[str, dict[str, object]]:
    """The correction of the mesure that a decision comes to: its action and its fields."""
    change = Change(
        asked["acteur"] or (engagement if asked["role"] or asked["mention"] else ""),
        asked["role"], asked["type_"], asked["mention"],
        engagement if asked["acteur"] not in ("", engagement) else "", asked["retirer"],
    )  # fmt: skip
    fields: dict[str, object] = {"themes": list(asked["theme"])} if asked["theme"] else {}
    fields |= {"niveau": asked["niveau"]} if asked["niveau"] else {}
    if action == "rejeter" and engagement:
        action, change = "modifier", Change(remove=(engagement,))
    elif (change != Change() or bool(fields)) != (action == "modifier"):
        raise QuestionError(
            "--theme, --niveau, --acteur, --role et --retirer vont avec --action modifier, qui en "
            "veut un"
        )
    if change != Change():
        rows = [r for r in graph.engagements(contrat=mesure["contrat"])
                if r["mesure"] == mesure["mesure"]]  # fmt: skip
        types = {a["acteur"]: a["type"] for a in graph.acteurs()}
        fields["acteurs"] = bodies.after(bodies.read(rows), change, types)
    return action, fields


def _list(found: list[Doubtful]) -> None:
    rows = [
        [f"{d.score:.2f}", f"{d.confidence:.2f}", d.contrat, d.niveau, d.text, "; ".join(d.bodies),
         d.mesure]
        for d in found
    ]  # fmt: skip
    columns = ("score", "confiance", "contrat", "niveau", "texte", "acteurs", "mesure")
    _answers.table(columns, rows)


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
