"""The SPARQL 1.1 Protocol's own cases over real HTTP; its updates turned round: refused."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pvgraph.store import formats
from pvgraph.store.engine import Engine
from pvgraph.store.job import Job
from pvgraph.store.opening import find_release, open_store

pytestmark = pytest.mark.service

MINI = Path(__file__).parents[1] / "graphs" / "mini.trig"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
BDX = "https://w3id.org/pvgraph/id/graphe/contrat/bordeaux"
BREST = "https://w3id.org/pvgraph/id/graphe/contrat/brest"
SELECT = "PREFIX pv: <https://w3id.org/pvgraph/def#> SELECT ?c { ?c a pv:Contrat } ORDER BY ?c"
ASK = "ASK { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"
DESCRIBE = "DESCRIBE <https://w3id.org/pvgraph/id/acteur/etat>"
BOTH = ["bordeaux", "brest"]


def contrats(response) -> list[str]:
    """The contrats in a JSON answer to SELECT."""
    assert response.status_code == 200, response.text
    rows = json.loads(response.content)["results"]["bindings"]
    return [row["c"]["value"].rsplit("/", 1)[1] for row in rows]


QUERIES = {
    "query via GET": ("GET", {"query": SELECT}, None, None, BOTH),
    "query via POST form": ("POST", {}, {"query": SELECT}, FORM, BOTH),
    "query via POST directly": ("POST", {}, SELECT, DIRECT, BOTH),
    "a mark before the text, as editors put": (
        "POST", {}, "\ufeff" + SELECT, DIRECT, BOTH),
    "media type with charset": ("POST", {}, SELECT, DIRECT + "; charset=UTF-8", BOTH),
    "unknown parameters are left alone": ("GET", {"query": SELECT, "x": "1"}, None, None, BOTH),
    "one default graph by GET": (
        "GET", {"query": SELECT, "default-graph-uri": BDX}, None, None, ["bordeaux"]),
    "two default graphs by GET": (
        "GET", {"query": SELECT, "default-graph-uri": [BDX, BREST]}, None, None, BOTH),
    "default graphs by POST form": (
        "POST", {}, {"query": SELECT, "default-graph-uri": BREST}, FORM, ["brest"]),
    "default graphs beside a direct POST": (
        "POST", {"default-graph-uri": BREST}, SELECT, DIRECT, ["brest"]),
    "a named graph alone leaves the default graph empty": (
        "GET", {"query": SELECT, "named-graph-uri": BDX}, None, None, []),
    "a named graph is reached by GRAPH": (
        "GET", {"query": SELECT.replace("{ ?c", "{ GRAPH ?g { ?c").replace("}", "} }"),
                "named-graph-uri": BDX}, None, None, ["bordeaux"]),
    "the protocol's dataset wins over FROM": (
        "GET", {"query": SELECT.replace("{", f"FROM <{BREST}> {{"), "default-graph-uri": BDX},
        None, None, ["bordeaux"]),
    "FROM of the query": (
        "GET", {"query": SELECT.replace("{", f"FROM <{BREST}> {{")}, None, None, ["brest"]),
    "a graph that is not there is empty": (
        "GET", {"query": SELECT, "default-graph-uri": "http://nowhere.test/"}, None, None, []),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_query(name, client):
    method, params, content, media, expected = QUERIES[name]
    body = urlencode(content, doseq=True) if isinstance(content, dict) else content
    headers = {"Content-Type": media} if media else {}
    answer = client.request(method, "/sparql", params=params, content=body, headers=headers)
    assert contrats(answer) == expected


TYPES = [
    (SELECT, "", "application/sparql-results+json"),
    (SELECT, "*/*", "application/sparql-results+json"),
    (SELECT, "application/json", "application/sparql-results+json"),
    (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
    (SELECT, "application/xml", "application/sparql-results+xml"),
    (SELECT, "text/csv", "text/csv"),
    (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
    (SELECT, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
    (SELECT, "text/*;q=0.4, application/*;q=0.2", "text/csv"),
    (SELECT, "application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
    (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
    (SELECT, "text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml"),
    (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
    (ASK, "", "application/sparql-results+json"),
    (CONSTRUCT, "", "text/turtle"),
    (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
    (CONSTRUCT, "application/n-triples", "application/n-triples"),
    (CONSTRUCT, "application/ld+json", "application/ld+json"),
    (CONSTRUCT, "application/trig", "application/trig"),
    (CONSTRUCT, "application/n-quads", "application/n-quads"),
    (DESCRIBE, "text/turtle;q=0.3, application/n-triples;q=0.7", "application/n-triples"),
]


@pytest.mark.parametrize(("query", "accept", "expected"), TYPES)
def test_negotiation(query, accept, expected, client):
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == expected
    assert "accept" in answer.headers["vary"].lower()


REFUSED = {
    "method": ("PUT", {"query": SELECT}, None, None, 405),
    "two queries": ("GET", {"query": [ASK, SELECT]}, None, None, 400),
    "two queries by form": ("POST", {}, {"query": [ASK, SELECT]}, FORM, 400),
    "query in the address and in the body": ("POST", {"query": ASK}, ASK, DIRECT, 400),
    "wrong media type": ("POST", {}, ASK, "text/plain", 415),
    "missing form type": ("POST", {}, "query=ASK%20%7B%7D", "", 415),
    "missing direct type": ("POST", {}, ASK, "", 415),
    "charset that is not UTF-8": ("POST", {}, ASK, DIRECT + "; charset=utf-16", 415),
    "body that is not UTF-8": ("POST", {}, ASK.encode("utf-16"), DIRECT, 400),
    "dataset without query": ("GET", {"default-graph-uri": BDX}, None, None, 400),
    "form without query": ("POST", {}, {"x": "y"}, FORM, 400),
    "syntax": ("GET", {"query": "SELECT * {"}, None, None, 400),
    "undeclared prefix": ("GET", {"query": "SELECT * { ?s a x:Y }"}, None, None, 400),
    "graph that is no IRI": ("GET", {"query": ASK, "default-graph-uri": "a b"}, None, None, 400),
    "format that nobody has": ("GET", {"query": ASK, "format": "pdf"}, None, None, 406),
    "time that is no number": ("GET", {"query": ASK, "timeout": "soon"}, None, None, 400),
    "update via POST form": ("POST", {}, {"update": "CLEAR ALL"}, FORM, 403),
    "update via POST directly": ("POST", {}, "CLEAR ALL", "application/sparql-update", 403),
    "update via GET": ("GET", {"update": "CLEAR ALL"}, None, None, 403),
    "update with a dataset": (
        "POST", {"using-graph-uri": BDX}, "CLEAR ALL", "application/sparql-update", 403),
    "update passed as a query": (
        "GET", {"query": "INSERT DATA { <a:a> <a:b> 1 }"}, None, None, 400),
    "update after a prologue": (
        "GET", {"query": "PREFIX a: <a:> # x\nDELETE WHERE { ?s ?p ?o }"}, None, None, 400),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_words(name, client):
    method, params, content, media, status = REFUSED[name]
    body = urlencode(content, doseq=True) if isinstance(content, dict) else content
    headers = {} if media is None else {"Content-Type": media}
    answer = client.request(method, "/sparql", params=params, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert len(answer.text) > 20
    assert answer.headers["access-control-allow-origin"] == "*"
    if status == 405:
        assert {"GET", "POST", "HEAD", "OPTIONS"} <= set(answer.headers["allow"].split(", "))


def test_bytes_that_are_not_utf8_in_the_address(client):
    assert client.get("/sparql?query=ASK%20%7B%7D%FF").status_code == 400


def test_syntax_error_names_line_and_column(client):
    answer = client.get("/sparql", params={"query": "SELECT *\nWHERE { ?s ?p }"})
    assert "line 2, column" in answer.text


@pytest.mark.parametrize("accept", ["text/turtle", "image/png", "text/csv;q=0"])
def test_not_acceptable_lists_what_there_is(accept, client):
    answer = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "application/sparql-results+json" in answer.text


def test_head_is_get_without_body(client):
    got = client.get("/sparql", params={"query": SELECT})
    head = client.head("/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-length", "content-type", "etag"):
        assert head.headers[name] == got.headers[name]


def test_preflight(client):
    asked = {"Origin": "https://x.test", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    answer = client.options("/sparql", headers=asked)
    assert answer.status_code in (200, 204)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers


def test_long_queries_pass(client):
    padding = "#" + "x" * 5000 + "\n"
    assert client.get("/sparql", params={"query": padding + ASK}).status_code == 200
    values = " ".join(f"<https://x.test/{i}>" for i in range(9_000))
    query = f"SELECT ?s {{ VALUES ?s {{ {values} }} }}"
    answer = client.post("/sparql", data={"query": query})
    assert answer.status_code == 200
    assert len(answer.json()["results"]["bindings"]) == 9000


def test_repeated_question_is_not_sent_again(client):
    first = client.get("/sparql", params={"query": SELECT})
    again = {"If-None-Match": first.headers["etag"]}
    same = client.get("/sparql", params={"query": SELECT}, headers=again)
    other = client.get("/sparql", params={"query": ASK}, headers=again)
    assert (same.status_code, same.content) == (304, b"")
    assert other.status_code == 200
    assert "last-modified" in first.headers


def test_question_of_the_moment_is_never_kept(client):
    answers = {client.get("/sparql", params={"query": "SELECT (UUID() AS ?u) {}"}).text
               for _ in range(2)}  # fmt: skip
    assert len(answers) == 2


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_store(find_release(MINI)))


TERMS = '"é\\n\\"}},{\\""@fr 1.50 true <urn:é> <<( <a:a> <a:b> 1 )>>'
NATIVE = [
    *((f, "SELECT * { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l } ORDER BY ?s ?l")
      for f in formats.ROWS),
    *((f, "ASK {}") for f in formats.ROWS),
    *((f, f"SELECT ?t {{ VALUES ?t {{ {TERMS} }} }}") for f in formats.ROWS),
    *((f, "CONSTRUCT { ?s a ?o } { SELECT ?s ?o { ?s a ?o } ORDER BY ?s ?o }")
      for f in formats.GRAPHS),
]  # fmt: skip


@pytest.mark.parametrize(("format", "query"), NATIVE)
def test_http_gives_what_the_engine_gives(format, query, client, engine):
    answer = client.get("/sparql", params={"query": query, "format": format.name})
    _, _, results = engine.evaluate(Job(query))
    assert sorted(answer.content) == sorted(results.serialize(format=format.writer))


def test_csv_is_verbatim(client):
    answer = client.get("/sparql?format=csv", params={"query": 'SELECT ("=1+1" AS ?x) {}'})
    assert list(csv.reader(io.StringIO(answer.text)))[1:] in ([["=1+1"]], [])


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("%&+=#;?/é€𝔸"),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(word=WORDS)
def test_get_form_and_body_are_one(word, client):
    literal = json.dumps(word, ensure_ascii=False)
    iri = "https://x.test/" + quote(word, safe="") + "/été%20"
    query = f"SELECT ({literal} AS ?l) (<{iri}> AS ?i) {{}}"
    answers = [
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query.encode(), headers={"Content-Type": DIRECT}),
    ]
    assert {a.status_code for a in answers} == {200}, answers[0].text
    assert len({a.content for a in answers}) == 1
    row = answers[0].json()["results"]["bindings"][0]
    assert row["l"]["value"] == word
    assert row["i"]["value"] == iri


MEDIA = [FORM, DIRECT, "application/sparql-update", "text/plain", "", "multipart/form-data; x", "é"]
NAMES = ["query", "update", "default-graph-uri", "named-graph-uri", "format", "timeout", "", "é"]
VALUES = st.sampled_from([ASK, SELECT, CONSTRUCT, BDX, "csv", "1", "-1", "nan", "", "\x00"]) | WORDS


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "MKCOL"]),
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=3),
    media=st.sampled_from(MEDIA),
    body=st.binary(max_size=80)
    | st.sampled_from([ASK.encode(), urlencode({"query": ASK}).encode()]),
    accept=st.sampled_from(["", "*/*", "text/csv", "image/png", ";;q=,", "a/b;q=x, */*;q=2"]),
)
def test_no_request_makes_it_fail(method, pairs, media, body, accept, client):
    answer = client.request(
        method,
        "/sparql",
        params=pairs,
        content=body if method not in ("GET", "HEAD") else None,
        headers={"Content-Type": media.encode(), "Accept": accept},
    )
    known = {200, 204, 303, 400, 403, 405, 406, 415}
    assert answer.status_code in known, (answer.status_code, answer.text)
    assert answer.headers["access-control-allow-origin"] == "*"
