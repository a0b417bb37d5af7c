"""A filter that lets this process make only harmless system calls, checked by the kernel.

The filter is a program of the kernel's classic BPF, made here as a list of instructions. What it
forbids fails with EPERM, so that libraries that try and can do without go on; a call in another
architecture's numbering ends the process. Once installed it cannot be taken off.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from agent.engine import syscalls
from agent.engine.syscalls import Numbers

_ARCHITECTURES: Final[Mapping[str, tuple[int, int]]] = {
    "x86_64": (0, 0xC000003E),
    "aarch64": (1, 0xC00000B7),
}
"""Column of the tables, and the kernel's number of the architecture."""
_X32: Final = 0x40000000
"""x86-64 calls with this bit belong to the x32 numbering."""
_NR, _ARCH, _ARGUMENTS = 0, 4, 16
"""Where the kernel puts what a filter looks at."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000

_CLONE_THREAD: Final = 0x00010000
_OPENS_TO_CHANGE: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TERMINAL_INPUT: Final = (0x5412, 0x541C)
"""TIOCSTI and TIOCLINUX: to type into a terminal what others then execute."""

_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2


class Instruction(NamedTuple):
    code: int
    if_true: int
    if_false: int
    value: int


def program(machine: str, pid: int) -> list[Instruction] | None:
    """Return the filter for process `pid` on an architecture; None where we have no numbers."""
    if machine not in _ARCHITECTURES:
        return None
    column, architecture = _ARCHITECTURES[machine]
    wanted = [
        Instruction(_LOAD, 0, 0, _ARCH),
        Instruction(_EQUAL, 1, 0, architecture),
        Instruction(_RETURN, 0, 0, _KILL),
        Instruction(_LOAD, 0, 0, _NR),
    ]
    if machine == "x86_64":
        wanted += [Instruction(_AT_LEAST, 0, 1, _X32), _fail(errno.ENOSYS)]
    for number in _forbidden(column):
        wanted += [Instruction(_EQUAL, 0, 1, number), _fail(errno.EPERM)]
    for name, judgement in _judgements(pid).items():
        judged = _number(syscalls.JUDGED[name], column)
        if judged is not None:
            wanted += [Instruction(_EQUAL, 0, len(judgement), judged), *judgement]
    return [*wanted, Instruction(_RETURN, 0, 0, _ALLOW)]


def install() -> bool:
    """Put the filter on this process for good; False where the kernel does not take it.

    Needs no-new-privileges; call it before any other thread runs.
    """
    wanted = program(platform.machine(), os.getpid())
    if wanted is None:
        return False
    code = b"".join(struct.pack("=HBBI", *one) for one in wanted)
    buffer = ctypes.create_string_buffer(code, len(code))
    header = _Program(len(wanted), ctypes.cast(buffer, ctypes.c_void_p))
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return int(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(header))) == 0
    except (OSError, AttributeError):
        return False


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def _forbidden(column: int) -> Iterator[int]:
    for group in (
        syscalls.NETWORK,
        syscalls.PROCESSES,
        syscalls.FILES,
        syscalls.SHARED,
        syscalls.IDENTITY,
        syscalls.KERNEL,
    ):
        for numbers in group.values():
            number = _number(numbers, column)
            if number is not None:
                yield number


def _judgements(pid: int) -> dict[str, list[Instruction]]:
    """Return what decides about calls that are harmless with some arguments only.

    Each ends in a verdict; jumps count from the instruction after them.
    """
    only_self = [_argument(0), Instruction(_EQUAL, 1, 0, pid), _fail(errno.EPERM), _allow()]
    return {
        "clone": [
            _argument(0),
            Instruction(_ANY_BIT, 1, 0, _CLONE_THREAD),
            _fail(errno.EPERM),
            _allow(),
        ],
        # Its arguments lie in memory, where a filter cannot look; libc then takes `clone`.
        "clone3": [_fail(errno.ENOSYS)],
        "open": [_argument(1), *_reads_only()],
        "openat": [_argument(2), *_reads_only()],
        "openat2": [_fail(errno.ENOSYS)],
        "kill": only_self,
        "tgkill": only_self,
        "ioctl": [
            _argument(1),
            Instruction(_EQUAL, 1, 0, _TERMINAL_INPUT[0]),
            Instruction(_EQUAL, 0, 1, _TERMINAL_INPUT[1]),
            _fail(errno.EPERM),
            _allow(),
        ],
        "prlimit64": [
            _argument(0),
            Instruction(_EQUAL, 2, 0, 0),
            Instruction(_EQUAL, 1, 0, pid),
            _fail(errno.EPERM),
            _allow(),
        ],
    }


def _reads_only() -> list[Instruction]:
    return [Instruction(_ANY_BIT, 0, 1, _OPENS_TO_CHANGE), _fail(errno.EPERM), _allow()]


def _argument(index: int) -> Instruction:
    """Load the lower half of an argument: all of it that these calls look at."""
    return Instruction(_LOAD, 0, 0, _ARGUMENTS + 8 * index)


def _fail(code: int) -> Instruction:
    return Instruction(_RETURN, 0, 0, _FAIL | code)


def _allow() -> Instruction:
    return Instruction(_RETURN, 0, 0, _ALLOW)


def _number(numbers: Numbers, column: int) -> int | None:
    return numbers[column]
