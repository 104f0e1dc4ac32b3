"""Lists of signatories: bodies, and the person and function printed with them."""

import json
from pathlib import Path

import pytest

from pvgraph import corpus
from pvgraph.annotation import signatures
from pvgraph.lexicon import Lexicon
from pvgraph.model import Document

CORPUS = Path(__file__).parents[1] / "corpus"
PAGE = """# Préambule

Le contrat lie ses signataires.

Les signataires :

Pour l'Etat
Le Préfet de la Loire

Jeanne MARTIN

La Présidente du Conseil
départemental de la Loire

Le Maire de Roanne


Yves Lenoir

La Directrice de la CAF
P. DUVAL
"""


def test_page_of_signatures(lists: Lexicon):
    found = signatures.read(Document("roanne", PAGE), lists)
    assert [(s.acteur, s.representant) for s in found] == [
        ("etat", "Jeanne MARTIN"),
        ("departement-loire", None),
        ("ville-de-roanne", "Yves Lenoir"),
        ("caf-loire", "P. DUVAL"),
    ]
    assert [s.fonction for s in found] == [
        "Le Préfet de la Loire",
        "La Présidente du Conseil départemental de la Loire",
        "Le Maire de Roanne",
        "La Directrice de la CAF",
    ]
    assert all(s.span.of(PAGE) == s.mention for s in found)


def test_list_in_one_sentence_and_under_a_class(lists: Lexicon):
    text = (
        "# Avec les partenaires signataires\n\nLes communes d'Arles, Istres et Miramas.\n\n"
        "L'Etat, la Région.\n\n#### Les bailleurs sociaux :\n\n13 Habitat, Erilia, Néolia.\n\n"
        "# La suite\n\nLa CAF est citée ici.\n"
    )
    found = signatures.read(Document("arles", text), lists)
    assert [s.acteur for s in found][:1] == ["ville-d-arles"]
    assert {"etat", "13-habitat", "erilia", "neolia"} <= {s.acteur for s in found}
    assert {s.type for s in found if s.acteur in ("13-habitat", "neolia")} == {"bailleur-social"}
    assert not any(s.acteur.startswith("caf") for s in found)


def test_text_without_a_list_has_no_signatory(lists: Lexicon):
    assert signatures.read(Document("x", "Le contrat de ville lie la CAF."), lists) == ()


@pytest.mark.corpus
def test_signatories_of_brest_are_those_a_careful_reader_found(lists: Lexicon):
    gold = CORPUS / "gold" / "signataires-brest.jsonl"
    wanted = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    found = {s.acteur: s for s in signatures.read(corpus.load("brest", CORPUS), lists)}
    matched = [w for w in wanted if w["acteur"] in found]
    assert len(matched) == len(found) == 19
    for row in matched:
        got = found[row["acteur"]]
        assert (got.representant, got.type) == (row["representant"], row["type"]), row["acteur"]
        assert got.fonction == row["fonction"]
