"""Real services on free ports of 127.0.0.1, started and ended by their process ids."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from pyoxigraph import RdfFormat, Store

from pvgraph.releases import publication

TESTS = Path(__file__).parents[1]
MINI = TESTS / "graphs" / "mini.trig"


@dataclass(frozen=True)
class Served:
    """A running service: its address, its process, what it wrote on stderr."""

    url: str
    process: subprocess.Popen
    log: Path

    @property
    def sparql(self) -> str:
        return self.url + "/sparql"

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.url.rsplit(":", 1)[1])


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def serving(log: Path, *arguments: str, store: Path = MINI) -> Iterator[Served]:
    """`pvgraph serve` with these arguments, ready, and ended on the way out."""
    port = free_port()
    command = [sys.executable, "-m", "pvgraph", "serve", "--port", str(port), "--store", str(store)]
    environment = {**os.environ, "PYTHONPATH": str(TESTS.parent / "src")}
    with log.open("wb") as stderr:
        process = subprocess.Popen([*command, *arguments], stderr=stderr, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url, process, log)
        yield Served(url, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_ready(url: str, process: subprocess.Popen, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise AssertionError(log.read_text(encoding="utf-8"))
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(url + "/readyz", timeout=5).status_code == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"not ready: {log.read_text(encoding='utf-8')}")


def publish(build: Path, name: str, contrat: str) -> None:
    """A release of three triples that all name `contrat`, published in `build` as a build would."""
    subject = f"<https://w3id.org/pvgraph/id/contrat/{contrat}>"
    triples = [
        f"{subject} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        " <https://w3id.org/pvgraph/def#Contrat>",
        f'{subject} <http://www.w3.org/2000/01/rdf-schema#label> "{contrat}"@fr',
        f'{subject} <https://w3id.org/pvgraph/def#texte> "{contrat}"@fr',
    ]
    graph = "<https://w3id.org/pvgraph/id/graphe/contrat/x>"
    with publication.under_construction(build) as work:
        (work / "pvgraph.nq").write_text("".join(f"{t} {graph} .\n" for t in triples))
        (work / "defaut.nt").write_text("".join(f"{t} .\n" for t in triples))
        store = Store(str(work / "store"))
        store.bulk_load(path=str(work / "pvgraph.nq"), format=RdfFormat.N_QUADS)
        store.bulk_load(path=str(work / "defaut.nt"), format=RdfFormat.N_TRIPLES)
        store.flush()
        del store
        publication.publish(build, work, name, {})
