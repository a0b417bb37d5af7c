"""Bundles travel over real sockets: resume, reuse, liars, and what the disk may do."""

import asyncio
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from agent.bundles import DamagedError, DiskFullError, NotInstalledError, TransferError
from agent.bundles.part import Part
from agent.bundles.plan import LANES_PER_MIRROR
from agent.bundles.rate import Pace
from shared.bundle import BundleError
from shared.chunks import CHUNK_BYTES, boundaries_of_gguf, build
from shared.digest import DigestError, hex_of, sha256_of
from shared.gguf import read_header
from shared.oms import OmsError
from shared.wire.up import Progress
from tests.support.mirror import Behaviour, Mirror
from tests.support.repository import Published, Publisher
from tests.support.trust_device import Device, wanted
from tests.support.trust_models import MIB, a_gguf, a_variant

WEIGHTS = a_gguf({"embed": 9 * MIB, "out": MIB})
HASH = hex_of(sha256_of(WEIGHTS))
LIMIT_S = 30.0


@pytest.fixture
def published(publisher: Publisher) -> Published:
    return publisher.publish(a_variant(WEIGHTS))


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def mirror(publisher: Publisher, stack: ExitStack) -> Mirror:
    return stack.enter_context(Mirror(publisher.folders()))


def part_of(device: Device, sha256: str = HASH) -> Path:
    return device.folder / "store/partial" / f"{sha256}.part"


async def fetch(device: Device, published: Published, *mirrors: str) -> list[Progress]:
    seen: list[Progress] = []
    await device.store().fetch(wanted(published, *mirrors), seen.append, deadline_s=LIMIT_S)
    await asyncio.sleep(0)
    return seen


async def install(device: Device, published: Published):
    await fetch(device, published)
    return await device.store().verify(published.digest, published.custom)


async def test_a_bundle_is_fetched_once_verified_and_installed(
    device: Device, published: Published, mirror: Mirror
):
    progress = await fetch(device, published)
    installed = await device.store().verify(published.digest, published.custom)

    assert installed.weights.read_bytes() == WEIGHTS
    assert installed.parameters() == {"temperature": 0}
    assert installed.golden().items == ()
    assert mirror.blob_bytes() == published.assembled.total_bytes
    assert progress[-1].done_bytes == progress[-1].total_bytes
    assert installed.weights.stat().st_mode & 0o777 == 0o400
    assert not list((device.folder / "store/partial").iterdir())


async def test_what_is_installed_is_known_after_a_restart(device: Device, published: Published):
    store = device.store()
    assert store.installed(published.digest) is None
    await fetch(device, published)
    assert store.installed(published.digest) is None

    await store.verify(published.digest, published.custom)

    assert device.store().installed(published.digest) is not None
    await device.store().check(published.digest)


async def test_a_dropped_connection_goes_on_where_it_broke(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, cut_after=3 * MIB)

    await install(device, published)

    assert mirror.blob_bytes() == published.assembled.total_bytes


async def test_after_an_interruption_nothing_verified_is_fetched_again(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, cut_after=5 * MIB, cuts=1)
    mirror_down = Behaviour(match=HASH, status=503)
    store = device.store()

    def stop_serving(progress: Progress) -> None:
        if progress.done_bytes > CHUNK_BYTES:
            mirror.behaviour = mirror_down

    with pytest.raises(TransferError) as caught:
        await store.fetch(wanted(published), stop_serving, deadline_s=LIMIT_S)
    assert caught.value.retryable
    mirror.forget()
    mirror.behaviour = Behaviour()

    await install(device, published)

    first_chunks = len(WEIGHTS) - mirror.sent[f"/blobs/sha256/{HASH}"]
    assert first_chunks >= CHUNK_BYTES


@pytest.mark.slow
@pytest.mark.usefixtures("publisher")
async def test_a_killed_agent_resumes_with_every_verified_chunk(
    device: Device, published: Published, mirror: Mirror
):
    await asyncio.to_thread(_fetch_until_killed, device, published)
    ends = boundaries_of_gguf(read_header(io.BytesIO(WEIGHTS)), len(WEIGHTS))
    with Part(part_of(device), build(io.BytesIO(WEIGHTS), ends)) as part:
        part.scan()
        held = part.held_bytes
    mirror.forget()

    await install(device, published)

    assert held >= CHUNK_BYTES
    assert mirror.sent[f"/blobs/sha256/{HASH}"] == len(WEIGHTS) - held


async def test_rot_in_a_partial_file_costs_that_chunk_alone(
    device: Device, published: Published, mirror: Mirror
):
    await fetch(device, published)
    with part_of(device).open("r+b") as file:
        file.seek(6 * MIB)
        file.write(b"rot")
    mirror.forget()

    await install(device, published)

    assert mirror.blob_bytes() == CHUNK_BYTES


