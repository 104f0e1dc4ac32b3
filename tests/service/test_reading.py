"""The parts that read requests, one table each: tokens, refusals, projection, Accept, cuts."""

import pytest
from pyoxigraph import RdfFormat, Store, parse, parse_query_results

from pvgraph.store import guard
from pvgraph.store.formats import GRAPHS, ROWS, by_name
from pvgraph.store.job import BadQuery
from pvgraph.store.projection import unprojected
from pvgraph.store.syntax import bad_query
from pvgraph.store.tokens import tokens
from pvgraph.store.truncation import cut
from pvgraph.web.negotiate import choose
from pvgraph.web.rate import Rate

KINDS = [
    ("SELECT * { ?s ?p ?o }", "select"),
    ("# SELECT\nask {}", "ask"),
    ("PREFIX select: <http://x/ASK#> CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", "graph"),
    ("BASE <http://x/> DESCRIBE <SELECT>", "graph"),
    ("not sparql at all", ""),
    ("", ""),
]


@pytest.mark.parametrize(("query", "kind"), KINDS)
def test_form_of_a_query(query, kind):
    assert guard.read(query).kind == kind


HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://x> {" }',
    "SELECT * { ?s ?p '''SERVICE } ' \\''' } ''' }",
    "SELECT * { ?s <http://x/SERVICE> ?o } # SERVICE",
    "PREFIX SERVICE: <a:> SELECT * { ?s SERVICE:x ?service }",
    "PREFIX SERVICE: <a:> SELECT * FROM SERVICE:y { GRAPH SERVICE:x { ?s ?p SERVICE:z } }",
    "SELECT * { ?s ?p ?o FILTER(?a<?b && ?c>?d) }",
    "SELECT * { VALUES (?a ?b) { " + "(1 -2) " * 5000 + "} }",
    "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join("1" * 2000) + ")) }",
    "SELECT * { " + "?s a ?o . " * 100 + "}",
    'SELECT * { ?s ?p "never closed SERVICE }',
]


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless_query_passes(query):
    guard.read(query)


GLUED = [
    "SELECT * { ?s ?p trueSERVICE<a:>{ ?s ?p ?o } }",
    "SELECT * { servicesilent<a:>{ ?s ?p ?o } }",
    "PREFIX x: <a:> SELECT * { SERVICEx:y { ?s ?p ?o } }",
    "PREFIX x: <a:> SELECT * { ?s ?p falseServiceSilentx:y # here\n{ ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", GLUED)
def test_service_is_seen_where_it_is_written_with_its_neighbours(query):
    """The engine reads each as a call: here in SILENT, that nothing comes of."""
    with pytest.raises(BadQuery, match="federation"):
        guard.read(query)


def test_refusal_names_the_place():
    with pytest.raises(BadQuery) as caught:
        guard.read("SELECT * {\n  SERVICE <http://x/> { ?s ?p ?o } }")
    assert (caught.value.line, caught.value.column) == (2, 3)


@pytest.mark.parametrize("name", ["NOW()", "RAND()", "UUID()", "struuid()", "BNODE()"])
def test_what_changes_is_not_kept(name):
    assert not guard.read(f"SELECT ({name} AS ?x) {{}}").stable
    assert guard.read("SELECT * { ?now ?rand <a:UUID> }").stable


def test_tokens_give_the_text_back():
    query = 'PREFIX é: <a:> SELECT ?x { ?x é:b%20c\\~d. , "a\\"b"@fr-FR ; 1.5e3 ^^<u> <<( ?a )>> }'
    assert "".join(t.text for t in tokens(query)) == query.replace(" ", "")
    assert all(query[t.start :].startswith(t.text) for t in tokens(query))


PROJECTIONS = [
    ("SELECT ?x ?s { ?s ?p ?x }", 0),
    ("SELECT * { ?s ?p ?x }", 0),
    ("SELECT ?x {\n{ SELECT ?x { ?s ?p ?x } } }", 0),
    ("SELECT ?x {\n{ SELECT ?s { ?s ?p ?x } } }", 2),
    ("SELECT ?x {\n{ SELECT (COUNT(?x) AS ?n) { ?s ?p ?x } } }", 2),
    ("SELECT ?x {\n{ SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } ?s ?p ?x }", 0),
    ("SELECT ?x {\n{ SELECT ?s { ?s ?p ?o } } { { ?s ?p ?x } } }", 0),
]


@pytest.mark.parametrize(("query", "line"), PROJECTIONS)
def test_sub_select_that_would_not_see_a_value(query, line):
    assert unprojected(query, "x") == line


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { ?s x:y ?o }", "undeclared prefix"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "GROUP BY"),
        ("SELECT * {\n\n ?s ?p }", "line 3, column"),
        ("ASK {} nonsense", "line 1, column"),
        ("PREFIX y: <a:>\nSELECT * { ?s y:a x:b }", "x: (line 2, column 19)"),
    ],
)
def test_the_engines_complaint_made_readable(query, words):
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    message = str(bad_query(caught.value, query))
    assert words in message
    assert "[_]" not in message
    assert len(message) < 300


