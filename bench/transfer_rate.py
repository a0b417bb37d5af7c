"""How fast a verified gibibyte comes from localhost, and how much memory that takes.

Both sides fetch the same file from the same nginx, in turn: `curl` piped into `sha256sum`, and our
downloader with its chunk hashes, its writing, and its read-back from the disk. The downloader runs
in a process of its own, whose peak of memory is what the kernel says it was.
"""

import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.report import Row
from tests.support.web_server import nginx_running

MIB = 2**20
_SLICE_BYTES = 16 * MIB
REPOSITORY = Path(__file__).parents[1]


def measure(*, size_mib: int, rounds: int) -> list[Row]:
    """Measure in memory, where line and processor are all there is, and on the disk."""
    memory = Path("/dev/shm")
    rows = _against_curl(size_mib, rounds, memory if memory.is_dir() else None)
    return [*rows, _durable(size_mib, rounds)]


def _against_curl(size_mib: int, rounds: int, folder: Path | None) -> list[Row]:
    little_mib = max(16, size_mib // 8)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        blobs, store = Path(name) / "blobs", Path(name) / "store"
        digest, little = _write(blobs, size_mib), _write(blobs, little_mib)
        with nginx_running(blobs, Path(name) / "nginx") as url:
            curl_s, curl_cpu_s, ours = [], [], []
            for _ in range(rounds):
                before_s = _children_cpu_s()
                curl_s.append(_curl(f"{url}/blobs/sha256/{digest}"))
                curl_cpu_s.append(_children_cpu_s() - before_s)
                ours.append(_ours(url, digest, blobs, store))
            small = _ours(url, little, blobs, store)
    where = "in memory" if folder else "on disk"
    return [
        Row(
            f"{size_mib} MiB {where}, verified, read back, MiB/s (peer: curl | sha256sum)",
            round(size_mib / statistics.median(each["took_s"] for each in ours), 1),
            ">= 0.9 of the peer",
            "higher",
            round(size_mib / statistics.median(curl_s), 1),
        ),
        Row(
            "processor time for it, s (peer: curl | sha256sum)",
            round(statistics.median(each["cpu_s"] for each in ours), 2),
            "",
            "lower",
            round(statistics.median(curl_cpu_s), 2),
        ),
        Row(
            f"peak memory of the process, MiB (peer: for {little_mib} MiB)",
            round(max(each["peak_mib"] for each in ours), 1),
            "flat: the same whatever the size",
            "lower",
            round(small["peak_mib"], 1),
        ),
    ]


def _durable(size_mib: int, rounds: int) -> Row:
    """Measure against what does the same for the disk: write, sync, forget, read, hash."""
    with tempfile.TemporaryDirectory() as name:
        blobs, store = Path(name) / "blobs", Path(name) / "store"
        digest = _write(blobs, size_mib)
        with nginx_running(blobs, Path(name) / "nginx") as url:
            curl_s, ours_s = [], []
            for _ in range(rounds):
                curl_s.append(_curl_to_disk(f"{url}/blobs/sha256/{digest}", Path(name) / "file"))
                ours_s.append(_ours(url, digest, blobs, store)["took_s"])
    return Row(
        f"{size_mib} MiB on disk, MiB/s (peer: curl -o, sync, sha256sum)",
        round(size_mib / statistics.median(ours_s), 1),
        ">= 0.9 of the peer",
        "higher",
        round(size_mib / statistics.median(curl_s), 1),
    )


def _write(blobs: Path, size_mib: int) -> str:
    blobs.mkdir(exist_ok=True)
    draft = blobs / "draft"
    hasher = hashlib.sha256()
    with draft.open("wb") as file:
        left = size_mib * MIB
        while left:
            data = os.urandom(min(left, _SLICE_BYTES))
            hasher.update(data)
            file.write(data)
            left -= len(data)
    draft.rename(blobs / hasher.hexdigest())
    return hasher.hexdigest()


def _curl(url: str) -> float:
    began = time.monotonic()
    with subprocess.Popen(["curl", "-s", url], stdout=subprocess.PIPE) as source:
        subprocess.run(["sha256sum"], stdin=source.stdout, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def _curl_to_disk(url: str, file: Path) -> float:
    began = time.monotonic()
    subprocess.run(["curl", "-s", "-o", str(file), url], check=True)
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
        os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    subprocess.run(["sha256sum", str(file)], stdout=subprocess.DEVNULL, check=True)
    took_s = time.monotonic() - began
    file.unlink()
    return took_s


def _ours(url: str, digest: str, blobs: Path, store: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.transfer_rate", url, digest, str(blobs), str(store)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=REPOSITORY)
    shutil.rmtree(store)
    return json.loads(done.stdout)


def _fetch(url: str, name: str, blobs: Path, store: Path) -> dict[str, float]:
    from agent.bundles.blobs import Blobs  # noqa: PLC0415 - only what an agent has in memory
    from agent.bundles.download import Download, Line  # noqa: PLC0415
    from agent.bundles.part import Part  # noqa: PLC0415
    from agent.bundles.web import WebSource  # noqa: PLC0415
    from agent.host.http import Client  # noqa: PLC0415
    from shared import chunks  # noqa: PLC0415
    from shared.digest import from_hex  # noqa: PLC0415

    source = blobs / name
    with source.open("rb") as file:
        table = chunks.build(file, chunks.fixed_boundaries(source.stat().st_size))
    digest, target = from_hex(name), Blobs(store)
    client = Client(ca_file=None, deadline_s=3600.0)
    line = Line(deadline_s=3600.0, stop=threading.Event())
    began, before_s = time.monotonic(), time.process_time()
    with Part(target.part_path(digest), table) as part:
        Download([WebSource(url, client)], line).fetch(digest, part, lambda: None)
    target.settle(digest, table.total_bytes)
    return {
        "took_s": time.monotonic() - began,
        "cpu_s": time.process_time() - before_s,
        "peak_mib": _peak_mib(),
    }


def _children_cpu_s() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _peak_mib() -> float:
    """Return the most memory that this program had; `getrusage` counts who started it, too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser(description="One fetch; prints what it took as JSON.")
    for argument in ("url", "digest", "blobs", "store"):
        parser.add_argument(argument)
    options = parser.parse_args()
    print(json.dumps(_fetch(options.url, options.digest, Path(options.blobs), Path(options.store))))


if __name__ == "__main__":
    main()