async def test_rot_after_the_install_is_found_and_mended_by_one_chunk(
    device: Device, published: Published, mirror: Mirror
):
    installed = await install(device, published)
    installed.weights.chmod(0o600)
    with installed.weights.open("r+b") as file:
        file.seek(6 * MIB)
        file.write(b"rot")

    with pytest.raises(DamagedError):
        await device.store().check(published.digest)
    assert device.store().installed(published.digest) is None
    mirror.forget()
    mended = await install(device, published)

    assert mended.weights.read_bytes() == WEIGHTS
    assert mirror.blob_bytes() == CHUNK_BYTES


async def test_a_new_template_costs_the_header_alone(
    device: Device, publisher: Publisher, published: Published, mirror: Mirror
):
    await install(device, published)
    changed = a_gguf({"embed": 9 * MIB, "out": MIB}, template="a better template")
    second = publisher.publish(a_variant(changed), version="1.1")
    mirror.forget()

    progress = await fetch(device, second)
    installed = await device.store().verify(second.digest, second.custom)

    assert installed.weights.read_bytes() == changed
    assert mirror.blob_bytes() < 20_000
    assert progress[-1].reused_bytes > 10 * MIB


async def test_a_rotten_source_is_not_reused(
    device: Device, publisher: Publisher, published: Published, mirror: Mirror
):
    first = await install(device, published)
    first.weights.chmod(0o600)
    with first.weights.open("r+b") as file:
        file.seek(6 * MIB)
        file.write(b"rot")
    changed = a_gguf({"embed": 9 * MIB, "out": MIB}, template="a better template")
    second = publisher.publish(a_variant(changed), version="1.1")
    mirror.forget()

    installed = await install(device, second)

    assert installed.weights.read_bytes() == changed
    assert CHUNK_BYTES < mirror.blob_bytes() < CHUNK_BYTES + 20_000


async def test_a_mirror_that_lies_is_left_for_another_and_named_in_the_report(
    device: Device, publisher: Publisher, published: Published, mirror: Mirror, stack: ExitStack
):
    honest = stack.enter_context(Mirror(publisher.folders()))
    mirror.behaviour = Behaviour(match=HASH, flip_first=True)
    device.more_urls = (honest.url,)

    progress = await fetch(device, published)
    installed = await device.store().verify(published.digest, published.custom)

    assert installed.weights.read_bytes() == WEIGHTS
    assert progress[-1].refused == (mirror.url,)
    asked = [path for path, _ in mirror.requests if HASH in path]
    assert len(asked) <= LANES_PER_MIRROR


async def test_a_flipped_bit_everywhere_is_a_digest_error(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, flip_at=6 * MIB)

    with pytest.raises(DigestError, match="wrong bytes"):
        await fetch(device, published)

    assert device.store().installed(published.digest) is None


async def test_a_tampered_manifest_is_a_digest_error(
    device: Device, published: Published, mirror: Mirror
):
    path = f"/blobs/sha256/{hex_of(published.digest)}"
    evil = published.assembled.manifest.replace(b"model.gguf", b"m0del.gguf")
    mirror.behaviour = Behaviour(replaced={path: evil})

    with pytest.raises(DigestError):
        await fetch(device, published)


