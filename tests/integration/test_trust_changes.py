"""Keys and expiries of a running fleet are changed from the command line, seen from a device."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.trust.errors import WithheldError
from controlplane.cli import key_changes, repositories
from controlplane.director.expiries import Repository
from controlplane.director.folder import MetadataFolder
from controlplane.director.keys import load_key
from controlplane.publisher import rotation
from controlplane.publisher.keys import ONLINE, RELEASE, KeyRing
from controlplane.publisher.succession import Succession
from controlplane.registry.repository import ImageFolder
from tests.support.trust_world import World, a_world

pytestmark = pytest.mark.slow

REPOSITORIES = ("image", "director", "usb")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as world:
        yield world


@pytest.fixture
def old_world(tmp_path: Path) -> Iterator[World]:
    """A fleet whose ceremony was almost a year ago, and nobody has signed since."""
    with a_world(tmp_path, began=datetime.now(UTC) - timedelta(days=340)) as world:
        yield world


def keyid(world: World, name: str) -> str:
    return world.ring.public(name).keyid


@pytest.mark.parametrize("name", ["release", "image-online", "line-lamp"])
async def test_a_key_of_the_image_repository_is_changed_and_devices_follow(world: World, name: str):
    digest = world.assign(world.publish("1.0.0"))
    assert await world.resolved() == digest
    before = keyid(world, name) if world.ring.has(name) else None

    change = world.run("keys", "rotate", name, "--no-passphrase")

    assert change["fingerprint"] == keyid(world, name) != before
    assert (change["retired"] is None) == (before is None)
    world.sign_assignments()
    assert await world.resolved() == digest
    newer = world.assign(world.publish("2.0.0"))
    assert await world.resolved() == newer
    assert not (world.settings.keys_folder / "next").exists()


async def test_the_directors_key_is_changed_and_devices_follow(world: World):
    digest = world.assign(world.publish("1.0.0"))
    assert await world.resolved() == digest
    old = load_key(world.settings.director_key).public_key()

    world.run("keys", "rotate", "director")

    assert load_key(world.settings.director_key).public_key() != old
    assert await world.resolved() == digest
    newer = world.assign(world.publish("2.0.0"))
    assert await world.resolved() == newer


def test_the_key_of_sticks_is_changed(world: World):
    change = world.run("keys", "rotate", "usb-director", "--no-passphrase")

    root = world.root("usb").signed
    assert root.version == 2
    assert root.roles["targets"].keyids == [change["fingerprint"]]


async def test_the_publishers_key_is_changed_without_the_control_plane(world: World):
    digest = world.assign(world.publish("1.0.0"))
    before = world.ring.fact("publisher").key_id

    world.run("keys", "rotate", "publisher", "--no-passphrase")

    assert world.ring.fact("publisher").key_id != before
    assert await world.resolved() == digest
    newer = world.assign(world.publish("2.0.0"))
    assert await world.resolved() == newer


@pytest.mark.parametrize("name", ["release", "image-online"])
async def test_a_rotation_that_was_cut_short_goes_on_where_it_was(world: World, name: str):
    digest = world.assign(world.publish("1.0.0"))
    heir = Succession(world.ring, name)
    heir.begin(lambda: None)
    table = key_changes.Table(world.client, world.ring, world.scratch / "cut", datetime.now(UTC))
    key_changes._rotate(table, heir)  # and then the lights went out

    change = world.run("keys", "rotate", name, "--no-passphrase")

    assert change["fingerprint"] == keyid(world, name)
    assert world.root("image").signed.version == 2
    world.sign_assignments()
    assert await world.resolved() == digest


def test_a_key_that_was_half_put_in_its_place_is_put_there_whole(world: World):
    heir = Succession(world.ring, RELEASE)
    heir.begin(lambda: None)
    new = heir.keyid
    table = key_changes.Table(world.client, world.ring, world.scratch / "cut", datetime.now(UTC))
    key_changes._rotate(table, heir)
    heir._retire()
    folder = world.settings.keys_folder
    (folder / "next/release.pub").replace(folder / "release.pub")

    world.run("keys", "rotate", RELEASE, "--no-passphrase")

    assert keyid(world, RELEASE) == new
    assert world.root("image").signed.version == 2


@pytest.mark.parametrize("after", ["nothing", "the roles", "the root"])
async def test_a_control_plane_that_dies_while_it_takes_a_root_finishes_later(
    world: World, after: str
):
    digest = world.assign(world.publish("1.0.0"))
    repo = world.scratch / "image"
    repositories.fetch(world.client, world.ring, Repository.IMAGE, repo)
    heir = Succession(world.ring, ONLINE)
    heir.begin(lambda: None)
    files = rotation.rotate_online(world.ring, repo, heir.ring.signer(ONLINE), datetime.now(UTC))
    served = world.settings.image_repository
    for path, text in repositories.texts(files, repo).items():
        pending = served / ".pending" / path
        pending.parent.mkdir(parents=True, exist_ok=True)
        pending.write_text(text)
    moved = {"nothing": (), "the roles": ("snapshot",), "the root": ("snapshot", "root")}[after]
    for file in (served / ".pending/metadata").iterdir():
        if file.name.split(".")[1] in moved:
            file.replace(served / "metadata" / file.name)

    ImageFolder(served).recover()

    assert not (served / ".pending").exists()
    world.sign_assignments()
    assert await world.resolved() == digest
    assert world.root("image").signed.version == 2


async def test_two_root_keys_replace_the_third_that_was_lost(world: World):
    digest = world.assign(world.publish("1.0.0"))
    lost = keyid(world, "root-b")
    for file in world.settings.keys_folder.glob("root-b.*"):
        file.unlink()

    change = world.run("keys", "replace", "root-b", "--no-passphrase")

    for repository in REPOSITORIES:
        keyids = world.root(repository).signed.roles["root"].keyids
        assert change["fingerprint"] in keyids
        assert lost not in keyids
        assert len(keyids) == 3
    assert await world.resolved() == digest
    world.run("keys", "rotate", "release", "--no-passphrase")
    world.sign_assignments()
    assert await world.resolved() == digest


def test_a_replacement_that_was_cut_short_goes_on(world: World):
    table = key_changes.Table(world.client, world.ring, world.scratch / "cut", datetime.now(UTC))
    heir = Succession(world.ring, "root-c")
    heir.begin(lambda: None)
    repo = table.fetch(Repository.IMAGE, {"root-c": heir.keyid})
    root = rotation.replace(
        world.ring,
        MetadataFolder(repo).root(),
        keyid(world, "root-c"),
        heir.ring.signer("root-c"),
        datetime.now(UTC),
    )
    assert root is not None
    table.take_root(Repository.IMAGE, repo, root)

    world.run("keys", "replace", "root-c", "--no-passphrase")

    assert {world.root(each).signed.version for each in REPOSITORIES} == {2}


def test_one_root_key_replaces_nothing(world: World):
    for name in ("root-b", "root-c"):
        for file in world.settings.keys_folder.glob(f"{name}.*"):
            file.unlink()

    assert "not both are here" in world.refused("keys", "replace", "root-b", "--no-passphrase")
    assert not world.ring.has("root-b")


def test_a_root_key_is_not_rotated_and_another_not_replaced(world: World):
    assert "keys replace root-a" in world.refused("keys", "rotate", "root-a")
    assert "keys rotate release" in world.refused("keys", "replace", "release")


async def test_roots_are_extended_for_another_year_and_fresh_ones_left(old_world: World):
    extended = old_world.run("keys", "extend")

    assert all(each["extended"] and each["version"] == 2 for each in extended.values())
    assert set(extended) == set(REPOSITORIES)
    ends = old_world.root("image").signed.expires
    assert ends > datetime.now(UTC) + timedelta(days=360)
    again = old_world.run("keys", "extend")
    assert not any(each["extended"] for each in again.values())


async def test_what_is_past_half_its_life_is_signed_again(old_world: World):
    signed = old_world.run("keys", "refresh")["signed"]

    assert {name.split(".", 1)[1] for name in signed if name != "timestamp.json"} == {
        "snapshot.json",
        "targets.json",
    }
    digest = old_world.assign(old_world.publish("1.0.0"))
    assert await old_world.resolved() == digest
    assert old_world.run("keys", "refresh")["signed"] == []


def test_a_job_with_the_online_key_alone_signs_what_that_key_can(old_world: World, tmp_path: Path):
    job = tmp_path / "job"
    job.mkdir()
    for file in old_world.settings.keys_folder.glob(f"{ONLINE}.*"):
        shutil.copy(file, job)

    signed = old_world.run("keys", "refresh", "--keys", str(job))["signed"]

    assert {name.split(".", 1)[-1] for name in signed} == {"snapshot.json", "json"}


def test_strangers_keys_sign_nothing_here(world: World, tmp_path: Path):
    with a_world(tmp_path / "other") as other:
        theirs = str(other.settings.keys_folder)
    for arguments in (
        ("rotate", "release", "--no-passphrase"),
        ("rotate", "director"),
        ("extend",),
        ("refresh",),
    ):
        said = world.refused("keys", *arguments, "--keys", theirs)
        assert "another control plane" in said


async def test_a_mirror_cannot_hide_a_root_that_took_a_stolen_key_away(
    world: World, tmp_path: Path
):
    digest = world.assign(world.publish("1.0.0"))
    assert await world.resolved() == digest
    hidden = shutil.copytree(world.settings.image_repository, tmp_path / "hidden")
    world.run("keys", "rotate", "release", "--no-passphrase")
    world.sign_assignments()
    shutil.rmtree(world.settings.image_repository)
    hidden.rename(world.settings.image_repository)

    with pytest.raises(WithheldError):
        await world.resolved()


def test_the_keys_that_signed_are_kept(world: World):
    before = keyid(world, RELEASE)

    kept = Path(world.run("keys", "rotate", RELEASE, "--no-passphrase")["retired"])

    assert KeyRing(kept).public(RELEASE).keyid == before
    assert kept.parent.name == "retired"


def test_a_repository_that_went_back_is_noticed(world: World, tmp_path: Path):
    world.publish("1.0.0")
    before = shutil.copytree(world.settings.image_repository, tmp_path / "before")
    world.publish("2.0.0")
    shutil.rmtree(world.settings.image_repository)
    before.rename(world.settings.image_repository)

    for arguments in (("keys", "refresh"), ("recall", "lamp", "2.0.0", "--reason", "x")):
        assert "a device would refuse" in world.refused(*arguments)


async def test_a_lost_release_key_is_replaced_by_the_root_keys(world: World):
    digest = world.assign(world.publish("1.0.0"))
    for file in world.settings.keys_folder.glob("release.*"):
        file.unlink()

    change = world.run("keys", "rotate", "release", "--no-passphrase")

    assert change["retired"] is None
    world.sign_assignments()
    assert await world.resolved() == digest
    newer = world.assign(world.publish("2.0.0"))
    assert await world.resolved() == newer


def test_a_recall_list_that_the_server_made_up_is_not_built_on(world: World):
    world.publish("1.0.0")
    folder = world.settings.image_repository / "targets"
    (file,) = folder.glob("*.revoked.json")
    file.write_text('[{"sha256": "sha256:' + "0" * 64 + '", "action": "stop", "reason": "x"}]')

    said = world.refused("recall", "lamp", "1.0.0", "--reason", "x")

    assert "another revoked.json than the signed one" in said


@pytest.mark.parametrize(
    ("names", "why"),
    [((RELEASE, ONLINE), "another control plane"), (("publisher",), "nothing here tells")],
)
def test_keys_that_cannot_tell_whose_repository_it_is_sign_nothing(
    world: World, tmp_path: Path, names: tuple[str, ...], why: str
):
    some = tmp_path / "some"
    some.mkdir()
    with a_world(tmp_path / "other") as other:
        for name in names:
            for file in other.settings.keys_folder.glob(f"{name}.*"):
                shutil.copy(file, some)

    assert why in world.refused("keys", "refresh", "--keys", str(some))
