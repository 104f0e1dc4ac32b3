"""What work costs: processor seconds, memory of a process with its workers, median clock."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def command(*words: object) -> dict[str, float]:
    """Run a command of this Python: processor seconds, clock, and the most memory (MB) that it and
    its workers held together (each page counted once; looked at five times a second)."""
    begin = time.monotonic()
    process = subprocess.Popen([sys.executable, *map(str, words)])
    most, waited = 0, 0
    while not waited:
        most = max(most, sum(map(_held, _tree(process.pid))))
        time.sleep(0.2)
        waited, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return {"cpu": cpu, "clock": time.monotonic() - begin, "memory_mb": most / 1024}


def _tree(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [p for child in path.read_text().split() for p in _tree(int(child))]
    return found


def _held(pid: int) -> int:
    """KiB of memory of a process; what it shares with others is counted in shares."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def cpu(work: Callable[[], object]) -> float:
    """Processor seconds of this process."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def median(work: Callable[[], object], times: int = 9) -> float:
    """Milliseconds; the first call warms up and does not count."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begin) * 1000)
    return statistics.median(taken)
