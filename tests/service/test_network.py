"""No query reaches the network: what the tokenizer would miss, the kernel refuses."""

import socket
import subprocess
import sys
import threading

import pytest

pytestmark = pytest.mark.service

# A process bounded as a worker is, that runs a query the tokenizer never saw.
PROGRAM = """
import socket, subprocess, sys
from pyoxigraph import Store
from pvgraph.store import sandbox
assert sandbox.apply(512), "no seccomp here"
for attempt in (socket.socket, lambda: subprocess.run(["true"])):
    try:
        attempt()
        print("allowed")
    except PermissionError:
        print("refused")
try:
    list(Store().query("SELECT * { SERVICE <%s> { ?s ?p ?o } }"))
    print("answered")
except OSError:
    print("failed")
print(list(Store().query("SELECT (1 AS ?x) {}"))[0]["x"].value)
"""


def test_sandboxed_process_cannot_connect_nor_start_programs():
    called = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(8)

        def listen():
            try:
                called.append(listener.accept())
            except OSError:
                return

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        program = PROGRAM % f"http://127.0.0.1:{listener.getsockname()[1]}/"
        ended = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False
        )
    assert ended.stdout.split() == ["refused", "refused", "failed", "1"], ended.stderr
    assert called == []
