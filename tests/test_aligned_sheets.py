"""One programme written as sheets aligned by spaces, as conversion of a printed page leaves them:
no width of column, mark, label (on one line or several), white line, margin or page hides what
they say."""

from itertools import product, zip_longest
from textwrap import wrap

import pytest

from pvgraph import extraction
from pvgraph.model import Document

LISTED = ["Contenu", "Pilote", "Partenaires", "Financeurs", "Indicateurs"]
FREE = ["Dans les faits", "À la proue", "Sur le pont", "Dans la soute", "À la longue-vue"]
LONG = ["Ce que l'on va entreprendre", "Celui qui en répond", "Ceux qui s'y associent",
        "Ceux qui ouvrent leur bourse", "Ce que l'on comptera"]  # fmt: skip
SHEETS = [
    ("La rue aux écoliers", ["Fermer dix rues aux voitures à l'heure de la sortie des classes",
                             "Peindre les passages"],
     "Ville de Clairval", "DSDEN, Police municipale", "Région, ADEME",
     ["Nombre d'accidents", "Nombre de rues fermées"]),
    ("Le bus des métiers", ["Faire circuler un bus dans les quatre quartiers du contrat"],
     "Mission locale", "France Travail, CCI", "DDETS", ["Nombre de voyageurs"]),
    ("La maison des soins", ["Salarier deux médecins", "Recruter une médiatrice"],
     "Centre hospitalier", "ARS, CPAM", "ARS, Département",
     ["Nombre de patients suivis", "Taux de dépistage"]),
]  # fmt: skip
ROLES = ("porteur", "partenaire", "financeur")
HEADER = "Agglomération de Clairval" + " " * 40 + "Contrat de ville 2024-2030"
WIDTH = 92


def lines_of(words: list[str], mark: str, room: int) -> list[str]:
    """The lines of a value: each item with its mark, wrapped and set in below it."""
    out = []
    for item in words:
        line, hang = f"{mark} ", " " * (len(mark) + 1)
        for word in item.split():
            if len(line) + len(word) > room:
                out.append(line.rstrip())
                line = hang
            line += word + " "
        out.append(line.rstrip())
    return [line[1:] if not mark else line for line in out]


def titled(number: int, form: str, column: int) -> list[str]:
    """The number and the name of a sheet: side by side, behind a colon, one above the other."""
    head, name = f"FICHE N° {number}", SHEETS[number - 1][0]
    if form == "column":
        return [head.ljust(column) + name]
    return [f"{head} : {name}", ""] if form == "colon" else [head, name, ""]


def sheet(
    number: int, form: str, labels: list[str], column: int, mark: str, white: bool
) -> list[str]:
    _, acts, lead, partners, money, counts = SHEETS[number - 1]
    values = [(acts, mark), ([lead], ""), ([partners], ""), ([money], ""), (counts, mark)]
    out = titled(number, form, column)
    for label, (words, sign) in zip(labels, values, strict=True):
        held = lines_of(words, sign, WIDTH - column)
        names = wrap(label, column - 2)
        out += [a.ljust(column) + b for a, b in zip_longest(names, held, fillvalue="")]
        out += [""] * white
    return [*out, "", ""]


def pages(lines: list[str], cut: int, shift: int) -> str:
    """The lines between running headers and the numbers of pages, `cut` lines a page, every other
    page with another margin."""
    out = []
    for number, start in enumerate(range(0, len(lines), cut), 2):
        margin = " " * (3 + shift * (number % 2))
        page = [HEADER, "", *lines[start : start + cut], "", " " * 45 + str(number), ""]
        out += [(margin + line).rstrip() for line in page]
    return "\n".join(out) + "\n"


def plain(words: str) -> str:
    """Words without the furniture of a page that their span holds."""
    kept = " ".join(words.split(" ".join(HEADER.split()))).split()
    return " ".join(word for word in kept if not word.isdigit())


ALL = list(product(["column", "colon", "above"], [LISTED, FREE, LONG], [18, 30, 45],
                   ["•", "–", "➢", "o"], [False, True], [6, 11, 100], [0, 4]))  # fmt: skip
CASES = ALL[::17]  # each value of each beside most of the others


def test_cases_cover_every_value() -> None:
    assert len(CASES) > 70
    for chosen, values in zip(zip(*CASES, strict=True), zip(*ALL, strict=True), strict=True):
        assert {str(value) for value in chosen} == {str(value) for value in values}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sheets_say_the_same(case: tuple) -> None:
    form, labels, column, mark, white, cut, shift = case
    lines = ["AXE 1 – VIVRE MIEUX", ""]
    for number in range(1, len(SHEETS) + 1):
        lines += sheet(number, form, labels, column, mark, white)
    text = pages(lines, cut, shift)
    items = extraction.found(Document("essai", text)).items

    def told(niveau: str) -> list[str]:
        return [plain(item.text) for item in items if item.niveau == niveau]

    assert told("projet") == [name for name, *_ in SHEETS], text
    assert told("action") == [act for _, acts, *_ in SHEETS for act in acts], text
    assert told("indicateur") == [count for *_, counts in SHEETS for count in counts], text
    for item, (_, _, *bodies, _) in zip(
        (item for item in items if item.niveau == "projet"), SHEETS, strict=True
    ):
        said = [(source.role, plain(source.span.of(text))) for source in item.sources]
        assert said == list(zip(ROLES, bodies, strict=True)), text
