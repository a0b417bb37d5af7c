"""Attacks on what a device has already: swapped, rotten, or evil in ways that only it can see."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.bundles import DamagedError, NotInstalledError
from agent.bundles.inspection import Inspection
from shared import bundle, canonical
from shared.bundle import BundleError
from shared.digest import DigestError, hex_of, sha256_of
from shared.oms import OmsError
from tests.support.mirror import Mirror
from tests.support.repository import Published, Publisher
from tests.support.trust_device import Device, Wanted, enrolled, wanted
from tests.support.trust_models import MIB, a_gguf, a_variant

WEIGHTS = a_gguf({"embed": 5 * MIB, "out": MIB})


@pytest.fixture
def published(publisher: Publisher) -> Published:
    return publisher.publish(a_variant(WEIGHTS))


@pytest.fixture
def device(publisher: Publisher, tmp_path: Path) -> Iterator[Device]:
    with Mirror(publisher.folders()) as mirror:
        yield enrolled(publisher, tmp_path / "device", mirror.url)


async def install(device: Device, published: Published):
    store = device.store()
    await store.fetch(wanted(published), lambda _: None, deadline_s=20)
    return await store.verify(published.digest, published.custom)


async def test_what_is_swapped_between_fetch_and_verify_is_not_installed(
    device: Device, published: Published
):
    store = device.store()
    await store.fetch(wanted(published), lambda _: None, deadline_s=20)
    part = next(file for file in (device.folder / "store" / "partial").iterdir() if _large(file))
    other = bytearray(part.read_bytes())
    other[-1] ^= 1
    part.unlink()
    part.write_bytes(other)

    with pytest.raises(DamagedError, match="read back from disk"):
        await store.verify(published.digest, published.custom)

    assert store.installed(published.digest) is None


async def test_an_installed_file_is_one_that_nobody_may_write(device: Device, published: Published):
    installed = await install(device, published)

    for file in installed.folder.rglob("*"):
        if file.is_file():
            assert file.stat().st_mode & 0o777 == 0o400
    blob = device.folder / "store" / "blobs" / "sha256" / hex_of(sha256_of(WEIGHTS))
    assert blob.stat().st_ino == installed.weights.stat().st_ino


@pytest.mark.parametrize("how", ["file", "link"])
async def test_what_is_put_in_the_place_of_verified_weights_is_not_loaded(
    device: Device, published: Published, tmp_path: Path, how: str
):
    installed = await install(device, published)
    evil = tmp_path / "evil"
    evil.write_bytes(WEIGHTS[:-1] + b"x")
    installed.weights.unlink()
    if how == "file":
        shutil.copy(evil, installed.weights)
    else:
        installed.weights.symlink_to(evil)

    assert device.store().installed(published.digest) is None
    with pytest.raises(NotInstalledError):
        await device.store().check(published.digest)

    assert (await install(device, published)).weights.read_bytes() == WEIGHTS


async def test_rot_in_any_file_is_found_at_the_next_start(device: Device, published: Published):
    for file in bundle.parse(published.assembled.manifest).files:
        installed = await install(device, published)
        path = installed.folder / file.path
        path.chmod(0o600)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 4
        with path.open("r+b") as opened:
            opened.write(data)

        with pytest.raises(DigestError):
            await device.store().check(published.digest)


EVIL_PATHS = {
    "parent": "../agent.db",
    "parent inside": "a/../../agent.db",
    "absolute": "/etc/passwd",
    "NUL": "model\x00.gguf",
    "newline": "model\n.gguf",
    "backslash": "..\\agent.db",
    "hidden": ".ssh/authorized_keys",
    "dot": ".",
    "empty part": "a//b",
    "trailing slash": "a/",
    "long": "a" * 200,
    "deep": "/".join("abcdefgh"),
    "duplicate": "README.md",
    "duplicate by case": "readme.MD",
    "duplicate of the weights": "MODEL.GGUF",
}


@pytest.mark.parametrize("path", EVIL_PATHS.values(), ids=EVIL_PATHS.keys())
async def test_a_signed_manifest_with_an_evil_path_is_refused_before_a_byte_travels(
    device: Device, publisher: Publisher, published: Published, path: str, tmp_path: Path
):
    document = json.loads(published.assembled.manifest)
    layer = next(one for one in document["layers"] if _path(one) == "parameters.json")
    layer["annotations"] = {bundle.PATH_ANNOTATION: path}
    evil = canonical.encode(document)
    digest = sha256_of(evil)
    (publisher.blobs / hex_of(digest)).write_bytes(evil)
    before = elsewhere(tmp_path)

    with pytest.raises(BundleError):
        await device.store().fetch(
            Wanted(digest, len(evil), published.custom), lambda _: None, deadline_s=20
        )

    assert device.store().installed(digest) is None
    assert elsewhere(tmp_path) == before


@pytest.mark.parametrize(
    "media_type",
    [
        "application/vnd.oci.image.layer.v1.tar+gzip",
        "application/vnd.cncf.model.weight.v1.tar",
        "application/x-symlink",
        "",
    ],
)
async def test_a_layer_that_is_no_plain_file_is_refused(
    device: Device, publisher: Publisher, published: Published, media_type: str
):
    document = json.loads(published.assembled.manifest)
    layer = next(one for one in document["layers"] if _path(one) == "README.md")
    layer["mediaType"] = media_type
    evil = canonical.encode(document)
    (publisher.blobs / hex_of(sha256_of(evil))).write_bytes(evil)

    with pytest.raises(BundleError):
        await device.store().fetch(
            Wanted(sha256_of(evil), len(evil), published.custom), lambda _: None, deadline_s=20
        )


async def test_a_decoy_signature_by_another_key_is_refused(
    device: Device, publisher: Publisher, published: Published, tmp_path: Path
):
    """A bundle that carries its own key and a signature by it is no better than one without."""
    stranger = Publisher(tmp_path / "stranger")
    decoy = stranger.publish(a_variant(WEIGHTS))
    for blob in stranger.blobs.iterdir():
        shutil.copy(blob, publisher.blobs / blob.name)
    custom = decoy.custom.model_copy(update={"oms_key": published.custom.oms_key})
    store = device.store()
    await store.fetch(wanted(decoy), lambda _: None, deadline_s=20)

    with pytest.raises(OmsError, match="publisher key is not the one"):
        await store.verify(decoy.digest, custom)

    assert store.installed(decoy.digest) is None


async def test_an_inspection_reads_no_file_beyond_what_was_signed(
    device: Device, published: Published
):
    await install(device, published)
    blob = device.folder / "store" / "blobs" / "sha256" / hex_of(sha256_of(WEIGHTS))
    blob.chmod(0o600)
    with blob.open("ab") as file:
        file.truncate(1 << 36)
    inspection = Inspection(device.store().shelf, wanted(published))

    inspection.chunks()
    with pytest.raises(DigestError, match="were signed"):
        inspection.files()


async def test_an_inspection_says_which_chunk_is_wrong(device: Device, published: Published):
    installed = await install(device, published)
    blob = device.folder / "store" / "blobs" / "sha256" / hex_of(sha256_of(WEIGHTS))
    inspection = Inspection(device.store().shelf, wanted(published))
    assert "every type and path accepted" in inspection.manifest()
    assert "have the signed sha256" in inspection.chunks()
    assert "model.sig is by the publisher key" in inspection.files()

    blob.chmod(0o600)
    with blob.open("r+b") as file:
        file.seek(5 * MIB)
        file.write(b"\xff" * 8)

    again = Inspection(device.store().shelf, wanted(published))
    with pytest.raises(DigestError, match=r"chunk \d+ of \d+ of 'model.gguf'"):
        again.chunks()
    with pytest.raises(DigestError, match="were signed"):
        again.files()
    assert installed.weights.exists()


def elsewhere(folder: Path) -> set[Path]:
    """Return every file but those of the store."""
    return {file for file in folder.rglob("*") if "store" not in file.parts}


def _path(layer: dict[str, Any]) -> str:
    return str((layer.get("annotations") or {}).get(bundle.PATH_ANNOTATION, ""))


def _large(file: Path) -> bool:
    return file.stat().st_size > MIB
