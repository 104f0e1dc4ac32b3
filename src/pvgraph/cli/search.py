"""`pvgraph search WORDS`: what the texts say of some words, best first, each with its place."""

import sys
from pathlib import Path

import click

from pvgraph.releases import current
from pvgraph.search.answers import Results
from pvgraph.search.find import Index


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--contrat", multiple=True, help="Seulement ce contrat (répétable).")
@click.option("--theme", multiple=True, help="Seulement ce thème (répétable).")
@click.option("--niveau", multiple=True, help="Seulement ce niveau (répétable).")
@click.option("--type-acteur", multiple=True, help="Seulement ce type d'acteur (répétable).")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True)
@click.option("--store", type=click.Path(path_type=Path), default="build", show_default=True)
def command(words: tuple[str, ...], limit: int, store: Path, **facets: tuple[str, ...]) -> None:
    """Cherche dans les mesures et dans tout le texte des contrats.

    Une ligne par résultat : contrat, niveau, début-fin, phrase. Fin 1 si rien n'est trouvé.

    Exemple : pvgraph search "cité éducative" --contrat aix-marseille
    """
    index = Index(current(store).path / "search.sqlite")
    narrowed = {name.replace("_", "-"): list(codes) for name, codes in facets.items() if codes}
    typed = " ".join(f'"{w}"' if " " in w else w for w in words)
    results = index.find(typed, narrowed, limit)
    _report(results)
    for hit in results.hits:
        click.echo(
            f"{hit.contrat}\t{hit.niveau}\t{hit.start}-{hit.end}\t{' '.join(hit.text.split())}"
        )
    if not results.total:
        sys.exit(1)


def _report(results: Results) -> None:
    """How the words were understood, on stderr."""
    if results.corrected:
        click.echo(f"recherche corrigée : {results.corrected}", err=True)
    if results.relaxed:
        click.echo("aucune phrase n'a tous les mots ; en voici qui en ont certains", err=True)
    click.echo(f"{results.total} trouvés", err=True)
