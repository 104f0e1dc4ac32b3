"""The lists of `extract/` and `ontology/themes.ttl`: complete, and refused with file and line."""

import shutil
from pathlib import Path

import pytest

from pvgraph import lexicon
from pvgraph.errors import ResourceError
from pvgraph.paths import resource


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    """A copy of the project's lists that a test may spoil."""
    for name in ("extract", "ontology"):
        shutil.copytree(resource(name), tmp_path / name)
    return tmp_path


def load(lists: Path) -> lexicon.Lexicon:
    return lexicon.load(lists / "extract", lists / "ontology", weights=False)


def test_shipped_lists_hold_what_they_announce():
    known = lexicon.load()
    assert len(known.themes) == 30
    assert len({t.pilier for t in known.themes.values()}) == 5
    assert len(known.places.departements) == 101
    assert len(known.places.regions) == 18
    assert len(known.bodies) > 150
    assert len(known.cues) > 300


@pytest.mark.parametrize("name", ["acteurs.csv", "declencheurs.csv", "epci.csv", "communes.csv"])
def test_lists_stay_sorted(name: str):
    first, *rows = (resource("extract") / name).read_text(encoding="utf-8").splitlines()
    keys = [row.split(",")[0].strip('"') for row in rows]
    assert keys == sorted(keys), f"{name} ({first})"


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("acteurs.csv", "x,inconnu,national,,,X,X,Xx,", "type 'inconnu' inconnu ; attendu l'un de"),
        ("acteurs.csv", "x,etat,partout,,,X,X,Xx,", "portée 'partout' inconnu"),
        ("acteurs.csv", "X y,etat,national,,,X,X,Xx,", "code 'X y' ; attendu 'x-y'"),
        ("acteurs.csv", "etat,etat,national,,,X,X,Xx,", "code 'etat' déjà pris"),
        ("acteurs.csv", "x,etat,national,,,X,X,,", "'x' n'a aucune forme"),
        ("acteurs.csv", "x,etat,national,,,X,X,ANRU,", "forme 'ANRU' déjà donnée à 'anru'"),
        ("acteurs.csv", "x,etat,national", "9 colonnes attendues"),
        ("declencheurs.csv", "x,chef,apres,n,forte", "rôle 'chef' inconnu"),
        ("declencheurs.csv", "x,porteur,dessous,n,forte", "côté 'dessous' inconnu"),
        ("communes.csv", "x,X,99", "'99' n'est pas dans la liste"),
        ("fonctions.csv", "x,nobody,X", "acteur 'nobody' inconnu"),
        ("publics.csv", "x,autre,X,x", "genre 'autre' inconnu"),
    ],
)
def test_wrong_row_is_refused_with_its_line(name: str, row: str, message: str, lists: Path):
    path = lists / "extract" / name
    text = path.read_text(encoding="utf-8")
    path.write_text(text + row + "\n", encoding="utf-8")
    with pytest.raises(ResourceError) as refused:
        load(lists)
    line = len(text.splitlines()) + 1
    assert str(refused.value).startswith(f"{path}:{line}: ")
    assert message in str(refused.value)


def test_missing_list_and_wrong_columns_are_refused(lists: Path):
    path = lists / "extract" / "publics.csv"
    path.write_text("code,forme\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"publics\.csv:1: colonnes"):
        load(lists)
    path.unlink()
    with pytest.raises(ResourceError, match=r"publics\.csv: liste illisible"):
        load(lists)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("skos:broader pilier:cohesion-sociale ;", "", "il faut un code, un pilier"),
        ("theme:education a skos:Concept", "theme:education a ,", "themes.ttl:"),
    ],
)
def test_wrong_theme_is_refused(old: str, new: str, message: str, lists: Path):
    path = lists / "ontology" / "themes.ttl"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        load(lists)


def test_weights_that_are_not_weights_are_refused(lists: Path):
    path = lists / "extract" / "themes-appris.json"
    path.write_text('{"mots": {}}', encoding="utf-8")
    with pytest.raises(ResourceError, match=r"themes-appris\.json: poids illisibles .* train"):
        lexicon.load(lists / "extract", lists / "ontology")


@pytest.mark.parametrize(
    ("slug", "label"),
    [
        ("caf-gironde", "Caisse d'allocations familiales de la Gironde"),
        ("ars-bretagne", "Agence régionale de santé Bretagne"),
        ("ville-d-arles", "Ville d'Arles"),
        ("metropole-de-lyon", "Métropole de Lyon"),
        ("bailleurs-sociaux-brest", "Bailleurs sociaux (Brest métropole)"),
        ("les-mots-du-clos", ""),
    ],
)
def test_label_of_a_body(slug: str, label: str):
    assert lexicon.load().label(slug, "Brest métropole") == label
