"""The servers that are measured: ours twice, the floor below it, Oxigraph's on disk and in memory,
rdflib-endpoint."""

import argparse
import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pvgraph.releases import Release
from pvgraph.store.opening import find_release


@dataclass(frozen=True)
class Server:
    """A server to measure: how to start it on a port, where it answers, what it may answer from."""

    name: str
    command: Callable[[int], list[str]]
    path: str
    fresh: bool = True
    prepare: Callable[[int], None] = lambda port: None


@contextlib.contextmanager
def running(server: Server) -> Iterator[tuple[int, int]]:
    """The server on a free port, with its process id; ended on the way out."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        server.command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        begun = time.perf_counter()
        while time.perf_counter() - begun < 60:
            with contextlib.suppress(OSError):
                link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                link.request("GET", server.path)
                link.getresponse().read()
                link.close()
                break
            time.sleep(0.02)
        server.prepare(port)
        print(f"{server.name}: answers after {time.perf_counter() - begun:.1f} s", file=sys.stderr)
        yield port, process.pid
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
FLOOR = "floor: ready bytes"
DISK, MEMORY, RDFLIB = "oxigraph, on disk", "oxigraph, in memory", "rdflib-endpoint"

_BARE = [
    *(sys.executable, "-m", "uvicorn", "--app-dir", str(Path(__file__).parents[1])),
    *("--no-access-log", "--log-level", "error", "serving.floor:app", "--port"),
]


def servers(store: Path, options: argparse.Namespace, work: Path) -> list[Server]:
    """Our service, twice, its floor, and the peers that are installed."""
    release = find_release(store)
    ours = [sys.executable, "-m", "pvgraph", "serve", "--store", str(store), "--port"]
    found = [
        Server(OURS, lambda port: [*ours, str(port)], "/sparql"),
        Server(REPEATED, lambda port: [*ours, str(port)], "/sparql", fresh=False),
        Server(FLOOR, lambda port: [*_BARE, str(port)], "/"),
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
