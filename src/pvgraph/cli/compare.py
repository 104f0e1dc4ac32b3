"""`pvgraph compare`: engagements counted by two dimensions, contrat against contrat."""

import asyncio
import csv
import json
import sys
from collections.abc import Mapping

import click

from pvgraph.cli import _answers
from pvgraph.cli._store import HELP, STORE
from pvgraph.comparison.compare import COUNTS, Table, compare
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.store.address import Address, open_engine
from pvgraph.store.answer import Answer

_DIMENSION = click.Choice(list(DIMENSIONS))


def _filters(command: click.Command) -> click.Command:
    """One repeatable option a dimension."""
    for name in reversed(DIMENSIONS):
        help_ = f"Seulement ce {name} (code ou IRI) ; plusieurs fois : l'un ou l'autre."
        command = click.option(f"--{name}", name.replace("-", "_"), multiple=True, help=help_)(
            command
        )
    return command


@click.command("compare")
@click.option("--rows", type=_DIMENSION, default="theme", show_default=True)
@click.option("--columns", type=_DIMENSION, default="contrat", show_default=True)
@click.option("--count", type=click.Choice(list(COUNTS)), default="engagement", show_default=True)
@click.option("--debatable", is_flag=True, help="Compte aussi ce qui est discutable.")
@click.option("--empty", is_flag=True, help="Montre aussi les lignes et colonnes vides.")
@click.option(
    "--format", "format_", type=click.Choice(["table", "csv", "tsv", "json"]), default="table"
)
@click.option(
    "--store", type=STORE, default="build", show_default=True, envvar="PVGRAPH_STORE", help=HELP,
)  # fmt: skip
@_filters
def command(
    rows: str,
    columns: str,
    count: str,
    debatable: bool,
    empty: bool,
    format_: str,
    store: Address,
    **filters: tuple[str, ...],
) -> None:
    """Compte les engagements, lignes par colonnes ; un engagement collectif compte une fois.

    Exemple : pvgraph compare --rows theme --columns contrat --type-acteur etat --role porteur
    """
    engine = open_engine(store)

    async def ask(sparql: str) -> Answer:
        return engine.query(sparql)

    chosen = {name.replace("_", "-"): values for name, values in filters.items() if values}
    table = asyncio.run(
        compare(ask, rows, columns, chosen, count=count, debatable=debatable, empty=empty)
    )
    _print(table, format_)


def _print(table: Table, format_: str) -> None:
    dimension = table.comparison.rows
    header = [dimension, *(c.code for c in table.columns), "total"]
    lines = [
        [row.code, *(table.cell(row, c) for c in table.columns), table.total(row)]
        for row in table.rows
    ]
    if format_ == "json":
        click.echo(json.dumps(_json(table), ensure_ascii=False, indent=1))
    elif format_ == "table":
        sums = [table.total(c) for c in table.columns]
        lines.append(["total", *sums, sum(table.cells.values())])
        _answers.table(header, [[str(c) for c in line] for line in lines])
    else:
        writer = csv.writer(sys.stdout, delimiter="\t" if format_ == "tsv" else ",")
        writer.writerows([header, *lines])


def _json(table: Table) -> Mapping:
    """The table with headings in full, one object a cell that is not empty."""
    return {
        "rows": table.comparison.rows,
        "columns": table.comparison.columns,
        "count": table.comparison.count,
        "cells": [
            {"row": row.code, "column": column.code, "n": n, "row_label": row.label,
             "column_label": column.label, "row_iri": row.iri, "column_iri": column.iri}
            for row in table.rows
            for column in table.columns
            if (n := table.cell(row, column))
        ],
    }  # fmt: skip
