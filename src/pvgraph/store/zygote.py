"""The process that workers are forked from: it loads the graph once and never runs a query.

A fresh worker is then a fork that shares the loaded graph's memory: a few milliseconds, whatever
the graph's size, where loading again would take its whole time. The front starts it with one end
of a socket; both sides speak lines of JSON:

    front → {"start": 7}  with a socket for the worker's queries
    front → {"kill": 7}
    here  → {"ready": <triples>} once, or {"error": "…"}; {"dead": 7, "status": -9} as they end
"""

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
from pathlib import Path
from typing import NamedTuple

from pvgraph.errors import StoreError
from pvgraph.store import sandbox, worker
from pvgraph.store.engine import Engine
from pvgraph.store.opening import find_release, functions, in_memory, load, open_disk


class Bounds(NamedTuple):
    """MiB a worker may take, bytes it may answer, bytes of N-Quads up to which the graph is in
    memory."""

    memory: int
    cap: int
    limit: int


class Zygote:
    """The graph, and the workers forked from here by number."""

    def __init__(self, control: socket.socket, release: Path, bounds: Bounds) -> None:
        self.control = control
        self.release = find_release(release)
        self.bounds = bounds
        self.engine: Engine | None = None
        self.numbers: dict[int, int] = {}
        self.wake, self.waker = socket.socketpair()

    def run(self) -> None:
        """Load, then fork and bury workers until the front closes."""
        sandbox.die_with_parent()
        self.prepare()
        self.say({"ready": True})
        with selectors.DefaultSelector() as selector:
            selector.register(self.control, selectors.EVENT_READ)
            selector.register(self.wake, selectors.EVENT_READ)
            try:
                while self.turn([key.fileobj for key, _ in selector.select()]):
                    pass
            finally:
                for pid in self.numbers:
                    os.kill(pid, signal.SIGKILL)

    def prepare(self) -> None:
        """Load the graph; a store on disk is opened by each worker, its threads do not fork."""
        if in_memory(self.release, self.bounds.limit):
            self.engine = Engine(load(self.release), functions(self.release))
        else:
            open_disk(self.release)
        gc.freeze()
        # Stopping is the front's business: a Ctrl-C in the terminal reaches every process.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.waker.setblocking(False)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)

    def turn(self, ready: list) -> bool:
        """Deal with what has come; False when the front has closed."""
        if self.wake in ready:
            self.wake.recv(4096)
            self.bury()
        if self.control not in ready:
            return True
        content, sockets, _, _ = socket.recv_fds(self.control, 65536, 32)
        if not content:
            return False
        for line in content.splitlines():
            order = json.loads(line)
            if "start" in order:
                self.start(order["start"], sockets.pop(0))
            else:
                self.kill(order["kill"])
        return True

    def start(self, number: int, handle: int) -> None:
        """Fork worker `number`, which answers on that socket."""
        pid = os.fork()
        if pid == 0:
            self.become_worker(handle)
        os.close(handle)
        self.numbers[pid] = number

    def become_worker(self, handle: int) -> None:
        """In the fork: answer queries until the socket closes, never return."""
        sandbox.die_with_parent()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for inherited in (self.control, self.wake, self.waker):
            inherited.close()
        engine = self.engine or Engine(open_disk(self.release), functions(self.release))
        with contextlib.suppress(ConnectionError):
            link, shared = socket.socket(fileno=handle), self.engine is not None
            worker.serve(link, engine, self.bounds.memory, self.bounds.cap, shared)
        os._exit(0)

    def kill(self, number: int) -> None:
        """Kill a worker; only this process, its parent, can be sure whose pid that still is."""
        for pid, known in self.numbers.items():
            if known == number:
                os.kill(pid, signal.SIGKILL)

    def bury(self) -> None:
        """Tell the front which workers have ended, and how."""
        while self.numbers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            code = os.waitstatus_to_exitcode(status)
            self.say({"dead": self.numbers.pop(pid), "status": code})

    def say(self, message: dict) -> None:
        self.control.sendall(json.dumps(message).encode() + b"\n")


def main() -> None:
    """`python -m pvgraph.store.zygote HANDLE RELEASE MEMORY CAP LIMIT`, run by the front alone."""
    handle, release, *bounds = sys.argv[1:]
    control = socket.socket(fileno=int(handle))
    zygote = Zygote(control, Path(release), Bounds(*map(int, bounds)))
    # A front that ends without a word is the end of this process too.
    with contextlib.suppress(ConnectionError):
        try:
            zygote.run()
        except StoreError as error:
            zygote.say({"error": str(error)})


if __name__ == "__main__":
    main()
