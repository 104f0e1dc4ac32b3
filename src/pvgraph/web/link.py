"""The front's end of one worker: sends it a job, gathers the frames of its answer."""

import asyncio
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

from pvgraph.errors import PvgraphError
from pvgraph.store.job import BadQuery, Crashed
from pvgraph.store.worker import (
    BAD,
    DATA,
    END,
    FAILED,
    FIGURES,
    HEADER,
    HELLO,
    KINDS,
)
from pvgraph.web.runner import Asker, Result

_FAILED = {
    b"memory": "mémoire dépassée : demandez moins à la fois, avec LIMIT (out of memory)",
    b"size": "une seule ligne dépasse la taille permise (one row is over the size limit)",
}


def processor_seconds(pid: int) -> float | None:
    """Processor time that a process has used; None where the system does not tell."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    except OSError:
        return None
    user, system = after_name.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


Outcome = Result | PvgraphError
"""How a query ends: its answer, or why there is none."""


class Link(asyncio.Protocol):
    """One worker, from its hello to its death.

    `asker` and `since` tell for whom it works and from when; `on_lost` is called when its socket
    has closed.
    """

    def __init__(self, number: int, on_lost: Callable[["Link"], None]) -> None:
        self.number = number
        self.on_lost = on_lost
        self.ready: asyncio.Future[dict] = asyncio.get_running_loop().create_future()
        self.asker: Asker | None = None
        self.since = 0.0
        self.answered = 0
        self.grown = 0
        self._at_first = self._pid = 0
        self._cpu = 0.0
        self._buffer = bytearray()
        self._pieces: list[bytes] = []
        self._settle: Callable[[Outcome], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self.on_lost(self)
        self.end(Crashed(""))
        if not self.ready.done():
            self.ready.set_exception(Crashed(""))

    def close(self) -> None:
        """Close the socket; the worker ends when it notices."""
        self._transport.abort()

    def ask(self, content: bytes, asker: Asker, settle: Callable[[Outcome], None]) -> None:
        """Send a job (as `job_to_bytes` writes it); `settle` is called with its outcome.

        That is `Crashed` without words where the worker has died: the pool knows how.
        """
        self.asker, self.since, self._settle = asker, time.monotonic(), settle
        self._transport.write(content)

    def is_strangers(self) -> bool:
        """Whether it works for a stranger, not for a page of the site."""
        return self.asker is not None and not self.asker.page

    def has_worked(self, seconds: float) -> bool:
        """Whether the running query has lasted so long, and used most of it as processor time; or
        a third longer, on a machine so busy that it only got a little."""
        lasted = time.monotonic() - self.since
        if lasted < seconds:
            return False
        until_now = processor_seconds(self._pid)
        if until_now is None:
            return True
        used = until_now - self._cpu
        return used > seconds / 2 or (lasted > seconds * 4 / 3 and used > seconds / 8)

    def end(self, outcome: Outcome) -> None:
        """The running query, if any, is over."""
        settle = self._settle
        if settle is not None:
            self._settle = self.asker = None
            self._pieces = []
            self.answered += 1
            settle(outcome)

    def data_received(self, data: bytes) -> None:
        got: bytes | bytearray = data
        if self._buffer:
            self._buffer += data
            got = self._buffer
        start, end = 0, len(got)
        while end - start >= HEADER.size:
            size, kind = HEADER.unpack_from(got, start)
            after = start + HEADER.size + size
            if after > end:
                break
            self._frame(kind, bytes(got[start + HEADER.size : after]))
            start = after
        if got is self._buffer:
            del self._buffer[:start]
        elif start < end:
            self._buffer += data[start:]

    def _frame(self, kind: int, content: bytes) -> None:
        if kind == END:
            kind, truncated, peak, self._cpu = FIGURES.unpack_from(content)
            self.grown = peak - self._at_first
            tail = content[FIGURES.size :]
            pieces = (*self._pieces, tail) if tail else tuple(self._pieces)
            self.end(Result(KINDS[kind], pieces, truncated))
        elif kind == DATA:
            self._pieces.append(content)
        elif kind == HELLO:
            hello = json.loads(content)
            self._at_first, self._pid, self._cpu = hello["peak"], hello["pid"], hello["cpu"]
            self.ready.set_result(hello)
        elif kind == BAD:
            where = json.loads(content)
            self.end(BadQuery(where["message"], where["line"], where["column"]))
        elif kind == FAILED:
            self.end(Crashed(_FAILED[content]))
