"""How fast `pvgraph serve` answers, beside the engine in process and beside two other servers.

    python benchmarks/serve.py --store build [--oxigraph PATH] [--rdflib-endpoint PATH]

Six reference queries and an ASK on one graph in one run; figures are to be read as ratios within
the run. The peers are optional (`pip install pvgraph[bench]`).
"""

import argparse
import contextlib
import http.client
import math
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import QueryResultsFormat

from pvgraph.releases import Release
from pvgraph.store.engine import Engine
from pvgraph.store.opening import find_release, load, open_disk

PREFIXES = """PREFIX pv: <https://w3id.org/pvgraph/def#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""
_HEAD_END = b"\r\n\r\n"


MATRIX = (
    "?e a pv:Engagement ; pv:acteur ?a ; pv:mesure ?m . ?m pv:contrat {c} ; pv:themePrincipal ?t"
)
QUERIES = {
    "ask": "ASK {{ ?s ?p ?o }}",
    "matrix": f"SELECT ?a ?t ?c (COUNT(DISTINCT ?e) AS ?n) {{{{ {MATRIX.format(c='?c')} }}}}"
    " GROUP BY ?a ?t ?c",
    "city matrix": "SELECT ?a ?t (COUNT(DISTINCT ?e) AS ?n) {{ "
    + MATRIX.format(c="{contrat}")
    + " }} GROUP BY ?a ?t",
    "actor in a city": "SELECT ?m ?x ?q {{ ?e pv:acteur {acteur} ; pv:contrat {contrat} ;"
    " pv:mesure ?m . ?m pv:texte ?x ; prov:wasQuotedFrom ?p . ?p nif:anchorOf ?q }}",
    "one record": "SELECT ?p ?o ?l {{ {mesure} ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} }}",
    "text search": 'SELECT ?m ?x {{ ?m pv:texte ?x FILTER(CONTAINS(LCASE(?x), "emploi")) }}',
    "distinct order": "SELECT DISTINCT ?a ?l {{ ?e pv:acteur ?a . ?a rdfs:label ?l }}"
    " ORDER BY ?l LIMIT 50",
}


def queries(engine: Engine) -> dict[str, str]:
    """The reference queries, about the most spoken-of contrat, acteur and mesure of the graph."""

    def most(variable: str, pattern: str) -> str:
        order = f"GROUP BY {variable} ORDER BY DESC(COUNT(*)) {variable} LIMIT 1"
        sparql = f"{PREFIXES} SELECT {variable} {{ {pattern} }} {order}"
        return str(engine.query(sparql).rows[0][0])

    contrat = most("?c", "?e a pv:Engagement ; pv:contrat ?c")
    acteur = most("?a", f"?e a pv:Engagement ; pv:contrat {contrat} ; pv:acteur ?a")
    mesure = most("?m", f"?e pv:mesure ?m ; pv:contrat {contrat}")
    named = {"contrat": contrat, "acteur": acteur, "mesure": mesure}
    return {name: sparql.format(**named) for name, sparql in QUERIES.items()}


@dataclass(frozen=True)
class Measure:
    """Milliseconds at the median and at the 99th percentile, and requests a second."""

    p50: float
    p99: float
    rate: float


def summary(seconds: list[float], lasted: float) -> Measure:
    ordered = sorted(seconds)
    return Measure(
        statistics.median(ordered) * 1000,
        ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000,
        len(ordered) / lasted,
    )


def in_process(engine: Engine, sparql: str, callers: int, lasts: float) -> tuple[list, float]:
    """The engine called directly by so many threads at once, its answers serialised."""

    def call() -> list[float]:
        seconds = []
        while (now := time.perf_counter()) - begun < lasts or not seconds:
            engine.store.query(sparql).serialize(format=QueryResultsFormat.JSON)
            seconds.append(time.perf_counter() - now)
        return seconds

    begun = time.perf_counter()
    with ThreadPoolExecutor(callers) as threads:
        calls = [threads.submit(call) for _ in range(callers)]
        seconds = [s for done in calls for s in done.result()]
    return seconds, time.perf_counter() - begun


class Client:
    """One connection that asks again as soon as it is answered; reads without decoding."""

    def __init__(self, port: int, request: Callable[[], bytes]) -> None:
        self.link = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.request = request
        self.seconds: list[float] = []
        self.send()

    def send(self) -> None:
        self.got = bytearray()
        self.begun = time.perf_counter()
        self.link.sendall(self.request())

    def receive(self) -> None:
        """Take what has come; when the answer is whole, note its time and ask again."""
        data = self.link.recv(1 << 20)
        if not data:
            raise SystemExit(f"connection closed: {bytes(self.got[:200])!r}")
        self.got += data
        if self.whole():
            self.seconds.append(time.perf_counter() - self.begun)
            if b" 200 " not in self.got[:20]:
                raise SystemExit(f"not answered: {bytes(self.got[:400])!r}")
            self.send()

    def whole(self) -> bool:
        end = self.got.find(_HEAD_END)
        if end < 0:
            return False
        head = bytes(self.got[:end]).lower()
        if b"content-length:" in head:
            size = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            return len(self.got) >= end + 4 + size
        return self.got.endswith(b"0" + _HEAD_END)


PATIENCE = 10.0
"""Seconds that any answer may take; a slower server is said to be so and started again."""
_NUMBERS = iter(range(10**9))


def over_http(
    port: int, path: str, sparql: str, clients: int, lasts: float, fresh: bool
) -> tuple[list, float]:
    """`clients` connections asking without pause; `fresh` makes each question a new one.

    Raises:
        TimeoutError: an answer took more than `PATIENCE`.
    """

    def request() -> bytes:
        query = f"{sparql} # {next(_NUMBERS)}" if fresh else sparql
        return (
            f"GET {path}?query={quote(query, safe='')} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Accept: application/sparql-results+json\r\n\r\n"
        ).encode()

    with selectors.DefaultSelector() as selector:
        everyone = [Client(port, request) for _ in range(clients)]
        for client in everyone:
            selector.register(client.link, selectors.EVENT_READ, client)
        begun = time.perf_counter()
        while time.perf_counter() - begun < lasts or not all(c.seconds for c in everyone):
            ready = selector.select(timeout=PATIENCE)
            if not ready or time.perf_counter() - begun > lasts + PATIENCE:
                raise TimeoutError
            for key, _ in ready:
                key.data.receive()
        lasted = time.perf_counter() - begun
        for client in everyone:
            client.link.close()
    return [s for c in everyone for s in c.seconds], lasted


@dataclass(frozen=True)
class Server:
    """A server to measure: how to start it on a port, where it answers, what it may answer from."""

    name: str
    command: Callable[[int], list[str]]
    path: str
    fresh: bool = True
    prepare: Callable[[int], None] = lambda port: None


@contextlib.contextmanager
def running(server: Server) -> Iterator[int]:
    """The server on a free port, ended by its process."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        server.command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        begun = time.perf_counter()
        while time.perf_counter() - begun < 60:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.02)
        server.prepare(port)
        print(f"{server.name}: listens after {time.perf_counter() - begun:.1f} s", file=sys.stderr)
        yield port
    finally:
        process.terminate()
        process.wait()


