"""What is handed in for a repository must be what it is called: keys and expiries, and no more."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tuf.api.metadata import Metadata, TargetFile

from controlplane.cli import repositories
from controlplane.cli.client import RefusedError
from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import IMAGE
from controlplane.publisher import rotation
from controlplane.publisher.image import ImageRepository
from controlplane.publisher.keys import ONLINE, RELEASE
from shared.trust import RevokedEntry
from tests.support.trust_world import World, a_world

pytestmark = pytest.mark.slow


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as world:
        yield world


def hand_in(world: World, repository: str, files: dict[str, str]) -> str:
    """Hand in what must be refused, and expect that nothing changed."""
    folder = world.settings.data / f"{repository}-repo"
    before = {file: file.read_bytes() for file in folder.rglob("*.json")}
    with pytest.raises(RefusedError) as refusal:
        world.client.post(f"/trust/{repository}/resigned", {"files": files})
    assert {file: file.read_bytes() for file in folder.rglob("*.json")} == before
    return str(refusal.value)


def signed_aside(world: World) -> tuple[Path, MetadataFolder]:
    """Copy the image repository, as somebody has it who holds all its keys."""
    repo = world.scratch / "aside"
    shutil.copytree(world.settings.image_repository, repo)
    return repo, MetadataFolder(repo)


def test_bundles_are_not_smuggled_in_with_new_expiries(world: World):
    world.publish("1.0.0")
    repo, folder = signed_aside(world)
    listing = folder.targets("line-lamp", folder.snapshot().signed)
    assert listing is not None
    path = "bundles/lamp/6.6.6/f16/bundle.json"
    listing.signed.targets[path] = TargetFile(1, {"sha256": "0" * 64}, path)
    role = rotation.signed(listing.signed, world.ring.signer(RELEASE), datetime.now(UTC))
    files, _ = folder.commit(
        {"line-lamp": role}, signer=world.ring.signer(ONLINE), lives=IMAGE, now=datetime.now(UTC)
    )

    said = hand_in(world, "image", repositories.texts(files, repo))

    assert "lists other things than before" in said


def test_a_recall_list_is_not_changed_with_new_expiries(world: World):
    release = world.publish("1.0.0")
    repo, _ = signed_aside(world)
    digest = release["variants"][0]["digest"]
    entry = RevokedEntry(sha256=digest, action="stop", reason="because")
    files = ImageRepository(world.ring, repo).revoke([entry], datetime.now(UTC))

    assert "lists other things" in hand_in(world, "image", repositories.texts(files, repo))


def test_a_path_beside_the_repository_is_refused(world: World):
    world.publish("1.0.0")
    repo, folder = signed_aside(world)
    files, _ = folder.commit(
        {}, signer=world.ring.signer(ONLINE), lives=IMAGE, now=datetime.now(UTC)
    )
    texts = repositories.texts(files, repo) | {"metadata/../../admin.token": "mine"}

    assert "no part of this change" in hand_in(world, "image", texts)


def test_what_was_signed_long_ago_is_refused(world: World):
    repo, folder = signed_aside(world)
    files, _ = folder.commit(
        {},
        signer=world.ring.signer(ONLINE),
        lives=IMAGE,
        now=datetime.now(UTC) - timedelta(days=20),
    )

    assert "has ended already" in hand_in(world, "image", repositories.texts(files, repo))


def test_a_root_by_one_key_is_refused(world: World):
    root = rotation.extend(world.ring, world.root("image"), datetime.now(UTC) + timedelta(days=99))
    assert root is not None
    root.signatures.clear()
    root.sign(world.ring.signer("root-a"))
    files = {"metadata/2.root.json": root.to_bytes().decode()}

    assert "a device would refuse" in hand_in(world, "image", files)
    with pytest.raises(RefusedError, match="would not follow"):
        world.client.post("/trust/director/root", {"root": _as_director(world).decode()})


def _as_director(world: World) -> bytes:
    """Return a next root of the director by one key."""
    root: Metadata = rotation.extend(
        world.ring, world.root("director"), datetime.now(UTC) + timedelta(days=99)
    )
    root.signatures.clear()
    root.sign(world.ring.signer("root-a"))
    return root.to_bytes()


def test_the_director_takes_no_files(world: World):
    assert "signs by itself" in hand_in(world, "director", {"metadata/9.root.json": "{}"})
