"""Landlock: this process may read some folders of the file system, and nothing else.

The kernel module of that name lets any process give up rights, for good. Which rights it knows
grows from version to version; all it knows are given up, but for reading what is named.
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""System calls; the same on every architecture."""
_VERSION_FLAG: Final = 1
_PATH_BENEATH: Final = 1

_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS: Final = ((1, 13), (2, 14), (3, 15), (5, 16))
"""From which version on how many rights over files are known."""
_NETWORK_VERSION, _TCP = 4, 0b11
"""Bind and connect."""
_SCOPE_VERSION, _SCOPES = 6, 0b11
"""Abstract sockets of other processes, and signals to them."""


def version() -> int:
    """Return what the kernel offers; 0 for nothing."""
    return max(0, _call(_CREATE_RULESET, None, 0, _VERSION_FLAG))


def restrict(readable: Iterable[Path], listable: Iterable[Path] = ()) -> bool:
    """Give up everything but reading below `readable` and listing below `listable`.

    What does not exist is left out. Needs no-new-privileges; holds for this thread and those it
    starts, so call it before there are others. False where the kernel does not offer it.
    """
    offered = version()
    if not offered:
        return False
    attributes = _ruleset(offered)
    rules = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        allowed = [
            *(_allow(rules, path, _READ_FILE | _READ_DIR) for path in readable),
            *(_allow(rules, path, _READ_DIR) for path in listable),
        ]
        return all(allowed) and _call(_RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _ruleset(offered: int) -> bytes:
    """Return the attributes of a rule set that gives up all that this version knows."""
    rights = max(count for since, count in _FILE_RIGHTS if since <= offered)
    fields = [(1 << rights) - 1]
    if offered >= _NETWORK_VERSION:
        fields.append(_TCP)
    if offered >= _SCOPE_VERSION:
        fields.append(_SCOPES)
    return struct.pack(f"={len(fields)}Q", *fields)


def _allow(rules: int, path: Path, rights: int) -> bool:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return True  # nothing is there that could be allowed
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= _READ_FILE
        rule = struct.pack("=Qi", rights, descriptor)
        return not rights or _call(_ADD_RULE, rules, _PATH_BENEATH, rule, 0) == 0
    finally:
        os.close(descriptor)


def _call(number: int, *arguments: int | bytes | None) -> int:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long
        return int(libc.syscall(ctypes.c_long(number), *map(_word, arguments)))
    except (OSError, AttributeError):
        return -1


def _word(argument: int | bytes | None) -> ctypes.c_long | bytes | None:
    """Return an argument as wide as a variadic function takes it."""
    return ctypes.c_long(argument) if isinstance(argument, int) else argument