def fill(port: int, release: Release) -> None:
    """Send the graph to a server that keeps it in memory."""
    for file, target, media in (
        (release.default, "/store?default", "application/n-triples"),
        (release.quads, "/store", "application/n-quads"),
    ):
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        link.request("POST", target, file.read_bytes(), {"Content-Type": media})
        answer = link.getresponse()
        if answer.status >= 300:
            raise SystemExit(f"{target}: {answer.status} {answer.read()[:200]!r}")
        link.close()


DIRECT = "in process"
OURS, REPEATED = "pvgraph", "pvgraph, asked before"
DISK, MEMORY, RDFLIB = "oxigraph, on disk", "oxigraph, in memory", "rdflib-endpoint"


def servers(store: Path, options: argparse.Namespace, work: Path) -> list[Server]:
    """Our service, twice, and the peers that are installed."""
    release = find_release(store)
    ours = [sys.executable, "-m", "pvgraph", "serve", "--store", str(store), "--port"]
    found = [
        Server(OURS, lambda port: [*ours, str(port)], "/sparql"),
        Server(REPEATED, lambda port: [*ours, str(port)], "/sparql", fresh=False),
    ]
    if options.oxigraph:
        disk = work / "oxigraph"
        load_command = [options.oxigraph, "load", "--location", str(disk), "--file"]
        for file in (release.quads, release.default):
            subprocess.run([*load_command, str(file)], check=True, capture_output=True)
        serve = [options.oxigraph, "serve-read-only", "--location", str(disk), "--bind"]
        found.append(Server(DISK, lambda port: [*serve, f"127.0.0.1:{port}"], "/query"))
        in_memory = [options.oxigraph, "serve", "--bind"]
        found.append(
            Server(
                MEMORY,
                lambda port: [*in_memory, f"127.0.0.1:{port}"],
                "/query",
                prepare=lambda port: fill(port, release),
            )
        )
    return found


def rdflib_endpoint(release: Release, options: argparse.Namespace) -> Server | None:
    """The peer that can stop no query, where it is installed."""
    if not options.rdflib_endpoint:
        return None
    command = [options.rdflib_endpoint, "serve", "--host", "127.0.0.1", "--port"]
    return Server(RDFLIB, lambda port: [*command, str(port), str(release.default)], "/")


Slices = dict[str, Callable[[str, int], tuple[list, float]]]


