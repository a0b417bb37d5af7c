"""The filter's program, run by a small machine of our own instead of the kernel's."""

import errno
import os
import struct

import pytest

from agent.engine import seccomp, syscalls

PID = 4711
ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
ALLOWED, KILLED = "allowed", "killed"
MACHINES = pytest.mark.parametrize("machine", ARCHITECTURES)


def judge(machine, number, *arguments, architecture=None):
    """Return what the filter decides: allowed, killed, or an error's number."""
    words = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
    data = struct.pack(
        "<iIQ6Q",
        number,
        architecture or ARCHITECTURES[machine][1],
        0,
        *(word & 2**64 - 1 for word in words),
    )
    code = seccomp.program(machine, PID)
    loaded, at = 0, 0
    while True:
        kind, if_true, if_false, value = code[at]
        at += 1
        match kind:
            case 0x20:
                (loaded,) = struct.unpack_from("<I", data, value)
            case 0x15:
                at += if_true if loaded == value else if_false
            case 0x35:
                at += if_true if loaded >= value else if_false
            case 0x45:
                at += if_true if loaded & value else if_false
            case 0x06:
                return verdict(value)


def verdict(value):
    if value == 0x80000000:
        return KILLED
    return ALLOWED if value == 0x7FFF0000 else value & 0xFFFF


def number(machine, name):
    for table in (syscalls.JUDGED, syscalls.NETWORK, syscalls.PROCESSES, syscalls.FILES):
        if name in table:
            return table[name][ARCHITECTURES[machine][0]]
    raise KeyError(name)


@MACHINES
@pytest.mark.parametrize(
    "table",
    [
        syscalls.NETWORK,
        syscalls.PROCESSES,
        syscalls.FILES,
        syscalls.SHARED,
        syscalls.IDENTITY,
        syscalls.KERNEL,
    ],
)
def test_what_is_forbidden_fails_and_does_not_kill(machine, table):
    column = ARCHITECTURES[machine][0]
    for numbers in table.values():
        if numbers[column] is not None:
            assert judge(machine, numbers[column]) == errno.EPERM


@MACHINES
def test_a_table_names_no_call_twice(machine):
    tables = (
        syscalls.NETWORK,
        syscalls.PROCESSES,
        syscalls.FILES,
        syscalls.SHARED,
        syscalls.IDENTITY,
        syscalls.KERNEL,
        syscalls.JUDGED,
    )
    column = ARCHITECTURES[machine][0]
    every = [one[column] for table in tables for one in table.values() if one[column] is not None]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("machine", "harmless"),
    [
        # read, write, close, mmap, mprotect, munmap, brk, futex, exit_group, getrandom
        ("x86_64", [0, 1, 3, 9, 10, 11, 12, 202, 231, 318]),
        ("aarch64", [63, 64, 57, 222, 226, 215, 214, 98, 94, 278]),
    ],
)
def test_what_every_library_needs_is_allowed(machine, harmless):
    assert {judge(machine, one) for one in harmless} == {ALLOWED}


@MACHINES
def test_files_may_be_opened_to_read_only(machine):
    openat = number(machine, "openat")
    assert judge(machine, openat, -100, 1, os.O_RDONLY | os.O_CLOEXEC) == ALLOWED
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_RDONLY | os.O_CREAT, os.O_RDONLY | os.O_TRUNC):
        assert judge(machine, openat, -100, 1, flags) == errno.EPERM
    assert judge(machine, number(machine, "openat2")) == errno.ENOSYS


def test_the_old_way_to_open_is_judged_alike():
    assert judge("x86_64", 2, 1, os.O_RDONLY) == ALLOWED
    assert judge("x86_64", 2, 1, os.O_RDWR) == errno.EPERM


@MACHINES
def test_threads_may_be_started_and_processes_may_not(machine):
    clone = number(machine, "clone")
    assert judge(machine, clone, 0x3D0F00) == ALLOWED
    assert judge(machine, clone, 17) == errno.EPERM
    assert judge(machine, number(machine, "clone3")) == errno.ENOSYS


@MACHINES
@pytest.mark.parametrize("name", ["kill", "tgkill"])
def test_only_the_process_itself_may_be_signalled(machine, name):
    call = number(machine, name)
    assert judge(machine, call, PID, 6) == ALLOWED
    for other in (1, 0, -1, PID + 1):
        assert judge(machine, call, other, 9) == errno.EPERM


@MACHINES
def test_nothing_may_be_typed_into_a_terminal(machine):
    ioctl = number(machine, "ioctl")
    assert judge(machine, ioctl, 0, 0x5401) == ALLOWED
    assert judge(machine, ioctl, 0, 0x5412) == errno.EPERM
    assert judge(machine, ioctl, 0, 0x541C) == errno.EPERM


@MACHINES
def test_only_its_own_limits_are_its_business(machine):
    prlimit = number(machine, "prlimit64")
    assert judge(machine, prlimit, 0) == ALLOWED
    assert judge(machine, prlimit, PID) == ALLOWED
    assert judge(machine, prlimit, 1) == errno.EPERM


@MACHINES
def test_another_numbering_ends_the_process(machine):
    assert judge(machine, 0, architecture=0x40000003) == KILLED


def test_the_x32_numbering_is_unknown():
    assert judge("x86_64", 0x40000000 + 41) == errno.ENOSYS


def test_a_machine_without_numbers_gets_no_filter():
    assert seccomp.program("riscv64", PID) is None
