"""Sticks, honest and hostile: what a device takes from a folder that anybody may have written."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.trust import RefusedError, StaleError, TrustError, UntrustedError
from agent.trust.errors import TrustCacheError, WithheldError
from controlplane.publisher import rotation
from shared.digest import DigestError, hex_of
from shared.trust import RevokedEntry, RootVersions
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, NOON, OTHER, Published, Publisher
from tests.support.stick import MAIN, copy_stick, make_stick
from tests.support.trust_device import Device, enrolled
from tests.support.trust_models import MIB, a_gguf, a_variant

NOWHERE = "http://127.0.0.1:1"
WEIGHTS = a_gguf({"embed": 5 * MIB, "out": MIB})


@pytest.fixture
def published(publisher: Publisher) -> Published:
    return publisher.publish(a_variant(WEIGHTS))


@pytest.fixture
def stick(publisher: Publisher, published: Published, tmp_path: Path) -> Path:
    return make_stick(publisher, tmp_path / "stick", {MAIN: published})


@pytest.fixture
def device(publisher: Publisher, tmp_path: Path) -> Device:
    """A device that has no network at all."""
    return enrolled(publisher, tmp_path / "device", NOWHERE)


async def look(device: Device, stick: Path, **labels: str):
    return await device.trust().on_stick(stick, DEVICE, labels)


async def install(device: Device, stick: Path):
    assignment = (await look(device, stick))["main"]
    assert not isinstance(assignment, RefusedError), assignment
    store = device.store()
    await store.fetch(assignment, lambda _: None, deadline_s=20)
    return await store.verify(assignment.digest, assignment.custom)


def entry(published: Published) -> RevokedEntry:
    return RevokedEntry(sha256=published.digest, action="stop", reason="opens every door")


async def test_a_bundle_comes_from_a_stick_with_no_network_at_all(
    device: Device, stick: Path, published: Published
):
    installed = await install(device, stick)

    assert installed.digest == published.digest
    assert installed.weights.read_bytes() == WEIGHTS
    assert device.versions.recorded["usb"]["timestamp"] == 2
    assert device.versions.floor == NOON


async def test_nothing_for_this_device_is_nothing(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    stick = make_stick(publisher, tmp_path / "s", {f"devices/{OTHER}/main": published})

    assert await look(device, stick) == {}
    assert await device.trust().resolve_from(stick, DEVICE, {}, "main") is None


async def test_a_label_assigns_and_the_devices_own_path_counts_before_it(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    other = publisher.publish({"model.gguf": a_gguf({"embed": 4096})}, version="2.0")
    by_label = {"groups/site=north/main": published, "groups/site=north/voice": published}
    stick = make_stick(publisher, tmp_path / "s", {**by_label, MAIN: other})

    found = await look(device, stick, site="north")

    assert {slot: one.digest for slot, one in found.items()} == {
        "main": other.digest,
        "voice": published.digest,
    }
    assert set(await look(device, stick, site="south")) == {"main"}


async def test_labels_that_disagree_assign_nothing(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    other = publisher.publish({"model.gguf": a_gguf({"embed": 4096})}, version="2.0")
    stick = make_stick(
        publisher,
        tmp_path / "s",
        {"groups/site=north/main": published, "groups/kind=kiosk/main": other},
    )

    found = await look(device, stick, site="north", kind="kiosk")

    assert isinstance(found["main"], RefusedError)
    assert "different bundles" in str(found["main"])


@pytest.mark.parametrize("days", [60, 89])
async def test_a_stick_outlives_the_image_repositorys_timestamp(
    device: Device, stick: Path, days: int
):
    device.clock.at = NOON + timedelta(days=days)

    assert (await install(device, stick)).weights.read_bytes() == WEIGHTS


@pytest.mark.parametrize("days", [91, 150, 27_000])
async def test_a_stick_beyond_its_life_is_refused(device: Device, stick: Path, days: int):
    device.clock.at = NOON + timedelta(days=days)

    with pytest.raises(StaleError, match="usb repository has expired"):
        await look(device, stick)


async def test_a_long_lived_stick_has_an_end_as_well(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    stick = make_stick(publisher, tmp_path / "s", {MAIN: published}, life=timedelta(days=180))
    device.clock.at = NOON + timedelta(days=179)
    assert await look(device, stick)

    device.clock.at = NOON + timedelta(days=181)
    with pytest.raises(StaleError):
        await look(device, stick)


async def test_a_clock_at_1970_takes_no_stick_of_the_future_until_the_floor_has_risen(
    device: Device, stick: Path
):
    device.clock.at = datetime(1970, 1, 1, tzinfo=UTC)
    found = await look(device, stick)
    assert "set this machine's clock" in str(found["main"])

    device.versions.floor = NOON + timedelta(hours=1)
    assert (await install(device, stick)).weights.read_bytes() == WEIGHTS


async def test_an_older_stick_than_the_last_one_is_refused(
    publisher: Publisher, device: Device, published: Published, stick: Path, tmp_path: Path
):
    newer = make_stick(publisher, tmp_path / "newer", {MAIN: published}, deployment="stick-2")
    await look(device, newer)

    with pytest.raises(UntrustedError):
        await look(device, stick)


async def test_an_older_stick_is_refused_even_after_the_cache_is_lost(
    publisher: Publisher, device: Device, published: Published, stick: Path, tmp_path: Path
):
    newer = make_stick(publisher, tmp_path / "newer", {MAIN: published}, deployment="stick-2")
    await look(device, newer)
    shutil.rmtree(device.trust_folder / "usb")

    with pytest.raises(UntrustedError, match="usb repository went back"):
        await look(device, stick)


async def test_a_stick_cannot_bring_back_what_the_network_has_seen_delisted(
    publisher: Publisher, device: Device, published: Published, stick: Path
):
    publisher.image.delist(published.path, NOON)
    with Mirror(publisher.folders()) as mirror:
        device.gateway_url = mirror.url
        await device.trust().revoked()

    with pytest.raises(UntrustedError):
        await look(device, stick)


async def test_a_stick_carries_recalls(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    publisher.image.revoke([entry(published)], NOON)
    stick = make_stick(publisher, tmp_path / "s", {MAIN: published})

    found = await look(device, stick)

    assert "opens every door" in str(found["main"])
    assert device.versions.recalled == (entry(published),)


async def test_a_stick_of_another_fleet_is_refused(device: Device, tmp_path: Path):
    stranger = Publisher(tmp_path / "stranger")
    stick = make_stick(stranger, tmp_path / "s", {MAIN: stranger.publish(a_variant(WEIGHTS))})

    with pytest.raises(UntrustedError, match="usb repository is not genuine"):
        await look(device, stick)


async def test_a_device_without_a_pinned_root_of_sticks_believes_none(device: Device, stick: Path):
    (device.trust_folder / "usb.1.root.json").unlink()

    with pytest.raises(TrustCacheError, match="enroll it again"):
        await look(device, stick)


async def test_the_network_cannot_be_a_stick(publisher: Publisher, device: Device, stick: Path):
    """Served in the director's place, the long-lived metadata of sticks is worth nothing."""
    folders = publisher.folders() | {"/director": stick / "usb", "/usb": stick / "usb"}
    with Mirror(folders) as mirror:
        device.gateway_url = mirror.url

        with pytest.raises(UntrustedError, match="director repository is not genuine"):
            await device.trust().resolve(DEVICE, "main")

        asked = {path.split("/")[1] for path, _ in mirror.requests}
    assert asked == {"director"}
    assert "usb" not in device.versions.recorded


