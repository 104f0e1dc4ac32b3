"""The HTTP API: the same facts by filters, in three formats, page after page."""

import csv
import io
from urllib.parse import urlencode, urlsplit

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from starlette.testclient import TestClient

from pvgraph.exports import tables
from pvgraph.exports.selection import filters
from pvgraph.questions import Questions
from pvgraph.releases import Release

TABLES = sorted(tables.load())


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    """The graph itself, to check what the API says against."""
    return Store.read_only(str(release.store))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def walk(client: TestClient, path: str) -> list[dict]:
    """Every row, page after page by `next`."""
    found: list[dict] = []
    for _ in range(200):
        page = client.get(path).json()
        found += page["results"]
        assert page["count"] == len(page["results"])
        if page["next"] is None:
            assert len(found) == page["total"]
            return found
        parts = urlsplit(page["next"])
        path = f"{parts.path}?{parts.query}"
    raise AssertionError("the pages never end")


@pytest.mark.parametrize("name", TABLES)
def test_pages_give_each_row_of_the_published_table_once_in_order(
    client: TestClient, release: Release, name: str
):
    table = tables.load()[name]
    published = rows_of((release.exports / f"{name}.csv").read_text("utf-8"))
    found = walk(client, f"/api/{name}?limite=97")
    assert [r[table.key] for r in found] == [r[table.key] for r in published]


@pytest.mark.parametrize("name", TABLES)
def test_csv_json_and_json_ld_say_the_same(client: TestClient, store: Store, name: str):
    address = f"/api/{name}?limite=40"
    table = tables.load()[name]
    as_json = client.get(address).json()
    as_csv = rows_of(client.get(address, headers={"Accept": "text/csv"}).text)
    assert [r[table.key] for r in as_csv] == [r[table.key] for r in as_json["results"]]
    linked = client.get(address, headers={"Accept": "application/ld+json"})
    assert linked.headers["Content-Type"] == "application/ld+json"
    triples = {
        (q.subject.value, q.predicate.value, q.object.value)
        for q in parse(linked.content, format=RdfFormat.JSON_LD)
    }
    held = {
        (q.subject.value, q.predicate.value, q.object.value)
        for s in {s for s, _, _ in triples}
        for q in store.quads_for_pattern(NamedNode(s), None, None)
    }
    assert triples, "no triple at all"
    assert triples <= held, sorted(triples - held)[:3]


FILTERED = [
    ("engagements", {"contrat": "brest", "role": "porteur"}, lambda r: r["contrat"] == "brest"),
    ("engagements", {"theme": "emploi-insertion"}, lambda r: r["theme"] == "emploi-insertion"),
    ("engagements", {"pilier": "cadre-de-vie"}, lambda r: "cadre-de-vie" in r["piliers"]),
    ("engagements", {"public": "Habitants"}, lambda r: "habitants" in map(str.lower, r["publics"])),
    ("engagements", {"type-acteur": "epci"}, lambda r: r["type_acteur"] == "epci"),
    ("engagements", {"discutable": "true"}, lambda r: r["discutable"] is True),
    ("mesures", {"niveau": "projet"}, lambda r: r["niveau"] == "projet"),
    ("mesures", {"porteur": "etat"}, lambda r: "etat" in r["porteurs"]),
    ("acteurs", {"type": "etat"}, lambda r: r["type"] == "etat"),
]


@pytest.mark.parametrize(("name", "asked", "kept"), FILTERED)
def test_filters_keep_all_and_only_what_they_say(client: TestClient, name: str, asked, kept):
    everything = walk(client, f"/api/{name}?limite=1000")
    found = walk(client, f"/api/{name}?{urlencode({**asked, 'limite': 1000})}")
    expected = [r for r in everything if kept(r)]
    if asked.get("role"):
        expected = [r for r in expected if r["role"] == asked["role"]]
    assert found == expected


def test_values_of_one_filter_are_alternatives_and_iris_are_codes(client: TestClient):
    def total(query: str) -> int:
        return client.get(f"/api/engagements?{query}").json()["total"]

    two = total("contrat=brest&contrat=metz")
    assert two == total("contrat=brest") + total("contrat=metz") > 0
    iri = "https://w3id.org/pvgraph/id/contrat/brest"
    assert total(f"contrat={iri}") == total("contrat=brest")
    assert {"contrat", "acteur", "theme", "role", "mode"} <= set(
        filters(tables.load()["engagements"])
    )


ABSENT = ["niveau=axe", "type-acteur=habitants&role=financeur", "theme=culture&role=financeur"]
"""Codes that exist, on which nobody is engaged."""


@pytest.mark.parametrize("query", ABSENT)
def test_a_code_that_nothing_holds_is_an_empty_answer(client: TestClient, query: str):
    for address in ("/api/engagements", "/api/comparer"):
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, answer.json()["total"]) == (200, 0), address


def test_a_withdrawn_name_stands_for_its_successor(client: TestClient):
    for address in ("/api/engagements", "/api/comparer"):
        old, new = (client.get(f"{address}?acteur={code}").json()["total"]
                    for code in ("pole-emploi", "france-travail"))  # fmt: skip
        assert old == new > 0, address


def test_a_page_of_data_since_republished_is_refused(client: TestClient):
    answer = client.get("/api/engagements?apres=0123456789ab.5")
    assert answer.status_code == 409


