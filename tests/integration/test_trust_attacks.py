"""Attacks on the two repositories: every one must leave the device as it was, and say why."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.trust import RefusedError, StaleError, TrustError, UntrustedError
from controlplane.publisher.keys import RELEASE
from shared.digest import hex_of, sha256_of
from shared.trust import RevokedEntry
from tests.support.mirror import Behaviour, Mirror
from tests.support.repository import DEVICE, NOON, OTHER, Published, Publisher
from tests.support.trust_device import Device
from tests.support.trust_models import a_gguf

YEAR_1970 = datetime(1970, 1, 1, tzinfo=UTC)


def small(seed: int = 0) -> dict[str, bytes]:
    return {"model.gguf": a_gguf({"embed": 4096}, seed=seed)}


@pytest.fixture
def published(publisher: Publisher) -> Published:
    published = publisher.publish(small())
    publisher.assign(published)
    return published


def metadata_of(repo: Path, name: str) -> Path:
    """Return the newest file of a role."""
    files = (repo / "metadata").glob(f"*.{name}.json")
    return max(files, key=lambda file: int(file.name.split(".")[0]))


async def test_both_repositories_together_give_the_assignment(device: Device, published: Published):
    assignment = await device.trust().resolve(DEVICE, "main")

    assert assignment is not None
    assert assignment.digest == published.digest
    assert assignment.custom == published.custom
    assert device.versions.recorded["director"]["timestamp"] == assignment.director_version


@pytest.mark.usefixtures("published")
async def test_an_assignment_for_another_device_is_none_of_ours(device: Device):
    assert await device.trust().resolve(OTHER, "main") is None
    assert await device.trust().resolve(DEVICE, "other-slot") is None


@pytest.mark.usefixtures("published")
async def test_the_second_look_fetches_two_files_of_each_repository(device: Device, mirror: Mirror):
    await device.trust().resolve(DEVICE, "main")
    mirror.forget()

    await device.trust().resolve(DEVICE, "main")

    assert [path.rsplit("/", 1)[1] for path, _ in mirror.requests] == [
        "2.root.json",
        "timestamp.json",
    ] * 2


@pytest.mark.usefixtures("published")
async def test_a_tampered_role_file_is_refused_and_a_later_honest_one_accepted(
    device: Device, publisher: Publisher, mirror: Mirror
):
    file = metadata_of(publisher.image_folder, "line-lamp")
    path = f"/image/metadata/{file.name}"
    mirror.behaviour = Behaviour(replaced={path: file.read_bytes().replace(b"1.0", b"6.6")})

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")

    mirror.behaviour = Behaviour()
    assert await device.trust().resolve(DEVICE, "main") is not None


async def test_one_bin_served_as_another_of_the_same_version_is_refused_and_heals(
    device: Device, publisher: Publisher, published: Published, mirror: Mirror
):
    publisher.assign(published, device=OTHER)
    bins = [metadata_of(publisher.director_folder, f"bin-{digit:x}") for digit in range(16)]
    ours, theirs = (
        next(file for file in bins if device_id.encode() in file.read_bytes())
        for device_id in (DEVICE, OTHER)
    )
    assert ours.name.split(".")[0] == theirs.name.split(".")[0]
    mirror.behaviour = Behaviour(replaced={f"/director/metadata/{ours.name}": theirs.read_bytes()})

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")

    mirror.behaviour = Behaviour()
    assert await device.trust().resolve(DEVICE, "main") is not None


@pytest.mark.parametrize("name", ["image", "director"])
@pytest.mark.usefixtures("published")
async def test_yesterdays_repository_is_refused(
    name: str, device: Device, publisher: Publisher, mirror: Mirror
):
    yesterday = publisher.folder / f"{name}-yesterday"
    shutil.copytree(publisher.folder / f"{name}-repo", yesterday)
    publisher.assign(publisher.publish(small(1), version="1.1"))
    await device.trust().resolve(DEVICE, "main")

    mirror.folders[f"/{name}"] = yesterday

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_yesterdays_repository_is_refused_even_after_the_cache_is_lost(
    device: Device, publisher: Publisher, mirror: Mirror
):
    yesterday = publisher.folder / "yesterday"
    shutil.copytree(publisher.director_folder, yesterday)
    publisher.assign(publisher.publish(small(1), version="1.1"))
    await device.trust().resolve(DEVICE, "main")
    shutil.rmtree(device.trust_folder / "director")
    mirror.folders["/director"] = yesterday

    with pytest.raises(UntrustedError, match="went back"):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_an_old_snapshot_under_a_new_timestamp_is_refused(
    device: Device, publisher: Publisher, mirror: Mirror
):
    old = metadata_of(publisher.image_folder, "snapshot").read_bytes()
    publisher.assign(publisher.publish(small(1), version="1.1"))
    new = metadata_of(publisher.image_folder, "snapshot").name
    mirror.behaviour = Behaviour(replaced={f"/image/metadata/{new}": old})

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


async def test_a_director_that_signs_other_bytes_is_refused(
    device: Device, publisher: Publisher, published: Published
):
    publisher.assign(published, digest=sha256_of(b"evil"))

    with pytest.raises(RefusedError, match="disagree"):
        await device.trust().resolve(DEVICE, "main")


async def test_a_director_that_assigns_an_unknown_bundle_is_refused(
    device: Device, publisher: Publisher, published: Published
):
    publisher.assign(published, bundle_path="bundles/lamp/9.9/f32/bundle.json")

    with pytest.raises(RefusedError, match="does not list"):
        await device.trust().resolve(DEVICE, "main")


async def test_a_delisted_bundle_is_not_installed_any_more(
    device: Device, publisher: Publisher, published: Published
):
    await device.trust().resolve(DEVICE, "main")
    publisher.image.delist(published.path, NOON)

    with pytest.raises(RefusedError, match="does not list"):
        await device.trust().resolve(DEVICE, "main")


async def test_a_recalled_bundle_is_refused_and_the_recall_is_known(
    device: Device, publisher: Publisher, published: Published
):
    entry = RevokedEntry(sha256=published.digest, action="stop", reason="opens every door")
    publisher.image.revoke([entry], NOON)

    with pytest.raises(RefusedError, match="opens every door"):
        await device.trust().resolve(DEVICE, "main")

    assert await device.trust().revoked() == (entry,)


@pytest.mark.usefixtures("publisher")
async def test_a_forged_recall_list_is_refused(
    device: Device, published: Published, mirror: Mirror
):
    empty = hex_of(sha256_of(b"[]"))
    entry = {"sha256": published.digest, "action": "stop", "reason": "forged"}
    forged = json.dumps([entry]).encode()
    mirror.behaviour = Behaviour(replaced={f"/image/targets/{empty}.revoked.json": forged})

    with pytest.raises(TrustError):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_an_expired_repository_blocks_installs_until_it_is_signed_again(
    device: Device, publisher: Publisher
):
    device.clock.at = NOON + timedelta(days=4)

    with pytest.raises(StaleError, match="director repository has expired") as caught:
        await device.trust().resolve(DEVICE, "main")
    assert caught.value.retryable

    publisher.pass_time(days=4)
    publisher.director.publish(publisher.assigned.values(), publisher.now)
    assert await device.trust().resolve(DEVICE, "main") is not None


async def test_a_clock_at_1970_cannot_make_expired_metadata_valid(
    device: Device, publisher: Publisher, published: Published
):
    publisher.pass_time(days=2)
    publisher.assign(published)
    device.clock.at = publisher.now
    await device.trust().resolve(DEVICE, "main")
    frozen = device.versions.floor
    assert frozen == publisher.now

    device.clock.at = YEAR_1970
    assert await device.trust().resolve(DEVICE, "main") is not None

    device.versions.floor = frozen + timedelta(days=8)
    with pytest.raises(StaleError):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_a_device_away_for_a_year_comes_back(device: Device, publisher: Publisher):
    await device.trust().resolve(DEVICE, "main")
    publisher.pass_time(days=300)
    publisher.image.refresh(publisher.now)
    publisher.assign(publisher.publish(small(1), version="1.1"))
    device.clock.at = publisher.now

    assignment = await device.trust().resolve(DEVICE, "main")

    assert assignment is not None
    assert assignment.custom.version == "1.1"


@pytest.mark.usefixtures("publisher")
@pytest.mark.usefixtures("published")
async def test_metadata_by_another_key_is_refused(device: Device, mirror: Mirror, tmp_path: Path):
    stranger = Publisher(tmp_path / "stranger")
    stranger.assign(stranger.publish(small(), version="6.6"))
    mirror.folders["/image"] = stranger.image_folder

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_a_second_root_signed_by_one_key_is_refused(
    device: Device, publisher: Publisher, mirror: Mirror
):
    from tuf.api.metadata import Metadata  # noqa: PLC0415

    root = Metadata.from_file(str(publisher.image_folder / "metadata/1.root.json"))
    root.signed.version = 2
    root.sign(publisher.ring.signer("root-a"))
    mirror.behaviour = Behaviour(replaced={"/image/metadata/2.root.json": root.to_bytes()})

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_a_root_signed_by_two_keys_replaces_a_stolen_release_key(
    device: Device, publisher: Publisher
):
    from securesystemslib.signer import CryptoSigner  # noqa: PLC0415
    from tuf.api.metadata import Metadata  # noqa: PLC0415

    await device.trust().resolve(DEVICE, "main")
    root = Metadata.from_file(str(publisher.image_folder / "metadata/1.root.json"))
    root.signed.version = 2
    root.signed.revoke_key(publisher.ring.signer(RELEASE).public_key.keyid, "targets")
    root.signed.add_key(CryptoSigner.generate_ed25519().public_key, "targets")
    root.sign(publisher.ring.signer("root-a"))
    root.sign(publisher.ring.signer("root-c"), append=True)
    root.to_file(str(publisher.image_folder / "metadata/2.root.json"))

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.parametrize(
    "behaviour",
    [
        Behaviour(match="timestamp.json", drip=True),
        Behaviour(match="timestamp.json", drip_headers=True),
    ],
    ids=["body", "headers"],
)
@pytest.mark.usefixtures("published")
async def test_a_dripping_server_is_left_at_the_deadline(
    behaviour: Behaviour, device: Device, mirror: Mirror
):
    mirror.behaviour = behaviour
    device.deadline_s = 0.4

    with pytest.raises(TrustError, match="cannot be reached") as caught:
        await device.trust().resolve(DEVICE, "main")

    assert caught.value.retryable
    assert mirror.sent["/director/metadata/timestamp.json"] < 400


@pytest.mark.usefixtures("published")
async def test_an_endless_timestamp_is_cut(device: Device, mirror: Mirror):
    mirror.behaviour = Behaviour(match="timestamp.json", endless=True)

    with pytest.raises(TrustError, match="too much"):
        await device.trust().resolve(DEVICE, "main")


@pytest.mark.usefixtures("published")
async def test_metadata_lies_where_it_was_asked_for_and_a_redirect_is_not_followed(
    device: Device, publisher: Publisher, mirror: Mirror
):
    with Mirror(publisher.folders()) as elsewhere:
        mirror.behaviour = Behaviour(match="timestamp.json", redirect=elsewhere.url)

        with pytest.raises(TrustError, match="answers 307"):
            await device.trust().resolve(DEVICE, "main")

        assert elsewhere.requests == []


@pytest.mark.usefixtures("published")
async def test_a_gateway_that_is_away_is_a_matter_of_trying_again(device: Device):
    device.gateway_url = "http://127.0.0.1:1"

    with pytest.raises(TrustError) as caught:
        await device.trust().resolve(DEVICE, "main")

    assert caught.value.retryable
