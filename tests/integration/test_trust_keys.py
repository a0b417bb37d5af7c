"""Keys that change hands, seen from a device that goes on trusting what it should."""

import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root
from typer.testing import CliRunner

from agent.trust import UntrustedError
from controlplane.app import reach
from controlplane.app.errors import OfflineKeyError
from controlplane.cli.keys import app
from controlplane.director import lives
from controlplane.director.errors import PassphraseError, RootRefusedError
from controlplane.director.folder import MetadataFolder
from controlplane.director.keys import load_key, store_key
from controlplane.publisher import ceremony, rotation, usb
from controlplane.publisher.ceremony import Protection
from controlplane.publisher.errors import CeremonyError, PublishError
from controlplane.publisher.keys import ONLINE, RELEASE, KeyRing, make_key
from controlplane.settings import Settings
from shared.ids import DeploymentId
from shared.trust import RevokedEntry
from tests.support.repository import DEVICE, NOON, Published, Publisher
from tests.support.trust_device import Device
from tests.support.trust_models import a_gguf

SMALL = {"model.gguf": a_gguf({"embed": 4096})}
YEAR = timedelta(days=365)


@pytest.fixture
def published(publisher: Publisher) -> Published:
    published = publisher.publish(SMALL)
    publisher.assign(published)
    return published


def a_new_key(publisher: Publisher, name: str) -> KeyRing:
    """Make another key of this name in a folder of its own."""
    folder = publisher.folder / "next"
    folder.mkdir(exist_ok=True)
    make_key(folder, name, None)
    return KeyRing(folder)


def put_in_place(publisher: Publisher, name: str) -> None:
    for file in (publisher.folder / "next").glob(f"{name}.*"):
        file.replace(publisher.folder / "keys" / file.name)


def the_root(repo: Path) -> Metadata[Root]:
    return MetadataFolder(repo).root()


async def trusts(device: Device, published: Published) -> bool:
    assignment = await device.trust().resolve(DEVICE, "main")
    return assignment is not None and assignment.digest == published.digest


async def test_a_device_follows_another_release_key(
    device: Device, publisher: Publisher, published: Published
):
    assert await trusts(device, published)
    new = a_new_key(publisher, RELEASE)

    rotation.rotate_release(publisher.ring, publisher.image_folder, new.signer(RELEASE), NOON)
    put_in_place(publisher, RELEASE)

    assert await trusts(device, published)
    assert await trusts_what_is_new(device, publisher)


async def trusts_what_is_new(device: Device, publisher: Publisher) -> bool:
    newer = publisher.publish(SMALL, version="2.0")
    publisher.assign(newer, deployment=DeploymentId("d-2"))
    return await trusts(device, newer)


def _top(repo: Path):
    folder = MetadataFolder(repo)
    return folder.targets("targets", folder.snapshot().signed).signed


async def test_what_a_stolen_release_key_signs_is_worth_nothing_after_the_rotation(
    device: Device, publisher: Publisher, published: Published, tmp_path: Path
):
    shutil.copytree(publisher.folder / "keys", tmp_path / "thief")
    new = a_new_key(publisher, RELEASE)
    rotation.rotate_release(publisher.ring, publisher.image_folder, new.signer(RELEASE), NOON)
    assert await trusts(device, published)

    folder = MetadataFolder(publisher.image_folder)
    top = folder.targets("targets", folder.snapshot().signed)
    top.signed.version += 1
    top.sign(KeyRing(tmp_path / "thief").signer(RELEASE))
    folder.commit(
        {"targets": top},
        signer=publisher.ring.signer(ONLINE),
        lives=lives.IMAGE,
        now=NOON,
    )

    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")


async def test_a_device_follows_another_image_online_key(
    device: Device, publisher: Publisher, published: Published
):
    assert await trusts(device, published)
    new = a_new_key(publisher, ONLINE)

    rotation.rotate_online(publisher.ring, publisher.image_folder, new.signer(ONLINE), NOON)
    put_in_place(publisher, ONLINE)

    assert await trusts(device, published)
    assert await trusts_what_is_new(device, publisher)


