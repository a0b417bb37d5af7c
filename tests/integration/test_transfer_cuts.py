"""A transfer and its install, ended at every step: the old state is left, or the whole new one."""

import asyncio
import json
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from agent.bundles import DiskFullError
from shared.chunks import CHUNK_BYTES
from tests.support.mirror import Mirror
from tests.support.repository import Published, Publisher
from tests.support.transfer_cuts import text_of
from tests.support.trust_device import enrolled, wanted
from tests.support.trust_models import MIB, a_gguf, a_variant

OLD = a_gguf({"embed": 64 * 1024, "out": 4096})
NEW = a_gguf({"embed": 64 * 1024, "mid": 64 * 1024, "out": 8192}, template="a new one")


def cut_everywhere(kind: str, folder: Path, url: str, old: Published, new: Published) -> list[Any]:
    command = [sys.executable, "-m", "tests.support.transfer_cuts", kind, str(folder), url]
    command += [text_of(wanted(old)), text_of(wanted(new))]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["kill", "full"])
async def test_wherever_it_ends_the_old_bundle_is_whole_and_the_new_one_too_or_not_there(
    kind: str, publisher: Publisher, tmp_path: Path
):
    old = publisher.publish({"model.gguf": OLD})
    new = publisher.publish({"model.gguf": NEW}, version="1.1")
    with Mirror(publisher.folders()) as mirror:
        device = enrolled(publisher, tmp_path / "device", mirror.url)
        store = device.store()
        await store.fetch(wanted(old), lambda _: None, deadline_s=30.0)
        await store.verify(old.digest, old.custom)

        cuts = await asyncio.to_thread(
            cut_everywhere, kind, device.folder / "store", mirror.url, old, new
        )

    assert len(cuts) > 30
    assert {cut["call"] for cut in cuts[:-1]} >= {"open", "pwrite", "fsync", "replace", "link"}
    for cut in cuts[:-1]:
        assert cut["killed"] is (kind == "kill"), cut
        assert cut["left"][0] is True, cut
        assert cut["again"] == [True, True], cut
        if kind == "full" and not cut["left"][1]:
            assert cut["error"] == "disk_full", cut
    assert [True, False] in [cut["left"] for cut in cuts]
    assert cuts[-1]["done"] is True
    assert cuts[-1]["left"] == [True, True]


@contextmanager
def small_files() -> Iterator[None]:
    """Let the kernel refuse to make any file longer than one chunk and a bit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (CHUNK_BYTES + MIB, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def large(publisher: Publisher) -> Published:
    return publisher.publish(a_variant(a_gguf({"embed": 9 * MIB})), version="2.0")


async def test_a_disk_that_refuses_is_a_full_disk_and_costs_no_verified_byte(
    publisher: Publisher, large: Published, tmp_path: Path
):
    with Mirror(publisher.folders()) as mirror:
        device = enrolled(publisher, tmp_path / "device", mirror.url)
        with small_files(), pytest.raises(DiskFullError):
            await device.store().fetch(wanted(large), lambda _: None, deadline_s=30.0)
        assert device.store().installed(large.digest) is None
        held = sum(
            part.stat().st_size >= CHUNK_BYTES
            for part in (device.folder / "store/partial").glob("*.part")
        )
        mirror.forget()

        await device.store().fetch(wanted(large), lambda _: None, deadline_s=30.0)
        await device.store().verify(large.digest, large.custom)

        assert mirror.blob_bytes() <= large.assembled.total_bytes - held * CHUNK_BYTES
    assert device.store().installed(large.digest) is not None
