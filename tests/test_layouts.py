"""Layouts on short extracts of invented contrats: one file a form, its items beside it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout_goldens import outline

from pvgraph import extraction
from pvgraph.layouts import find
from pvgraph.layouts.finish import untie
from pvgraph.layouts.fusion import Merger
from pvgraph.layouts.outline import Draft
from pvgraph.model import Document, Span, fold
from pvgraph.reading import read

FOLDER = Path(__file__).parent / "blocks"
TEXTS = sorted(FOLDER.glob("*.txt"))
PIECES = [
    "L'Etat s'engage à :", "Axe 2 – ", "1.2.3 ", "- ", "• ", "→ ", "\t", "| ", "|--|--|", "\n",
    "\n\n", "<table><tr><td>", "</td>", "<li>", "<p>", "**", "# ", "Pilote : CAF", "Objectifs",
    "Actions", "Indicateurs", "Développer l'emploi", "en :", ".....12", "\f", "\r\n", "\u00a0",
    "(Pilote : CAF – Partenaires : Ville)", "[Feuille 2]", "== T ==", "# un", "<h2>", "<tr></tr>",
    "<caption>x</caption>", "&rsquo;", "&nbsp;", "&lt;p&gt;", "&bull; ",
    "-\n", "Action   Pilote   Partenaires", "Avec qui ? ",
    "4. Partenaires\n", "**Pilote** : X — **Partenaires** : Y", "________________\n", "Total ",
    "{| x\n|-\n", "! a !! b\n", "| c || d\n|}",
    "e\u0301", "(", "Sommaire", "12", "La Ville soutiendra les clubs de sport.", "Exemples",
]  # fmt: skip


def test_every_form_has_its_items() -> None:
    assert len(TEXTS) >= 12
    assert {p.stem for p in TEXTS} == {p.stem for p in FOLDER.glob("*.attendu")}


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_items_of(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = extraction.found(Document("essai", text))
    assert outline(text, found) == path.with_suffix(".attendu").read_text("utf-8")


def check(text: str) -> None:
    document = Document("essai", text)
    blocks = extraction.blocks(document)
    end = 0
    for block in blocks:
        assert block.text == fold(text[block.span.start : block.span.end])
        assert end <= block.span.start <= block.span.end <= len(text)
        end = block.span.end
    found = extraction.found(document)
    for number, item in enumerate(found.items):
        assert item.text == fold(text[item.span.start : item.span.end]) != ""
        assert item.parent != number and item.merge != number
        for source in item.sources:
            assert 0 <= source.span.start <= source.span.end <= len(text)
    for passage in (*found.aside, *found.unclaimed):
        assert passage.text == fold(text[passage.span.start : passage.span.end])


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_words_are_those_of_the_file_on_mixed_forms(text: str) -> None:
    check(text)


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_words_are_those_of_the_file_on_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_change_no_words(ends: str) -> None:
    text = (FOLDER / "engagements-toutes-puces.txt").read_text(encoding="utf-8")
    other = text.replace("\n", ends)
    wanted = [i.text for i in find(text, read(text)).items]
    assert [i.text for i in find(other, read(other)).items] == wanted
    check(other)


def test_axes_said_again_in_the_other_order_stand_under_none_of_themselves() -> None:
    a = Draft("axe", Span(0, 1), "titre", 1.0)
    b = Draft("axe", Span(2, 3), "titre", 1.0, parent=a)
    late_b = Draft("axe", Span(4, 5), "tableau", 1.0)
    late_a = Draft("axe", Span(6, 7), "tableau", 1.0, parent=late_b)
    merger = Merger("A B B A", [a, b, late_b, late_a])
    merger.same = {late_a: a, late_b: b}
    untie([a, b, late_b, late_a], merger)
    assert [d.parent for d in (a, b, late_b, late_a)] == [None, a, None, None]


def test_table_of_axes_below_a_sheet_stands_under_no_project() -> None:
    text = (
        "Axe 1 : Emploi\n\nFICHE PROJET : Lever les freins\n\nPilote : CAF\n\n"
        "Partenaires : Ville\n\n"
        "| Axe | Action | Pilote |\n|---|---|---|\n"
        "| Ouvrir la culture | Créer une fabrique | Ville |\n| | Former des relais | CAF |\n"
    )
    items = find(text, read(text)).items
    axes = {i.text: i.parent for i in items if i.niveau == "axe"}
    assert "Ouvrir la culture" in axes
    assert [i.niveau for i in items].count("projet") == 1
    assert axes["Ouvrir la culture"] is None
