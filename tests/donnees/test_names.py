"""Every name of the data answers, by Accept and by suffix, and says where else to look."""

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from starlette.testclient import TestClient

from pvgraph.graph.names import BASE, DCT, FOAF, OWL, RETIRES, graph_of
from pvgraph.graph.sheet import boolean
from pvgraph.questions import Questions
from pvgraph.releases import Release
from pvgraph.store.opening import SingleFile
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.names.thing import PAGE
from pvgraph.web.runner import Inline

FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}


@pytest.fixture(scope="module")
def names(release: Release) -> dict[str, str]:
    """One name of each kind of IRI in the data: named graphs, and parts of things too."""
    found: dict[str, str] = {}
    for quad in parse(path=release.quads, format=RdfFormat.N_QUADS):
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, NamedNode) and term.value.startswith(BASE):
                name = term.value.removeprefix(BASE).partition("#")[0]
                kind, *parts = name.split("/")
                found.setdefault(f"{kind} {len(parts)}", name)
    assert len(found) >= 40, found
    return found


def triples(content: bytes, format: RdfFormat) -> set:
    return {q.triple for q in parse(content, format)}


def test_every_kind_of_name_leads_to_a_page_and_to_its_data(client: TestClient, names: dict):
    for kind, name in names.items():
        for accept, suffix in (("text/html", None), ("text/turtle", "ttl")):
            answer = client.get(f"/id/{name}", headers={"Accept": accept})
            assert answer.status_code == 303, (kind, answer.status_code)
            assert "Accept" in answer.headers["Vary"]
            target = answer.headers["Location"]
            assert suffix is None or target == f"/id/{name}.ttl"
            assert client.get(target).status_code == 200, (kind, target)
        page = client.get(f"/id/{name}.html")
        assert page.status_code == 200, kind
        assert f'<{BASE}{name}>; rel="canonical"' in page.headers["Link"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_name_answers_in_each_format_by_suffix_and_by_accept(client: TestClient, suffix: str):
    media, format = FORMATS[suffix]
    by_accept = client.get("/id/contrat/brest", headers={"Accept": media})
    assert by_accept.headers["Location"] == f"/id/contrat/brest.{suffix}"
    answer = client.get(f"/id/contrat/brest.{suffix}")
    assert answer.headers["Content-Type"].partition(";")[0] == media
    brest = NamedNode(f"{BASE}contrat/brest")
    found = triples(answer.content, format)
    assert any(t.subject == brest for t in found), "nothing of the thing itself"
    assert any(t.object == brest and t.predicate.value.endswith("#contrat") for t in found)
    document = NamedNode(f"http://testserver/id/contrat/brest.{suffix}")
    assert (document, FOAF.primaryTopic, brest) in {
        (t.subject, t.predicate, t.object) for t in found
    }


def test_formats_agree_on_what_they_say(client: TestClient):
    about = {}
    for suffix, (_, format) in FORMATS.items():
        found = triples(client.get(f"/id/acteur/etat.{suffix}").content, format)
        about[suffix] = {t for t in found if "testserver" not in t.subject.value}
    assert len(set(map(frozenset, about.values()))) == 1


def test_links_in_the_header_say_name_data_licence(client: TestClient):
    for path in ("/id/contrat/brest", "/id/contrat/brest.ttl", "/id/contrat/brest.html"):
        link = client.get(path, headers={"Accept": "text/turtle"}).headers["Link"]
        assert f'<{BASE}contrat/brest>; rel="canonical"' in link
        assert 'rel="license"' in link
        assert '</id/contrat/brest.ttl>; rel="describedby"; type="text/turtle"' in link
        assert link.count('rel="alternate"') == 5


def test_incoming_links_come_page_by_page_and_all_of_them(client: TestClient, release: Release):
    """The text of Aix-Marseille is where thousands of passages point."""
    name = f"{BASE}texte/aix-marseille"
    store = Store()
    store.bulk_load(path=release.default, format=RdfFormat.N_TRIPLES)
    expected = {q.triple for q in store.quads_for_pattern(None, None, NamedNode(name))}
    assert len(expected) > PAGE
    seen, path = set(), "/id/texte/aix-marseille.nt"
    for _ in range(20):
        answer = client.get(path)
        incoming = {
            t for t in triples(answer.content, RdfFormat.N_TRIPLES) if t.object == NamedNode(name)
        } & expected
        assert len(incoming) <= PAGE
        seen |= incoming
        following = re.search(r'<(\?page=\d+)>; rel="next"', answer.headers["Link"])
        if not following:
            break
        path = "/id/texte/aix-marseille.nt" + following[1]
    assert seen == expected


def test_head_answers_like_get_without_a_body(client: TestClient):
    for path in ("/id/contrat/brest", "/id/contrat/brest.ttl"):
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.content) == (get.status_code, b"")
        assert head.headers["Link"] == get.headers["Link"]


