"""The shortest way of a plain question: what comes by it is what comes by the usual way."""

import json
import socket
import time

import httpx
import pytest
from servers import Served

pytestmark = pytest.mark.service

#: A condition that nothing meets: with it a request goes the usual way.
USUAL = {"If-None-Match": '"autre"'}
OWN = frozenset({"date", "x-request-id"})
TRIPLES = "{ ?s ?p ?o }"
CROSSED = "{ ?s ?p ?o . ?x ?y ?z . ?v ?w ?u }"

QUESTIONS = {
    "rows": f"SELECT * {TRIPLES}",
    "boolean": f"ASK {TRIPLES}",
    "triples": f"CONSTRUCT {TRIPLES} WHERE {TRIPLES}",
    "of the moment": "SELECT (NOW() AS ?n) {}",
    "no answer in the words": 'SELECT * { FILTER("now" = "SERVICE") }',
    "long answer": f"SELECT * {CROSSED} LIMIT 4000",
    "syntax error": "SELECT * { ?s ?p }",
    "prefix not declared": "SELECT * { ?s x:y ?o }",
    "remote service": "SELECT * { SERVICE <http://127.0.0.1/> {} }",
    "update": "DROP ALL",
    "nothing": "",
}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("accept", ["*/*", "text/csv, text/turtle;q=0.5", "image/png"])
def test_both_ways_give_the_same(name, accept, client):
    for turn in range(2):  # made, then kept
        asked = {"query": f"{QUESTIONS[name]} # {turn} {accept}"}
        headers = {"Accept": accept}
        short = client.get("/sparql", params=asked, headers=headers)
        usual = client.get("/sparql", params=asked, headers={**headers, **USUAL})
        assert short.status_code == usual.status_code
        aside = OWN if name != "of the moment" else {*OWN, "content-length"}  # 7 or 6 digits
        own = [{k: v for k, v in a.headers.items() if k not in aside} for a in (short, usual)]
        assert own[0] == own[1]
        if name != "of the moment":
            assert short.content == usual.content


def test_deadline_of_the_client_holds(client):
    asked = {"query": f"SELECT (COUNT(*) AS ?n) {CROSSED} # {time.time()}", "timeout": "0.3"}
    begun = time.monotonic()
    answer = client.get("/sparql", params=asked)
    assert answer.status_code == 504
    assert 0.3 <= time.monotonic() - begun < 1.5


def test_proxy_that_is_believed_gives_the_client(client, served):
    told = {"X-Forwarded-For": "5.5.5.5", "X-Request-Id": "par-mandataire"}
    client.get("/sparql", params={"query": "ASK {}"}, headers=told)
    time.sleep(0.4)
    log = served.log.read_text(encoding="utf-8")
    line = next(json.loads(x) for x in log.splitlines() if "par-mandataire" in x)
    assert (line["client"], line["path"], line["status"]) == ("5.5.5.5", "/sparql", 200)


def test_a_thousand_short_requests_at_once_are_answered_in_order(served):
    """Sent without waiting, most of them kept ready, none inside another."""
    number = 1500
    asked = (
        b"GET /sparql?query=ASK%7B%7D%23{} HTTP/1.1\r\nHost: x\r\nX-Request-Id: numero-{}\r\n\r\n"
    )
    requests = [
        asked.replace(b"{}", b"%d" % (n % 40), 1).replace(b"{}", b"%06d" % n) for n in range(number)
    ]
    with socket.create_connection(served.address, timeout=20) as link:
        link.sendall(b"".join(requests) + b"GET /healthz HTTP/1.0\r\n\r\n")
        got = b""
        while piece := link.recv(1 << 20):
            got += piece
    answers = [got.split(b"x-request-id: numero-")[n + 1][:6] for n in range(number)]
    assert [int(n) for n in answers] == list(range(number))


def test_client_that_leaves_while_it_waits_takes_no_worker(served: Served):
    query = f"SELECT (COUNT(*) AS ?n) {CROSSED}"
    links = []
    for n in range(20):
        link = socket.create_connection(served.address, timeout=20)
        target = str(httpx.URL("/sparql", params={"query": f"{query} # left {n} {time.time()}"}))
        link.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        links.append(link)
    time.sleep(0.2)
    for link in links:
        link.close()
    begun = time.monotonic()
    while time.monotonic() - begun < 5:
        state = httpx.get(served.url + "/healthz").json()
        if (state["busy"], state["waiting"]) == (0, 0):
            break
        time.sleep(0.05)
    assert (state["busy"], state["waiting"]) == (0, 0)
    assert time.monotonic() - begun < 2
    assert httpx.get(served.sparql, params={"query": f"ASK {TRIPLES}"}).is_success
