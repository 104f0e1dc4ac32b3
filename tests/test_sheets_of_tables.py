"""One programme written as sheets of every kind: no separator, order of columns or form of heading
leaves its actions or its axes unread."""

import pytest

from pvgraph import extraction
from pvgraph.model import Document

HEAD = ("Objectif", "Action", "Qui pilote ?", "Indicateurs")
ROWS = {
    "Grandir": [
        ("Donner le goût des livres", "Ouvrir un bibliobus", "CAF", "Nombre de prêts"),
        ("", "Former les bénévoles", "Ville de Boisvert", "Nombre de bénévoles"),
        ("Soutenir les parents", "Tenir un café des parents", "CAF", "Nombre de parents"),
    ],
    "Habiter": [
        ("Baisser les charges", "Isoler les tours", "Habitat de Boisvert", "Consommation moyenne"),
    ],
}
ACTIONS = {row[1] for rows in ROWS.values() for row in rows}
TITLES = ["AXE {n} – {t}", "Onglet {n}\t{t}", "Pilier : {t}"]
ORDERS = [(0, 1, 2, 3), (2, 1, 0), (3, 2, 0, 1), (1, 2, 0)]


def cells(sign: str, rows: list[list[str]], title: str) -> str:
    padded = title.replace("\t", sign) + sign * (len(rows[0]) - 1 - title.count("\t"))
    return "\n".join([padded, *(sign.join(row) for row in rows)]) + "\n"


def piped(rows: list[list[str]], title: str) -> str:
    head = (title.split("\t") + [""] * len(rows[0]))[: len(rows[0])]
    rule = ["---"] * len(rows[0])
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows)) + "\n"


def bare(rows: list[list[str]], title: str) -> str:
    table = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    lines = [" | ".join(row) if row[0] else "| " + " | ".join(row) + " |" for row in table]
    return "\n".join([f"## {title}", "", *lines]).replace("\t", " : ") + "\n\n"


def html(rows: list[list[str]], title: str) -> str:
    lines = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
    own = f'<tr><td colspan="{len(rows[0])}">{title}</td></tr>'.replace("\t", " : ")
    return "\n".join(["<table>", own, *lines, "</table>"]) + "\n"


WRITTEN = {
    "tabs": lambda rows, title: cells("\t", rows, title),
    "tabs and white lines": lambda rows, title: cells("\t", rows, title) + "\n",
    "semicolons": lambda rows, title: cells(";", rows, title),
    "bars": piped,
    "no outer bars": bare,
    "html": html,
}


@pytest.mark.parametrize("order", ORDERS, ids=str)
@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_actions_and_axes_are_found(write, order) -> None:
    for title in TITLES:
        text = "Contrat de ville de Boisvert\n\n"
        for number, (name, rows) in enumerate(ROWS.items(), 1):
            table = [[row[c] for c in order] for row in (HEAD, *rows)]
            text += write(table, title.format(n=number, t=name))
        items = extraction.found(Document("essai", text)).items
        assert {i.text for i in items if i.niveau == "action"} == ACTIONS, text
        assert [i.text for i in items if i.niveau == "axe"] == list(ROWS), text
