"""Shutting a worker process in: caps on memory and processor time, and no sockets but local ones where Linux allows."""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

# Per machine: the audit number of its system call table, the call `socket`, and the first number of a foreign table.
_MACHINES = {"x86_64": (0xC000003E, 41, 0x40000000), "aarch64": (0xC00000B7, 198, 0xFFFFFFFF)}
_IO_URING_SETUP = 425
_AF_UNIX = 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 1, 38, 22, 2


def end_with_parent() -> None:
    """From now on this process ends when the one that waits for it does, however that ends. Linux only."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, None)


def limit_time(seconds: int) -> None:
    """Caps the processor time of this process; it can write no file and leaves no core dump either."""
    # The second figure ends what pays no heed to the first, and tells its end from one by somebody else.
    _lower(resource.RLIMIT_CPU, seconds, seconds + 1)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def limit_files(most: int) -> None:
    """From now on this process has at most `most` files open at a time."""
    _lower(resource.RLIMIT_NOFILE, most)


def limit_memory(more: int) -> None:
    """From now on this process gets at most `more` bytes of address space, as far as the platform can cap it.

    Called once the engine runs: what its threads reserve depends on the number of processors, not on the query.
    """
    _lower(resource.RLIMIT_AS, _address_space() + more)


def _lower(which: int, value: int, hard: int | None = None) -> None:
    _, most = resource.getrlimit(which)
    caps = (value, value if hard is None else hard)
    # macOS knows these limits but does not take every value.
    with suppress(ValueError, OSError):
        resource.setrlimit(which, caps if most == resource.RLIM_INFINITY else (min(caps[0], most), min(caps[1], most)))


def _address_space() -> int:
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    return 0


def forbid_network() -> bool:
    """From now on no thread or child of this thread can open a socket other than AF_UNIX; there is no way back.

    True if the kernel enforces it: Linux on x86_64 or aarch64. Call it before any other thread exists.
    """
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    code = b"".join(struct.pack("=HBBI", *step) for step in _program(*machine))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1, None) and _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program)


def _prctl(option: int, value: int, data: bytes | None) -> bool:
    """Ask the kernel to change this process; whether it did."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    return bool(prctl(option, value, data, 0, 0) == 0)


def _program(machine: int, socket: int, foreign: int) -> tuple[tuple[int, int, int, int], ...]:
    """A filter for the kernel, one step each: code, steps to skip if true, steps to skip if false, operand.

    Another machine's call table and io_uring are refused whole, since both offer sockets under other numbers.
    """
    return (
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 0, 7, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 5, 0, foreign),
        (_EQUAL, 4, 0, _IO_URING_SETUP),
        (_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
