"""Queries made to kill, hang or use the service, while a steady client must not notice."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from servers import Served, serving

pytestmark = pytest.mark.service

DEADLINE = 1.0
PAIR = "?a ?b ?c . ?d ?e ?f"
CUBE = f"{PAIR} . ?g ?h ?i"


def nested(left: str, right: str, times: int, inside: str) -> str:
    return left * times + inside + right * times


def many(times: int, pattern: str) -> str:
    return " ".join(pattern.format(i) for i in range(times))


# What the tokenizer sees: refused at once, with a reason.
REFUSED = {
    "nested groups": "SELECT * " + nested("{", "}", 2300, "?s ?p ?o"),
    "nested calls": f"SELECT * {{ ?s ?p ?o FILTER({nested('STR(', ')', 1000, '?s')} = 'a') }}",
    "nested parentheses": f"SELECT * {{ FILTER{nested('(', ')', 5000, 'true')} }}",
    "nested EXISTS": f"SELECT * {{ {nested('FILTER EXISTS { ?s ?p ?o ', '}', 900, '')} }}",
    "nested OPTIONAL": f"SELECT * {{ {nested('OPTIONAL { ?s ?p ?o ', '}', 2600, '')} }}",
    "nested sub-selects": "SELECT * " + nested("{ SELECT * ", "}", 2600, "{ ?s ?p ?o }"),
    "nested blank nodes": f"SELECT * {{ ?s ?p {nested('[ ?p ', ']', 160, '?o')} }}",
    "nested collections": f"SELECT * {{ ?s ?p {nested('(', ')', 160, '?o')} }}",
    "nested triple terms": f"SELECT * {{ ?s ?p {nested('<<( ?a ?b ', ' )>>', 6000, '?o')} }}",
    "a run of negations": f"ASK {{ FILTER({'!' * 10000}true) }}",
    "a flat sum": f"SELECT (1{'+1' * 7000} AS ?x) {{}}",
    "flat OPTIONALs": f"SELECT * {{ {many(2700, 'OPTIONAL {{ ?s ?p ?x{} }}')} }}",
    "flat BINDs": f"SELECT * {{ {many(2700, 'BIND(1 AS ?x{})')} }}",
    "flat UNIONs": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5000) + " }",
    "path alternatives": "SELECT * { ?s " + "|".join(["<a:p>"] * 20000) + " ?o }",
    "a star of 200 triples": f"SELECT * {{ {many(200, '?s ?p{0} ?o{0} .')} }}",
    "a star of 200 with semicolons": "SELECT * { ?s " + " ; ".join(["?p ?o"] * 200) + " }",
    "letters and dots, a prefix that never ends": "SELECT * { " + "a." * 500_000,
    "a million question marks": "?" * 1_000_000,
    "SERVICE": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "silent service in a sub-select": "SELECT * { { SELECT * { service # x\n SILENT ?s {} } } }",
    "SERVICE in EXISTS": "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> {} } }",
    "SERVICE escaped": "SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "LOAD": "LOAD <http://127.0.0.1:9/>",
}
# What only killing stops.
STOPPED = {
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {{ {CUBE} . ?j ?k ?l }}",
    "an offset nobody reaches": f"SELECT * {{ {CUBE} . ?j ?k ?l }} OFFSET 100000000000",
    "sorting a product": f"SELECT * {{ {CUBE} }} ORDER BY ?a ?d ?g",
    "a path bomb": "SELECT (COUNT(*) AS ?n) { ?s (!<a:p>)* ?o . ?x (!<a:q>)* ?y . ?z ?t ?w }",
    "a GROUP_CONCAT bomb": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?x) {{ {CUBE} }}",
    "a doubling CONCAT": 'SELECT (STRLEN(?x40) AS ?n) { BIND("aaaaaaaaaaaaaaaa" AS ?x0) '
    + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40)) + "}",
    "nested REPLACE": f"SELECT (STRLEN({'REPLACE(' * 9}'aaaaaaaaaa'"
    + ", 'a', 'aaaaaaaaaaaaaaaaaaaa')" * 9 + ") AS ?n) {}",
    "five thousand sort keys": f"SELECT * {{ ?s ?p ?o }} ORDER BY {many(5000, '(?s = <a:{}>)')}",
    "stars in unions": "SELECT * { "
    + " UNION ".join(["{" + many(60, "?s ?p{0} ?o{0} .") + "}"] * 20) + "}",
}  # fmt: skip
# What is big or odd, and right.
ANSWERED = {
    "a regular expression bomb": 'SELECT * { FILTER(REGEX("' + "a" * 2000 + '!", "(a+)+$")) }',
    "a regular expression too large": 'SELECT * { FILTER(REGEX("a", "((a{1,1000}){1,1000})")) }',
    "a literal of 900 kB": 'ASK { ?s ?p "' + "x" * 900_000 + '" }',
    "a VALUES of 20,000": f"SELECT * {{ VALUES ?s {{ {many(20000, '<a:{}>')} }} ?s ?p ?o }}",
    "a list of 5,000": f"ASK {{ ?s ?p ?o FILTER(?s IN ({','.join(['<a:a>'] * 5000)})) }}",
}
CASES = (
    [(name, query, {400}) for name, query in REFUSED.items()]
    + [(name, query, {503, 504}) for name, query in STOPPED.items()]
    + [(name, query, {200}) for name, query in ANSWERED.items()]
    + [("a literal of 10 MB", 'ASK { ?s ?p "' + "x" * 10_000_000 + '" }', {413})]
)


def post(served: Served, query: str, **headers: str) -> httpx.Response:
    media = {"Content-Type": "application/sparql-query", **headers}
    return httpx.post(served.sparql, content=query.encode(), headers=media, timeout=30)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("hostile") / "log"
    limits = ("--timeout", str(DEADLINE), "--memory", "200", "--workers", "4", "--max-answer", "2")
    with serving(log, *limits) as service:
        yield service


def steady(served: Served, over: threading.Event, seen: list[tuple[int, float]]) -> None:
    """Ask small new questions until it is over; note status and seconds of each."""
    with httpx.Client() as session:
        while not over.is_set():
            begun = time.monotonic()
            query = f"ASK {{}} # {len(seen)}"
            answer = session.get(served.sparql, params={"query": query}, timeout=30)
            seen.append((answer.status_code, time.monotonic() - begun))
            over.wait(0.02)


def test_hostile_queries_disturb_nobody(attacked):
    """Each case has its status within its time; the steady client is always answered."""
    over, seen = threading.Event(), []
    client = threading.Thread(target=steady, args=(attacked, over, seen))
    client.start()

    def attack(case):
        begun = time.monotonic()
        return *case[::2], post(attacked, case[1]), time.monotonic() - begun

    with ThreadPoolExecutor(3) as attackers:
        results = list(attackers.map(attack, CASES))
    over.set()
    client.join()
    assert len(results) >= 37
    wrong = [(n, a.status_code, a.text[:80]) for n, ok, a, _ in results if a.status_code not in ok]
    assert not wrong
    assert all(len(a.text) > 20 for _, ok, a, _ in results if 200 not in ok)
    assert attacked.process.poll() is None
    assert {status for status, _ in seen} == {200}
    assert len(seen) > 20
    assert max(seconds for _, seconds in seen) < 3


def test_answers_within_half_a_second_of_the_deadline(attacked):
    begun = time.monotonic()
    answer = httpx.get(
        attacked.sparql,
        params={"query": STOPPED["cartesian product"], "timeout": "0.5"},
        timeout=30,
    )
    assert answer.status_code == 504
    assert time.monotonic() - begun < 1.5
    assert "LIMIT" in answer.text


def test_four_bombs_leave_room_for_a_small_query(attacked):
    bombs = [
        threading.Thread(target=post, args=(attacked, STOPPED["cartesian product"] + f"# {i}"))
        for i in range(4)
    ]
    for bomb in bombs:
        bomb.start()
    time.sleep(0.2)
    begun = time.monotonic()
    assert post(attacked, "ASK {} # small").status_code == 200
    assert time.monotonic() - begun < 3
    for bomb in bombs:
        bomb.join()


def test_client_that_leaves_frees_its_worker(attacked):
    for i in range(3):
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(
                attacked.sparql,
                params={"query": STOPPED["cartesian product"] + f"# {i}"},
                timeout=0.15,
            )
    time.sleep(0.3)
    assert httpx.get(attacked.url + "/healthz").json()["busy"] == 0


def test_long_answer_is_cut_at_a_row_and_says_so(attacked):
    for media, end in (("application/sparql-results+json", b"]}}"), ("text/csv", b"\r\n")):
        answer = post(attacked, f"SELECT * {{ {PAIR} }}", Accept=media)
        assert answer.status_code == 200
        assert "bytes=" in answer.headers["x-pvgraph-truncated"]
        assert answer.content.endswith(end)
        assert answer.content.count(b"http") > 5000
        assert len(answer.content) <= int(answer.headers["x-pvgraph-truncated"][6:])


def test_worker_network_is_closed(attacked):
    """What the tokenizer would miss cannot connect either: the kernel refuses it."""
    state = httpx.get(attacked.url + "/healthz").json()
    assert state["network_closed"] is True
    assert state["isolated"] is True