async def test_versions_that_a_thief_drove_up_are_left_behind_by_the_rotation(
    device: Device, publisher: Publisher, published: Published, tmp_path: Path
):
    honest = tmp_path / "honest"
    shutil.copytree(publisher.image_folder, honest)
    folder = MetadataFolder(publisher.image_folder)
    timestamp, snapshot = folder.timestamp(), folder.snapshot()
    signer = publisher.ring.signer(ONLINE)
    for _ in range(3):
        folder.commit({}, signer=signer, lives=lives.IMAGE, now=NOON)
    assert await trusts(device, published)
    assert folder.timestamp().signed.version == timestamp.signed.version + 3

    shutil.rmtree(publisher.image_folder)
    honest.rename(publisher.image_folder)
    new = a_new_key(publisher, ONLINE)
    rotation.rotate_online(publisher.ring, publisher.image_folder, new.signer(ONLINE), NOON)

    assert folder.snapshot().signed.version == snapshot.signed.version + 1
    assert await trusts(device, published)


async def test_a_line_gets_a_key_of_its_own(
    device: Device, publisher: Publisher, published: Published
):
    assert await trusts(device, published)
    new = a_new_key(publisher, "line-lamp")

    rotation.rotate_line(
        publisher.ring, publisher.image_folder, "lamp", new.signer("line-lamp"), NOON
    )

    with pytest.raises(PublishError, match="keys rotate line-lamp"):
        publisher.publish(SMALL, version="2.0")
    put_in_place(publisher, "line-lamp")
    assert await trusts(device, published)
    assert await trusts_what_is_new(device, publisher)
    roots = [file.name for file in (publisher.image_folder / "metadata").glob("*.root.json")]
    assert roots == ["1.root.json"]


async def test_a_device_that_was_away_follows_every_root(
    device: Device, publisher: Publisher, published: Published
):
    assert await trusts(device, published)
    for days in (300, 600):
        publisher.now = device.clock.at = NOON + timedelta(days=days)
        for repo in (publisher.image_folder, publisher.director_folder):
            root = rotation.extend(publisher.ring, the_root(repo), publisher.now)
            assert root is not None
            MetadataFolder(repo).add_root(root)
    publisher.image.refresh(publisher.now)
    publisher.assign(published)

    assert await trusts(device, published)
    assert the_root(publisher.image_folder).signed.version == 3


def test_a_fresh_root_is_not_extended_again(publisher: Publisher):
    root = the_root(publisher.image_folder)

    assert rotation.extend(publisher.ring, root, NOON + timedelta(days=1)) is None


async def test_two_root_keys_replace_the_third_that_was_lost(
    device: Device, publisher: Publisher, published: Published
):
    gone = publisher.ring.public("root-b").keyid
    for file in (publisher.folder / "keys").glob("root-b.*"):
        file.unlink()
    new = a_new_key(publisher, "root-b")
    for repo in (publisher.image_folder, publisher.director_folder, publisher.usb_folder):
        root = rotation.replace(publisher.ring, the_root(repo), gone, new.signer("root-b"), NOON)
        assert root is not None
        MetadataFolder(repo).add_root(root)

    assert await trusts(device, published)
    keyids = the_root(publisher.image_folder).signed.roles["root"].keyids
    assert gone not in keyids
    assert len(keyids) == 3
    again = rotation.replace(
        publisher.ring, the_root(publisher.image_folder), gone, new.signer("root-b"), NOON
    )
    assert again is None


def test_one_root_key_signs_nothing(publisher: Publisher):
    for name in ("root-b", "root-c"):
        (publisher.folder / "keys" / f"{name}.pem").unlink()

    with pytest.raises(CeremonyError, match="here is root-a"):
        rotation.extend(publisher.ring, the_root(publisher.image_folder), NOON + YEAR)


