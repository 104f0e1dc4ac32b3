"""`/def`: a page a language, the data by Accept and suffix, the context; `/validation`."""

import html
import json

import pytest
from pyoxigraph import RdfFormat, Store, parse
from starlette.testclient import TestClient

from pvgraph import vocabulary
from pvgraph.paths import resource
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.runner import Inline


@pytest.fixture(scope="module")
def client(annotated: Release) -> TestClient:
    return TestClient(create_app(Context(Inline(annotated), Questions.load())))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_term_has_its_anchor_and_definition_on_the_page_of_a_language(client, language: str):
    page = client.get("/def", params={"lang": language}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "text/html" in page.headers["content-type"]
    terms = vocabulary.load().terms()
    assert len(terms) > 80
    other = "en" if language == "fr" else "fr"
    for term in terms:
        assert f'id="{term.name}"' in page.text
    engagement = next(t for t in terms if t.name == "Engagement")
    words = html.unescape(page.text)
    assert engagement.definitions[language].split("«")[0] in words
    assert engagement.definitions[other].split("«")[0] not in words


@pytest.mark.parametrize(
    ("accept", "format"),
    [("text/turtle", RdfFormat.TURTLE), ("application/ld+json", RdfFormat.JSON_LD)],
)
def test_the_data_by_accept(client, accept: str, format: RdfFormat):
    answer = client.get("/def", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(accept)
    source = set(parse(path=str(resource("ontology") / "pvgraph.ttl"), format=RdfFormat.TURTLE))
    assert set(parse(answer.content, format=format)) == source


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt"])
def test_the_data_by_suffix(client, suffix: str):
    assert client.get(f"/def.{suffix}").status_code == 200


def test_an_unknown_suffix_names_those_that_there_are(client):
    answer = client.get("/def.docx")
    assert answer.status_code == 404 and "ttl" in answer.text


def test_the_change_log_names_the_version(client):
    assert vocabulary.load().version in client.get("/def/journal").text


def test_the_context_file_is_fresh_and_served(client):
    path = resource("ontology") / "context.jsonld"
    assert path.read_text(encoding="utf-8") == vocabulary.context_text()
    assert client.get("/def/context.jsonld").json() == vocabulary.context()


def test_the_context_reads_as_the_terms_of_the_ontology():
    document = {
        **vocabulary.context(),
        "@id": "id:engagement/x",
        "@type": "Engagement",
        "acteur": "id:acteur/etat",
        "mention": {"fr": "l'Etat"},
        "confiance": "0.9",
    }
    store = Store()
    store.load(json.dumps(document), format=RdfFormat.JSON_LD)
    predicates = {q.predicate.value.rsplit("#", 1)[1] for q in store}
    assert predicates == {"type", "acteur", "mention", "confiance"}


def test_findings_are_on_a_page_with_links_to_their_words(client):
    page = client.get("/validation")
    assert page.status_code == 200
    assert "Objectif-sans-action" in page.text
    assert "#char=" in page.text and "/textes/" in page.text
