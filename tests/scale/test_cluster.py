"""Builds on a real Dask scheduler with real workers on this machine, some of them killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import tasks
from tiny import corpus_of

from pvgraph import pipeline
from pvgraph.building.cluster import Cluster
from pvgraph.building.sources import Sources
from pvgraph.errors import StoreError

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src"

pytestmark = pytest.mark.service


@dataclass
class Machines:
    """A scheduler and its workers, each its own process."""

    folder: Path
    scheduler: str = ""
    processes: list[subprocess.Popen] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen:
        dask = [sys.executable, "-m", "dask", *command, "--no-dashboard"]
        path = os.pathsep.join([str(SOURCE), str(HERE), os.environ.get("PYTHONPATH", "")])
        env = {**os.environ, "PYTHONPATH": path}
        with (self.folder / "dask.log").open("ab") as log:
            told = {"stdout": log, "stderr": log, "cwd": self.folder, "start_new_session": True}
            self.processes.append(subprocess.Popen(dask, env=env, **told))
        return self.processes[-1]

    def worker(self) -> subprocess.Popen:
        return self.start("worker", self.scheduler, "--nworkers", "1", "--nthreads", "1",
                          "--host", "127.0.0.1", "--local-directory", str(self.folder))  # fmt: skip

    def stop(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    """A scheduler on a free port, with two workers."""
    found = Machines(tmp_path_factory.mktemp("dask"))
    said = found.folder / "scheduler.json"
    found.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(said))
    try:
        until(lambda: said.is_file() and said.stat().st_size > 0)
        found.scheduler = json.loads(said.read_text(encoding="utf-8"))["address"]
        for _ in range(2):
            found.worker()
        yield found
    finally:
        found.stop()


@pytest.fixture
def cluster(machines: Machines) -> Iterator[Cluster]:
    crew = Cluster(machines.scheduler)
    yield crew
    crew.close()


def until(true, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "nothing came in time"
        time.sleep(0.05)


def test_build_on_a_cluster_is_the_build_of_this_machine(cluster: Cluster, tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "corpus", "brigny", "colmont", "dervaux")
    (corpus / "colmont.txt").write_text("un texte changé depuis", encoding="utf-8")
    here = pipeline.build(Sources(corpus, tmp_path / "ici", set_aside=True, whole=False))
    there = pipeline.build(Sources(corpus, tmp_path / "b", set_aside=True, whole=False), cluster)
    assert [done.contrat for done in there.aside] == ["colmont"]
    assert there.release.manifest()["graphs"] == here.release.manifest()["graphs"]


def test_worker_killed_in_the_middle_loses_nothing(
    machines: Machines, cluster: Cluster, tmp_path: Path
) -> None:
    given = [("lent", tmp_path / "lent")]
    done: list = []
    thread = threading.Thread(target=lambda: done.extend(cluster.run(tasks.slow, given)))
    thread.start()
    until(lambda: list(tmp_path.glob("lent.*")))
    machines.worker()
    os.kill(int(next(tmp_path.glob("lent.*")).suffix[1:]), signal.SIGKILL)
    thread.join(timeout=60)
    assert [one.files for one in done] == [{"mot": b"fait"}]


def test_text_that_breaks_its_worker_is_named_and_the_others_are_read(cluster: Cluster) -> None:
    given = [("a", "lire"), ("b", "casser"), ("c", "refuser"), ("d", "lire")]
    done = {one.contrat: one for one in cluster.run(tasks.misbehave, given)}
    assert done["b"].problem == "RecursionError: trop profond"
    assert done["c"].problem == "texte.txt:3: illisible"
    assert done["a"].files == done["d"].files == {"mot": b"lire"}


def test_text_that_kills_worker_after_worker_is_named(cluster: Cluster) -> None:
    done = {one.contrat: one for one in cluster.run(tasks.misbehave, [("a", "mourir")])}
    assert "mort" in done["a"].problem


def test_no_scheduler_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pvgraph.building.cluster.TIMEOUT", 1)
    with pytest.raises(StoreError, match=r"tcp://127\.0\.0\.1:9: pas de planificateur Dask"):
        Cluster("tcp://127.0.0.1:9")
