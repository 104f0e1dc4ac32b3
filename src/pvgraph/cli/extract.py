"""`pvgraph extract`: one text to blocks, items or records."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import click

from pvgraph import bytes_read, corpus, extraction, records
from pvgraph.model import Block, Item, Passage, Record, Span


@click.command(name="extract", short_help="Lire un contrat : ses mesures, qui s'y engage.")
@click.argument("source")
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option(
    "--stage",
    type=click.Choice(["blocks", "items", "records", "rest"]),
    default="records",
    show_default=True,
    help="Étape à montrer ; « rest » : ce qui n'est devenu aucun item, avec la règle.",
)
@click.option("--corpus", "folder", type=click.Path(path_type=Path), default=Path("corpus"))
def command(source: str, form: str, stage: str, folder: Path) -> None:
    """Lire SOURCE (un contrat du corpus ou le chemin d'un texte) et l'écrire en lignes JSON.

    \b
    pvgraph extract brest > brest.jsonl
    pvgraph extract mon-contrat.txt --stage items
    """
    document = corpus.load(source, folder)
    for doubt in bytes_read.doubts(document.text):
        click.echo(f"pvgraph: {source}: {doubt}", err=True)
    if stage == "blocks":
        lines = [json.dumps(_block(b), ensure_ascii=False) for b in extraction.blocks(document)]
    elif stage == "items":
        lines = [json.dumps(_item(i), ensure_ascii=False) for i in extraction.found(document).items]
    elif stage == "rest":
        found = extraction.found(document)
        rest = sorted((*found.aside, *found.unclaimed), key=lambda p: p.span)
        lines = [json.dumps(_passage(p), ensure_ascii=False) for p in rest]
    else:
        found = extraction.extract(document).records
        lines = list(records.dump_lines(_numbered(document.contrat, found)))
    for line in lines:
        click.echo(line)
    click.echo(f"{len(lines)} {stage}", err=True)


def _numbered(contrat: str, found: tuple[Record, ...]) -> Iterator[Record]:
    """The records with their rank in the text as id, as in the annotation guide."""
    names = {r.id: f"{contrat}-{n:04d}" for n, r in enumerate(found, 1)}
    for r in found:
        parent = None if r.parent is None else names[r.parent]
        merge = None if r.merge is None else names[r.merge]
        yield dataclasses.replace(r, id=names[r.id], parent=parent, merge=merge)


def _place(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _block(block: Block) -> dict:
    out = {"kind": block.kind, "level": block.level, **_place(block.span), "text": block.text}
    more = {k: getattr(block, k) for k in ("marker", "table", "row", "column", "label")}
    return out | {k: v for k, v in more.items() if v not in ("", None)}


def _item(item: Item) -> dict:
    out = {**_place(item.span), **dataclasses.asdict(item)}
    del out["span"]
    return out


def _passage(passage: Passage) -> dict:
    return {**_place(passage.span), "regle": passage.regle, "text": passage.text}
