"""Starting a zygote: the front's first act, so that the graph loads while the front gets ready."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass

from pvgraph.releases import Release


@dataclass(frozen=True, slots=True)
class Launched:
    """A zygote that loads `release`, and the front's end of its control socket."""

    release: Release
    process: subprocess.Popen
    control: socket.socket

    def abandon(self) -> None:
        """End it before it serves."""
        self.control.close()
        self.process.kill()
        self.process.wait()


#: Freed memory that the C library keeps at hand, by size, for the next piece of that size (it keeps
#: seven by default): the engine makes and drops thousands of small pieces a query, and took a fifth
#: more processor time for short ones. A few MiB a process; other libraries than glibc ignore it.
_KEPT_PIECES = "glibc.malloc.tcache_count=1000"


def launch(release: Release, memory: int, cap: int, limit: int) -> Launched:
    """Start a zygote on `release`; its workers may take `memory` MiB and answer `cap` bytes.

    Up to `limit` bytes of N-Quads the graph is in memory, else on disk.
    """
    ours, theirs = socket.socketpair()
    module = [sys.executable, "-m", "pvgraph.store.zygote"]
    with theirs:
        arguments = [theirs.fileno(), release.path, memory, cap, limit]
        process = subprocess.Popen(
            [*module, *map(str, arguments)],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "RUST_BACKTRACE": "0", "GLIBC_TUNABLES": _tunables()},
        )
    ours.setblocking(False)
    return Launched(release, process, ours)


def _tunables() -> str:
    """What the operator chose for the C library goes after our own, and so before it."""
    chosen = os.environ.get("GLIBC_TUNABLES", "")
    return f"{_KEPT_PIECES}:{chosen}" if chosen else _KEPT_PIECES
