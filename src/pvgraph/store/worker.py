"""A worker process: one query at a time from its socket, the answer back in frames.

A frame is 4 bytes of length, 1 byte of kind, then its bytes: `H`ello, `D`ata, `E`nd (its figures,
then the last bytes of the answer, all of them where they are few), `B`ad query, `F`ailed. Nothing
but JSON, numbers and the engine's bytes crosses: whatever a query does to this process cannot make
the front run anything.
"""

import json
import os
import resource
import select
import socket
import struct
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from pvgraph.store import sandbox
from pvgraph.store.engine import Engine
from pvgraph.store.job import BadQuery, Job, term_from_json, term_to_json
from pvgraph.store.truncation import cut

HEADER = struct.Struct("!IB")
HELLO, DATA, END, BAD, FAILED = b"HDEBF"
#: What `END` begins with: kind of the answer, whether it was cut, then as `_used`.
FIGURES = struct.Struct("!B?Qd")
KINDS = ("select", "ask", "graph")
#: What a job begins with: the bytes of all that follows, of its manner.
LENGTHS = struct.Struct("!II")
_SHORT = 1024
_READ = 2**16
_PIECE = 2**17
_IDLE = 0.1
"""Seconds without a query after which a fresh worker makes the graph's memory its own."""
#: Reading marks what is read: a fork copies each page of the graph when it first reads it, which
#: makes first queries two to three times slower. Better done while nobody waits.
_EVERYTHING = """SELECT (COUNT(*) AS ?n) WHERE {
  { SELECT ?s WHERE { ?s ?p ?o } LIMIT 200000 }
  UNION { SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 200000 }
}"""


def pack(kind: int, content: bytes) -> bytes:
    """One frame."""
    return HEADER.pack(len(content), kind) + content


def job_to_bytes(job: Job) -> bytes:
    """A job as it crosses to the worker: two lengths, how to run it, then the query itself."""
    if job.bindings or job.default_graphs is not None or job.last:
        manner = _manner(job)
    else:
        manner = _plain_manner(job.rows, job.graph, job.base_iri)
    sparql = job.sparql.encode("utf-8", "surrogatepass")
    return LENGTHS.pack(len(manner) + len(sparql), len(manner)) + manner + sparql


def _manner(job: Job) -> bytes:
    """All of a job but its query, as JSON."""
    return json.dumps(
        {
            "bindings": {name: term_to_json(term) for name, term in job.bindings.items()},
            "default_graphs": job.default_graphs,
            "named_graphs": job.named_graphs,
            "rows": job.rows,
            "graph": job.graph,
            "base_iri": job.base_iri,
            "last": job.last,
        }
    ).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=64)
def _plain_manner(rows: str, graph: str, base_iri: str | None) -> bytes:
    return _manner(Job("", rows=rows, graph=graph, base_iri=base_iri))


def job_from_bytes(content: bytes) -> Job:
    """The job that `job_to_bytes` wrote."""
    _, size = LENGTHS.unpack_from(content)
    end = LENGTHS.size + size
    manner = content[LENGTHS.size : end]
    fields = _few_fields(manner) if size < _SHORT else _fields(manner)
    return Job(content[end:].decode("utf-8", "surrogatepass"), **fields)


def _fields(manner: bytes) -> dict:
    fields = json.loads(manner)
    fields["bindings"] = {n: term_from_json(t) for n, t in fields["bindings"].items()}
    for name in ("default_graphs", "named_graphs"):
        fields[name] = None if fields[name] is None else tuple(fields[name])
    return fields


_few_fields = lru_cache(maxsize=64)(_fields)


class _Full(Exception):
    """The answer has reached its cap."""


class _Out:
    """The file that the engine writes to: sends pieces as they fill, stops at the cap."""

    def __init__(self, link: socket.socket, cap: int) -> None:
        self.link = link
        self.cap = cap
        self.tail = bytearray()
        self.sent = 0
        self.quotes = 0
        self.full = False

    def write(self, data: bytes) -> int:
        self.tail += data
        if self.sent + len(self.tail) > self.cap:
            self.full = True
            raise _Full
        if len(self.tail) >= 2 * _PIECE:
            self._send(bytes(self.tail[:_PIECE]))
            del self.tail[:_PIECE]
        return len(data)

    def flush(self) -> None:
        """Pieces go when they are full."""

    def _send(self, piece: bytes) -> None:
        self.link.sendall(pack(DATA, piece))
        self.sent += len(piece)
        self.quotes += piece.count(b'"')


def serve(link: socket.socket, engine: Engine, memory: int, cap: int, forked: bool) -> None:
    """Answer queries from `link` until it closes, at most `memory` MiB and `cap` bytes each;
    `forked` says that the graph's memory is shared with the process this one was forked from."""
    closed = sandbox.apply(memory)
    peak, seconds = _used()
    hello = {"seccomp": closed, "pid": os.getpid(), "peak": peak, "cpu": seconds}
    link.sendall(pack(HELLO, json.dumps(hello).encode()))
    if forked and not select.select([link], [], [], _IDLE)[0]:
        engine.query(_EVERYTHING)
    while (content := _read(link)) is not None:
        link.sendall(_answer(link, engine, job_from_bytes(content), cap))


def _read(link: socket.socket) -> bytes | None:
    """The next job, in one call where it is short; None when the other side has closed."""
    got = b""
    size = LENGTHS.size
    while len(got) < size:
        piece = link.recv(_READ)
        if not piece:
            return None
        got += piece
        if len(got) >= LENGTHS.size:
            size = LENGTHS.size + LENGTHS.unpack_from(got)[0]
    return got


def _answer(link: socket.socket, engine: Engine, job: Job, cap: int) -> bytes:
    """The last frame of an answer, worked out in a thread of low priority where the job is for
    after all others: a process could not raise its own again."""
    if not job.last:
        return _written(link, engine, job, cap)
    with ThreadPoolExecutor(1, initializer=sandbox.come_last) as thread:
        return thread.submit(_written, link, engine, job, cap).result()


def _written(link: socket.socket, engine: Engine, job: Job, cap: int) -> bytes:
    """The last frame of an answer; full pieces have gone before."""
    out = _Out(link, cap)
    truncated = False
    try:
        kind, format, results = engine.evaluate(job)
        try:
            results.serialize(out, format.writer)
            tail = bytes(out.tail)
        except (_Full, OSError) as error:
            if not out.full:
                raise BadQuery(f"{format.name} : {error} ; essayez un autre format") from error
            truncated = True
            tail = cut(format.name, bytes(out.tail), out.quotes, cap - out.sent)
    except BadQuery as error:
        where = {"message": str(error), "line": error.line, "column": error.column}
        return pack(BAD, json.dumps(where).encode())
    except MemoryError:
        return pack(FAILED, b"memory")
    if tail is None:
        return pack(FAILED, b"size")
    return pack(END, FIGURES.pack(KINDS.index(kind), truncated, *_used()) + tail)


def _used() -> tuple[int, float]:
    """The most memory this process ever held, in KiB, and its processor time, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_maxrss, usage.ru_utime + usage.ru_stime
