"""Every key once in the hands of a thief who also owns every server: what it is good for, and not.

The device is honest and has seen the honest repositories before.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner, Signer
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from agent.trust import RefusedError, UntrustedError
from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import IMAGE
from controlplane.director.metadata import BINS
from controlplane.publisher import roots, rotation, usb
from controlplane.publisher.image import delegate, signed
from controlplane.publisher.keys import ONLINE, RELEASE, USB, make_key
from controlplane.publisher.usb import UsbAssignment
from shared.bundle import bundle_id
from shared.digest import Digest
from shared.ids import DeploymentId
from shared.trust import bundle_path
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, NOON, Published, Publisher
from tests.support.trust_device import Device, enrolled
from tests.support.trust_models import a_gguf

SMALL = {"model.gguf": a_gguf({"embed": 4096})}


@pytest.fixture
def published(publisher: Publisher) -> Published:
    published = publisher.publish(SMALL)
    publisher.assign(published)
    return published


@pytest.fixture
def device(publisher: Publisher, published: Published, tmp_path: Path) -> Iterator[Device]:
    del published  # there is something to see
    with Mirror(publisher.folders()) as mirror:
        yield enrolled(publisher, tmp_path / "device", mirror.url)


async def resolved(device: Device) -> Digest | None:
    assignment = await device.trust().resolve(DEVICE, "main")
    return None if assignment is None else assignment.digest


def the_thiefs_bundle(publisher: Publisher, *, line: str = "lamp") -> tuple[str, bytes]:
    """Make a bundle that nobody honest has signed; return its path and manifest."""
    assembled = publisher.assemble(
        {"model.gguf": a_gguf({"evil": 4096})}, line=line, version="6.6.6", variant="f32"
    )
    return bundle_path(line, "6.6.6", "f32"), assembled.manifest


def listing_of(publisher: Publisher, path: str, manifest: bytes, *, role: str) -> Targets:
    """Return a role as it is served, with one more bundle in it."""
    honest = publisher.publish(SMALL, version="1.5").path
    folder = MetadataFolder(publisher.image_folder)
    snapshot = folder.snapshot().signed
    line = folder.targets("line-lamp", snapshot)
    found = folder.targets(role, snapshot)
    assert line is not None
    assert found is not None
    target = type(line.signed.targets[honest]).from_data(path, manifest, ["sha256"])
    target.unrecognized_fields = dict(line.signed.targets[honest].unrecognized_fields)
    found.signed.targets[path] = target
    return found.signed


def serve(publisher: Publisher, changed: dict[str, Metadata[Targets]], online: Signer) -> None:
    MetadataFolder(publisher.image_folder).commit(changed, signer=online, lives=IMAGE, now=NOON)


def a_strangers_key() -> Signer:
    return CryptoSigner.generate_ed25519()


def assign(publisher: Publisher, path: str, manifest: bytes, published: Published) -> None:
    publisher.assign(published, bundle_path=path, digest=bundle_id(manifest), length=len(manifest))


async def test_who_has_the_online_key_cannot_list_a_bundle(
    device: Device, publisher: Publisher, published: Published
):
    assert await resolved(device) == published.digest
    path, manifest = the_thiefs_bundle(publisher)
    online = publisher.ring.signer(ONLINE)
    role = signed(listing_of(publisher, path, manifest, role="line-lamp"), online, NOON)
    serve(publisher, {"line-lamp": role}, online)
    assign(publisher, path, manifest, published)

    with pytest.raises(UntrustedError):
        await resolved(device)


async def test_who_has_the_online_key_and_the_directors_cannot_install_a_bundle_of_their_own(
    device: Device, publisher: Publisher, published: Published
):
    assert await resolved(device) == published.digest
    path, manifest = the_thiefs_bundle(publisher)
    assign(publisher, path, manifest, published)

    with pytest.raises(RefusedError):
        await resolved(device)


async def test_who_has_a_lines_key_cannot_list_a_bundle_of_another_line(
    device: Device, publisher: Publisher, published: Published
):
    make_key(publisher.folder / "keys", "line-fan", None)
    publisher.publish(SMALL, line="fan")
    assert await resolved(device) == published.digest
    path, manifest = the_thiefs_bundle(publisher)
    targets = listing_of(publisher, path, manifest, role="line-fan")
    role = signed(targets, publisher.ring.signer("line-fan"), NOON)
    serve(publisher, {"line-fan": role}, publisher.ring.signer(ONLINE))
    assign(publisher, path, manifest, published)

    with pytest.raises(RefusedError):
        await resolved(device)


async def test_who_has_a_lines_key_cannot_take_another_line_over(
    device: Device, publisher: Publisher, published: Published
):
    assert await resolved(device) == published.digest
    make_key(publisher.folder / "keys", "line-fan", None)
    thief = publisher.ring.signer("line-fan")
    folder = MetadataFolder(publisher.image_folder)
    top = folder.targets(Targets.type, folder.snapshot().signed)
    assert top is not None
    delegate(top.signed, "lamp", thief.public_key)
    role = signed(top.signed, thief, NOON)
    serve(publisher, {Targets.type: role}, publisher.ring.signer(ONLINE))

    with pytest.raises(UntrustedError):
        await resolved(device)


async def test_who_has_one_root_key_names_no_keys(
    device: Device, publisher: Publisher, published: Published
):
    assert await resolved(device) == published.digest
    thief = a_strangers_key()
    root = roots.following(
        MetadataFolder(publisher.image_folder).root(),
        publisher.ring.roots(),
        NOON,
        roles=dict.fromkeys((Targets.type, Snapshot.type, Timestamp.type), thief.public_key),
    )
    root.signatures.clear()
    root.sign(publisher.ring.signer("root-a"))
    MetadataFolder(publisher.image_folder).add_root(root)
    serve(publisher, {}, thief)

    with pytest.raises(UntrustedError):
        await resolved(device)


async def test_who_has_the_key_of_sticks_cannot_install_over_the_network(
    device: Device, publisher: Publisher, published: Published
):
    """The `usb` repository is served in the place of the director's, and beside it."""
    assert await resolved(device) == published.digest
    other = publisher.publish(SMALL, version="2.0", variant="small")
    one = UsbAssignment(
        f"devices/{DEVICE}/main",
        other.path,
        other.digest,
        len(other.assembled.manifest),
        DeploymentId("d-usb"),
    )
    usb.assign(publisher.ring, publisher.usb_folder, [one], NOON)
    shutil.rmtree(publisher.director_folder)
    shutil.copytree(publisher.usb_folder, publisher.director_folder)

    with pytest.raises(UntrustedError):
        await resolved(device)


