"""A stick: what is written on it, and what a device without a network makes of it."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agent.trust import UntrustedError
from agent.trust.errors import StaleError
from agent.trust.resolve import Assignment
from controlplane.cli import export
from controlplane.director.folder import MetadataFolder
from controlplane.publisher.errors import StickError
from controlplane.publisher.stick import Stick
from shared import bundle
from shared.digest import from_hex, hex_of, sha256_of
from tests.integration.test_trust_recall import a_device
from tests.support.repository import DEVICE, OTHER
from tests.support.trust_world import LINE, World, a_world

pytestmark = pytest.mark.slow

LABEL = ("--label", "site=north")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as world:
        yield world


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def write(world: World, stick: Path, *arguments: str) -> Any:
    """Write a stick; by the time it is carried to the device it is later."""
    written = world.run("export", "usb", str(stick), *arguments)
    world.clock.at = datetime.now(UTC) + timedelta(minutes=1)
    return written


async def found(
    world: World, stick: Path, labels: dict[str, str] | None = None
) -> Assignment | Exception | None:
    on_it = await world.device.trust().on_stick(stick, DEVICE, labels or {"site": "north"})
    return on_it.get("main")


async def digest_on(world: World, stick: Path) -> str | None:
    assignment = await found(world, stick)
    assert assignment is None or not isinstance(assignment, Exception)
    return None if assignment is None else assignment.digest


async def test_a_device_with_the_label_finds_its_bundle_on_the_stick(world: World, stick: Path):
    release = world.publish("1.0.0")

    written = write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)

    digest = release["variants"][0]["digest"]
    assert written["bundles"] == {release["variants"][0]["target_path"]: digest}
    assert await digest_on(world, stick) == digest
    assert await found(world, stick, {"site": "south"}) is None


async def test_a_device_by_name_gets_the_variant_that_was_chosen(world: World, stick: Path):
    release = world.publish("1.0.0", variants=("f16", "q8_0"))
    a_device(world, DEVICE, "kiosk-1", {})
    chosen = release["variants"][1]

    written = write(
        world,
        stick,
        "--release",
        f"{LINE}@1.0.0",
        "--device",
        "kiosk-1",
        "--variant",
        chosen["name"],
    )

    assert [each["target"] for each in written["assigned"]] == [f"devices/{DEVICE}/main"]
    assert await digest_on(world, stick) == chosen["digest"]


def test_the_stick_is_an_image_layout_with_every_blob_under_its_digest(world: World, stick: Path):
    world.publish("1.0.0")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)

    assert json.loads((stick / "oci-layout").read_text()) == {"imageLayoutVersion": "1.0.0"}
    (entry,) = json.loads((stick / "index.json").read_text())["manifests"]
    assert entry["annotations"]["org.opencontainers.image.ref.name"] == "lamp:1.0.0-f16"
    manifest_file = stick / "blobs/sha256" / hex_of(entry["digest"])
    manifest = bundle.parse(manifest_file.read_bytes())
    assert manifest_file.stat().st_size == entry["size"]
    wanted = {each.digest for each in (*manifest.layers, manifest.config)} | {entry["digest"]}
    blobs = list((stick / "blobs/sha256").iterdir())
    assert {from_hex(each.name) for each in blobs} == wanted
    assert all(sha256_of(each.read_bytes()) == from_hex(each.name) for each in blobs)
    names = {str(file.relative_to(stick)) for file in stick.rglob("*")}
    assert not [
        each for each in names if set(each) - set("abcdefghijklmnopqrstuvwxyz0123456789._-/")
    ]
    assert not [file for file in stick.rglob("*") if file.is_symlink()]


def test_no_key_goes_onto_the_stick(world: World, stick: Path):
    world.publish("1.0.0")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)

    assert not [
        file for file in stick.rglob("*") if file.is_file() and b"PRIVATE" in file.read_bytes()
    ]


async def test_the_next_stick_says_all_anew_and_the_older_one_is_refused_from_then_on(
    world: World, stick: Path, tmp_path: Path
):
    world.publish("1.0.0")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)
    older = shutil.move(stick, tmp_path / "older")
    newer = world.publish("2.0.0")["variants"][0]["digest"]
    write(world, stick, "--release", f"{LINE}@2.0.0", *LABEL)

    assert await digest_on(world, stick) == newer
    with pytest.raises(UntrustedError):
        await found(world, older)


def test_the_same_folder_is_written_again_without_what_it_had(world: World, stick: Path):
    world.publish("1.0.0")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)
    before = {file.name for file in (stick / "blobs/sha256").iterdir()}
    (stick / "holiday.jpg").write_bytes(b"mine")
    world.publish("2.0.0", line="fan")

    write(world, stick, "--release", "fan@2.0.0", *LABEL)

    after = {file.name for file in (stick / "blobs/sha256").iterdir()}
    (entry,) = json.loads((stick / "index.json").read_text())["manifests"]
    assert hex_of(entry["digest"]) in after - before
    assert (stick / "holiday.jpg").exists()
    assert not (stick / "usb.old").exists()
    versions = {file.name for file in (stick / "usb/metadata").glob("*.targets.json")}
    assert versions == {"3.targets.json"}


async def test_a_stick_brings_every_root_there_was(world: World, stick: Path):
    release = world.publish("1.0.0")
    world.run("keys", "rotate", "usb-director", "--no-passphrase")
    world.run("keys", "rotate", "release", "--no-passphrase")
    world.run("keys", "rotate", "image-online", "--no-passphrase")

    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)

    assert await digest_on(world, stick) == release["variants"][0]["digest"]
    assert len(list((stick / "image/metadata").glob("*.root.json"))) == 3


async def test_a_stick_outlives_the_image_repositorys_timestamp_but_not_its_own_days(
    world: World, stick: Path
):
    release = world.publish("1.0.0")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL, "--days", "60")
    world.clock.at = datetime.now(UTC) + timedelta(days=50)

    assert await digest_on(world, stick) == release["variants"][0]["digest"]
    world.clock.at = datetime.now(UTC) + timedelta(days=61)
    with pytest.raises(StaleError):
        await found(world, stick)


async def test_a_stick_brings_the_news_of_a_recall(world: World, stick: Path):
    recalled = world.publish("1.0.0")["variants"][0]["digest"]
    world.publish("2.0.0")
    world.run("recall", LINE, "1.0.0", "--reason", "opens every door")

    write(world, stick, "--release", f"{LINE}@2.0.0", *LABEL)

    assert await digest_on(world, stick) is not None
    assert [each.sha256 for each in world.device.versions.recalled] == [recalled]


def test_what_was_recalled_goes_onto_no_stick(world: World, stick: Path):
    world.publish("1.0.0", variants=("f16",))
    world.run("recall", LINE, "1.0.0", "--reason", "opens every door")

    said = world.refused("export", "usb", str(stick), "--release", f"{LINE}@1.0.0", *LABEL)

    assert "recalled" in said
    assert not stick.exists()


async def test_a_tampered_stick_gives_nothing(world: World, stick: Path):
    world.publish("1.0.0")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)
    (file,) = (stick / "usb/metadata").glob("*.targets.json")
    file.write_text(file.read_text().replace("site=north", "site=south"))

    with pytest.raises(UntrustedError):
        await found(world, stick)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--release", "lamp@1.0.0"), "--device or --label"),
        (("--release", "lamp", *LABEL), "line@version"),
        (("--release", "lamp@1.0.0", "--label", "site"), "key=value"),
        (("--release", "lamp@1.0.0", "--label", "site=a/b"), "slash"),
        (("--release", "lamp@1.0.0", "--release", "lamp@1.0.0", *LABEL), "same slot"),
        (("--release", "lamp@1.0.0", *LABEL), "choose it with --variant"),
        (("--release", "lamp@1.0.0", *LABEL, "--variant", "q2"), "not listed"),
        (("--release", "lamp@1.0.0", *LABEL, "--variant", "f16", "--days", "181"), "180"),
        (("--release", "lamp@1.0.0", "--device", "nobody"), "nobody"),
    ],
)
def test_a_stick_for_nobody_or_of_nothing_is_refused(
    world: World, stick: Path, arguments: tuple[str, ...], why: str
):
    world.publish("1.0.0", variants=("f16", "q8_0"))

    assert why in world.refused("export", "usb", str(stick), *arguments)


def test_a_device_that_nothing_is_known_of_gets_no_guess():
    with pytest.raises(StickError, match="nothing is known of it"):
        export._fitting({}, {"id": OTHER, "name": "kiosk-2"})


def test_a_blob_with_other_bytes_is_not_kept(stick: Path):
    digest = sha256_of(b"weights")
    there = Stick(stick)
    assert there.begin({digest: 7}) == [digest]

    with pytest.raises(StickError, match="something else"):
        there.put_blob(digest, [b"weight", b"S"])

    assert list((stick / "blobs/sha256").iterdir()) == []
    there.put_blob(digest, [b"weights"])
    assert there.begin({digest: 7}) == []


def test_a_stick_that_is_too_small_is_said_so_before_anything_is_copied(stick: Path):
    with pytest.raises(StickError, match="bytes free"):
        Stick(stick).begin({sha256_of(b"weights"): 2**60})


def test_each_export_is_a_version_of_its_own_even_when_the_copy_failed(
    world: World, stick: Path, tmp_path: Path
):
    world.publish("1.0.0")
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)
    assert world.refused("export", "usb", str(blocked / "x"), "--release", f"{LINE}@1.0.0", *LABEL)

    write(world, stick, "--release", f"{LINE}@1.0.0", *LABEL)

    served = MetadataFolder(world.settings.usb_repository).timestamp().signed.version
    assert MetadataFolder(stick / "usb").timestamp().signed.version == served
