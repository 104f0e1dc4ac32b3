"""The process that workers are forked from: it loads what they need once, while the build goes on.

A build knows what there is to do only after it looked at every text: the language is loaded beside
it meanwhile, on another core, and a worker is then a fork that shares what was loaded.

    pool → b"f" + number, with the worker's end of its pipe; b"k" kills one, b"e" asks how it ended
    here → {"code": -9} to the last two; {"problem": "…"} once, where nothing could be loaded
"""

import gc
import json
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from multiprocessing import get_context
from multiprocessing.connection import Connection

from pvgraph.building.crew import Captured
from pvgraph.errors import PvgraphError

Work = Callable[[Connection], None]
_ORDER = struct.Struct("!ci")
_FORK, _KILL, _ENDED = b"f", b"k", b"e"


class Nursery:
    """Forks workers that do `work` on their pipe, each with what `prepare` loads.

    `others` are the nurseries that this process has already: a fork must not hold their sockets.
    """

    def __init__(
        self, prepare: Callable[[], None], work: Work, others: Iterable["Nursery"] = ()
    ) -> None:
        self._control, theirs = socket.socketpair()
        inherited = [self._control, *(other._control for other in others)]
        fork = get_context("fork")
        given = (theirs, inherited, prepare, work)
        self._process = fork.Process(target=_tend, args=given, daemon=True)
        self._process.start()
        theirs.close()
        self._answers = self._control.makefile("rb")

    def fork(self, number: int, pipe: Connection) -> None:
        """Start worker `number` on its end of a pipe, as soon as what it needs is loaded."""
        order = _ORDER.pack(_FORK, number)
        with Captured():  # a worker that was never born is found dead
            socket.send_fds(self._control, [order], [pipe.fileno()])

    def ended(self, number: int, *, kill: bool = False) -> int:
        """How worker `number` ended (the signal's number, negative, where one killed it).

        Raises:
            PvgraphError: what workers need could not be loaded.
        """
        with Captured():
            self._control.sendall(_ORDER.pack(_KILL if kill else _ENDED, number))
        said = json.loads(self._answers.readline() or '{"problem": "le processus père est mort"}')
        if "problem" in said:
            raise PvgraphError(said["problem"])
        return said["code"]

    def close(self) -> None:
        """End it, with its workers."""
        self._answers.close()
        self._control.close()
        self._process.terminate()
        self._process.join()


def _tend(
    control: socket.socket,
    inherited: Iterable[socket.socket],
    prepare: Callable[[], None],
    work: Work,
) -> None:
    """Load, then fork and bury workers until the build closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process: the build ends us
    for other in inherited:
        other.close()
    gc.disable()  # all that is loaded stays: nothing of it is worth looking for
    with Captured() as captured:
        prepare()
    if captured.problem:
        control.sendall(json.dumps({"problem": captured.problem}).encode() + b"\n")
        return
    gc.freeze()  # neither looked through again, nor copied in workers for having been
    gc.enable()
    workers: dict[int, int] = {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    try:
        while _obeyed(control, workers, work):
            pass
    finally:
        for pid in workers.values():
            _buried(pid, kill=True)


def _obeyed(control: socket.socket, workers: dict[int, int], work: Work) -> bool:
    """Do what the build asks next; False where it closed."""
    order, pipes, _, _ = socket.recv_fds(control, _ORDER.size, 1)
    if not order:
        return False
    what, number = _ORDER.unpack(order)
    if what == _FORK:
        workers[number] = _forked(control, pipes[0], work)
    else:
        said = {"code": _buried(workers.pop(number), kill=what == _KILL)}
        control.sendall(json.dumps(said).encode() + b"\n")
    return True


def _forked(control: socket.socket, pipe: int, work: Work) -> int:
    pid = os.fork()
    if pid:
        os.close(pipe)
        return pid
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    control.close()
    try:
        work(Connection(pipe))
    finally:
        os._exit(0)


def _buried(pid: int, *, kill: bool) -> int:
    if kill:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