async def test_who_has_the_key_of_sticks_cannot_bring_a_bundle_that_nobody_lists(
    device: Device, publisher: Publisher, tmp_path: Path
):
    path, manifest = the_thiefs_bundle(publisher)
    one = UsbAssignment(
        f"devices/{DEVICE}/main", path, bundle_id(manifest), len(manifest), DeploymentId("d")
    )
    usb.assign(publisher.ring, publisher.usb_folder, [one], NOON)
    stick = tmp_path / "stick"
    shutil.copytree(publisher.usb_folder, stick / "usb")
    shutil.copytree(publisher.image_folder, stick / "image")

    found = await device.trust().on_stick(stick, DEVICE, {})

    assert isinstance(found["main"], RefusedError)


async def test_sticks_by_a_key_that_was_stolen_are_refused_after_its_rotation(
    device: Device, publisher: Publisher, published: Published, tmp_path: Path
):
    old = publisher.ring.signer(USB)
    spare = publisher.folder / "spare"
    spare.mkdir()
    make_key(spare, USB, None)
    new = type(publisher.ring)(spare)
    rotation.rotate_usb(publisher.ring, publisher.usb_folder, new.signer(USB), NOON)
    one = UsbAssignment(
        f"devices/{DEVICE}/main",
        published.path,
        published.digest,
        len(published.assembled.manifest),
        DeploymentId("d"),
    )
    thief_ring = publisher.ring
    assert thief_ring.public(USB).keyid == old.public_key.keyid
    usb.assign(thief_ring, publisher.usb_folder, [one], NOON + timedelta(hours=1))
    stick = tmp_path / "stick"
    shutil.copytree(publisher.usb_folder, stick / "usb")
    shutil.copytree(publisher.image_folder, stick / "image")
    device.clock.at = NOON + timedelta(hours=2)

    with pytest.raises(UntrustedError):
        await device.trust().on_stick(stick, DEVICE, {})


@pytest.mark.parametrize("name", ["image", "director", "usb"])
def test_every_role_is_in_its_snapshot_with_length_and_hash(publisher: Publisher, name: str):
    publisher.publish(SMALL)
    snapshot = MetadataFolder(publisher.folder / f"{name}-repo").snapshot().signed

    assert all(meta.length and meta.hashes for meta in snapshot.meta.values())
    assert len(snapshot.meta) == {"image": 2, "director": 1 + BINS, "usb": 1}[name]


@pytest.mark.parametrize("name", ["image", "director", "usb"])
def test_every_root_wants_two_of_three(publisher: Publisher, name: str):
    role = MetadataFolder(publisher.folder / f"{name}-repo").root().signed.roles["root"]

    assert (role.threshold, len(role.keyids)) == (2, 3)


def test_no_online_key_may_sign_what_an_offline_one_signs(publisher: Publisher):
    image = MetadataFolder(publisher.image_folder).root().signed.roles
    release, online = publisher.ring.public(RELEASE).keyid, publisher.ring.public(ONLINE).keyid

    assert image["targets"].keyids == [release]
    assert image["snapshot"].keyids == image["timestamp"].keyids == [online]
    assert online not in image["root"].keyids
