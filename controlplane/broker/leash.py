"""Run by path: becomes the given program, which the kernel stops when its parent is gone.

It imports the standard library alone, so that it starts in a moment.
"""

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def main() -> None:
    """`leash.py <parent pid> <program> <arguments>...`."""
    parent, program = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before the leash was on
        sys.exit(1)
    os.execv(program[0], program)  # noqa: S606 - the caller names the program


if __name__ == "__main__":
    main()
