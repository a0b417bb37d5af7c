"""Mirrors that do everything wrong, one test each: a transfer ends well, or with the right word."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from agent.bundles import DiskFullError, TransferError
from agent.bundles.plan import LANES_PER_MIRROR
from agent.bundles.rate import Pace
from shared.chunks import CHUNK_BYTES
from shared.digest import DigestError, hex_of, sha256_of
from shared.wire.up import Progress
from tests.support.mirror import Behaviour, Mirror
from tests.support.repository import Published, Publisher
from tests.support.trust_device import Device, wanted
from tests.support.trust_models import MIB, a_gguf, a_variant

WEIGHTS = a_gguf({"embed": 9 * MIB, "mid": 8 * MIB, "out": MIB})
HASH = hex_of(sha256_of(WEIGHTS))
PATH = f"/blobs/sha256/{HASH}"


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


@pytest.fixture
def honest(publisher: Publisher, stack: ExitStack) -> Mirror:
    return stack.enter_context(Mirror(publisher.folders()))


async def fetch(device: Device, published: Published, *, deadline_s: float = 30.0):
    seen: list[Progress] = []
    await device.store().fetch(wanted(published), seen.append, deadline_s=deadline_s)
    return await device.store().verify(published.digest, published.custom)


HOSTILE = {
    "later range": Behaviour(match=HASH, shift=1),
    "earlier range": Behaviour(match=HASH, shift=-1),
    "redirect": Behaviour(match=HASH, redirect="http://127.0.0.1:9"),
    "encoding": Behaviour(match=HASH, encoding="gzip"),
    "error": Behaviour(match=HASH, status=500),
    "no such range": Behaviour(match=HASH, status=416),
    "truncated": Behaviour(match=HASH, short=True),
    "lies": Behaviour(match=HASH, flip_first=True),
    "endless": Behaviour(match=HASH, endless=True),
    "answer to nothing": Behaviour(match=HASH, trailing=b"HTTP/1.1 200 OK\r\n\r\nnot asked"),
    "endless headers": Behaviour(match=HASH, headers={"X-Long": "a" * 70_000}),
    "no ranges and a lie": Behaviour(match=HASH, ranges=False, flip_at=6 * MIB),
}


@pytest.mark.parametrize("behaviour", HOSTILE.values(), ids=HOSTILE.keys())
async def test_an_honest_mirror_beside_a_hostile_one_is_enough(
    behaviour: Behaviour, device: Device, published: Published, mirror: Mirror, honest: Mirror
):
    mirror.behaviour = behaviour
    device.more_urls = (honest.url,)

    installed = await fetch(device, published)

    assert installed.weights.read_bytes() == WEIGHTS
    assert honest.sent[PATH] <= len(WEIGHTS)


@pytest.mark.parametrize(
    ("behaviour", "error", "words"),
    [
        (Behaviour(match=HASH, shift=1), TransferError, "another range"),
        (Behaviour(match=HASH, redirect="http://127.0.0.1:9"), TransferError, "answers 307"),
        (Behaviour(match=HASH, encoding="gzip"), TransferError, "encodes"),
        (Behaviour(match=HASH, status=404), TransferError, "answers 404"),
        (Behaviour(match=HASH, flip_first=True), DigestError, "wrong bytes"),
    ],
    ids=["range", "redirect", "encoding", "missing", "lies"],
)
async def test_a_hostile_mirror_alone_ends_with_a_word_and_changes_nothing(
    behaviour: Behaviour,
    error: type[Exception],
    words: str,
    device: Device,
    published: Published,
    mirror: Mirror,
):
    mirror.behaviour = behaviour

    with pytest.raises(error, match=words):
        await fetch(device, published)

    assert device.store().installed(published.digest) is None
    assert len([path for path, _ in mirror.requests if path == PATH]) < 12


async def test_a_redirect_is_not_followed(
    device: Device, published: Published, mirror: Mirror, honest: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, redirect=honest.url)

    with pytest.raises(TransferError, match="answers 307"):
        await fetch(device, published)

    assert honest.requests == []


async def test_twenty_drops_cost_no_byte_twice(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, cut_after=MIB - 17, cuts=20)

    await fetch(device, published)

    assert mirror.behaviour.cuts <= 3
    assert mirror.sent[PATH] == len(WEIGHTS)


async def test_a_body_without_end_is_left_at_the_signed_length(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, endless=True)

    installed = await fetch(device, published)

    assert installed.weights.stat().st_size == len(WEIGHTS)


async def test_connections_are_kept(device: Device, published: Published, mirror: Mirror):
    await fetch(device, published)

    assert len(mirror.requests) > 8
    assert mirror.connections <= LANES_PER_MIRROR


async def test_two_mirrors_share_the_work(
    device: Device, publisher: Publisher, mirror: Mirror, honest: Mirror
):
    weights = a_gguf({f"t{index}": 4 * MIB for index in range(12)}, seed=9)
    published = publisher.publish(a_variant(weights), version="2.0")
    path = f"/blobs/sha256/{hex_of(sha256_of(weights))}"
    for one in (mirror, honest):
        one.behaviour = Behaviour(match=path, pace_s=0.001)
    device.more_urls = (honest.url,)

    await fetch(device, published)

    assert mirror.sent[path] >= CHUNK_BYTES
    assert honest.sent[path] >= CHUNK_BYTES
    assert mirror.sent[path] + honest.sent[path] == len(weights)


async def test_a_drip_of_headers_ends_with_the_deadline_also_beside_a_mirror_without_the_blob(
    device: Device, published: Published, mirror: Mirror, honest: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, drip_headers=True)
    honest.behaviour = Behaviour(match=HASH, status=404)
    device.more_urls = (honest.url,)

    with pytest.raises(TransferError, match="the time is up"):
        await fetch(device, published, deadline_s=0.8)


async def test_a_dripping_mirror_is_put_back_and_not_banned(
    device: Device, published: Published, mirror: Mirror
):
    mirror.behaviour = Behaviour(match=HASH, drip=True)
    device.pace = Pace(window_s=0.2)

    with pytest.raises(TransferError, match="gave less than"):
        await fetch(device, published)
    mirror.behaviour = Behaviour()

    assert (await fetch(device, published)).weights.read_bytes() == WEIGHTS


async def test_a_limit_on_the_line_is_kept(device: Device, published: Published):
    with pytest.raises(TransferError, match="the time is up"):
        await device.store().fetch(
            wanted(published), lambda _: None, deadline_s=1.0, bytes_per_s=256 * 1024
        )


async def test_a_full_disk_is_not_blamed_on_the_mirror(
    device: Device, published: Published, mirror: Mirror
):
    device.disk_budget_bytes = 5 * MIB

    with pytest.raises(DiskFullError):
        await fetch(device, published)

    assert mirror.sent[PATH] == 0