def a_director_root(publisher: Publisher) -> bytes:
    key = publisher.director.next_key()
    return rotation.director_root(publisher.ring, the_root(publisher.director_folder), key, NOON)


async def test_the_director_changes_its_key_and_signs_everything_again(
    device: Device, publisher: Publisher, published: Published
):
    assert await trusts(device, published)
    old = load_key(publisher.folder / "director.key").public_key()
    assigned = list(publisher.assigned.values())

    root = a_director_root(publisher)
    version = publisher.director.install_root(root, assigned, NOON)

    assert await trusts(device, published)
    assert load_key(publisher.folder / "director.key").public_key() != old
    assert not (publisher.folder / "director.key.next").exists()
    assert publisher.director.install_root(root, assigned, NOON) == version


async def test_a_crash_after_the_directors_root_is_made_good_by_the_next_signing(
    device: Device, publisher: Publisher, published: Published
):
    assert await trusts(device, published)
    root = a_director_root(publisher)
    (publisher.director_folder / "metadata/2.root.json").write_bytes(root)
    with pytest.raises(UntrustedError):
        await device.trust().resolve(DEVICE, "main")

    publisher.director.publish(publisher.assigned.values(), NOON)

    assert await trusts(device, published)
    assert not (publisher.folder / "director.key.next").exists()


def test_the_director_refuses_a_root_for_a_key_that_it_does_not_have(publisher: Publisher):
    foreign = CryptoSigner.generate_ed25519().public_key
    root = rotation.director_root(
        publisher.ring, the_root(publisher.director_folder), foreign, NOON
    )

    with pytest.raises(RootRefusedError, match="does not have"):
        publisher.director.install_root(root, [], NOON)


@pytest.mark.parametrize("flaw", ["one signature", "version", "expired", "rubbish"])
def test_the_director_refuses_a_root_that_devices_would_refuse(publisher: Publisher, flaw: str):
    root = Metadata.from_bytes(a_director_root(publisher))
    signers = list(publisher.ring.roots().values())
    match flaw:
        case "one signature":
            signers = signers[:1]
        case "version":
            root.signed.version = 3
        case "expired":
            root.signed.expires = NOON - YEAR
    root.signatures.clear()
    for signer in signers:
        root.sign(signer, append=True)
    data = b"{}" if flaw == "rubbish" else root.to_bytes()

    with pytest.raises(RootRefusedError):
        publisher.director.install_root(data, [], NOON)

    assert the_root(publisher.director_folder).signed.version == 1


async def test_a_recalled_bundle_is_not_listed_any_more(
    device: Device, publisher: Publisher, published: Published
):
    entry = RevokedEntry(sha256=published.digest, action="stop", reason="opens every door")

    publisher.image.revoke([entry], NOON, delist=True)

    assert publisher.image.listed() == {}
    assert await device.trust().revoked() == (entry,)


def test_a_stick_says_only_what_its_own_export_assigned(publisher: Publisher):
    published = publisher.publish(SMALL)

    def assign(target: str, now: datetime) -> None:
        one = usb.UsbAssignment(target, published.path, published.digest, 10, DeploymentId("d-usb"))
        usb.assign(publisher.ring, publisher.usb_folder, [one], now)

    assign("groups/site=north/main", NOON)
    assign(f"devices/{DEVICE}/main", NOON + timedelta(days=1))

    targets = _top(publisher.usb_folder)
    assert set(targets.targets) == {f"devices/{DEVICE}/main"}
    assert targets.version == 3
    assert targets.expires == NOON + timedelta(days=91)


def test_a_stick_lives_half_a_year_at_most(publisher: Publisher):
    with pytest.raises(PublishError, match="180"):
        usb.assign(publisher.ring, publisher.usb_folder, [], NOON, life=timedelta(days=181))