def measure(
    slices: Slices, asked: dict[str, str], rounds: int
) -> dict[tuple[str, str, int], Measure]:
    """By server, query and number of clients.

    Servers take turns in short slices, several rounds of them: whatever else this machine does
    falls on all alike.
    """
    found = {}
    for query, sparql in asked.items():
        for clients in (1, 8):
            taken: dict[str, list[tuple[list, float]]] = {name: [] for name in slices}
            for _ in range(rounds):
                for name, ask in slices.items():
                    taken[name].append(ask(sparql, clients))
            for name, parts in taken.items():
                seconds = [s for part, _ in parts for s in part]
                found[name, query, clients] = summary(seconds, sum(lasted for _, lasted in parts))
    return found


def measure_alone(
    server: Server, asked: dict[str, str], lasts: float
) -> dict[tuple[str, str, int], Measure]:
    """A server that cannot stop a query, by itself: started again after each that was too slow."""
    found = {}
    for query, sparql in asked.items():
        with running(server) as port:
            for clients in (1, 8):
                try:
                    made = over_http(port, server.path, sparql, clients, lasts, server.fresh)
                    found[server.name, query, clients] = summary(*made)
                except TimeoutError:
                    found[server.name, query, clients] = Measure(math.inf, math.inf, 0)
                    found.setdefault((server.name, query, 8), Measure(math.inf, math.inf, 0))
                    break
    return found


def table(found: dict[tuple[str, str, int], Measure], asked: Iterable[str], name: str) -> None:
    """One server's figures, each beside those of the engine in process."""
    print(f"\n{name:24}{'p50 at 1':>10}{'÷ direct':>10}{'p50 at 8':>10}{'÷ direct':>10}"
          f"{'p99 at 8':>10}{'req/s at 8':>12}")  # fmt: skip
    for query in asked:
        one, eight = found[name, query, 1], found[name, query, 8]
        shares = [found[name, query, n].p50 / found[DIRECT, query, n].p50 for n in (1, 8)]
        print(f"{query:24}{one.p50:10.2f}{shares[0]:10.1f}{eight.p50:10.2f}{shares[1]:10.1f}"
              f"{eight.p99:10.2f}{eight.rate:12.0f}")  # fmt: skip


def verdicts(
    found: dict[tuple[str, str, int], Measure], asked: Iterable[str], names: Iterable[str]
) -> Iterator[str]:
    """What the service should reach, query by query: yes, or by how much it misses."""
    for query in asked:
        if query == "ask":
            continue
        for clients in (1, 8):
            direct, ours = found[DIRECT, query, clients].p50, found[OURS, query, clients].p50
            said = "yes" if ours <= 1.3 * direct + 2 else f"no, {ours:.1f} against {direct:.1f} ms"
            yield f"{query}: p50 at {clients} within 1.3 × direct + 2 ms: {said}"
        for mine, other in ((OURS, RDFLIB), (OURS, DISK), (REPEATED, MEMORY)):
            if other in names:
                a, b = found[mine, query, 8], found[other, query, 8]
                yield (
                    f"{query}: {mine} against {other}: throughput"
                    f" × {a.rate / b.rate if b.rate else math.inf:.1f},"
                    f" p99 ÷ {b.p99 / a.p99:.1f}"
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store", type=Path, default=Path("build"))
    parser.add_argument("--seconds", type=float, default=0.4, help="a slice")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    parser.add_argument("--rdflib-endpoint", default=shutil.which("rdflib-endpoint"))
    options = parser.parse_args()
    release = find_release(options.store)
    begun = time.perf_counter()
    memory = Engine(load(release))
    print(f"load in memory: {time.perf_counter() - begun:.2f} s, {len(memory.store)} quads")
    disk = Engine(open_disk(release))
    asked = {name: PREFIXES + sparql for name, sparql in queries(memory).items()}
    slices: Slices = {
        DIRECT: lambda sparql, n: in_process(memory, sparql, n, options.seconds),
        "in process, on disk": lambda sparql, n: in_process(disk, sparql, n, options.seconds),
    }
    slow = rdflib_endpoint(release, options)
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as stack:
        for server in servers(options.store, options, Path(work)):
            port = stack.enter_context(running(server))
            slices[server.name] = lambda sparql, n, port=port, server=server: over_http(
                port, server.path, sparql, n, options.seconds, server.fresh
            )
            for sparql in asked.values():
                over_http(port, server.path, sparql, 1, 0, server.fresh)
        found = measure(slices, asked, options.rounds)
    found |= measure_alone(slow, asked, options.seconds) if slow else {}
    names = [*slices, *([slow.name] if slow else [])]
    for name in names:
        table(found, asked, name)
    print()
    for line in verdicts(found, asked, names):
        print(line)


if __name__ == "__main__":
    main()
