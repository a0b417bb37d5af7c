"""How much memory this process takes; only the standard library, so that looking costs little."""

import re
import resource
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_KILO: Final = 1024
_MAPPING: Final = re.compile(r"^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ (\d+) *(.*)$")
_ENGINE: Final = re.compile(r"llama_cpp|libgomp|libstdc\+\+|\.gguf$")
_SMAPS: Final = Path("/proc/self/smaps")


def own_bytes() -> int:
    """Return what this process takes on a device, beside the agent and nothing else.

    It is the proportional set size there: pages of the interpreter and of the system's libraries
    are shared with the agent and count half; those of the engine's libraries count in full. The
    kernel's own figure would depend on what else happens to run on this machine.
    """
    try:
        return weighed(_SMAPS.read_text().splitlines())
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILO


def anonymous_bytes() -> int:
    """Return what this process has allocated, files left out; 0 where nobody says."""
    try:
        lines = _SMAPS.with_name("smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * _KILO for line in lines if line.startswith("Anonymous:"))


def weighed(lines: Iterable[str]) -> int:
    """Add up the resident bytes of `/proc/<pid>/smaps`.

    Libraries count half, but those of the engine in full, and so does a mapped model.
    """
    total, is_shared = 0, False
    for line in lines:
        mapping = _MAPPING.match(line)
        if mapping:
            file = mapping[2] if mapping[1] != "0" else ""
            is_shared = bool(file) and _ENGINE.search(file) is None
        elif line.startswith("Rss:"):
            resident = int(line.split()[1]) * _KILO
            total += resident // 2 if is_shared else resident
    return total
