"""The catalogue: what portals take from it, and that it is true of the files."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pyshacl
import pytest
from portail import harvest
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import DCTERMS, RDF, SH, BNode, Graph, Namespace, URIRef
from starlette.testclient import TestClient

from pvgraph import __version__
from pvgraph.exports.index import read_index
from pvgraph.graph.names import BASE, CATALOGUE
from pvgraph.questions import Questions
from pvgraph.releases import Release

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
FORMATS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "xml": "xml", "nt": "nt"}
HERE = "http://testserver/"


@pytest.fixture(scope="module")
def catalog(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/catalog.ttl").content, format="turtle")


def test_a_harvester_takes_every_dataset_with_full_marks(client: TestClient, catalog: Graph):
    def reachable(url: str) -> bool:
        return url.startswith(HERE) and client.head(url.removeprefix(HERE[:-1])).status_code == 200

    datasets = harvest(catalog)
    assert len(datasets) == 6
    for dataset in datasets:
        score = dataset.score(reachable)
        assert score == dict.fromkeys(score, True), dataset.identifier
        assert len(score) == 9
        assert {"politique de la ville", "Population et société"} <= dataset.tags
        assert dataset.contacts == ["Équipe pvgraph", "pvgraph"]


def test_what_the_catalogue_says_of_each_file_is_true(client: TestClient, catalog: Graph):
    files = [r for d in harvest(catalog) for r in d.resources]
    assert len(files) >= 50
    for file in files:
        answer = client.get(file.url.removeprefix(HERE[:-1]))
        assert len(answer.content) == file.size, file.url
        assert file.checksum == ("sha256", sha256(answer.content).hexdigest())
        assert answer.headers["Content-Type"].startswith(file.mime)
        assert file.format == file.url.rpartition(".")[2]
        assert file.modified is not None
        if file.format == "csv":
            schema = client.get(file.schema.removeprefix(HERE[:-1])).json()
            header = answer.content.decode("utf-8-sig").partition("\r\n")[0]
            assert header == ",".join(f'"{f["name"]}"' for f in schema["fields"])


def test_every_published_file_is_in_the_catalogue(release: Release, catalog: Graph):
    published = {e.path for e in read_index(release.exports) if e.kind != "schema"}
    listed = {
        str(u).removeprefix(f"{HERE}donnees/") for u in catalog.objects(None, DCAT.downloadURL)
    }
    assert listed == published


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_says_the_same_and_answers_head(
    client: TestClient, catalog: Graph, suffix: str
):
    answer = client.get(f"/catalog.{suffix}")
    head = client.head(f"/catalog.{suffix}")
    assert head.status_code == 200
    assert head.headers["Content-Type"] == answer.headers["Content-Type"]
    graph = Graph().parse(data=answer.content, format=FORMATS[suffix])
    assert len(graph) == len(catalog)
    assert set(graph.subjects(RDF.type)) - blanks(graph) == set(
        catalog.subjects(RDF.type)
    ) - blanks(catalog)


def blanks(graph: Graph) -> set:
    return {s for s in graph.subjects() if isinstance(s, BNode)}


def test_only_periods_have_no_name(catalog: Graph):
    assert blanks(catalog)
    assert all((b, RDF.type, DCTERMS.PeriodOfTime) in catalog for b in blanks(catalog))


def test_the_store_holds_no_blank_node(release: Release):
    assert "_:" not in {line[:2] for line in release.quads.read_text().splitlines()}
    graphs = {q.graph_name for q in parse(path=release.quads, format=RdfFormat.N_QUADS)}
    assert CATALOGUE in graphs


def test_services_are_listed_with_their_description(client: TestClient, catalog: Graph):
    services = list(catalog.subjects(RDF.type, DCAT.DataService))
    assert len(services) == 2
    for service in services:
        description = str(catalog.value(service, DCAT.endpointDescription))
        accept = {"Accept": "application/json, text/turtle;q=0.5"}
        answer = client.get(description.removeprefix(HERE[:-1]), headers=accept)
        assert answer.status_code == 200, description
        assert (catalog.value(predicate=DCAT.service, object=service)) == URIRef(f"{BASE}catalogue")


def test_one_release_has_one_version(client: TestClient, release: Release, catalog: Graph):
    versions = {str(v) for v in catalog.objects(None, DCAT.version)}
    assert versions == {f"{__version__}+{release.id}"}
    assert client.get("/healthz").json()["version"] == __version__
    package = json.loads((release.exports / "datapackage.json").read_text())
    assert package["version"] == __version__
    assert release.manifest()["sha256"].startswith(release.id)


def test_questions_are_published_with_words_and_prefixes(client: TestClient):
    answer = client.get("/.well-known/sparql-examples/", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.content, format="turtle")
    library = Questions.load()
    examples = list(
        graph.query(
            """PREFIX sh: <http://www.w3.org/ns/shacl#>
            SELECT ?example ?name ?query (COUNT(DISTINCT LANG(?comment)) AS ?languages) WHERE {
              ?example a sh:SPARQLExecutable ; <http://purl.org/dc/terms/identifier> ?name ;
                <http://www.w3.org/2000/01/rdf-schema#comment> ?comment ; sh:select ?query ;
                sh:prefixes/sh:declare/sh:prefix "pv" ; <http://schema.org/target> ?endpoint }
            GROUP BY ?example ?name ?query"""
        )
    )
    assert {str(e.name) for e in examples} == set(library)
    for example in examples:
        assert str(example.example) == f"{HERE}.well-known/sparql-examples/{example.name}"
        assert int(example.languages) == 2
        question = library[str(example.name)]
        assert str(example["query"]).strip() in question.sparql, "not the question that is tested"


def test_an_editor_finds_questions_and_prefixes_in_the_store(client: TestClient):
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
      SELECT ?query ?prefix WHERE { ?q a sh:SPARQLExecutable ; sh:select ?query .
        ?any sh:declare [ sh:prefix ?prefix ; sh:namespace ?namespace ] }"""
    found = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert {"pv", "skos"} <= {b["prefix"]["value"] for b in found}


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf"])
def test_one_question_has_its_address(client: TestClient, suffix: str):
    path = f"/.well-known/sparql-examples/qui-s-engage-a-quoi.{suffix}"
    answer = client.get(path)
    graph = Graph().parse(data=answer.content, format=FORMATS[suffix])
    subject = URIRef(f"{HERE}.well-known/sparql-examples/qui-s-engage-a-quoi")
    assert list(graph.predicate_objects(subject))
    assert client.get("/.well-known/sparql-examples/inconnue").status_code == 404


def test_void_gives_dumps_and_linksets(client: TestClient, release: Release):
    void = client.get("/.well-known/void", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=void.content, format="turtle")
    ns = "http://rdfs.org/ns/void#"
    dumps = {str(o) for o in graph.objects(None, URIRef(f"{ns}dataDump"))}
    assert f"{HERE}donnees/pvgraph.nq" in dumps
    counted = [
        (
            str(graph.value(s, URIRef(f"{ns}linkPredicate"))),
            int(graph.value(s, URIRef(f"{ns}triples"))),
        )
        for s in graph.subjects(RDF.type, URIRef(f"{ns}Linkset"))
    ]
    close = "http://www.w3.org/2004/02/skos/core#closeMatch"
    links = [
        q.object.value
        for q in parse(path=release.exports / "pvgraph.nq", format=RdfFormat.N_QUADS)
        if q.predicate == NamedNode(close) and not q.object.value.startswith(BASE[:-3])
    ]
    assert links
    assert sum(n for predicate, n in counted if predicate == close) == len(links)


REFUSED = [
    ("/catalog.pdf", 404),
    ("/donnees/pvgraph.exe", 404),
    ("/donnees/../manifest.json", 404),
    ("/donnees/%2e%2e/manifest.json", 404),
]


@pytest.mark.parametrize(("path", "status"), REFUSED)
def test_what_is_not_published_is_not_served(client: TestClient, path: str, status: int):
    assert client.get(path).status_code == status


def test_downloads_resume_and_are_not_sent_twice(client: TestClient):
    whole = client.get("/donnees/engagements.csv")
    part = client.get("/donnees/engagements.csv", headers={"Range": "bytes=3-20"})
    assert (part.status_code, part.content) == (206, whole.content[3:21])
    again = client.get("/donnees/engagements.csv", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


SHAPES = Graph().parse(Path(__file__).parents[2] / "catalogue" / "formes.ttl")
assert len(list(SHAPES.subjects(RDF.type, SH.NodeShape))) >= 4


def broken(graph: Graph) -> set[str]:
    """The French messages of what a catalogue breaks."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    return {str(m) for m in report.objects(None, SH.resultMessage) if m.language == "fr"}


def test_the_served_catalogue_is_what_portals_want(catalog: Graph):
    assert broken(catalog) == set()


FAULTS = [
    (DCTERMS.identifier, "Sans identifiant, le portail saute le jeu de données."),
    (DCTERMS.license, "Une licence."),
    (DCTERMS.temporal, "La période a un début."),
    (DCAT.bbox, "L'étendue est un polygone ; le portail ignore les IRI et les points."),
    (DCAT.downloadURL, "Sans adresse de téléchargement, le fichier n'est pas pris."),
    (
        SPDX.checksumValue,
        "Une empreinte SHA-256 en toutes lettres : le portail ne garde pas d'octets.",
    ),
    (DCAT.endpointDescription, "Une description pour les machines."),
]


@pytest.mark.parametrize(("predicate", "message"), FAULTS)
def test_what_portals_would_miss_is_refused(catalog: Graph, predicate, message: str):
    graph = Graph() + catalog
    graph.remove((None, predicate, None))
    assert message in broken(graph)


def test_pages_describe_the_dataset_for_search_engines(client: TestClient, catalog: Graph):
    for path, name in (("/donnees", "engagements"), ("/contrats/brest", "brest")):
        page = client.get(path).text
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
        assert block, path
        said = json.loads(block[1])
        assert (said["@type"], said["@id"]) == ("Dataset", f"{BASE}jeu/{name}")
        assert said["license"] and said["temporalCoverage"] and said["spatialCoverage"]
        files = {d["contentUrl"]: d["sha256"] for d in said["distribution"]}
        subject = URIRef(said["@id"])
        assert set(files) == {
            str(catalog.value(d, DCAT.downloadURL))
            for d in catalog.objects(subject, DCAT.distribution)
        }
