"""The index: ranking, phrases, prefixes, mistyped words, facets, names, replacement, likeness."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from pvgraph.errors import StoreError
from pvgraph.search import FONCTIONS
from pvgraph.search.find import Index
from pvgraph.search.functions import functions
from pvgraph.search.index import Entry, Name, replace, write
from pvgraph.search.similar import facing
from pvgraph.search.words import stem

SENTENCES = {
    "metz": [
        ("action", "Accompagner les jeunes vers l'emploi", "emploi-insertion"),
        ("action", "Lutter contre l'habitat indigne et rénover les logements", "logement"),
        ("objectif", "Développer l'accès à la culture dans les quartiers", "culture"),
        ("passage", "Le territoire compte 4 000 jeunes sans emploi ni formation.", ""),
    ],
    "brest": [
        ("action", "Renforcer l'accès à la culture pour les habitants des quartiers", "culture"),
        ("action", "Soutenir la Cité éducative", "education"),
    ],
}


def entries(contrat: str) -> list[Entry]:
    found = []
    for number, (niveau, text, theme) in enumerate(SENTENCES[contrat]):
        facets = (("theme", theme),) if theme else ()
        iri = f"https://exemple.fr/{contrat}/{number}"
        found.append(
            Entry(iri, niveau, contrat, text, number * 100, number * 100 + 9, "Axe", facets)
        )
    return found


NAMES = [
    Name("https://exemple.fr/caf", "acteur", "Caisse d'allocations familiales", ("CAF",), 9),
    Name("https://exemple.fr/culture", "theme", "Culture", (), 2),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "search.sqlite"
    assert write(path, [*entries("metz"), *entries("brest")], NAMES) == 6
    return path


@pytest.fixture
def index(path: Path) -> Index:
    return Index(path)


FOUND = [
    ("emploi des jeunes", ["metz/0", "metz/3"]),
    ("EMPLOIS", ["metz/0", "metz/3"]),
    ("l’acces à la culture", ["brest/0", "metz/2"]),
    ('"cité éducative"', ["brest/1"]),
    ('"éducative cité"', []),
    ("accompagn*", ["metz/0"]),
    ("culture -habitants", ["metz/2"]),
]


@pytest.mark.parametrize(("typed", "iris"), FOUND)
def test_found(index: Index, typed: str, iris: list[str]) -> None:
    results = index.find(typed)
    assert sorted(h.iri.removeprefix("https://exemple.fr/") for h in results.hits) == sorted(iris)
    assert not results.corrected
    assert not results.relaxed


def test_mesures_come_before_passages(index: Index) -> None:
    assert [h.niveau for h in index.find("jeunes emploi").hits] == ["action", "passage"]


def test_mistyped_word_is_corrected(index: Index) -> None:
    results = index.find("logmeent")
    assert results.corrected == "logements"
    assert results.total == 1


def test_some_of_the_words_when_none_has_all(index: Index) -> None:
    results = index.find("culture logements")
    assert results.relaxed
    assert results.total == 3


def test_facets_count_what_was_found_and_narrow_it(index: Index) -> None:
    results = index.find("culture")
    assert results.facets["contrat"] == {"brest": 1, "metz": 1}
    assert index.find("culture", {"contrat": ["metz"]}).total == 1
    assert index.find("culture", {"contrat": ["metz", "brest"], "niveau": ["action"]}).total == 1
    assert index.find("culture", {"theme": ["logement"]}).total == 0


def test_hits_are_marked(index: Index) -> None:
    pieces = index.find("logement").hits[0].pieces
    assert [p.text for p in pieces if p.hit] == ["logements"]
    assert "".join(p.text for p in pieces) == SENTENCES["metz"][1][1]


def test_suggestions_are_things_then_words(index: Index) -> None:
    assert [(s.label, s.kind) for s in index.suggest("caf")] == [
        ("Caisse d'allocations familiales", "acteur")
    ]
    assert "emploi des jeunes" in [s.label for s in index.suggest("emploi des jeu")]
    assert [s.label for s in index.suggest("éduc")] == ["éducative"]
    assert index.suggest(" ") == []


def test_one_contrat_is_replaced(path: Path, index: Index) -> None:
    new = Entry("https://exemple.fr/brest/9", "action", "brest", "Ouvrir une maison de santé", 0, 9)
    assert replace(path, {"brest": [new]}, NAMES) == 1
    assert index.find("culture").total == 1
    assert [h.iri for h in index.find("santé").hits] == ["https://exemple.fr/brest/9"]
    assert index.find("educative").total == 0


def test_similar_sentences_of_other_contrats(index: Index) -> None:
    close = index.similar(SENTENCES["metz"][2][1], "metz")
    assert [hit.iri for hit, _ in close] == ["https://exemple.fr/brest/0"]
    assert 0.3 < close[0][1] < 1


def test_facing_pairs_each_sentence_once() -> None:
    left = [s for _, s, _ in SENTENCES["metz"]]
    right = [s for _, s, _ in SENTENCES["brest"]]
    pairs = facing(left, right)
    assert (pairs[0].left, pairs[0].right) == (2, 0)
    assert sorted(p.left for p in pairs if p.left is not None) == [0, 1, 2, 3]
    assert sorted(p.right for p in pairs if p.right is not None) == [0, 1]


def test_functions_answer_for_things_and_for_words(path: Path) -> None:
    found = functions(path)
    asked = Literal("emploi des jeunes")
    thing = NamedNode("https://exemple.fr/metz/0")
    assert found[FONCTIONS + "trouve"](thing, asked).value == "true"
    assert found[FONCTIONS + "trouve"](Literal("un emploi"), asked).value == "false"
    assert float(found[FONCTIONS + "pertinence"](thing, asked).value) > 0
    assert found[FONCTIONS + "pertinence"](NamedNode("https://exemple.fr/brest/1"), asked) is None
    assert found[FONCTIONS + "extrait"](Literal("des jeunes"), asked).value == "des «jeunes»"


def test_missing_or_broken_index_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pvgraph build"):
        Index(tmp_path / "absent.sqlite")
    torn = tmp_path / "torn.sqlite"
    torn.write_bytes(b"not a database at all, but long enough to be read as one" * 20)
    with pytest.raises(StoreError, match="pvgraph build"):
        Index(torn)


def test_threads_do_not_mix_what_they_find(index: Index) -> None:
    asked = ["emploi", "culture", "habitat", "quartiers", "jeunes", "educative"] * 60
    alone = {q: (index.find(q), index.suggest(q[:3])) for q in asked}
    stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        found = threads.map(lambda q: (index.find(q), index.suggest(q[:3])), asked)
        assert [q for q, one in zip(asked, found, strict=True) if one != alone[q]] == []


@pytest.mark.service
def test_functions_described_are_those_that_answer(served: str) -> None:
    described = Store()
    answer = httpx.get(served + "/sparql", headers={"Accept": "text/turtle"})
    described.load(answer.content, RdfFormat.TURTLE)
    extension = NamedNode("http://www.w3.org/ns/sparql-service-description#extensionFunction")
    names = [quad.object for quad in described.quads_for_pattern(None, extension, None)]
    assert len(names) == 3
    for name in (*names, NamedNode(FONCTIONS + "inconnue")):
        query = f'ASK {{ BIND({name}("pain", "pain") AS ?x) }}'
        known = httpx.get(served + "/sparql", params={"query": query}).is_success
        assert known == (name in names), name
