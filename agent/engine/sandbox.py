"""What the child takes away from itself before it opens a file from outside.

In two steps: `enter` at once, and `confine` when it is known which files it needs. Best effort:
each measure is tried alone, and those that held are reported by name. Python 3.11 has no `unshare`
and no `prctl`, so both are called in libc.
"""

import contextlib
import ctypes
import os
import re
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from agent.engine import landlock, seccomp
from agent.engine.frames import Load

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_OPEN_FILES = 64
_OOM_SCORE = "800"
_CAPABILITY_VERSION = 0x20080522
_CAP_DAC_READ_SEARCH = 2
_SLACK_BYTES = 2**30
_SLACK_PER_CORE_BYTES = 128 * 2**20
"""Stacks, and the allocator's reserve for each thread: address space more than memory."""
_MOST_ENTRIES = 1000
_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$")
_CODE = Path(__file__).resolve().parents[2]
_SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/filesystems",
    "/proc/sys/vm",
    "/sys/devices/system",
    "/sys/bus/pci",
    "/sys/fs/cgroup",
    "/dev/null",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
)
"""Libraries, and what they want to know of the machine."""


def enter(parent: int) -> tuple[str, ...]:
    """Shut the process in; return what held. Call before any thread is started.

    The process exits when `parent` is gone already.
    """
    return _held(
        ("dies-with-parent", lambda: _dies_with(parent)),
        ("first-to-go", _goes_first),
        ("no-network", _leaves_network),
        ("no-new-privileges", lambda: _prctl(_PR_SET_NO_NEW_PRIVS, 1)),
        ("no-core-dumps", lambda: _limit(resource.RLIMIT_CORE, 0)),
        ("few-files", lambda: _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)),
        ("writes-no-files", lambda: _limit(resource.RLIMIT_FSIZE, 0)),
    )


def confine(load: Load) -> tuple[str, ...]:
    """Leave the process only what the model needs; return what held.

    Call after `enter`, before the model's files are opened, and before any thread is started.
    Libraries may still be imported: they can be read, and nothing they need to start is forbidden.
    """
    return _held(
        ("few-capabilities", _drop_capabilities),
        ("bounded-memory", lambda: _bound_memory(load)),
        ("reads-only-the-model", lambda: landlock.restrict(readable(load), (_CODE,))),
        ("few-system-calls", seccomp.install),
    )


def readable(load: Load) -> Iterator[Path]:
    """Name what the child must be able to read: its model, its code, the system's libraries."""
    for file in (load.weights, *(adapter.path for adapter in load.adapters)):
        whole = extent(Path(file))
        yield whole
        yield from _linked(whole)
    yield from (_CODE / "agent", _CODE / "shared")
    yield from (Path(sys.prefix), Path(sys.base_prefix))
    yield from (Path(entry) for entry in sys.path if entry and Path(entry) != _CODE)
    for variable in ("LD_LIBRARY_PATH", "LLAMA_CPP_LIB_PATH"):
        yield from (Path(part) for part in os.environ.get(variable, "").split(":") if part)
    yield from map(Path, _SYSTEM)


def extent(weights: Path) -> Path:
    """Return what a model consists of: the file, or its folder where others belong to it."""
    alone = weights.suffix in {".gguf", ".toy"} and not _PART.search(weights.name)
    if alone or weights.is_dir():
        return weights
    # Exporters put the model into a folder of its own, below its tokenizer.
    above = weights.parent.parent
    return above if (above / "tokenizer.json").is_file() else weights.parent


def _linked(folder: Path) -> Iterator[Path]:
    """Name the files that a model's folder only links to, as download caches do."""
    if folder.is_dir():
        for entry in islice(folder.rglob("*"), _MOST_ENTRIES):
            if entry.is_symlink():
                yield entry.resolve()


def _held(*measures: tuple[str, Callable[[], bool]]) -> tuple[str, ...]:
    return tuple(name for name, take in measures if take())


def _drop_capabilities() -> bool:
    """Keep no power over others; only files of other owners stay readable, which is needed."""
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    kept = _capabilities()
    if kept is None:
        return False
    kept &= 1 << _CAP_DAC_READ_SEARCH
    data = struct.pack("=6I", kept, kept, 0, 0, 0, 0)
    libc = _libc()
    return libc is not None and int(libc.capset(header, data)) == 0


def _capabilities() -> int | None:
    libc = _libc()
    if libc is None or not hasattr(libc, "capget"):
        return None
    header = struct.pack("=Ii", _CAPABILITY_VERSION, 0)
    data = ctypes.create_string_buffer(24)
    if libc.capget(header, data) != 0:
        return None
    return int(struct.unpack("=6I", data.raw)[1])


def _bound_memory(load: Load) -> bool:
    """End in an error of the allocator, not of the machine, if the model takes far too much."""
    if not load.memory_bytes:
        return False
    slack = _SLACK_BYTES + _SLACK_PER_CORE_BYTES * (os.cpu_count() or 1)
    private = load.memory_bytes + slack
    return _limit(resource.RLIMIT_DATA, private) and _limit(
        resource.RLIMIT_AS, private + slack + 2 * _size(extent(Path(load.weights)))
    )


def _size(path: Path) -> int:
    """Return what the files of a model may take of the address space."""
    files = path.iterdir() if path.is_dir() else (path,)
    size = 0
    for file in files:
        with contextlib.suppress(OSError):
            size += file.stat().st_size
    return size


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
