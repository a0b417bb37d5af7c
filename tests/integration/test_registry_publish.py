"""Publishing: what the publisher signs, what the server lets in, what a device then sees."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from controlplane.cli import publish as cli
from controlplane.cli import repositories
from controlplane.cli.client import Address, Client, RefusedError
from controlplane.cli.models import find
from controlplane.director.expiries import Repository
from controlplane.publisher.errors import PublishError
from controlplane.publisher.image import ImageRepository
from controlplane.publisher.keys import KeyRing
from controlplane.registry import queries
from controlplane.registry.errors import PublicationError
from controlplane.registry.repository import ImageFolder
from controlplane.registry.tufview import TufView
from shared import bundle, oms
from shared.bundle import Manifest
from shared.clock import SystemClock
from shared.digest import hex_of, sha256_of
from shared.trust import ImageCustom, RevokedEntry, bundle_path
from tests.support.gguf_tiny import write_tiny
from tests.support.registry_builders import some_items
from tests.support.registry_server import RegistryServer, hold_ceremony, running
from tests.support.registry_steps import FakeSteps

pytestmark = pytest.mark.slow

LINE = "lamp"
Files = dict[str, str]


class Publisher:
    """A publisher's workstation beside a running registry."""

    def __init__(self, server: RegistryServer, scratch: Path) -> None:
        self.server = server
        self.client = Client.to(Address(url=server.url, token="test"))
        self.ring = KeyRing(server.settings.keys_folder)
        self.scratch = scratch
        self._repositories = 0

    def bring(self, version: str, *, line: str = LINE) -> dict[str, Any]:
        """Import a model and build it."""
        file = write_tiny(self.scratch / "tiny.gguf", seed=len(version))
        blobs = {"source": self._put(file.read_bytes()), "golden": self._put(some_items())}
        body = {"line": line, "version": version, "variants": ["f16", "q8_0"], **blobs}
        created = self.client.post("/releases", body)
        self.server.build()
        release: dict[str, Any] = self.client.get(f"/releases/{created['id']}")
        return release

    def sign(
        self,
        release: dict[str, Any],
        *,
        prepare: Callable[[ImageRepository], object] = lambda _: None,
        edit: Callable[
            [list[tuple[ImageCustom, bytes]]], list[tuple[ImageCustom, bytes]]
        ] = lambda entries: entries,
        upload: bool = True,
        whole: bool = False,
        now: datetime | None = None,
    ) -> Files:
        """Sign as `flotilla publish` does, with room for a test to meddle.

        `whole` signs over all of the server's repository, as one could who has keys and server.
        """
        self._repositories += 1
        repo = self.scratch / f"repository-{self._repositories}"
        if whole:
            shutil.copytree(self.server.settings.image_repository, repo)
        else:
            repositories.fetch(
                self.client, self.ring, Repository.IMAGE, repo, lines=[release["line"]]
            )
        signed = [
            cli._sign(self.client, release, each, self.ring, self.scratch)
            for each in release["variants"]
        ]
        repository = ImageRepository(self.ring, repo)
        before = {file for file in repo.rglob("*") if file.is_file()}
        prepare(repository)
        entries = edit([(each.custom, each.bundle.manifest) for each in signed])
        repository.add(entries, now or datetime.now(UTC))
        if upload:
            for each in signed:
                cli._upload(self.client, each)
        written = {file for file in repo.rglob("*.json") if file.is_file()} - before
        written.add(repo / "metadata/timestamp.json")
        return {str(file.relative_to(repo)): file.read_text() for file in written}

    def post(self, release: dict[str, Any], files: Files) -> Any:
        return self.client.post(f"/releases/{release['id']}/publication", {"files": files})

    def publish(self, release: dict[str, Any]) -> Any:
        return self.post(release, self.sign(release))

    def _put(self, data: bytes) -> str:
        digest = sha256_of(data)
        self.client.put_bytes(f"/blobs/{digest}", data)
        return digest


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RegistryServer]:
    with running(tmp_path / "data", steps=FakeSteps()) as server:
        yield server


@pytest.fixture
def publisher(server: RegistryServer, tmp_path: Path) -> Iterator[Publisher]:
    publisher = Publisher(server, tmp_path)
    yield publisher
    publisher.client.close()


def as_device(server: RegistryServer, cache: Path, line: str = LINE) -> TufView:
    """Look at the repository as a new device does, now."""
    folder = ImageFolder(server.settings.image_repository)
    cache.mkdir()
    root = folder.read_metadata("1.root.json")
    view = TufView(folder.metadata, cache=cache, root=root, now=datetime.now(UTC))
    view.refresh(line)
    return view


def everything(server: RegistryServer) -> dict[str, bytes]:
    """Return the whole image repository, to compare."""
    folder = server.settings.image_repository
    return {str(file): file.read_bytes() for file in folder.rglob("*.json")}


