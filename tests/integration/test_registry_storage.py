"""Blobs on a real disk: whole or not at all."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from controlplane.registry.errors import BlobNotFoundError, BlobTooLargeError
from controlplane.registry.storage import Storage
from shared.digest import Digest, DigestError, sha256_of
from tests.support.registry_builders import NOON, put

DATA = b"weights" * 1000


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path)


def leftovers(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


def test_what_is_put_is_found_under_its_digest(storage: Storage, tmp_path: Path):
    digest = put(storage, DATA)

    assert digest == sha256_of(DATA)
    assert storage.has(digest)
    assert storage.size(digest) == len(DATA)
    assert storage.read(digest, limit_bytes=len(DATA)) == DATA
    assert storage.path(digest).stat().st_mode & 0o777 == 0o444
    assert leftovers(tmp_path) == [storage.path(digest)]


def test_the_same_bytes_twice_are_one_blob(storage: Storage, tmp_path: Path):
    assert put(storage, DATA) == put(storage, DATA)
    assert len(leftovers(tmp_path)) == 1


def test_other_bytes_than_promised_leave_nothing(storage: Storage, tmp_path: Path):
    with pytest.raises(DigestError, match="not sha256"):
        storage.put(BytesIO(DATA), expected=sha256_of(b"other"))
    with (
        pytest.raises(DigestError, match="nothing was stored"),
        storage.incoming(expected=sha256_of(b"other")) as blob,
    ):
        blob.write(DATA)

    assert leftovers(tmp_path) == []


def test_an_upload_that_is_cut_off_leaves_nothing(storage: Storage, tmp_path: Path):
    def cut_off() -> None:
        with storage.incoming(expected=sha256_of(DATA)) as blob:
            blob.write(DATA[:100])
            raise ConnectionError

    with pytest.raises(ConnectionError):
        cut_off()

    assert leftovers(tmp_path) == []


def test_a_blob_beyond_its_limit_is_refused_while_it_arrives(tmp_path: Path):
    storage = Storage(tmp_path, limit_bytes=10)

    with pytest.raises(BlobTooLargeError):
        put(storage, b"x" * 11)
    with (
        pytest.raises(BlobTooLargeError),
        storage.incoming(expected=sha256_of(b""), length=11),
    ):
        pass

    assert leftovers(tmp_path) == []


def test_a_blob_larger_than_the_disk_is_refused_before_it_is_sent(storage: Storage):
    with (
        pytest.raises(BlobTooLargeError, match="the disk has room for"),
        storage.incoming(expected=sha256_of(b""), length=2**39),
    ):
        pass


def test_an_unknown_blob_is_not_found(storage: Storage):
    unknown = sha256_of(b"unknown")

    assert not storage.has(unknown)
    with pytest.raises(BlobNotFoundError):
        storage.open(unknown)
    with pytest.raises(BlobNotFoundError):
        storage.size(unknown)


def test_a_digest_is_no_way_out_of_the_folder(storage: Storage):
    with pytest.raises(DigestError):
        storage.path(Digest("sha256:../../etc/passwd"))


def test_only_old_leftovers_are_swept_away(storage: Storage, tmp_path: Path):
    old, fresh = tmp_path / "incoming/old", tmp_path / "incoming/fresh"
    for file, at in ((old, NOON - timedelta(days=2)), (fresh, NOON)):
        file.write_bytes(b"part")
        os.utime(file, (at.timestamp(), at.timestamp()))

    storage.sweep(NOON)

    assert leftovers(tmp_path) == [fresh]
