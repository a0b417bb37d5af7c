"""Measures how fast main memory copies: the ceiling of decoding, tokens per second follow from it.

Runs as a process of its own (`python -m agent.host.bandwidth`), so that the buffers are gone
afterwards; prints bytes per second, counting what is read and what is written.
"""

import ctypes
import subprocess
import sys
import time

BUFFER_BYTES = 64 * 2**20
ROUNDS = 5
TIMEOUT_S = 30.0


def measure() -> int:
    """Return the best of a few rounds, in bytes per second; 0 when it cannot be measured."""
    source = ctypes.create_string_buffer(BUFFER_BYTES)
    target = ctypes.create_string_buffer(BUFFER_BYTES)
    ctypes.memset(source, 1, BUFFER_BYTES)
    best_s = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ctypes.memmove(target, source, BUFFER_BYTES)
        best_s = min(best_s, time.perf_counter() - began)
    return int(2 * BUFFER_BYTES / best_s)


def measure_apart() -> int:
    """Measure in a short-lived child; 0 when that did not work."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "agent.host.bandwidth"],
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
        )
        return int(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


if __name__ == "__main__":
    sys.stdout.write(str(measure()))