def refused(publisher: Publisher, release: dict[str, Any], files: Files) -> str:
    """Post, expect a refusal that left nothing behind, and return its detail."""
    before = everything(publisher.server)
    with pytest.raises(RefusedError) as refusal:
        publisher.post(release, files)
    assert refusal.value.status == 422
    assert everything(publisher.server) == before
    assert publisher.client.get(f"/releases/{release['id']}")["state"] == "ready"
    return str(refusal.value)


def test_a_device_finds_what_the_command_published(
    server: RegistryServer,
    publisher: Publisher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    publisher.bring("1.0.0")
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)

    cli.command(LINE, "1.0.0")

    said = capsys.readouterr().out
    line = as_device(server, tmp_path / "device").line(LINE)
    assert line is not None
    assert set(line.targets) == {bundle_path(LINE, "1.0.0", each) for each in ("f16", "q8_0")}
    release = publisher.client.get("/releases")[0]
    assert release["state"] == "published"
    for variant in release["variants"]:
        assert variant["digest"] in said
        target = line.targets[variant["target_path"]]
        assert target.hashes["sha256"] == hex_of(variant["digest"])
        assert target.length == variant["manifest_length"]
    for name in ("release", "image-online", "publisher"):
        (fact,) = [each for each in publisher.ring.facts() if each.name == name]
        assert fact.key_id in said


def test_a_published_bundle_is_whole_and_signed(server: RegistryServer, publisher: Publisher):
    answer = publisher.publish(publisher.bring("1.0.0"))

    for variant in answer["release"]["variants"]:
        manifest = bundle.parse(server.storage.read(variant["digest"], limit_bytes=10**6))
        assert all(server.storage.size(each.digest) == each.size for each in manifest.layers)
        assert manifest.weights.digest == variant["weights"]
        assert manifest.total_bytes <= variant["requirements"]["disk_bytes"]
        _check_signature(server, publisher, manifest)
        with server.database.reading() as session:
            found = queries.variant_of_bundle(session, variant["digest"])
        assert found is not None
        assert (found[0].version, found[1].name) == ("1.0.0", variant["name"])


def _check_signature(server: RegistryServer, publisher: Publisher, manifest: Manifest) -> None:
    def read(path: str) -> bytes:
        layer = manifest.file(path)
        assert layer is not None
        return server.storage.read(layer.digest, limit_bytes=10**6)

    signature = read(bundle.SIGNATURE_PATH)
    files = {
        each.path: each.digest for each in manifest.files if each.path != bundle.SIGNATURE_PATH
    }
    assert {"model.gguf", "golden.json", "parameters.json"} <= set(files)
    oms.verify(signature, files, publisher.ring.publisher().public_key())


def test_versions_and_lines_are_added_to_what_is_listed(
    server: RegistryServer, publisher: Publisher, tmp_path: Path
):
    publisher.publish(publisher.bring("1.0.0"))
    publisher.publish(publisher.bring("1.1.0"))
    publisher.publish(publisher.bring("1.0.0", line="fan"))

    view = as_device(server, tmp_path / "device")
    lamp = view.line(LINE)

    assert lamp is not None
    assert len(lamp.targets) == 4
    assert {"line-lamp.json", "line-fan.json"} <= set(view.snapshot.meta)


def test_publishing_twice_is_refused(publisher: Publisher):
    release = publisher.bring("1.0.0")
    files = publisher.sign(release)
    publisher.post(release, files)

    with pytest.raises(RefusedError, match="only a ready release"):
        publisher.post(release, files)
    with pytest.raises(PublishError, match="published already"):
        cli._ready(find(publisher.client, LINE, "1.0.0"))


def test_what_was_listed_but_not_recorded_is_recorded_without_signing_again(
    server: RegistryServer, publisher: Publisher
):
    release = publisher.bring("1.0.0")
    files = publisher.sign(release)
    # A power cut between the last file and the database's commit.
    ImageFolder(server.settings.image_repository).store(
        {path: text.encode() for path, text in files.items()}
    )

    answer = publisher.post(release, {})

    assert answer["release"]["state"] == "published"


@pytest.mark.parametrize("name", ["line-lamp", "targets", "snapshot", "timestamp"])
def test_tampered_metadata_is_refused(publisher: Publisher, name: str):
    release = publisher.bring("1.0.0")
    files = publisher.sign(release)
    (path,) = [each for each in files if re.search(rf"[./]{name}[.]json", each)]
    files[path], count = re.subn(r'"version": ?', '"version": 1', files[path], count=1)
    assert count == 1

    assert "a device would refuse" in refused(publisher, release, files)


def test_an_older_publication_is_refused(publisher: Publisher):
    old = publisher.sign(publisher.bring("1.0.0"))
    first = find(publisher.client, LINE, "1.0.0")
    publisher.post(first, old)
    publisher.publish(publisher.bring("1.1.0"))

    detail = refused(publisher, publisher.bring("1.2.0"), old)

    assert "a device would refuse" in detail


