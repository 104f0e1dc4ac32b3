"""What a worker process may not do: take all memory, reach the network, start a program.

The tokenizer refuses SERVICE politely; this is the barrier behind it. Linux filters system calls
by seccomp (no privilege needed); where that is missing, `apply` says so and `/healthz` repeats it.
"""

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
import threading
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_BEHIND, _LOWEST = 8, 19
_RET_ALLOW = 0x7FFF0000
_RET_ERRNO = 0x00050000

# Classic BPF: load a word of the call's description, compare it, return a verdict.
_LOAD = 0x20
_EQUAL = 0x15
_AT_LEAST = 0x35
_RETURN = 0x06
_CALL_NUMBER = 0
_ARCHITECTURE = 4
_X32 = 0x40000000

#: By machine: AUDIT_ARCH, then the numbers of socket, connect, bind, listen, socketpair,
#: execve, execveat, ptrace, process_vm_writev, io_uring_setup.
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 53, 59, 322, 101, 311, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 199, 221, 281, 117, 271, 425)),
}


class _Program(ctypes.Structure):
    """`struct sock_fprog`: how many instructions, and where."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _prctl(*arguments: object) -> int:
    return ctypes.CDLL(None, use_errno=True).prctl(*arguments)


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it dies (Linux)."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def apply(memory: int) -> bool:
    """Bound this process: `memory` MiB beyond what it has, no core file, low priority, no network.

    Returns whether the network is closed by the kernel.
    """
    limit = _address_space() + memory * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(2)
    return _filter_calls()


def come_last() -> None:
    """Lower the priority of this thread alone; nothing but on Linux, where a thread has its own."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        lower = os.getpriority(os.PRIO_PROCESS, thread) + _BEHIND
        os.setpriority(os.PRIO_PROCESS, thread, min(lower, _LOWEST))


def _address_space() -> int:
    """Bytes of address space in use now; half a GiB where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 2**29


def _filter_calls() -> bool:
    """Make the forbidden system calls fail with EPERM for the rest of this process's life."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    code = _program(*machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0


def _program(architecture: int, forbidden: tuple[int, ...]) -> bytes:
    """The filter: another architecture's calls and the forbidden ones fail, all others pass."""
    refuse_at = len(forbidden) + 5

    def step(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    lines = [
        step(_LOAD, 0, 0, _ARCHITECTURE),
        step(_EQUAL, 0, refuse_at - 2, architecture),
        step(_LOAD, 0, 0, _CALL_NUMBER),
        step(_AT_LEAST, refuse_at - 4, 0, _X32),
    ]
    for number in forbidden:
        lines.append(step(_EQUAL, refuse_at - len(lines) - 1, 0, number))
    lines.append(step(_RETURN, 0, 0, _RET_ALLOW))
    lines.append(step(_RETURN, 0, 0, _RET_ERRNO | errno.EPERM))
    return b"".join(lines)
