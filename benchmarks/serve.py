"""How fast `pvgraph serve` answers, beside the engine in process and beside two other servers.

    python benchmarks/serve.py --store build [--oxigraph PATH] [--rdflib-endpoint PATH]

Six reference queries and an ASK on one graph in one run; figures are to be read as ratios within
the run. The peers are optional (`pip install pvgraph[bench]`).
"""

import argparse
import contextlib
import math
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from serving.reference import PREFIXES, queries
from serving.servers import (
    DIRECT,
    DISK,
    MEMORY,
    OURS,
    RDFLIB,
    REPEATED,
    Server,
    rdflib_endpoint,
    running,
    servers,
)
from serving.timing import Measure, in_process, over_http, processor_seconds, summary

from pvgraph.store.engine import Engine
from pvgraph.store.opening import find_release, load, open_disk

Slices = dict[str, Callable[[str, int], tuple[list, float]]]


def measure(
    slices: Slices, asked: dict[str, str], rounds: int, pids: dict[str, int]
) -> dict[tuple[str, str, int], Measure]:
    """By server, query and number of clients.

    Servers take turns in short slices, several rounds of them: whatever else this machine does
    falls on all alike.
    """

    def spent(name: str) -> float:
        return processor_seconds(pids[name]) if name in pids else time.process_time()

    found = {}
    for query, sparql in asked.items():
        for clients in (1, 8):
            taken: dict[str, list[tuple[list, float]]] = {name: [] for name in slices}
            used: dict[str, float] = {}
            for _ in range(rounds):
                for name, ask in slices.items():
                    before = spent(name)
                    taken[name].append(ask(sparql, clients))
                    used[name] = used.get(name, 0.0) + spent(name) - before
            for name, parts in taken.items():
                seconds = [s for part, _ in parts for s in part]
                found[name, query, clients] = summary(
                    seconds, sum(lasted for _, lasted in parts), used[name]
                )
    return found


def measure_alone(
    server: Server, asked: dict[str, str], lasts: float
) -> dict[tuple[str, str, int], Measure]:
    """A server that cannot stop a query, by itself: started again after each that was too slow."""
    found = {}
    for query, sparql in asked.items():
        with running(server) as (port, _):
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
          f"{'mean at 8':>11}{'p99 at 8':>10}{'req/s at 8':>12}{'cpu ms':>9}")  # fmt: skip
    for query in asked:
        one, eight = found[name, query, 1], found[name, query, 8]
        shares = [found[name, query, n].p50 / found[DIRECT, query, n].p50 for n in (1, 8)]
        print(f"{query:24}{one.p50:10.2f}{shares[0]:10.1f}{eight.p50:10.2f}{shares[1]:10.1f}"
              f"{eight.mean:11.2f}{eight.p99:10.2f}{eight.rate:12.0f}"
              f"{eight.processor:9.2f}")  # fmt: skip


def verdicts(
    found: dict[tuple[str, str, int], Measure], asked: Iterable[str], names: Collection[str]
) -> Iterator[str]:
    """What the service should reach, query by query: yes, or by how much it misses."""
    for query in asked:
        if query == "ask":
            continue
        for clients in (1, 8):
            direct = found[DIRECT, query, clients]
            for name in (n for n in (OURS, DISK, MEMORY) if n in names):
                asked_of = found[name, query, clients]
                said = "yes" if asked_of.p50 <= 1.3 * direct.p50 + 2 else "no"
                yield (
                    f"{query}: p50 at {clients} of {name} within 1.3 × direct + 2 ms: {said},"
                    f" {asked_of.p50:.1f} against {direct.p50:.1f} ms"
                    f" (means {asked_of.mean:.1f} and {direct.mean:.1f})"
                )
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
    parser.add_argument("--only", action="append", help="one of the queries; again for another")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"))
    parser.add_argument("--rdflib-endpoint", default=shutil.which("rdflib-endpoint"))
    options = parser.parse_args()
    release = find_release(options.store)
    begun = time.perf_counter()
    memory = Engine(load(release))
    print(f"load in memory: {time.perf_counter() - begun:.2f} s, {len(memory.store)} quads")
    disk = Engine(open_disk(release))
    asked = {name: PREFIXES + sparql for name, sparql in queries(memory).items()}
    asked = {name: asked[name] for name in options.only or asked}
    slices: Slices = {
        DIRECT: lambda sparql, n: in_process(memory, sparql, n, options.seconds),
        "in process, on disk": lambda sparql, n: in_process(disk, sparql, n, options.seconds),
    }
    slow = rdflib_endpoint(release, options)
    pids: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as work, contextlib.ExitStack() as stack:
        for server in servers(options.store, options, Path(work)):
            port, pid = stack.enter_context(running(server))
            pids[server.name] = pid
            slices[server.name] = lambda sparql, n, port=port, server=server: over_http(
                port, server.path, sparql, n, options.seconds, server.fresh
            )
            for sparql in asked.values():  # each worker meets each question before it counts
                over_http(port, server.path, sparql, 8, options.seconds, server.fresh)
        found = measure(slices, asked, options.rounds, pids)
    found |= measure_alone(slow, asked, options.seconds) if slow else {}
    names = [*slices, *([slow.name] if slow else [])]
    for name in names:
        table(found, asked, name)
    print()
    for line in verdicts(found, asked, names):
        print(line)


if __name__ == "__main__":
    main()