def test_another_lines_role_may_not_change(publisher: Publisher):
    publisher.publish(publisher.bring("1.0.0", line="fan"))
    release = publisher.bring("1.0.0")

    def add_to_another_line(
        entries: Sequence[tuple[ImageCustom, bytes]],
    ) -> list[tuple[ImageCustom, bytes]]:
        custom, manifest = entries[0]
        return [*entries, (custom.model_copy(update={"line": "fan", "version": "9"}), manifest)]

    detail = refused(
        publisher, release, publisher.sign(release, edit=add_to_another_line, whole=True)
    )

    assert "'line-fan'" in detail


def test_a_recall_cannot_be_slipped_in(publisher: Publisher):
    release = publisher.bring("1.0.0")
    entry = RevokedEntry(sha256=sha256_of(b"x"), action="stop", reason="slipped in")

    files = publisher.sign(
        release,
        prepare=lambda repository: repository.revoke([entry], datetime.now(UTC)),
        whole=True,
    )

    assert "a recall is no publication" in refused(publisher, release, files)


def test_another_releases_bundle_cannot_be_slipped_in(publisher: Publisher):
    release = publisher.bring("1.0.0")

    def one_more(
        entries: Sequence[tuple[ImageCustom, bytes]],
    ) -> list[tuple[ImageCustom, bytes]]:
        custom, manifest = entries[0]
        return [*entries, (custom.model_copy(update={"version": "6.6.6"}), manifest)]

    files = publisher.sign(release, edit=one_more)

    assert "is no ready variant of this release" in refused(publisher, release, files)


def test_a_variant_cannot_have_weights_that_were_not_evaluated(publisher: Publisher):
    release = publisher.bring("1.0.0")

    def swapped(
        entries: Sequence[tuple[ImageCustom, bytes]],
    ) -> list[tuple[ImageCustom, bytes]]:
        (one, first), (other, second) = entries
        return [(one, second), (other, first)]

    files = publisher.sign(release, edit=swapped)

    assert "was built and evaluated with" in refused(publisher, release, files)


def test_a_variant_cannot_be_described_as_another(publisher: Publisher):
    release = publisher.bring("1.0.0")

    def renamed(
        entries: Sequence[tuple[ImageCustom, bytes]],
    ) -> list[tuple[ImageCustom, bytes]]:
        custom, manifest = entries[0]
        needs = custom.requirements.model_copy(update={"quantization": "q2_k"})
        return [(custom.model_copy(update={"requirements": needs}), manifest), *entries[1:]]

    files = publisher.sign(release, edit=renamed)

    assert "is described as" in refused(publisher, release, files)


def test_a_bundle_whose_blobs_are_missing_is_refused(publisher: Publisher):
    release = publisher.bring("1.0.0")

    files = publisher.sign(release, upload=False)

    assert "was not uploaded" in refused(publisher, release, files)


def test_a_manifest_that_was_not_sent_is_missed(publisher: Publisher):
    release = publisher.bring("1.0.0")
    files = publisher.sign(release)
    path = next(each for each in files if each.startswith("targets/"))

    assert "was not sent" in refused(publisher, release, files | {path: ""})
    assert "not the one that is signed" in refused(publisher, release, files | {path: "{}"})


@pytest.mark.parametrize(
    "path", ["metadata/9.root.json", "metadata/../../escape.json", "targets/other.json"]
)
def test_a_file_that_belongs_to_nothing_is_refused(publisher: Publisher, path: str):
    release = publisher.bring("1.0.0")
    files = publisher.sign(release)

    refused(publisher, release, files | {path: "{}"})


def test_metadata_that_has_expired_is_refused(publisher: Publisher):
    release = publisher.bring("1.0.0")

    files = publisher.sign(release, now=datetime.now(UTC) - timedelta(days=20))

    assert "expired" in refused(publisher, release, files).lower()


def test_keys_of_another_control_plane_sign_nothing(
    publisher: Publisher, server: RegistryServer, tmp_path: Path
):
    release = publisher.bring("1.0.0")
    other = server.settings.model_copy(update={"data": tmp_path / "other"})
    other.data.mkdir()
    hold_ceremony(other, SystemClock())
    publisher.ring = KeyRing(other.keys_folder)

    with pytest.raises(PublishError, match="another control plane"):
        publisher.sign(release)


def test_a_server_that_shows_an_older_repository_is_noticed(
    publisher: Publisher, server: RegistryServer
):
    before = everything(server)
    publisher.publish(publisher.bring("1.0.0"))
    publisher.sign(publisher.bring("1.1.0"))
    for file in server.settings.image_repository.rglob("*.json"):
        file.unlink()
    for path, data in before.items():
        Path(path).write_bytes(data)

    with pytest.raises(PublicationError, match="a device would refuse"):
        publisher.sign(publisher.bring("1.2.0"))
