"""Comparisons on the mini graph: what a cell counts, and what is refused."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pvgraph.cli import cli
from pvgraph.comparison.compare import Table, compare
from pvgraph.comparison.dimensions import DIMENSIONS
from pvgraph.errors import PvgraphError, QuestionError
from pvgraph.store.engine import Engine
from pvgraph.store.opening import find_release, open_store

MINI = Path(__file__).parent / "graphs" / "mini.trig"


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_store(find_release(MINI)))


def table(engine, rows, columns, filters=None, **options) -> Table:
    async def ask(sparql):
        return engine.query(sparql)

    return asyncio.run(compare(ask, rows, columns, filters, **options))


def cells(made: Table) -> dict:
    return {
        (r.code, c.code): made.cell(r, c)
        for r in made.rows
        for c in made.columns
        if made.cell(r, c)
    }


CASES = [
    ("collective promises count once", "mode", "contrat", {"mode": ["collectif"]},
     {("collectif", "brest"): 2}),
    ("a role", "acteur", "contrat", {"role": ["financeur"]}, {("caf-gironde", "bordeaux"): 1}),
    ("either of two values", "theme", "contrat",
     {"role": ["porteur"], "theme": ["sante", "logement"]},
     {("sante", "bordeaux"): 2, ("logement", "bordeaux"): 1, ("logement", "brest"): 1}),
    ("a pilier gathers its themes", "pilier", "contrat", {"role": ["porteur"]},
     {("cohesion-sociale", "bordeaux"): 3, ("cohesion-sociale", "brest"): 1,
      ("cadre-de-vie", "bordeaux"): 1, ("cadre-de-vie", "brest"): 1}),
    ("an IRI is a value too", "niveau", "contrat",
     {"contrat": ["https://w3id.org/pvgraph/id/contrat/brest"]},
     {("objectif", "brest"): 1, ("projet", "brest"): 3}),
    ("only what names a public", "public", "contrat", {}, {("jeunes", "bordeaux"): 3}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: c[0])
def test_cells(case, engine):
    _, rows, columns, filters, expected = case
    assert cells(table(engine, rows, columns, filters)) == expected


def test_mesures_are_counted_apart_from_engagements(engine):
    made = table(engine, "contrat", "niveau", count="mesure")
    assert sum(made.cells.values()) == 5
    assert sum(table(engine, "contrat", "niveau").cells.values()) == 12


@pytest.mark.parametrize("rows", [d for d in DIMENSIONS if d != "contrat"])
def test_every_dimension_crosses_contrat(rows, engine):
    assert cells(table(engine, rows, "contrat"))


def test_empty_rows_show_where_asked(engine):
    made = table(engine, "acteur", "contrat", {"role": ["financeur"]}, empty=True)
    assert len(made.rows) == 5
    assert [made.total(r) for r in made.rows] == [1, 0, 0, 0, 0]


def test_english_labels(engine):
    labels = {r.label for r in table(engine, "role", "contrat", language="en").rows}
    assert labels == {"lead", "partner", "funder"}


REFUSED = [
    ("theme", "ville", {}, "dimension 'ville' inconnue"),
    ("theme", "theme", {}, "toutes deux"),
    ("theme", "contrat", {"acteur": ["caf"]}, "proches : caf-gironde"),
    ("theme", "contrat", {"role": ["pilote"]}, "inconnu"),
]


@pytest.mark.parametrize(("rows", "columns", "filters", "words"), REFUSED)
def test_refused(rows, columns, filters, words, engine):
    with pytest.raises(QuestionError, match=words):
        table(engine, rows, columns, filters)


def test_command():
    arguments = ["compare", "--rows", "acteur", "--role", "financeur", "--store", str(MINI)]
    result = CliRunner().invoke(cli, [*arguments, "--format", "json"])
    assert json.loads(result.stdout)["cells"][0]["row"] == "caf-gironde"
    result = CliRunner().invoke(cli, [*arguments, "--theme", "log"])
    assert isinstance(result.exception, PvgraphError)
    assert "logement" in str(result.exception)