def test_another_stick_key_empties_the_repository(publisher: Publisher):
    new = a_new_key(publisher, "usb-director")

    rotation.rotate_usb(publisher.ring, publisher.usb_folder, new.signer("usb-director"), NOON)

    assert the_root(publisher.usb_folder).signed.version == 2
    assert _top(publisher.usb_folder).targets == {}


def test_encrypted_keys_open_with_their_passphrase_alone(publisher: Publisher, tmp_path: Path):
    file = tmp_path / "key.pem"
    store_key(file, load_key(publisher.folder / "keys/release.pem"), b"correct horse")

    assert load_key(file, b"correct horse").public_key() == (
        load_key(publisher.folder / "keys/release.pem").public_key()
    )
    with pytest.raises(PassphraseError, match="wrong"):
        load_key(file, b"correct house")
    with pytest.raises(PassphraseError, match="no passphrase"):
        load_key(file)


def test_openssl_opens_an_encrypted_key(tmp_path: Path, publisher: Publisher):
    file = tmp_path / "key.pem"
    store_key(file, load_key(publisher.folder / "keys/release.pem"), b"correct horse")

    answer = subprocess.run(
        ["openssl", "pkey", "-in", str(file), "-passin", "pass:correct horse", "-noout"],
        capture_output=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stderr


def test_the_ceremony_by_hand_leaves_nothing_secret_but_the_directors_key(tmp_path: Path):
    passphrase = tmp_path / "passphrase"
    passphrase.write_text("correct horse battery\n")
    offline, output = tmp_path / "offline", tmp_path / "output"
    arguments = ["create", str(offline), "--output", str(output)]

    made = CliRunner().invoke(app, [*arguments, "--passphrase-file", str(passphrase), "--json"])

    assert made.exit_code == 0, made.output
    record = json.loads(made.stdout)
    assert {each["kept"] for each in record["keys"]} == {"encrypted"}
    secret = [
        file.name
        for file in output.rglob("*")
        if file.is_file() and b"PRIVATE KEY" in file.read_bytes()
    ]
    assert secret == ["director.key"]
    shown = CliRunner().invoke(
        app, ["show", str(output / "image-repo"), "--keys", str(offline), "--json"]
    )
    assert json.loads(shown.stdout)["keys"] == record["keys"]
    assert {each["role"] for each in json.loads(shown.stdout)["roles"]} == {
        "root",
        "targets",
        "snapshot",
        "timestamp",
    }


def test_unencrypted_keys_are_made_only_when_asked_for(tmp_path: Path):
    arguments = ["create", str(tmp_path / "offline"), "--output", str(tmp_path / "output")]

    made = CliRunner().invoke(app, [*arguments, "--no-passphrase"])

    assert made.exit_code == 0, made.output
    assert "not encrypted" in made.output


@pytest.mark.parametrize("name", ["keys/release.pem", "root-a.pem", "kept/old/any-name.txt"])
def test_a_server_does_not_start_beside_an_offline_key(tmp_path: Path, name: str):
    settings = Settings(data=tmp_path)
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    ring = _a_ring(tmp_path.parent / "elsewhere" / tmp_path.name)
    store_key(file, load_key(ring.file(RELEASE)), b"a long passphrase")

    with pytest.raises(OfflineKeyError, match=file.name):
        reach.check(settings)


def test_evaluation_keys_and_the_directors_own_key_are_no_hindrance(tmp_path: Path):
    settings = Settings(data=tmp_path)
    ceremony.create(
        settings.keys_folder,
        image_repo=settings.image_repository,
        director_repo=settings.director_repository,
        usb_repo=settings.usb_repository,
        director_key=settings.director_key,
        now=NOON,
        protection=Protection(),
    )
    with pytest.raises(OfflineKeyError):
        reach.check(settings)
    settings.evaluation_marker.write_text("made to try things out")

    reach.check(settings)


def _a_ring(folder: Path) -> KeyRing:
    folder.mkdir(parents=True)
    make_key(folder, RELEASE, None)
    return KeyRing(folder)
