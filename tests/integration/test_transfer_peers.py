"""Agents of one site give each other their bundles, and believe each other nothing."""

import asyncio
import shutil
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.bundles import BundleStore, TransferError
from agent.bundles.share import MAX_REQUEST_BYTES, Share, ShareError, address_towards
from shared.digest import Digest, hex_of, sha256_of
from shared.wire.up import Progress
from tests.support.agent_fleet import FleetAuthority
from tests.support.mirror import Behaviour, Mirror
from tests.support.repository import Published, Publisher
from tests.support.trust_device import wanted
from tests.support.trust_models import MIB, a_gguf, a_variant
from tests.support.web_server import free_port

WEIGHTS = a_gguf({"embed": 9 * MIB, "out": MIB})
HASH = hex_of(sha256_of(WEIGHTS))


@dataclass
class Neighbour:
    """A device with its identity and its store."""

    folder: Path
    authority: FleetAuthority
    gateway: str = ""

    def __post_init__(self) -> None:
        self.identity = self.authority.client("device").write(self.folder, "device")
        self.ca_file = self.folder / "ca.pem"
        self.ca_file.write_text(self.authority.pem)
        self.store = BundleStore(
            self.folder / "store",
            blob_urls=(self.gateway,) if self.gateway else (),
            ca_file=self.ca_file if not self.gateway else None,
            disk_budget_bytes=None,
            identity=lambda: self.identity,
        )

    async def install(self, published: Published, *peers: str) -> list[Progress]:
        seen: list[Progress] = []
        # The gateway of these tests speaks plain HTTP; neighbours never do.
        self.store._ca_file = self.ca_file
        await self.store.fetch(wanted(published), seen.append, deadline_s=20.0, peers=peers)
        await self.store.verify(published.digest, published.custom)
        return seen

    @asynccontextmanager
    async def sharing(self, *, bytes_per_s: int = 10**9) -> AsyncIterator[str]:
        share = Share(
            host="127.0.0.1",
            port=0,
            ca_file=self.ca_file,
            identity=lambda: self.identity,
            find=self.store.shareable,
            bytes_per_s=bytes_per_s,
        )
        listening: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(share.run(listening.set_result))
        try:
            yield f"https://127.0.0.1:{await listening}"
        finally:
            task.cancel()
            await asyncio.wait([task])


@pytest.fixture
def published(publisher: Publisher) -> Published:
    return publisher.publish(a_variant(WEIGHTS))


@pytest.fixture
def gateway(publisher: Publisher) -> Iterator[Mirror]:
    with ExitStack() as stack:
        yield stack.enter_context(Mirror(publisher.folders()))


@pytest.fixture
def fleet() -> FleetAuthority:
    return FleetAuthority()


@pytest.fixture
def first(tmp_path: Path, fleet: FleetAuthority, gateway: Mirror) -> Neighbour:
    return Neighbour(tmp_path / "first", fleet, gateway.url)


@pytest.fixture
def second(tmp_path: Path, fleet: FleetAuthority, gateway: Mirror) -> Neighbour:
    return Neighbour(tmp_path / "second", fleet, gateway.url)


async def test_a_bundle_comes_from_the_neighbour_and_spares_the_line(
    first: Neighbour, second: Neighbour, published: Published, gateway: Mirror
):
    await first.install(published)
    gateway.forget()

    async with first.sharing() as url:
        await second.install(published, url)

    assert gateway.requests == []
    found = second.store.installed(published.digest)
    assert found is not None
    assert found.weights.read_bytes() == WEIGHTS


async def test_a_neighbour_that_is_gone_costs_nothing_but_an_attempt(
    second: Neighbour, published: Published, gateway: Mirror
):
    await second.install(published, f"https://127.0.0.1:{free_port()}")

    assert gateway.blob_bytes() == published.assembled.total_bytes


async def test_a_neighbour_whose_disk_rots_is_named_and_the_gateway_mends_it(
    first: Neighbour, second: Neighbour, published: Published, gateway: Mirror
):
    await first.install(published)
    rotten = first.store.shareable(Digest(f"sha256:{HASH}"))
    assert rotten is not None
    rotten.chmod(0o600)
    with rotten.open("r+b") as file:
        file.seek(6 * MIB)
        file.write(b"rot")
    gateway.forget()

    async with first.sharing() as url:
        progress = await second.install(published, url)

    assert progress[-1].refused == (url,)
    assert 0 < gateway.blob_bytes() <= len(WEIGHTS)


async def test_only_blobs_of_installed_bundles_are_shared(
    first: Neighbour, published: Published, publisher: Publisher
):
    await first.install(published)
    await first.store.fetch(
        wanted(other := publisher.publish(a_variant(a_gguf({"embed": MIB})), version="2.0")),
        lambda _: None,
        deadline_s=20.0,
    )

    assert first.store.shareable(published.digest) is not None
    assert first.store.shareable(other.digest) is None
    assert first.store.shareable(sha256_of(b"anything")) is None


