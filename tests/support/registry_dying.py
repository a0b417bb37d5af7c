"""A workbench whose engine dies of its task, as a hostile file could make it."""

import os
import signal
import sys

if __name__ == "__main__":
    sys.stdin.read()
    for line in ("loading", "tensor 7 lies outside the file", "reading it all the same"):
        sys.stderr.write(line + "\n")
    sys.stderr.flush()
    os.kill(os.getpid(), signal.SIGSEGV)