# Where a query first goes wrong, in characters, and what it says to try.
WRONG = [
    ("SELCT\n*\n{ ?s ?p ?o }", (1, 1), "SELECT ?"),
    ("SELECT * ?s ?p ?o }", (1, 10), "WHERE {"),
    ("SELECT *\r\nWHERE {\r\n  ?s ?p\r\n}", (4, 1), "?variable"),
    ('SELECT * { ?s ?p "éé€𝔸" } }', (1, 27), "one closing brace too many"),
    ("SELECT * WHERE { ?s ?p ?o", (1, 26), "unclosed brace"),
    ("SELECT * WHERE {\n ?s ?p ?o\n", (2, 10), "unclosed brace"),
    ('SELECT * {\n ?s ?p "abc }\n}', (2, 8), "unclosed string"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", (1, 29), "expected): BY"),
    ("SELECT * { ?s ?p ?o }\nLIMIT ten", (2, 7), "nombre"),
    ("SELECT ?s, ?p { ?s ?p ?o }", (1, 10), "no comma"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 3) }", (1, 32), "not =="),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", (1, 28), "parentheses"),
    ("SELECT (FOO(?x) AS ?y) {}", (1, 9), "unknown word"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ?s) }", (1, 35), "already in use"),
    ("SELECT * { { _:a ?p ?o } { _:a ?q ?r } }", (1, 28), "blank node"),
    ("SELECT * { ?s a <x y> }", (1, 17), "not an IRI"),
    ("SELECT * {\u00a0?s ?p ?o }", (1, 11), "U+00A0"),
    ("ASK {};", (1, 7), "semicolon"),
    ("", (1, 1), "no query form"),
]


@pytest.mark.parametrize(("query", "where", "words"), WRONG)
def test_wrong_query_is_told_where_it_goes_wrong(query, where, words):
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    error = bad_query(caught.value, query)
    assert (error.line, error.column) == where
    assert words in str(error)


ACCEPTS = [
    (ROWS, "", "json"),
    (ROWS, "*/*", "json"),
    (ROWS, "*", "json"),
    (ROWS, "text/*", "csv"),
    (ROWS, "TEXT/CSV", "csv"),
    (ROWS, "text/csv;q=0.1,application/sparql-results+xml;q=0.2", "xml"),
    (ROWS, "application/sparql-results+json;q=0.5, application/json", "json"),
    (ROWS, "*/*;q=0.1, text/csv;q=0", "json"),
    (ROWS, "text/csv;q=nonsense", "csv"),
    (ROWS, "text/csv; charset=utf-8", "csv"),
    (ROWS, "image/png", None),
    (ROWS, "*/*;q=0", None),
    (GRAPHS, "application/json", "jsonld"),
    (GRAPHS, "text/plain", "nt"),
    (GRAPHS, "application/rdf+xml;q=0.9, text/turtle;q=0.8", "rdf"),
    (GRAPHS, "application/*", "nt"),
]


@pytest.mark.parametrize(("family", "accept", "name"), ACCEPTS)
def test_accept(family, accept, name):
    format = choose(family, accept)
    assert (format.name if format else None) == name


TRICKY = '"}},{\\"x </result> . \\n<b>\\n"@fr'


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    lines = [f"<urn:s{i}> <urn:p{i % 3}> {TRICKY}, <urn:o{i}> ." for i in range(400)]
    made.bulk_load("\n".join(lines), RdfFormat.TURTLE)
    return made


@pytest.mark.parametrize("format", ROWS, ids=lambda f: f.name)
@pytest.mark.parametrize("kept", [1500, 1777, 2048, 3001])
def test_cut_rows_are_whole_rows(format, kept, store):
    whole = store.query("SELECT * { ?s ?p ?o }").serialize(format=format.writer)
    short = cut(format.name, whole[: kept + 500], 0, kept)
    assert 0 < len(short) <= kept
    if format.name == "csv":
        assert whole.startswith(short)
        assert short.count(b'"') % 2 == 0
        return
    rows = list(parse_query_results(short, format.writer))
    every = list(parse_query_results(whole, format.writer))
    assert len(rows) > 3
    assert [str(r) for r in rows] == [str(r) for r in every[: len(rows)]]


@pytest.mark.parametrize("format", GRAPHS, ids=lambda f: f.name)
@pytest.mark.parametrize("kept", [1500, 1777, 2048, 3001])
def test_cut_graph_is_a_part_of_the_graph(format, kept, store):
    whole = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").serialize(format=format.writer)
    short = cut(format.name, whole[: kept + 500], 0, kept)
    assert 0 < len(short) <= kept
    triples = {q.triple for q in parse(short, by_name(format.name).writer)}
    assert len(triples) > 2
    assert triples <= {q.triple for q in store}


def test_csv_cut_knows_that_it_stands_inside_quotes():
    assert cut("csv", b'b"\r\n"c\r\n', 1, 99) == b'b"\r\n'
    assert cut("csv", b"no line end", 0, 99) is None


def test_rate_refills():
    rate = Rate(60)
    assert [rate.wait("a", now=0.0) for _ in range(61)] == [0] * 60 + [1]
    assert rate.wait("b", now=0.0) == 0
    assert rate.wait("a", now=1.1) == 0
    assert Rate(0).wait("a") == 0