async def test_a_stranger_gets_nothing_and_is_asked_for_nothing(
    first: Neighbour, published: Published, tmp_path: Path
):
    await first.install(published)
    stranger = Neighbour(tmp_path / "stranger", FleetAuthority("another fleet"))

    async with first.sharing() as url:
        with pytest.raises(TransferError):
            await stranger.install(published, url)
    await asyncio.to_thread(_copy, first, stranger)
    async with stranger.sharing() as url:
        fresh = Neighbour(tmp_path / "fresh", first.authority)
        with pytest.raises(TransferError, match="not from our fleet's CA"):
            await fresh.install(published, url)


async def test_a_server_of_the_fleet_is_no_neighbour(
    fleet: FleetAuthority, publisher: Publisher, published: Published, tmp_path: Path
):
    certificate = fleet.server().write(tmp_path / "tls", "server")
    fresh = Neighbour(tmp_path / "fresh", fleet)
    with Mirror(publisher.folders(), certificate=certificate) as mirror:
        with pytest.raises(TransferError, match="not a device's"):
            await fresh.install(published, mirror.url)

        assert mirror.requests == []


async def test_without_tls_nobody_is_a_neighbour(
    fleet: FleetAuthority, publisher: Publisher, published: Published, tmp_path: Path
):
    fresh = Neighbour(tmp_path / "fresh", fleet)
    with Mirror(publisher.folders(), Behaviour()) as mirror:
        with pytest.raises(Exception, match="no mirror"):
            await fresh.install(published, mirror.url)

        assert mirror.requests == []


def a_context(neighbour: Neighbour, *, known: bool = True) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if known:
        context.load_cert_chain(*neighbour.identity)
    return context


async def say(url: str, context: ssl.SSLContext, request: bytes) -> bytes:
    host, _, port = url.removeprefix("https://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), ssl=context)
    try:
        writer.write(request)
        await writer.drain()
        return await asyncio.wait_for(reader.read(12), 10)
    finally:
        writer.close()


async def test_nobody_without_a_certificate_is_answered(first: Neighbour, published: Published):
    await first.install(published)
    request = f"GET /blobs/sha256/{HASH} HTTP/1.1\r\n\r\n".encode()

    async with first.sharing() as url:
        try:
            said = await say(url, a_context(first, known=False), request)
        except (ssl.SSLError, ConnectionError):
            said = b""

    assert said == b""


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (f"GET /blobs/sha256/{HASH} HTTP/1.1\r\n\r\n".encode(), b"HTTP/1.1 200"),
        (
            f"GET /blobs/sha256/{HASH} HTTP/1.1\r\nRange: bytes=5-9\r\n\r\n".encode(),
            b"HTTP/1.1 206",
        ),
        (
            f"GET /blobs/sha256/{HASH} HTTP/1.1\r\nRange: bytes=999999999-\r\n\r\n".encode(),
            b"HTTP/1.1 416",
        ),
        (f"POST /blobs/sha256/{HASH} HTTP/1.1\r\n\r\n".encode(), b"HTTP/1.1 404"),
        (b"GET /blobs/sha256/../../device.key HTTP/1.1\r\n\r\n", b"HTTP/1.1 404"),
        (b"GET /../identity/device.key HTTP/1.1\r\n\r\n", b"HTTP/1.1 404"),
        (b"\x00\xff\r\n\r\n", b"HTTP/1.1 404"),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * 4 * MAX_REQUEST_BYTES, b""),
    ],
    ids=["whole", "range", "beyond", "post", "path", "up", "noise", "endless"],
)
async def test_every_request_gets_what_it_deserves(
    request_: bytes, answer: bytes, first: Neighbour, published: Published
):
    await first.install(published)

    async with first.sharing() as url:
        try:
            said = await say(url, a_context(first), request_)
        except ConnectionError:
            said = b""

    assert said == answer


async def test_an_address_in_use_is_said(first: Neighbour):
    async with first.sharing() as url:
        port = int(url.rpartition(":")[2])
        share = Share(
            host="127.0.0.1",
            port=port,
            ca_file=first.ca_file,
            identity=lambda: first.identity,
            find=first.store.shareable,
            bytes_per_s=1024,
        )
        with pytest.raises(ShareError, match="share_port"):
            await share.run()


def test_the_address_is_the_one_that_leads_to_the_gateway():
    assert address_towards("https://127.0.0.1:8443") == "127.0.0.1"
    assert address_towards("https://[::1]:8443") in {"[::1]", ""}
    assert address_towards("https://no-such-host.invalid") == ""


def _copy(one: Neighbour, other: Neighbour) -> None:
    """Give a stranger what a device has, so that only its certificate is wrong."""

    shutil.copytree(one.folder / "store", other.folder / "store", dirs_exist_ok=True)
