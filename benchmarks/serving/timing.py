"""Asking and timing: in process, and over HTTP with a client that costs little."""

import contextlib
import math
import os
import re
import selectors
import socket
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import QueryResultsFormat

from pvgraph.store.engine import Engine

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_TAKEN = memoryview(bytearray(1 << 18))
"""Where what comes is put first: asking for as much anew each time costs more than some answers."""


@dataclass(frozen=True)
class Measure:
    """Milliseconds at the median and at the 99th percentile, requests a second, milliseconds
    of processor a request took of its server (whatever else the machine was doing), and
    milliseconds on average.

    Threads that call the engine in one process take turns unfairly: most calls are short, some wait
    very long, and the median says nothing of what a caller waits. The average does."""

    p50: float
    p99: float
    rate: float
    processor: float = 0.0
    mean: float = math.inf


def summary(seconds: list[float], lasted: float, processor: float = 0.0) -> Measure:
    """The figures of so many requests; `processor` is the seconds that they took of it."""
    ordered = sorted(seconds)
    return Measure(
        statistics.median(ordered) * 1000,
        ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000,
        len(ordered) / lasted,
        processor / len(ordered) * 1000,
        statistics.fmean(ordered) * 1000,
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
    """One connection that asks again as soon as it is answered, until it is `over`; reads without
    decoding."""

    def __init__(self, port: int, request: Callable[[], bytes]) -> None:
        self.link = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.request = request
        self.seconds: list[float] = []
        self.resting = False
        self.over = False
        self.send()

    def send(self) -> None:
        self.got = bytearray()
        self.size = 0
        self.begun = time.perf_counter()
        self.link.sendall(self.request())

    def receive(self) -> None:
        """Take what has come; when the answer is whole, note its time and ask again."""
        size = self.link.recv_into(_TAKEN)
        if not size:
            raise SystemExit(f"connection closed: {bytes(self.got[:200])!r}")
        self.got += _TAKEN[:size]
        if self.whole():
            self.seconds.append(time.perf_counter() - self.begun)
            if b" 200 " not in self.got[:20]:
                raise SystemExit(f"not answered: {bytes(self.got[:400])!r}")
            if self.over:
                self.resting = True
            else:
                self.send()

    def whole(self) -> bool:
        if not self.size:
            end = self.got.find(_HEAD_END)
            if end < 0:
                return False
            told = _LENGTH.search(self.got, 0, end)
            self.size = end + 4 + int(told[1]) if told else -1
        if self.size < 0:
            return self.got.endswith(b"0" + _HEAD_END)
        return len(self.got) >= self.size


PATIENCE = 10.0
"""Seconds that any answer may take; a slower server is said to be so and started again."""
_NUMBERS = iter(range(10**9))


def over_http(
    port: int, path: str, sparql: str, clients: int, lasts: float, fresh: bool
) -> tuple[list, float]:
    """`clients` connections asking without pause; `fresh` makes each question a new one.

    All that was asked is waited for: nobody leaves a server at work on what is not counted, which
    would slow down the next one.

    Raises:
        TimeoutError: an answer took more than `PATIENCE`.
    """

    head = f"GET {path}?query={quote(sparql, safe='')}".encode()
    tail = b" HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\r\n"

    def request() -> bytes:
        return b"%s%%20%%23%d%s" % (head, next(_NUMBERS), tail) if fresh else head + tail

    with selectors.DefaultSelector() as selector:
        everyone = [Client(port, request) for _ in range(clients)]
        for client in everyone:
            selector.register(client.link, selectors.EVENT_READ, client)
        begun = time.perf_counter()
        while not all(client.resting for client in everyone):
            ready = selector.select(timeout=PATIENCE)
            gone = time.perf_counter() - begun
            if not ready or gone > lasts + PATIENCE:
                raise TimeoutError
            for key, _ in ready:
                key.data.over = gone >= lasts
                key.data.receive()
                if key.data.resting:
                    selector.unregister(key.fileobj)
        lasted = time.perf_counter() - begun
        for client in everyone:
            client.link.close()
    return [s for client in everyone for s in client.seconds], lasted


def processor_seconds(pid: int) -> float:
    """Processor time of a process and of all those under it, ended threads and children included
    (in hundredths of a second, as the system counts)."""
    total = 0.0
    with contextlib.suppress(OSError):
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
        total = sum(map(int, after_name.split()[11:15])) / os.sysconf("SC_CLK_TCK")
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(OSError):
            children = (task / "children").read_text(encoding="ascii").split()
            total += sum(processor_seconds(int(child)) for child in children)
    return total
