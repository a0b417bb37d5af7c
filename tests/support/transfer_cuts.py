"""Ends a transfer and its install at every single call that changes the disk.

`python -m tests.support.transfer_cuts <kind> <folder> <url> <old> <new>` copies the store in
`folder`, which has the old bundle, fetches and installs the new one in a child, and ends that at
its first change of the disk, then at its second, and so on, until one gets through. `kill` is
SIGKILL in place of the call; `full` lets the call fail as on a full disk. After each a fresh
child looks at what is left, and does the work again. One line of JSON for each.
"""

import asyncio
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.bundles import BundleStore
from shared.digest import Digest
from shared.errors import FlotillaError
from shared.trust import ImageCustom
from tests.support.trust_device import Wanted

CHANGES = (
    "fchmod", "fsync", "ftruncate", "link", "mkdir", "open", "pwrite", "rename", "replace",
    "rmdir", "unlink",
)  # fmt: skip
DEADLINE_S = 30.0


def say(what: dict[str, Any]) -> None:
    """Write one line, also from a child that is about to be killed."""
    os.write(1, json.dumps(what).encode() + b"\n")


def wanted_of(text: str) -> Wanted:
    digest, length, custom = json.loads(text)
    return Wanted(Digest(digest), length, ImageCustom.model_validate(custom))


def text_of(wanted: Wanted) -> str:
    return json.dumps([wanted.digest, wanted.length, wanted.custom.model_dump(mode="json")])


class Fault:
    """Counts calls that change the disk, and does to one of them what was asked."""

    def __init__(self, kind: str, at: int) -> None:
        self._kind, self._at = kind, at
        self._count = 0
        self._lock = threading.Lock()
        for name in CHANGES:
            setattr(os, name, self._wrapped(name, getattr(os, name)))

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if not (name == "open" and not args[1] & os.O_CREAT):
                self._meet(name)
            return real(*args, **kwargs)

        return call

    def _meet(self, name: str) -> None:
        with self._lock:
            self._count += 1
            if self._count != self._at:
                return
            say({"call": name})
            if self._kind == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, "No space left on device")


async def install(store: Path, url: str, wanted: Wanted) -> None:
    bundles = BundleStore(store, blob_urls=[url], ca_file=None, disk_budget_bytes=None)
    await bundles.fetch(wanted, lambda _: None, deadline_s=DEADLINE_S)
    await bundles.verify(wanted.digest, wanted.custom)


async def look(store: Path, *digests: Digest) -> list[bool]:
    """Tell which bundles count as installed; those must be whole to the last byte."""
    bundles = BundleStore(store, blob_urls=[], ca_file=None, disk_budget_bytes=None)
    found = []
    for digest in digests:
        found.append(bundles.installed(digest) is not None)
        if found[-1]:
            await bundles.check(digest)
    return found


def in_child(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run in a fork; what it and its faults said, and how it ended."""
    near, far = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(far, 1)
        try:
            say(work())
        finally:
            os._exit(0)
    os.close(far)
    with os.fdopen(near) as said:
        lines = [json.loads(line) for line in said]
    _, status = os.waitpid(child, 0)
    result = {"killed": os.WIFSIGNALED(status)}
    for line in lines:
        result.update(line)
    return result


def main() -> None:
    kind, folder, url, old, new = sys.argv[1:]
    before, after = wanted_of(old), wanted_of(new)
    store = Path(folder).with_name("cut")
    point = 0
    ended = False
    while not ended:
        point += 1
        shutil.rmtree(store, ignore_errors=True)
        subprocess.run(["cp", "-a", folder, str(store)], check=True)

        def attempt(at: int = point) -> dict[str, Any]:
            try:
                Fault(kind, at)
                asyncio.run(install(store, url, after))
            except FlotillaError as error:
                return {"error": error.code}
            return {"done": True}

        def again() -> dict[str, Any]:
            asyncio.run(install(store, url, after))
            return {"again": asyncio.run(look(store, before.digest, after.digest))}

        result = in_child(attempt)
        ended = "call" not in result
        result |= in_child(
            lambda: {"left": asyncio.run(look(store, before.digest, after.digest))}
        ) | {"killed": result["killed"]}
        result |= in_child(again) | {"killed": result["killed"]}
        say({"point": point, **result})


if __name__ == "__main__":
    main()
