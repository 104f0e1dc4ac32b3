"""Headers, limits, and clients that take their time."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from servers import MINI, Served, serving

from pvgraph.cli.serve import command
from pvgraph.questions import Questions
from pvgraph.store.opening import find_release
from pvgraph.web.app import create_app
from pvgraph.web.context import Context
from pvgraph.web.listening import own_url
from pvgraph.web.runner import Inline

pytestmark = pytest.mark.service

BASE = "https://exemple.test/contrats"
PATHS = ["/sparql?query=ASK%7B%7D", "/sparql?query=", "/healthz", "/metrics", "/nulle-part"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_safety_headers(path, client):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers
    assert len(headers["x-request-id"]) >= 8


@pytest.mark.parametrize("path", ["/", "/.well-known/void", "/api/openapi.json"])
def test_head_and_preflight_everywhere(path, client):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    asked = {"Origin": "https://x.test", "Access-Control-Request-Method": "GET"}
    preflight = client.options(path, headers=asked)
    assert preflight.status_code == 204
    assert "GET" in preflight.headers["access-control-allow-methods"]


def test_request_id_is_kept_and_logged_without_the_query(client, served):
    client.get(
        "/sparql",
        params={"query": 'ASK { ?s ?p "secret-word" }'},
        headers={"X-Request-Id": "mon-essai-42"},
    )
    time.sleep(0.4)
    log = served.log.read_text(encoding="utf-8")
    line = next(json.loads(x) for x in log.splitlines() if "mon-essai-42" in x)
    assert line["path"] == "/sparql"
    assert line["status"] == 200
    assert {"client", "ms", "bytes", "release", "method"} <= set(line)
    assert "secret-word" not in log


def test_health_and_readiness_tell_the_release(client):
    health = client.get("/healthz").json()
    assert (health["status"], health["release"]) == ("ok", "mini")
    assert health["workers"] >= 2
    assert client.get("/readyz").status_code == 200


def test_metrics_count_requests_with_few_labels(client):
    for i in range(3):
        client.get(f"/inconnu-{i}")
    client.get("/healthz")
    client.get("/sparql", params={"query": "ASK {}"})
    text = client.get("/metrics").text
    for path in ("sparql", "healthz"):
        assert f'pvgraph_requests_total{{method="GET",path="{path}",status="200"}}' in text
    assert "inconnu" not in text


def test_describes_itself_truly(client):
    for path in ("/sparql", "/.well-known/void"):
        answer = client.get(path, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/turtle")
        for words in ("sd:Service", "void:classPartition", "void:propertyPartition", "sd:endpoint"):
            assert words in answer.text
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    n = counted.json()["results"]["bindings"][0]["n"]["value"]
    assert f"void:triples {n} " in answer.text
    for media in ("application/rdf+xml", "application/ld+json", "application/n-triples"):
        again = client.get("/sparql", headers={"Accept": media})
        assert again.headers["content-type"].startswith(media)


def test_body_over_the_limit_is_refused_before_it_is_read(served):
    with socket.create_connection(served.address, timeout=5) as link:
        link.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 200000000\r\n\r\n"
        )
        assert b" 413 " in link.recv(4096)


def test_body_without_length_is_counted(client):
    pieces = (b"#" * 65536 for _ in range(32))
    headers = {"Content-Type": "application/sparql-query"}
    assert client.post("/sparql", content=pieces, headers=headers).status_code == 413


def test_headers_over_the_limit_are_refused(served):
    with socket.create_connection(served.address, timeout=5) as link:
        link.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        for i in range(20):
            link.sendall(b"X-%d: %s\r\n" % (i, b"x" * 5000))
        assert b" 431 " in link.recv(4096)


@pytest.mark.parametrize("length", [70_000, 200_000])
def test_address_over_the_limit_is_refused_with_what_to_do(length, served):
    with socket.create_connection(served.address, timeout=5) as link:
        address = b"/sparql?query=ASK%7B%7D&x=" + b"x" * length
        link.sendall(b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % address)
        answer = link.recv(4096)
    assert answer.startswith(b"HTTP/1.1 414 ")
    assert b"POST" in answer


#: What never becomes a request, in one piece: its status.
UNREAD = {
    b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n" % (b"x" * 70_000): 414,
    b"GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n" % (b"x" * 70_000): 431,
    b"GET / HTTP/1.1\r\nHost: x\r\n%s\r\n" % (b"X: y\r\n" * 12_000): 431,
    b"GET / HTTP/1.1\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n": 400,
    b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n": 400,
    "GET /é HTTP/1.1\r\nHost: x\r\n\r\n".encode(): 400,
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n": 400,
}


@pytest.mark.parametrize("sent", UNREAD)
def test_what_never_becomes_a_request_is_told_why(sent, served):
    """By the first request of a connection and by the next one, safely and counted."""
    first = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    for before in (b"", first):
        got = said_after(served, before, sent)
        head, _, words = got.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 %d " % UNREAD[sent]), head[:80]
        for name in (b"content-security-policy", b"x-request-id", b"date", b"connection: close"):
            assert b"\r\n" + name in head.lower()
        assert len(words.decode()) > 20
    labels = f'method="autre",path="autre",status="{UNREAD[sent]}"'
    assert f"pvgraph_requests_total{{{labels}}}" in httpx.get(served.url + "/metrics").text


def said_after(served: Served, before: bytes, sent: bytes) -> bytes:
    """What is answered to `sent`, after an answered request if there is one."""
    with socket.create_connection(served.address, timeout=10) as link:
        if before:
            link.sendall(before)
            assert link.recv(1 << 16).startswith(b"HTTP/1.1 200")
        link.sendall(sent)
        got = b""
        while piece := link.recv(1 << 16):
            got += piece
    return got


def test_answer_that_is_due_comes_before_a_malformed_request_ends_the_connection(served):
    """A new question, which a worker has to answer, and garbage right behind it."""
    query = b"SELECT%20(STRLEN(%22garbage%22)%20AS%20?n)%20%7B%7D"
    got = said(served, b"GET /sparql?query=%s HTTP/1.1\r\nHost: x\r\n\r\n\x00\x01" % query)
    assert got.startswith(b"HTTP/1.1 200")
    assert got.count(b"HTTP/1.1 ") == 1


def test_malformed_body_takes_no_answer_from_the_request_before_it(served):
    first = b"GET /questions?%s HTTP/1.1\r\nHost: x\r\n\r\n" % b"never=asked"
    second = b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    with open_link(served, first + second) as link:
        assert link.recv(1 << 16).startswith(b"HTTP/1.1 200")
    time.sleep(0.3)
    assert "Traceback" not in served.log.read_text(encoding="utf-8")


OWN_URLS = {
    ("127.0.0.1", 8000): "http://127.0.0.1:8000",
    ("0.0.0.0", 80): "http://localhost:80",
    ("::", 8000): "http://localhost:8000",
    ("::1", 8000): "http://[::1]:8000",
    ("exemple.test", 8000): "http://exemple.test:8000",
}


@pytest.mark.parametrize("listening", OWN_URLS)
def test_own_address_can_be_called(listening):
    assert own_url(*listening) == OWN_URLS[listening]


GARBAGE = [
    b"\x16\x03\x01\x02\x00\x01",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /sparql?query=%ZZ%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_never_brings_a_500(garbage, served, client):
    with socket.create_connection(served.address, timeout=5) as link:
        link.sendall(garbage)
        link.shutdown(socket.SHUT_WR)
        assert b" 500 " not in link.recv(4096)
    assert client.get("/healthz").status_code == 200


def open_link(served: Served, first_words: bytes) -> socket.socket:
    link = socket.create_connection(served.address, timeout=20)
    link.sendall(first_words)
    return link


@pytest.fixture(scope="module")
def strict(tmp_path_factory) -> Iterator[Served]:
    """A service behind a proxy, with little patience and a rate limit."""
    flags = ("--patience", "2", "--rate", "60", "--base-url", BASE, "--log-queries")
    with serving(tmp_path_factory.mktemp("strict") / "log", *flags) as service:
        yield service


def test_trickling_clients_are_cut_and_stop_nobody(strict):
    """600 connections that never finish their headers or body, and 200 that say nothing."""
    words = [
        b"GET /healthz HTTP/1.1\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        b"X-Forwarded-For: 7.7.%d.%d\r\nContent-Length: 500\r\n\r\nASK",
        b"",
    ]
    links = []
    for number in range(800):
        word = words[0] if number < 400 else words[1] if number < 600 else words[2]
        word = word % divmod(number, 256) if b"%d" in word else word
        links.append(open_link(strict, word))
    begun = time.monotonic()
    answer = httpx.get(strict.sparql, params={"query": "ASK {}"}, timeout=10)
    assert answer.status_code == 200
    assert time.monotonic() - begun < 1.5
    with ThreadPoolExecutor(8) as readers:
        assert sum(readers.map(_is_cut, links)) == 800
    assert time.monotonic() - begun < 6


def _is_cut(link: socket.socket) -> bool:
    """Whether it is closed, with or without the reason."""
    with link:
        try:
            said = link.recv(4096)
            return not said or (said.startswith(b"HTTP/1.1 408 ") and link.recv(4096) == b"")
        except ConnectionError:
            return True


def test_sub_path_and_proxy(strict):
    told = {"X-Forwarded-For": "9.9.9.9"}
    whole = httpx.get(strict.url + "/contrats/healthz", headers=told)
    cut = httpx.get(strict.url + "/healthz", headers=told)
    described = httpx.get(strict.sparql, headers={"Accept": "text/turtle", **told}).text
    assert whole.status_code == cut.status_code == 200
    assert f"{BASE}/sparql" in described
    time.sleep(0.4)
    assert '"client": "9.9.9.9"' in strict.log.read_text()


def test_queries_are_logged_by_flag_however_they_come(strict):
    told = {"X-Forwarded-For": "9.9.9.12"}
    httpx.post(strict.sparql, data={"query": "ASK { } # form"}, headers=told)
    httpx.get(strict.sparql, params={"query": "ASK { } # address"}, headers=told)
    time.sleep(0.4)
    log = strict.log.read_text()
    assert '"query": "ASK { } # form"' in log
    assert '"query": "query=ASK%20%7B%20%7D%20%23%20address"' in log.replace("+", "%20")


@pytest.mark.parametrize("url", ["exemple.fr", "javascript:alert(1)", "https://", "https://x?a=b"])
def test_public_address_is_a_web_address(url):
    refused = CliRunner().invoke(command, ["--base-url", url])
    assert refused.exit_code == 2
    assert "http(s)" in refused.output


ADDRESSES = {
    "/contrats/questions/": "/contrats/questions",
    "/questions/?lang=en": "/contrats/questions?lang=en",
    "//elsewhere.test/": "/contrats/elsewhere.test",
    "/%5Celsewhere.test/": "/contrats/%5Celsewhere.test",
}


@pytest.mark.parametrize("asked", ADDRESSES)
def test_no_address_leads_outside_of_the_sub_path(asked, strict):
    headers = {"Host": "elsewhere.test", "X-Forwarded-For": "9.9.9.10"}
    answer = httpx.get(httpx.URL(strict.url, raw_path=asked.encode()), headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (308, ADDRESSES[asked])
    assert httpx.get(f"{strict.url}/contrats", headers=headers).status_code == 200


def test_address_that_has_a_slash_keeps_it(client):
    assert client.get("/api/", follow_redirects=False).headers["location"] == "/api/openapi.json"


def test_contrat_of_which_little_is_known_has_its_page(client):
    answer = client.get("/contrats/bordeaux")
    assert answer.status_code == 200
    assert "<h1>" in answer.text


def test_what_nobody_foresaw_is_said_safely(monkeypatch):
    runner = Inline(find_release(MINI))
    monkeypatch.setattr(runner, "state", lambda: {}["unforeseen"])
    service = create_app(Context(runner, Questions.load()))
    with TestClient(service, raise_server_exceptions=False) as client:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.headers["connection"]) == (500, "close")
    assert "content-security-policy" in answer.headers
    assert "X-Request-Id" in answer.text


def test_openapi_names_the_sub_path(strict):
    told = {"X-Forwarded-For": "9.9.9.11"}
    openapi = httpx.get(strict.url + "/api/openapi.json", headers=told).json()
    assert openapi["servers"] == [{"url": "/contrats"}]


@pytest.mark.parametrize(
    ("path", "client"), [("/sparql?query=ASK%7B%7D", "8.8.8.8"), ("/questions", "8.8.8.9")]
)
def test_rate_limit_by_flag(path, client, strict):
    with httpx.Client(headers={"X-Forwarded-For": client}) as session:
        answers = [session.get(strict.url + path) for _ in range(75)]
    refused = [a for a in answers if a.status_code == 429]
    assert len(refused) >= 10
    assert int(refused[0].headers["retry-after"]) >= 1
    assert "attendez" in refused[0].text
    assert httpx.get(strict.url + path, headers={"X-Forwarded-For": "8.8.4.4"}).is_success


@pytest.mark.parametrize("path", ["/healthz", "/contrats/readyz"])
def test_who_watches_is_never_limited(path, strict):
    with httpx.Client(headers={"X-Forwarded-For": "8.8.8.10"}) as session:
        assert {session.get(strict.url + path).status_code for _ in range(75)} == {200}


def said(served: Served, sent: bytes) -> bytes:
    """All that comes back on one connection until it is closed."""
    with socket.create_connection(served.address, timeout=10) as link:
        link.sendall(sent)
        got = b""
        while piece := link.recv(1 << 16):
            got += piece
    return got


@pytest.mark.parametrize("path", [b"/sparql?query=ASK%7B%7D", b"/questions", b"/healthz"])
def test_answers_follow_each_other_on_one_connection(path, served):
    """Asked all at once: new, kept, to a HEAD, and the last one closes."""
    request = b"%s %s HTTP/1.1\r\nHost: x\r\n%s\r\n"
    got = said(
        served,
        request % (b"GET", path, b"") * 2
        + request % (b"HEAD", path, b"")
        + request % (b"GET", path, b"Connection: close\r\n"),
    )
    heads = [part.split(b"\r\n\r\n")[0].lower() for part in got.split(b"HTTP/1.1 ")[1:]]
    assert [head[:3] for head in heads] == [b"200"] * 4
    assert all(head.count(b"content-length:") == 1 for head in heads)
    assert all(head.count(b"\r\ndate:") == 1 for head in heads)
    assert len({head.split(b"content-type:")[1].split(b"\r\n")[0] for head in heads}) == 1
    assert b"connection: close" in heads[-1]


def test_old_client_is_answered_and_closed(served):
    got = said(served, b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n")
    assert got.startswith(b"HTTP/1.1 200")
    assert got.endswith(b"true}")


def test_requests_are_counted(client):
    def count() -> tuple[float, float]:
        lines = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines())
        return tuple(
            float(lines.get(name, 0))
            for name in (
                'pvgraph_requests_total{method="GET",path="sparql",status="200"}',
                'pvgraph_request_seconds_bucket{le="+Inf",path="sparql"}',
            )
        )

    before = count()
    for _ in range(3):
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    after = count()
    assert after[0] - before[0] == 3
    assert after[1] - before[1] >= 3
