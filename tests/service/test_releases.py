"""Releases that switch under load, torn stores, and ends that drain."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from servers import MINI, TESTS, Served, publish, serving

from pvgraph.cli import cli
from pvgraph.errors import StoreError

pytestmark = pytest.mark.service

NAMES = "SELECT ?x { { ?c a ?x } UNION { ?c <http://www.w3.org/2000/01/rdf-schema#label> ?x }"
NAMES += " UNION { ?c <https://w3id.org/pvgraph/def#texte> ?x } }"
BOMB = "SELECT (COUNT(*) AS ?n) { VALUES ?i { 1 2 3 4 5 6 7 8 9 } ?a ?b ?c . ?d ?e ?f"
BOMB += " . ?g ?h ?j . ?k ?l ?m . ?n1 ?o ?p . ?q ?r ?s . ?t ?u ?v . ?w ?x ?y . ?a1 ?b1 ?c1"
BOMB += " . ?a2 ?b2 ?c2 . ?a3 ?b3 ?c3 . ?a4 ?b4 ?c4 . ?a5 ?b5 ?c5 . ?a6 ?b6 ?c6 }"


def test_switch_under_load_fails_nobody_and_mixes_nothing(tmp_path):
    """50 clients ask without pause while two releases are published one after the other."""
    build = tmp_path / "build"
    publish(build, "r0", "ville0")
    over, seen = threading.Event(), []

    def ask(number: int, url: str) -> None:
        with httpx.Client(timeout=30) as session:
            count = 0
            while not over.is_set():
                count += 1
                query = f"{NAMES} # {number} {count}"
                answer = session.get(url, params={"query": query, "format": "csv"})
                towns = set(re.findall(r"ville\d", answer.text)) or {answer.text}
                seen.append((answer.status_code, answer.headers["x-pvgraph-release"], towns))
                time.sleep(0.15)

    with serving(tmp_path / "log", store=build) as service:
        clients = [threading.Thread(target=ask, args=(i, service.sparql)) for i in range(50)]
        for client in clients:
            client.start()
        for number in range(1, 3):
            time.sleep(0.4)
            publish(build, f"r{number}", f"ville{number}")
            wait_for(service.url, f"r{number}")
        for _ in range(200):  # until a client has asked again
            if any(release == "r2" for _, release, _ in list(seen)):
                break
            time.sleep(0.05)
        over.set()
        for client in clients:
            client.join()
        health = httpx.get(service.url + "/healthz").json()
    assert [row for row in seen if row[0] != 200] == []
    assert all(towns == {f"ville{release[1]}"} for _, release, towns in seen)
    assert {release for _, release, _ in seen} >= {"r0", "r2"}
    assert health["release"] == "r2"


def wait_for(url: str, release: str) -> None:
    for _ in range(200):
        if httpx.get(url + "/healthz").json()["release"] == release:
            return
        time.sleep(0.05)
    raise AssertionError(f"{release} never served")


def test_bad_release_is_refused_and_the_old_one_serves_on(tmp_path):
    build = tmp_path / "build"
    publish(build, "r0", "ville0")
    with serving(tmp_path / "log", "--in-memory", "0", store=build) as service:
        assert httpx.get(service.url + "/healthz").json()["in_memory"] is False
        publish(build, "r1", "ville1")
        wait_for(service.url, "r1")
        torn = build / "releases" / "r2"
        torn.mkdir()
        (torn / "manifest.json").write_text(
            '{"files": {"pvgraph.nq": {"sha256": "0", "bytes": 1}}}'
        )
        link = build / "suivant"
        link.symlink_to("releases/r2")
        link.replace(build / "current")
        for _ in range(100):
            health = httpx.get(service.url + "/healthz").json()
            if health["refused"]:
                break
            time.sleep(0.05)
        assert "pvgraph.nq" in health["refused"]
        answer = httpx.get(service.sparql, params={"query": NAMES, "format": "csv"})
        assert "ville1" in answer.text


def harm_missing(release):
    (release / "pvgraph.nq").unlink()


def harm_torn(release):
    path = release / "pvgraph.nq"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-20])


def harm_flipped(release):
    path = release / "defaut.nt"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes().replace(b"ville0", b"ville9"))


def harm_manifest(release):
    path = release / "manifest.json"
    path.chmod(0o644)
    path.write_text("{")


def harm_list(release):
    harm_manifest(release)
    (release / "manifest.json").write_text("[]")


def harm_files(release):
    harm_manifest(release)
    (release / "manifest.json").write_text('{"files": {"pvgraph.nq": 1}}')


HARMS = [harm_missing, harm_torn, harm_flipped, harm_manifest, harm_list, harm_files]


@pytest.mark.parametrize("harm", HARMS)
def test_harmed_store_is_refused_at_start(harm, tmp_path):
    build = tmp_path / "build"
    publish(build, "r0", "ville0")
    harm(build / "releases" / "r0")
    refused_here(build)


def test_nothing_built_is_refused_at_start(tmp_path):
    refused_here(tmp_path)
    refused(tmp_path)


def test_file_that_is_no_rdf_is_refused_at_start(tmp_path):
    path = tmp_path / "faux.ttl"
    path.write_text("<a:b> <a:c> 1 .\n<a:b> nonsense", encoding="utf-8")
    assert "line 2" in refused(path)


def test_port_that_is_taken_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        message = ends_at_once(MINI, taken.getsockname()[1])
    assert "--port" in message


def refused_here(store) -> None:
    """The command, in this process, says no before anything starts: where, and the remedy."""
    ended = CliRunner().invoke(cli, ["serve", "--port", "0", "--store", str(store)])
    assert isinstance(ended.exception, StoreError)
    assert str(store) in str(ended.exception)
    assert "pvgraph build" in str(ended.exception)


def refused(store) -> str:
    """`pvgraph serve` on this store ends at once with one line that names it and the remedy."""
    message = ends_at_once(store, 0)
    assert str(store) in message
    assert "pvgraph build" in message
    return message


def ends_at_once(store, port: int) -> str:
    """The one line with which `pvgraph serve` ends, exit code 2."""
    ended = subprocess.run(
        [sys.executable, "-m", "pvgraph", "serve", "--port", str(port), "--store", str(store)],
        capture_output=True, text=True, timeout=30, check=False,
        env={**os.environ, "PYTHONPATH": str(TESTS.parent / "src")},
    )  # fmt: skip
    lines = [line for line in ended.stderr.splitlines() if not line.startswith("version ")]
    assert ended.returncode == 2
    assert len(lines) == 1, ended.stderr
    return lines[0]


def test_sigterm_lets_the_running_query_finish(tmp_path):
    answers = []
    with serving(tmp_path / "log", "--timeout", "1") as service:
        slow = threading.Thread(
            target=lambda: answers.append(
                httpx.get(service.sparql, params={"query": BOMB}, timeout=20)
            )
        )
        slow.start()
        time.sleep(0.5)
        service.process.send_signal(signal.SIGTERM)
        slow.join()
        assert service.process.wait(timeout=10) in (0, -signal.SIGTERM)
    assert answers[0].status_code == 504


def children(pid: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def test_killed_processes_are_replaced_and_none_is_left_behind(tmp_path):
    """Workers killed: new ones within a second. Zygote killed: a new one. Front killed: nothing."""
    with serving(tmp_path / "log") as service:
        (zygote,) = children(service.process.pid)
        before = children(zygote)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        time.sleep(1)
        after = children(zygote)
        assert len(after) == len(before) >= 2
        assert not set(after) & set(before)
        assert asks(service) == 200
        os.kill(zygote, signal.SIGKILL)
        for _ in range(200):
            time.sleep(0.05)
            if children(service.process.pid) not in ([], [zygote]) and asks(service) == 200:
                break
        (zygote,) = children(service.process.pid)
        living = [zygote, *children(zygote)]
        service.process.kill()
        service.process.wait()
        for _ in range(100):
            living = [pid for pid in living if Path(f"/proc/{pid}").exists()]
            if not living:
                return
            time.sleep(0.05)
    raise AssertionError("workers outlive the front")


def asks(service: Served) -> int:
    query = f"ASK {{}} # {time.monotonic()}"
    return httpx.get(service.sparql, params={"query": query}, timeout=20).status_code