def test_a_client_that_has_it_receives_304(client: TestClient):
    tag = client.get("/id/contrat/brest.ttl").headers["ETag"]
    again = client.get("/id/contrat/brest.ttl", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


REFUSED = [
    ("/id/contrat/atlantis", "*/*", 404),
    ("/id/contrat/atlantis.ttl", "*/*", 404),
    ("/id/<script>", "*/*", 404),
    ("/id/contrat/brest", "image/png", 406),
    ("/id/contrat/brest.ttl?page=0", "*/*", 400),
    ("/id/contrat/brest.ttl?page=x", "*/*", 400),
]


@pytest.mark.parametrize(("path", "accept", "status"), REFUSED)
def test_what_cannot_be_answered_says_so(client: TestClient, path: str, accept: str, status: int):
    assert client.get(path, headers={"Accept": accept}).status_code == status


@pytest.fixture(scope="module")
def aged(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """A service whose graph has withdrawn three names: replaced by one, by two, by nothing."""
    old, one, two = (NamedNode(f"{BASE}mesure/brest/{n}") for n in ("ancienne", "une", "deux"))
    quads = [
        Quad(NamedNode(f"{BASE}mesure/brest/renommee"), OWL.deprecated, boolean(True), RETIRES),
        Quad(NamedNode(f"{BASE}mesure/brest/renommee"), DCT.isReplacedBy, one, RETIRES),
        Quad(old, OWL.deprecated, boolean(True), RETIRES),
        Quad(old, DCT.isReplacedBy, one, RETIRES),
        Quad(old, DCT.isReplacedBy, two, RETIRES),
        Quad(NamedNode(f"{BASE}mesure/brest/perdue"), OWL.deprecated, boolean(True), RETIRES),
        *(Quad(n, DCT.title, boolean(True), graph_of("brest")) for n in (one, two)),
    ]
    path: Path = tmp_path_factory.mktemp("aged") / "aged.nq"
    path.write_text("".join(f"{q} .\n" for q in quads), encoding="utf-8")
    return TestClient(
        create_app(Context(Inline(SingleFile(path)), Questions.load())), follow_redirects=False
    )


def test_a_renamed_thing_redirects_for_good(aged: TestClient):
    for suffix in ("", ".ttl"):
        answer = aged.get(f"/id/mesure/brest/renommee{suffix}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/id/mesure/brest/une{suffix}"


@pytest.mark.parametrize(("name", "successors"), [("ancienne", 2), ("perdue", 0)])
def test_a_withdrawn_name_is_gone_and_says_what_replaces_it(aged: TestClient, name, successors):
    for accept in ("text/html", "text/turtle"):
        answer = aged.get(f"/id/mesure/brest/{name}", headers={"Accept": accept})
        assert answer.status_code == 410
        assert answer.headers["Link"].count('rel="successor-version"') == successors
        assert answer.headers["Content-Type"].startswith(accept)


def test_the_ontology_answers_people_and_programs(client: TestClient):
    html = client.get("/def", headers={"Accept": "text/html"})
    assert (html.status_code, html.headers["Location"]) == (303, "/def.html")
    page = client.get("/def.html").text
    assert 'id="Engagement"' in page and 'id="wasQuotedFrom"' not in page
    for suffix, (media, format) in FORMATS.items():
        assert client.get("/def", headers={"Accept": media}).headers["Location"] == f"/def.{suffix}"
        found = triples(client.get(f"/def.{suffix}").content, format)
        subjects = {t.subject.value for t in found}
        assert "https://w3id.org/pvgraph/def#Engagement" in subjects
    assert client.get("/def.pdf").status_code == 404


def test_pages_of_things_lead_to_their_data(client: TestClient):
    for path, name in (("/contrats/brest", "contrat/brest"), ("/acteurs/etat", "acteur/etat")):
        link = client.get(path).headers["Link"]
        assert f'<{BASE}{name}>; rel="canonical"' in link
        assert f'</id/{name}.ttl>; rel="describedby"' in link


def test_shapes_and_versions_answer_under_their_names(client: TestClient, release: Release):
    """What the report and the ontology name: the shape of a result, the ontology of a version."""
    turtle = client.get("/shapes", headers={"Accept": "text/turtle"})
    assert turtle.headers["Location"] == "/shapes.ttl"
    named = {t.subject.value for t in triples(client.get("/shapes.ttl").content, RdfFormat.TURTLE)
             if isinstance(t.subject, NamedNode)}  # fmt: skip
    shape = NamedNode("http://www.w3.org/ns/shacl#sourceShape")
    store = Store.read_only(str(release.store))
    assert {q.object.value for q in store.quads_for_pattern(None, shape, None)} <= named
    (now,) = {q.object.value for q in store.quads_for_pattern(None, OWL.versionIRI, None)}
    version = now.rpartition("/")[2]
    assert client.get(f"/def/{version}").headers["Location"] == "/def"
    assert client.get("/def/0.0.1").status_code == 404


def test_a_question_as_data_leads_people_to_its_page(client: TestClient):
    address = "/.well-known/sparql-examples/signataires"
    asked = client.get(address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (asked.status_code, asked.headers["Location"]) == (303, "/questions/signataires")
    assert client.get(address).headers["Content-Type"].startswith("text/turtle")
