"""`pvgraph themes`: why each mesure was given its themes, and where the two readers differ."""

from pathlib import Path

import click

from pvgraph import corpus, extraction, lexicon
from pvgraph.annotation.annotator import Annotator
from pvgraph.model import MESURES, Item
from pvgraph.plain import plain

_COLUMNS = ("debut", "fin", "theme", "sur", "mots", "titres", "regles", "classifieur", "texte")


@click.command(name="themes", short_help="Dire pourquoi chaque mesure a ses thèmes.")
@click.argument("source")
@click.option("--desaccords", is_flag=True, help="Seulement où règles et classifieur diffèrent.")
@click.option("--corpus", "folder", type=click.Path(path_type=Path), default=Path("corpus"))
def command(source: str, desaccords: bool, folder: Path) -> None:
    """Une ligne (TSV) par mesure de SOURCE : son thème principal, les mots et titres qui le disent.

    \b
    pvgraph themes brest
    pvgraph themes mon-contrat.txt --desaccords
    """
    seen = plain(corpus.load(source, folder))
    items = extraction.found(seen.document).items
    annotator, printed = Annotator(seen.document, items, lexicon.load()), seen.back(items)
    mesures = [n for n, i in enumerate(items) if i.niveau in MESURES]
    lines = [line for n in mesures if (line := _line(annotator, n, printed[n], desaccords))]
    click.echo("\t".join(_COLUMNS))
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} lignes sur {len(mesures)} mesures", err=True)


def _line(annotator: Annotator, number: int, item: Item, differing: bool) -> str:
    ruled, learned = annotator.readers(number)
    if differing and ruled == learned:
        return ""
    best = annotator.decisions(number)[0]
    words, heads = ", ".join(best.words), ", ".join(best.heads)
    place = (str(item.span.start), str(item.span.end))
    return "\t".join(
        [*place, best.theme, f"{best.sure:.2f}", words, heads, ruled, learned, item.text]
    )
