"""Time and versions: months away with rotations meanwhile, wrong clocks, roots that are hidden."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner

from agent.store.db import Database
from agent.store.trust import TrustMemory
from agent.trust import RefusedError, StaleError, Trust, UntrustedError
from agent.trust.errors import WithheldError
from agent.trust.trail import Step, Trail
from controlplane.director.folder import MetadataFolder
from controlplane.director.signer import DirectorRepository
from controlplane.publisher import rotation
from controlplane.publisher.keys import ONLINE, RELEASE, KeyRing, make_key
from shared.ids import DeploymentId
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, NOON, Published, Publisher
from tests.support.stick import MAIN, make_stick
from tests.support.trust_device import Device
from tests.support.trust_models import a_gguf

SMALL = {"model.gguf": a_gguf({"embed": 4096})}
MONTH = 31


@pytest.fixture
def published(publisher: Publisher) -> Published:
    published = publisher.publish(SMALL)
    publisher.assign(published)
    return published


def rotate_a_key_of_the_image_repository(publisher: Publisher, name: str) -> None:
    """Give a role another key, and put that key where the ring looks for it."""
    aside = publisher.folder / "new-keys"
    aside.mkdir(exist_ok=True)
    make_key(aside, name, None)
    signer = KeyRing(aside).signer(name)
    rotate = {ONLINE: rotation.rotate_online, RELEASE: rotation.rotate_release}[name]
    rotate(publisher.ring, publisher.image_folder, signer, publisher.now)
    for file in aside.glob(f"{name}.*"):
        file.replace(publisher.folder / "keys" / file.name)


def rotate_the_directors_key(publisher: Publisher) -> None:
    folder = MetadataFolder(publisher.director_folder)
    key = publisher.director.next_key()
    root = rotation.director_root(publisher.ring, folder.root(), key, publisher.now)
    publisher.director.install_root(root, publisher.assigned.values(), publisher.now)


async def test_four_hundred_days_offline_with_every_key_rotated_meanwhile(
    publisher: Publisher, device: Device, published: Published
):
    await device.trust().resolve(DEVICE, "main")
    turns = [
        lambda: rotate_a_key_of_the_image_repository(publisher, ONLINE),
        lambda: rotate_the_directors_key(publisher),
        lambda: rotate_a_key_of_the_image_repository(publisher, RELEASE),
    ]
    for month in range(13):
        publisher.pass_time(days=MONTH)
        turns[month % len(turns)]()
        publisher.image.refresh(publisher.now)
        publisher.assign(published)
    newest = publisher.publish(SMALL, version="2.0")
    publisher.assign(newest, deployment=DeploymentId("d-2"))
    device.clock.at = publisher.now

    assignment = await device.trust().resolve(DEVICE, "main")

    assert (publisher.now - NOON).days >= 400
    assert assignment is not None
    assert assignment.digest == newest.digest
    assert device.versions.recorded["image"]["root"] == 10
    assert device.versions.recorded["director"]["root"] == 5


async def test_the_way_back_from_a_stick_of_the_same_time(
    publisher: Publisher, device: Device, published: Published, tmp_path: Path
):
    """A device that a stick reached on day 200 finds to the director on day 400."""
    await device.trust().resolve(DEVICE, "main")
    publisher.pass_time(days=200)
    rotate_a_key_of_the_image_repository(publisher, ONLINE)
    rotate_the_directors_key(publisher)
    stick = make_stick(publisher, tmp_path / "stick", {MAIN: published})
    device.clock.at = publisher.now
    assert await device.trust().on_stick(stick, DEVICE, {})
    publisher.pass_time(days=200)
    rotate_a_key_of_the_image_repository(publisher, RELEASE)
    publisher.image.refresh(publisher.now)
    publisher.assign(published)
    device.clock.at = publisher.now

    assert await device.trust().resolve(DEVICE, "main") is not None


@pytest.mark.parametrize("year", [1970, 2100])
async def test_a_clock_that_is_wrong_installs_nothing_wrong_and_spoils_nothing(
    publisher: Publisher, device: Device, published: Published, year: int
):
    await device.trust().resolve(DEVICE, "main")
    floor = device.versions.floor
    assert floor == NOON
    publisher.pass_time(days=20)

    device.clock.at = datetime(year, 1, 1, tzinfo=UTC)
    if year == 1970:
        # Judged at the floor, twenty-day-old metadata is good; a floor that has risen ends that.
        assert await device.trust().resolve(DEVICE, "main") is not None
        device.versions.floor = publisher.now
    with pytest.raises(StaleError):
        await device.trust().resolve(DEVICE, "main")

    device.versions.floor = floor
    device.clock.at = publisher.now
    publisher.image.refresh(publisher.now)
    publisher.assign(published)
    assert await device.trust().resolve(DEVICE, "main") is not None
    assert device.versions.floor == publisher.now


async def test_a_stolen_director_key_cannot_push_the_floor_beyond_all_signatures(
    publisher: Publisher, device: Device, published: Published
):
    publisher.assign(published, issued=datetime(2100, 1, 1, tzinfo=UTC))

    await device.trust().resolve(DEVICE, "main")

    assert device.versions.floor is not None
    assert device.versions.floor < NOON + timedelta(days=15)


async def test_a_root_that_took_a_stolen_key_away_cannot_be_hidden(
    publisher: Publisher, device: Device, published: Published, mirror: Mirror
):
    stolen = publisher.folder / "before-the-theft"
    shutil.copytree(publisher.image_folder, stolen)
    rotate_a_key_of_the_image_repository(publisher, ONLINE)
    knowing = DirectorRepository(
        publisher.director_folder, publisher.folder / "director.key", image=publisher.image_folder
    )
    publisher.pass_time(hours=1)
    publisher.assigned.clear()
    publisher.assign(published)
    knowing.publish(publisher.assigned.values(), publisher.now)
    mirror.folders["/image"] = stolen

    with pytest.raises(WithheldError, match="shows root 1, the assignment demands 2") as caught:
        await device.trust().resolve(DEVICE, "main")
    assert caught.value.retryable

    mirror.folders["/image"] = publisher.image_folder
    assert await device.trust().resolve(DEVICE, "main") is not None


@pytest.mark.usefixtures("published")
async def test_a_root_key_alone_changes_no_root(publisher: Publisher, device: Device):
    folder = MetadataFolder(publisher.director_folder)
    root = folder.root()
    root.signed.version += 1
    root.signatures.clear()
    root.sign(publisher.ring.signer("root-a"))
    root.sign(CryptoSigner.generate_ed25519(), append=True)
    root.to_file(str(publisher.director_folder / "metadata" / "2.root.json"))

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


async def test_a_repository_that_has_expired_is_said_until_it_is_signed_again(
    publisher: Publisher, device: Device, published: Published
):
    trust = device.trust()
    assert trust.health.verified_at is None
    await trust.resolve(DEVICE, "main")
    assert (trust.health.verified_at, trust.health.problem) == (NOON, "")

    device.clock.at = NOON + timedelta(days=20)
    with pytest.raises(StaleError):
        await trust.resolve(DEVICE, "main")
    assert trust.health.verified_at == NOON
    assert "director repository has expired" in trust.health.problem

    publisher.pass_time(days=20)
    publisher.image.refresh(publisher.now)
    publisher.assign(published)
    await trust.resolve(DEVICE, "main")
    assert (trust.health.verified_at, trust.health.problem) == (publisher.now, "")


async def test_without_a_network_what_was_verified_last_is_judged_again(
    publisher: Publisher, device: Device, published: Published
):
    first = await device.trust().resolve(DEVICE, "main")
    device.gateway_url = "http://127.0.0.1:1"

    assert await device.trust().resolve(DEVICE, "main", kept=True) == first
    device.clock.at = NOON + timedelta(days=5)
    with pytest.raises(StaleError, match="director repository has expired"):
        await device.trust().resolve(DEVICE, "main", kept=True)

    trail = Trail()
    assert first is not None
    await device.trust().vouched(first, kept=True, trail=trail)
    assert "not recalled" in trail.passed[Step.IMAGE]
    publisher.image.delist(published.path, publisher.now)
    with Mirror(publisher.folders()) as mirror:
        device.gateway_url = mirror.url
        device.clock.at = NOON
        with pytest.raises(RefusedError, match="does not list"):
            await device.trust().resolve(DEVICE, "main")
    with pytest.raises(RefusedError, match="does not list"):
        await device.trust().vouched(first, kept=True, trail=Trail())


def durable(device: Device, database: Database) -> Trust:
    return Trust(
        device.trust_folder,
        gateway_url=device.gateway_url,
        ca_file=None,
        clock=device.clock,
        versions=TrustMemory(database),
    )


async def test_the_floors_of_all_three_repositories_outlive_their_caches(
    publisher: Publisher, device: Device, published: Published, mirror: Mirror, tmp_path: Path
):
    """A power cut may leave an empty or a half-written cache; the database remembers."""
    yesterday = tmp_path / "yesterday"
    stick = make_stick(publisher, tmp_path / "stick", {MAIN: published})
    for name in ("image", "director"):
        shutil.copytree(publisher.folder / f"{name}-repo", yesterday / name)
    publisher.assign(publisher.publish(SMALL, version="2.0"))
    newer = make_stick(publisher, tmp_path / "newer", {MAIN: published})
    with_memory = Database(tmp_path / "agent.db")
    await durable(device, with_memory).resolve(DEVICE, "main")
    await durable(device, with_memory).on_stick(newer, DEVICE, {})
    with_memory.close()
    for name in ("image", "director", "usb"):
        for file in (device.trust_folder / name).glob("*.json"):
            file.write_bytes(file.read_bytes()[:100]) if not file.is_symlink() else file.unlink()

    reopened = Database(tmp_path / "agent.db")
    try:
        with pytest.raises(UntrustedError, match="usb repository went back"):
            await durable(device, reopened).on_stick(stick, DEVICE, {})
        for name in ("image", "director"):
            mirror.folders[f"/{name}"] = yesterday / name
            with pytest.raises(UntrustedError, match=r"went back|must be >="):
                await durable(device, reopened).resolve(DEVICE, "main")
            mirror.folders[f"/{name}"] = publisher.folder / f"{name}-repo"
        assert await durable(device, reopened).resolve(DEVICE, "main") is not None
        assert TrustMemory(reopened).time_floor() == NOON
    finally:
        reopened.close()
