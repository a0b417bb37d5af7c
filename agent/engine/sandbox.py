"""What the child takes away from itself before it opens a file from outside.

Best effort: each measure is tried alone, and those that held are reported by name. Python 3.11 has
no `unshare` and no `prctl`, so both are called in libc.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 64
_OOM_SCORE = "800"


def enter(parent: int) -> tuple[str, ...]:
    """Shut the process in; return what held. Call before any thread is started.

    The process exits when `parent` is gone already.
    """
    measures: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("dies-with-parent", lambda: _dies_with(parent)),
        ("first-to-go", _goes_first),
        ("no-network", _leaves_network),
        ("no-new-privileges", lambda: _prctl(_PR_SET_NO_NEW_PRIVS, 1)),
        ("no-core-dumps", lambda: _limit(resource.RLIMIT_CORE, 0)),
        ("few-files", lambda: _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)),
        ("writes-no-files", lambda: _limit(resource.RLIMIT_FSIZE, 0)),
    )
    return tuple(name for name, take in measures if take())


def _dies_with(parent: int) -> bool:
    """Be killed when the parent's thread that started us ends."""
    held = _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(0)
    return held


def _goes_first(path: Path = Path("/proc/self/oom_score_adj")) -> bool:
    """When memory is short, let the kernel choose this process before the agent."""
    with contextlib.suppress(OSError):
        path.write_text(_OOM_SCORE)
        return True
    return False


def _leaves_network() -> bool:
    """Move to a network namespace of our own: there is not even a loopback in it that is up."""
    libc = _libc()
    if libc is None or not hasattr(libc, "unshare"):
        return False
    # An ordinary user may only do it together with a user namespace.
    return any(
        libc.unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET)
    )


def _prctl(option: int, value: int) -> bool:
    libc = _libc()
    if libc is None or not hasattr(libc, "prctl"):
        return False
    return int(libc.prctl(option, value, 0, 0, 0)) == 0


def _limit(which: int, value: int) -> bool:
    try:
        resource.setrlimit(which, (value, value))
    except (OSError, ValueError):
        return False
    return True


def _libc() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
