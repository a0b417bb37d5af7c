"""The key ceremony and both repositories on disk, read by the stock TUF client."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tuf.ngclient import Updater

from controlplane.director.errors import RepositoryError, SigningKeyError
from controlplane.director.signer import DirectorRepository
from controlplane.publisher import ceremony
from controlplane.publisher.errors import CeremonyError, PublishError
from shared import bundle, oms
from shared.digest import hex_of, sha256_of
from shared.trust import ImageCustom, assignment_path
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, NOON, OTHER, Publisher
from tests.support.trust_models import a_gguf, a_variant

SMALL = {"model.gguf": a_gguf({"embed": 4096})}


def files_of(repo: Path) -> set[str]:
    return {file.name for file in (repo / "metadata").iterdir()}


def test_a_second_ceremony_overwrites_nothing(publisher: Publisher):
    before = (publisher.folder / "keys/release.pem").read_bytes()

    with pytest.raises(CeremonyError, match="never overwrites"):
        Publisher(publisher.folder)

    assert (publisher.folder / "keys/release.pem").read_bytes() == before


def test_keys_are_readable_by_their_owner_alone(publisher: Publisher):
    files = [*(publisher.folder / "keys").iterdir(), publisher.folder / "director.key"]

    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert (publisher.folder / "keys").stat().st_mode & 0o777 == 0o700


def test_the_ceremony_tells_which_keys_there_are(publisher: Publisher):
    facts = ceremony.describe(publisher.folder / "keys")

    assert [fact.name for fact in facts] == [
        "root-a",
        "root-b",
        "root-c",
        "release",
        "image-online",
        "usb-director",
        "publisher",
    ]


def test_the_stock_client_finds_assignments_in_the_bins(
    publisher: Publisher, mirror: Mirror, tmp_path: Path
):
    publisher.now = _today()
    published = publisher.publish(SMALL)
    publisher.image.refresh(publisher.now)
    publisher.assign(published)
    root = (publisher.director_folder / "metadata/1.root.json").read_bytes()

    client = Updater(str(tmp_path / "tuf"), f"{mirror.url}/director/metadata", bootstrap=root)

    assert client.get_targetinfo(assignment_path(DEVICE, "main")).length == len(
        published.assembled.manifest
    )
    assert client.get_targetinfo(assignment_path(OTHER, "main")) is None


def test_the_stock_client_downloads_a_manifest_from_the_image_repository(
    publisher: Publisher, mirror: Mirror, tmp_path: Path
):
    publisher.now = _today()
    published = publisher.publish(SMALL)
    root = (publisher.image_folder / "metadata/1.root.json").read_bytes()
    (tmp_path / "targets").mkdir()
    client = Updater(
        str(tmp_path / "tuf"),
        f"{mirror.url}/image/metadata",
        str(tmp_path / "targets"),
        f"{mirror.url}/image/targets",
        bootstrap=root,
    )

    path = client.download_target(client.get_targetinfo(published.path))

    assert Path(path).read_bytes() == published.assembled.manifest


def test_one_new_assignment_rewrites_one_bin(publisher: Publisher):
    published = publisher.publish(SMALL)
    publisher.assign(published)
    before = files_of(publisher.director_folder)

    publisher.assign(published, device=OTHER)

    new = files_of(publisher.director_folder) - before
    assert len(new) == 2
    assert {name.split(".")[1].split("-")[0] for name in new} == {"bin", "snapshot"}


def test_publishing_the_same_assignments_writes_nothing(publisher: Publisher):
    version = publisher.assign(publisher.publish(SMALL))

    assert publisher.director.publish(publisher.assigned.values(), NOON) == version
    assert publisher.director.version == version


def test_the_director_signs_again_before_anything_expires(publisher: Publisher):
    version = publisher.assign(publisher.publish(SMALL))

    later = publisher.director.publish(publisher.assigned.values(), NOON + timedelta(days=2))

    assert later == version + 1


def test_old_versions_do_not_pile_up(publisher: Publisher):
    published = publisher.publish(SMALL)
    for number in range(40):
        publisher.assign(published, deployment=f"d-{number}")

    snapshots = [name for name in files_of(publisher.director_folder) if "snapshot" in name]
    assert len(snapshots) == 16


def test_a_missing_director_key_or_repository_is_named(publisher: Publisher, tmp_path: Path):
    with pytest.raises(SigningKeyError, match="nowhere"):
        DirectorRepository(publisher.director_folder, tmp_path / "nowhere").publish([], NOON)
    with pytest.raises(RepositoryError, match="ceremony"):
        DirectorRepository(tmp_path / "none", publisher.folder / "director.key").publish([], NOON)


def test_a_published_release_cannot_change(publisher: Publisher):
    publisher.publish(SMALL)

    with pytest.raises(PublishError, match="never changes"):
        publisher.publish({"model.gguf": a_gguf({"embed": 8192})})


def test_publishing_the_same_bundle_twice_writes_nothing(publisher: Publisher):
    published = publisher.publish(SMALL)

    assert publisher.image.add([(published.custom, published.assembled.manifest)], NOON) == ()


def test_adding_bundles_touches_the_lines_they_belong_to(publisher: Publisher):
    publisher.publish(SMALL)
    before = files_of(publisher.image_folder)

    publisher.publish(SMALL, version="1.1")

    assert files_of(publisher.image_folder) - before == {"2.line-lamp.json", "3.snapshot.json"}
    assert set(publisher.image.listed()) == {
        "bundles/lamp/1.0/f32/bundle.json",
        "bundles/lamp/1.1/f32/bundle.json",
    }


def test_the_timestamp_is_the_last_file_to_copy(publisher: Publisher):
    assembled = publisher.assemble(SMALL, line="lamp", version="1.0", variant="f32")
    custom = ImageCustom.model_validate(
        {
            **publisher.publish(SMALL, line="door").custom.model_dump(),
            "line": "lamp",
        }
    )

    files = publisher.image.add([(custom, assembled.manifest)], NOON)

    assert files[-1] == publisher.image_folder / "metadata/timestamp.json"
    assert "targets" in files[0].parts


def test_fresh_metadata_is_not_signed_again(publisher: Publisher):
    assert publisher.image.refresh(NOON) == ()


def test_ageing_metadata_is_signed_again(publisher: Publisher):
    files = publisher.image.refresh(NOON + timedelta(days=8))

    assert [file.name for file in files] == ["2.snapshot.json", "timestamp.json"]


def test_a_line_with_a_bad_name_is_refused(publisher: Publisher):
    published = publisher.publish(SMALL)
    custom = published.custom.model_copy(update={"line": "../../etc"})

    with pytest.raises(PublishError, match="cannot be a part"):
        publisher.image.add([(custom, published.assembled.manifest)], NOON)


@pytest.mark.slow
@pytest.mark.parametrize("tampered", [False, True], ids=["genuine", "tampered"])
def test_the_tool_of_the_openssf_judges_a_bundle_as_we_do(
    publisher: Publisher, tmp_path: Path, *, tampered: bool
):
    files = a_variant(SMALL["model.gguf"])
    assembled = publisher.assemble(files, line="lamp", version="1.0", variant="f32")
    manifest = bundle.parse(assembled.manifest)
    folder = tmp_path / "model"
    folder.mkdir()
    for layer in manifest.files:
        data = (publisher.blobs / hex_of(layer.digest)).read_bytes()
        spoilt = b"# Evil\n" if tampered and layer.path == "README.md" else data
        (folder / layer.path).write_bytes(spoilt)
    key = tmp_path / "publisher.pub"
    key.write_bytes(oms.public_pem(publisher.ring.publisher().public_key()))

    result = subprocess.run(
        [
            str(Path(sys.executable).with_name("model_signing")),
            *("verify", "key", "--public_key", str(key)),
            *("--signature", str(folder / "model.sig"), str(folder)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode == 0) is not tampered, result.stderr
    assert sha256_of((folder / "publisher.pub").read_bytes()) == f"sha256:{assembled.oms_key}"


def _today():
    """The stock client judges expiry by the machine's clock."""
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime.now(UTC)
