"""Reads what Linux says about itself under /proc and /sys; another system answers with less."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

_INSTRUCTIONS = frozenset(
    {
        "sse4_2", "avx", "f16c", "fma", "avx2", "avx_vnni", "avx512f", "avx512bw", "avx512vbmi",
        "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16", "asimd", "asimddp", "i8mm", "bf16",
        "sve", "sve2", "neon", "fphp",
    }
)  # fmt: skip
"""The instruction sets that the kernels of our engines have variants for."""


class Machine:
    """One machine, seen from a root folder so that a test can show another one."""

    def __init__(self, root: Path = Path("/")) -> None:
        self.root = root

    def cpu_model(self) -> str:
        for key, value in self._cpu_facts():
            if key in {"model name", "hardware", "cpu model"}:
                return value[:200]
        return "unknown"

    def instructions(self) -> tuple[str, ...]:
        for key, value in self._cpu_facts():
            if key in {"flags", "features"}:
                return tuple(sorted(_INSTRUCTIONS.intersection(value.split())))
        return ()

    def cores(self) -> int:
        """Return the CPUs this process may use, less when a cgroup allows less time."""
        usable = (
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        )
        cores = usable or 1
        quota, _, period = (self._text("sys/fs/cgroup/cpu.max") or "max").partition(" ")
        if quota.isdigit() and period.strip().isdigit():
            cores = min(cores, max(1, int(quota) // int(period)))
        return cores

    def memory_total_bytes(self) -> int:
        return self._memory("MemTotal")

    def memory_available_bytes(self) -> int:
        """Return what a new process may take without swapping, 0 when it is not known."""
        return self._memory("MemAvailable")

    def swap_total_bytes(self) -> int:
        return self._memory("SwapTotal")

    def memory_limit_bytes(self) -> int | None:
        """Return the tightest limit of the control group this process lives in."""
        limits = []
        for folder in self._cgroups():
            text = (self._text(f"{folder}/memory.max") or "max").strip()
            if text.isdigit():
                limits.append(int(text))
        return min(limits, default=None)

    def disk_bytes(self, folder: Path) -> tuple[int, int]:
        """Return the size of the file system that holds `folder`, and what is free of it."""
        usage = shutil.disk_usage(folder)
        return usage.total, usage.free

    def _cgroups(self) -> Iterator[str]:
        """Name the version 2 control groups from this process's own up to the root."""
        own = ""
        for line in (self._text("proc/self/cgroup") or "").splitlines():
            if line.startswith("0::"):
                own = line[3:].strip().strip("/")
        while own:
            yield f"sys/fs/cgroup/{own}"
            own = own.rpartition("/")[0]
        yield "sys/fs/cgroup"

    def _memory(self, name: str) -> int:
        for line in (self._text("proc/meminfo") or "").splitlines():
            key, _, value = line.partition(":")
            if key == name:
                return int(value.split()[0]) * 1024
        return 0

    def _cpu_facts(self) -> Iterator[tuple[str, str]]:
        for line in (self._text("proc/cpuinfo") or "").splitlines():
            key, separator, value = line.partition(":")
            if separator:
                yield key.strip().lower(), value.strip()

    def _text(self, path: str) -> str | None:
        try:
            return (self.root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None


def held_bytes(folder: Path) -> int:
    """Return what the files below `folder` take, each counted once however often it is linked."""
    sizes: dict[tuple[int, int], int] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                facts = (Path(parent) / name).lstat()
            except OSError:
                continue
            sizes[facts.st_dev, facts.st_ino] = facts.st_size
    return sum(sizes.values())