REFUSED = [
    ("/api/engagements?contrat=atlantis", 400, "proches"),
    ("/api/engagements?couleur=bleu", 400, "connus"),
    ("/api/engagements?limite=0", 400, "entier"),
    ("/api/engagements?limite=²", 400, "entier"),
    ("/api/engagements?apres=x", 400, "next"),
    ("/api/engagements?format=pdf", 400, "jsonld"),
    ("/api/engagements?discutable=peut-etre", 400, "true"),
    ("/api/comparer?lignes=couleur", 400, "connues"),
    ("/api/comparer?lignes=theme&colonnes=theme", 400, "toutes deux"),
    ("/api/comparer?bleu=1", 400, "inconnu"),
    ("/api/recherche", 400, "mots"),
    ("/api/questions/inconnue", 404, "connues"),
    ("/api/questions/qui-s-engage-a-quoi?couleur=bleu", 400, "inconnu"),
]


@pytest.mark.parametrize(("path", "status", "words"), REFUSED)
def test_a_wrong_request_is_told_what_to_do(client: TestClient, path, status, words):
    answer = client.get(path)
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.text


def test_what_is_not_acceptable_and_what_is_known(client: TestClient):
    assert client.get("/api/themes", headers={"Accept": "image/png"}).status_code == 406
    first = client.get("/api/themes")
    again = client.get("/api/themes", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/themes", headers={"Accept": "text/csv"})
    assert other.headers["ETag"] != first.headers["ETag"]
    assert first.headers["X-Total-Count"] == str(first.json()["total"])


def test_the_comparison_counts_what_the_rows_hold(client: TestClient):
    compared = client.get("/api/comparer?lignes=role&colonnes=contrat&discutables=1").json()
    rows = walk(client, "/api/engagements?limite=1000")
    assert compared["total"] == len(rows)
    for cell in compared["results"]:
        n = sum((r["role"], r["contrat"]) == (cell["ligne"], cell["colonne"]) for r in rows)
        assert cell["n"] == n


def test_the_search_ranks_and_gives_places(client: TestClient, release: Release):
    found = client.get("/api/recherche?q=emploi+des+jeunes&limite=5").json()
    assert found["count"] == 5 < found["total"]
    for row in found["results"]:
        text = (release.texts / f"{row['contrat']}.txt").read_bytes().decode()
        assert text[row["debut"] : row["fin"]].strip()
    scores = [r["score"] for r in found["results"] if r["niveau"] != "passage"]
    assert scores == sorted(scores, reverse=True)
    assert found["next"]


@pytest.mark.parametrize("name", ["qui-s-engage-a-quoi", "engagements-d-un-acteur"])
def test_a_question_has_one_name_and_one_answer_everywhere(client: TestClient, name: str):
    """REST as JSON, REST as CSV, SPARQL: the same rows."""
    api = client.get(f"/api/questions/{name}?limite=10000").json()
    table = rows_of(client.get(f"/api/questions/{name}?format=csv&limite=10000").text)
    assert api["total"] == len(table) == len(api["results"]) > 0
    listed = {q["name"]: q for q in client.get("/api/questions").json()["results"]}
    assert listed[name]["api"].endswith(f"/api/questions/{name}")
    question = Questions.load()[name]
    if all(p.default is None for p in question.parameters):
        sparql = client.get("/sparql", params={"query": listed[name]["sparql"]}).json()
        assert len(sparql["results"]["bindings"]) == api["total"]


def test_a_question_takes_its_parameters_and_pages(client: TestClient):
    whole = client.get("/api/questions/qui-s-engage-a-quoi?contrat=brest").json()
    first = client.get("/api/questions/qui-s-engage-a-quoi?contrat=brest&limite=2").json()
    assert first["results"] == whole["results"][:2]
    following = urlsplit(first["next"])
    second = client.get(f"{following.path}?{following.query}").json()
    assert second["results"] == whole["results"][2:4]
    assert {r["contrat"].rpartition("/")[2] for r in whole["results"]} == {"brest"}


def test_the_api_describes_itself_with_real_examples(client: TestClient):
    document = client.get("/api/openapi.json").json()
    paths = document["paths"]
    expected = {f"/api/{n}" for n in TABLES} | {f"/api/questions/{n}" for n in Questions.load()}
    assert expected | {"/api/comparer", "/api/recherche", "/api/questions"} <= set(paths)
    for name in TABLES:
        get = paths[f"/api/{name}"]["get"]
        content = get["responses"]["200"]["content"]
        assert set(content) == {"application/json", "application/ld+json", "text/csv"}
        example = content["application/json"]["example"]
        (row,) = client.get(f"/api/{name}?limite=1").json()["results"]
        assert example["results"] == [{k: v for k, v in row.items() if v is not None}]
        named = {p["name"] for p in get["parameters"]}
        assert set(filters(tables.load()[name])) | {"limite", "apres", "format"} == named


@pytest.mark.parametrize("address", ["/api/comparer?lignes=theme", "/api/themes?format=csv"])
def test_answer_kept_is_the_answer_made(client: TestClient, address: str) -> None:
    made, kept = client.get(address), client.get(address)
    assert kept.content == made.content and made.headers["ETag"]
    own = ("x-request-id", "date")
    said = [{k: v for k, v in a.headers.items() if k not in own} for a in (made, kept)]
    assert said[0] == said[1]
    known = client.get(address, headers={"If-None-Match": made.headers["ETag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_catalogue_is_written_once_for_each_format(client: TestClient) -> None:
    turtle = [client.get("/catalog.ttl") for _ in range(2)]
    assert turtle[0].content == turtle[1].content != client.get("/catalog.rdf").content