async def test_a_mirror_of_the_assignment_helps_when_the_gateway_has_nothing(
    device: Device, publisher: Publisher, published: Published, mirror: Mirror, stack: ExitStack
):
    other = stack.enter_context(Mirror(publisher.folders()))
    mirror.behaviour = Behaviour(match="/blobs/", status=404)

    await fetch(device, published, other.url)

    assert other.blob_bytes() == published.assembled.total_bytes
    assert all("/blobs/" in path for path, _ in mirror.requests)


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(match=HASH, ranges=False),
        Behaviour(match=HASH, endless=True),
    ],
    ids=["no-ranges", "endless"],
)
async def test_a_clumsy_server_still_gives_the_bundle(
    behaviour: Behaviour, device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = behaviour

    installed = await install(device, published)

    assert installed.weights.read_bytes() == WEIGHTS


async def test_a_resume_against_a_server_without_ranges_takes_only_what_is_missing(
    device: Device, published: Published, mirror: Mirror
):
    await fetch(device, published)
    with part_of(device).open("r+b") as file:
        file.seek(6 * MIB)
        file.write(b"rot")
    mirror.behaviour = Behaviour(match=HASH, ranges=False)

    installed = await install(device, published)

    assert installed.weights.read_bytes() == WEIGHTS


async def test_a_body_that_is_always_too_short_is_given_up(
    device: Device, publisher: Publisher, mirror: Mirror
):
    published = publisher.publish(small := {"model.gguf": a_gguf({"embed": 4096})}, version="2.0")
    mirror.behaviour = Behaviour(match=hex_of(sha256_of(small["model.gguf"])), short=True)

    with pytest.raises((TransferError, DigestError)):
        await fetch(device, published)


async def test_a_dripping_mirror_is_left_for_a_better_one(
    device: Device, publisher: Publisher, published: Published, mirror: Mirror, stack: ExitStack
):
    honest = stack.enter_context(Mirror(publisher.folders()))
    mirror.behaviour = Behaviour(match=HASH, drip=True)
    device.more_urls = (honest.url,)
    device.pace = Pace(window_s=0.2)

    installed = await install(device, published)

    assert installed.weights.read_bytes() == WEIGHTS


@pytest.mark.parametrize("what", ["body", "headers"])
async def test_a_lonely_dripping_mirror_is_cut_at_the_deadline(
    what: str, device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, drip=what == "body", drip_headers=what == "headers")

    with pytest.raises(TransferError, match="the time is up"):
        await device.store().fetch(wanted(published), lambda _: None, deadline_s=0.6)


async def test_a_canceled_transfer_stops_and_can_go_on(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, drip=True)
    store = device.store()
    begun = asyncio.Event()
    task = asyncio.create_task(
        store.fetch(wanted(published), lambda _: begun.set(), deadline_s=LIMIT_S)
    )
    await begun.wait()

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    mirror.behaviour = Behaviour()

    await store.fetch(wanted(published), lambda _: None, deadline_s=LIMIT_S)
    await store.verify(published.digest, published.custom)


async def test_a_bundle_beyond_the_budget_is_refused_before_it_travels(
    device: Device, published: Published, mirror: Mirror
):
    device.disk_budget_bytes = 5 * MIB

    with pytest.raises(DiskFullError, match="at most"):
        await fetch(device, published)

    assert mirror.sent[f"/blobs/sha256/{HASH}"] == 0


async def test_what_is_no_longer_wanted_is_deleted_and_shared_files_stay(
    device: Device, publisher: Publisher, published: Published
):
    await install(device, published)
    second = publisher.publish({**a_variant(WEIGHTS), "README.md": b"# New card\n"}, version="1.1")
    kept = await install(device, second)
    store = device.store()

    freed = store.reclaim([second.digest])

    assert 0 < freed < MIB
    assert store.installed(published.digest) is None
    assert kept.weights.read_bytes() == WEIGHTS
    await store.check(second.digest)


@pytest.mark.usefixtures("publisher")
async def test_a_signature_by_another_publisher_is_refused(device: Device, published: Published):
    await fetch(device, published)
    custom = published.custom.model_copy(update={"oms_key": "0" * 64})

    with pytest.raises(OmsError, match="not the one that was signed"):
        await device.store().verify(published.digest, custom)

    assert device.store().installed(published.digest) is None


async def test_a_golden_set_that_is_none_is_refused(device: Device, publisher: Publisher):
    files = {"model.gguf": a_gguf({"embed": 4096}), "golden.json": b"[1, 2"}
    published = publisher.publish(files, version="3.0")
    await fetch(device, published)

    with pytest.raises(BundleError, match="golden"):
        await device.store().verify(published.digest, published.custom)


async def test_verifying_what_was_not_fetched_says_so(device: Device, published: Published):
    with pytest.raises(NotInstalledError):
        await device.store().verify(published.digest, published.custom)


_AGENT = """
import asyncio, sys
from pathlib import Path
from agent.bundles import BundleStore
from agent.bundles.rate import Pace
from shared.digest import Digest
from shared.trust import ImageCustom
from tests.support.trust_device import Wanted

folder, url, digest, length, custom = sys.argv[1:]
store = BundleStore(Path(folder), blob_urls=[url], ca_file=None, disk_budget_bytes=None)
wanted = Wanted(Digest(digest), int(length), ImageCustom.model_validate_json(custom))

def tell(progress):
    print(progress.done_bytes, flush=True)

asyncio.run(store.fetch(wanted, tell, deadline_s=60))
"""


def _fetch_until_killed(device: Device, published: Published) -> None:
    """Run an agent's fetch in a process of its own, and kill it after its second chunk."""
    command = [
        sys.executable,
        "-c",
        _AGENT,
        str(device.folder / "store"),
        device.gateway_url,
        published.digest,
        str(len(published.assembled.manifest)),
        published.custom.model_dump_json(),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) > CHUNK_BYTES:
                os.kill(process.pid, signal.SIGKILL)
                break