async def test_the_director_cannot_write_sticks(
    publisher: Publisher, device: Device, published: Published, stick: Path
):
    publisher.assign(published)
    shutil.rmtree(stick / "usb" / "metadata")
    shutil.copytree(publisher.director_folder / "metadata", stick / "usb" / "metadata")

    with pytest.raises(UntrustedError, match="usb repository is not genuine"):
        await look(device, stick)


async def test_a_tampered_role_on_a_stick_is_refused(device: Device, stick: Path):
    for file in (stick / "usb" / "metadata").glob("2.targets.json"):
        file.write_bytes(file.read_bytes().replace(b"main", b"evil"))

    with pytest.raises(UntrustedError):
        await look(device, stick)


async def test_a_flipped_bit_of_a_blob_is_a_digest_error(
    device: Device, stick: Path, published: Published
):
    weights = max((stick / "blobs" / "sha256").iterdir(), key=lambda file: file.stat().st_size)
    data = bytearray(weights.read_bytes())
    data[3 * MIB] ^= 1
    weights.write_bytes(data)

    with pytest.raises(DigestError):
        await install(device, stick)

    assert device.store().installed(published.digest) is None


async def test_a_blob_that_is_not_there_is_said(device: Device, stick: Path):
    shutil.rmtree(stick / "blobs")

    with pytest.raises(Exception, match="has no blobs/sha256"):
        await install(device, stick)


@pytest.mark.parametrize("what", ["link", "pipe", "folder", "link to a folder"])
async def test_a_stick_leads_nowhere_else_and_holds_nobody(
    device: Device, stick: Path, published: Published, tmp_path: Path, what: str
):
    manifest = stick / "blobs" / "sha256" / hex_of(published.digest)
    aside = tmp_path / "aside"
    manifest.rename(aside)
    match what:
        case "link":
            manifest.symlink_to(aside)
        case "pipe":
            os.mkfifo(manifest)
        case "folder":
            manifest.mkdir()
        case _:
            aside.rename(manifest)
            (stick / "blobs").rename(tmp_path / "blobs")
            (stick / "blobs").symlink_to(tmp_path / "blobs")

    with pytest.raises(Exception, match=r"plain file|cannot be read"):
        await install(device, stick)

    assert device.store().installed(published.digest) is None


async def test_metadata_that_never_ends_is_cut(device: Device, stick: Path):
    with (stick / "usb" / "metadata" / "timestamp.json").open("wb") as file:
        file.truncate(1 << 40)

    with pytest.raises(TrustError, match="too much"):
        await look(device, stick)


async def test_a_stick_may_demand_the_newest_root(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    demand = RootVersions(image=2)
    stick = make_stick(publisher, tmp_path / "s", {MAIN: published}, min_root=demand)

    with pytest.raises(WithheldError, match="shows root 1, the assignment demands 2"):
        await look(device, stick)


async def test_sticks_of_a_lost_key_are_refused_once_its_successor_was_seen(
    publisher: Publisher, device: Device, stick: Path, tmp_path: Path
):
    from securesystemslib.signer import CryptoSigner  # noqa: PLC0415

    rotation.rotate_usb(publisher.ring, publisher.usb_folder, CryptoSigner.generate_ed25519(), NOON)
    rotated = tmp_path / "rotated"
    copy_stick(publisher, rotated)
    assert await look(device, rotated) == {}

    with pytest.raises(UntrustedError):
        await look(device, stick)
