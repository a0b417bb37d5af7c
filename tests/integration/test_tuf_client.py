"""Our TUF client against a repository that lies, by the command line of the conformance suite."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from agent.cli import main
from tests.support.mirror import Behaviour, Mirror
from tests.support.tuf_simulator import Simulator, soon

PAST = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Client:
    """One metadata folder, driven as the suite drives it."""

    repo: Simulator
    mirror: Mirror
    folder: Path

    def __call__(self, *arguments: str) -> bool:
        return main(["tuf", "--metadata-dir", str(self.folder / "metadata"), *arguments]) == 0

    def init(self) -> bool:
        root = self.folder / "initial.json"
        root.write_bytes(self.repo.first_root)
        return self("init", str(root))

    def refresh(self) -> bool:
        return self("--metadata-url", f"{self.mirror.url}/metadata", "refresh")

    def download(self, *names: str) -> bool:
        wanted = [part for name in names for part in ("--target-name", name)]
        return self(
            "--metadata-url", f"{self.mirror.url}/metadata", *wanted,
            "--target-base-url", f"{self.mirror.url}/targets",
            "--target-dir", str(self.folder / "targets"), "download",
        )  # fmt: skip

    def version(self, role: str) -> int | None:
        file = self.folder / "metadata" / f"{role}.json"
        return Metadata.from_file(str(file)).signed.version if file.exists() else None

    @property
    def versions(self) -> list[int | None]:
        return [self.version(role) for role in ("root", "timestamp", "snapshot", "targets")]

    def downloaded(self) -> list[bytes]:
        folder = self.folder / "targets"
        return sorted(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def repo(tmp_path: Path) -> Simulator:
    return Simulator(tmp_path / "repo")


@pytest.fixture
def client(repo: Simulator, tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "client" / "targets").mkdir(parents=True)
    folders = {name: repo.folder / name[1:] for name in ("/metadata", "/targets")}
    with Mirror(folders) as mirror:
        client = Client(repo, mirror, tmp_path / "client")
        assert client.init()
        yield client


def test_a_fresh_client_trusts_its_root_and_then_the_rest(client: Client):
    assert client.versions == [1, None, None, None]
    assert client.refresh()
    assert client.versions == [1, 1, 1, 1]


def test_a_root_that_is_none_is_not_trusted(client: Client):
    (client.folder / "metadata" / "root.json").write_bytes(b"{}")
    assert not client.refresh()


def test_what_is_new_is_fetched_and_what_is_known_is_not(client: Client, repo: Simulator):
    assert client.refresh()
    client.mirror.forget()
    assert client.refresh()
    assert [path.rsplit("/", 1)[1] for path, _ in client.mirror.requests] == [
        "2.root.json",
        "timestamp.json",
    ]
    repo.update()
    assert client.refresh()
    assert client.versions == [1, 2, 2, 2]


@pytest.mark.parametrize("keys", ["ed25519", "ecdsa", "rsa"])
def test_every_usual_kind_of_key_is_known(keys: str, tmp_path: Path):
    make = {
        "ed25519": CryptoSigner.generate_ed25519,
        "ecdsa": CryptoSigner.generate_ecdsa,
        "rsa": CryptoSigner.generate_rsa,
    }[keys]
    repo = Simulator(tmp_path / "other", make_signer=make)
    with Mirror({"/metadata": repo.folder / "metadata"}) as mirror:
        (tmp_path / "c").mkdir()
        client = Client(repo, mirror, tmp_path / "c")
        assert client.init()
        assert client.refresh()


# Roots.


def test_a_chain_of_roots_is_followed_also_over_expired_ones(client: Client, repo: Simulator):
    repo.root.expires = PAST
    repo.bump_root()
    repo.rotate(Timestamp.type)
    repo.bump_root()
    old = repo.signers[Root.type][0]
    repo.rotate(Root.type)
    repo.root.expires = soon()
    repo.bump_root(old)
    repo.update()
    assert client.refresh()
    assert client.versions == [4, 2, 2, 2]


def test_a_last_root_that_has_expired_is_kept_and_not_relied_on(client: Client, repo: Simulator):
    repo.root.expires = PAST
    repo.bump_root()
    assert not client.refresh()
    assert client.versions == [2, None, None, None]


def _without_the_old_key(repo: Simulator) -> None:
    repo.rotate(Root.type)
    repo.bump_root()


def _without_the_new_key(repo: Simulator) -> None:
    old = repo.signers[Root.type]
    repo.rotate(Root.type)
    repo.signers[Root.type] = old
    repo.bump_root()


def _unsigned(repo: Simulator) -> None:
    repo.root.version += 1
    repo.write("2.root.json", Metadata(repo.root).to_bytes())


def _version_skipped(repo: Simulator) -> None:
    repo.root.version = 3
    repo.publish_root(version=2)


def _version_again(repo: Simulator) -> None:
    repo.publish_root(version=2)


def _too_few(repo: Simulator) -> None:
    repo.root.roles[Root.type].threshold = 2
    repo.bump_root()


def _another_role(repo: Simulator) -> None:
    repo.write("2.root.json", repo.read("1.targets.json"))


def _no_json(repo: Simulator) -> None:
    repo.write("2.root.json", b"\x00\x01 no JSON")


def _unknown_specification(repo: Simulator) -> None:
    repo.root.spec_version = "99.0.0"
    repo.bump_root()


BAD_ROOTS: list[Callable[[Simulator], None]] = [
    _without_the_old_key,
    _without_the_new_key,
    _unsigned,
    _version_skipped,
    _version_again,
    _too_few,
    _another_role,
    _no_json,
    _unknown_specification,
]


@pytest.mark.parametrize("spoil", BAD_ROOTS, ids=lambda spoil: spoil.__name__.strip("_"))
def test_a_bad_root_is_refused(client: Client, repo: Simulator, spoil: Callable[..., None]):
    spoil(repo)
    repo.update()
    assert not client.refresh()
    assert client.versions == [1, None, None, None]


def test_a_root_of_twelve_megabytes_is_cut(client: Client):
    big = b'{"signed": "' + b"a" * 12_000_000
    client.mirror.behaviour = Behaviour(replaced={"/metadata/2.root.json": big})
    assert not client.refresh()
    assert client.mirror.sent["/metadata/2.root.json"] < 4_000_000


def test_one_key_that_signs_twice_is_one_signature(client: Client, repo: Simulator):
    repo.root.roles[Timestamp.type].threshold = 2
    repo.bump_root()
    signed = json.loads(repo.read("timestamp.json"))
    signed["signatures"] *= 2
    repo.write("timestamp.json", json.dumps(signed).encode())
    assert not client.refresh()
    assert client.version("timestamp") is None


def test_two_keys_of_two_are_enough(client: Client, repo: Simulator):
    repo.add_key(Timestamp.type)
    repo.root.roles[Timestamp.type].threshold = 2
    repo.bump_root()
    repo.update()
    assert client.refresh()


# Timestamp, snapshot, targets.


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_an_expired_role_ends_the_refresh(client: Client, repo: Simulator, role: str):
    getattr(repo, role).expires = PAST
    repo.publish()
    assert not client.refresh()
    assert client.version("targets") is None


def test_expired_what_was_known_before_still_guards_against_going_back(
    client: Client, repo: Simulator
):
    repo.timestamp.version = 7
    repo.publish()
    assert client.refresh()
    file = client.folder / "metadata" / "timestamp.json"
    kept = Metadata.from_file(str(file))
    kept.signed.expires = PAST
    kept.sign(repo.signers[Timestamp.type][0])
    kept.to_file(str(file))
    repo.timestamp.version = 6
    repo.publish()
    assert not client.refresh()


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_a_role_signed_by_another_key_is_refused(client: Client, repo: Simulator, role: str):
    repo.signers[role] = [CryptoSigner.generate_ed25519()]
    repo.publish()
    assert not client.refresh()
    assert client.version(role) is None


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_no_role_goes_back(client: Client, repo: Simulator, role: str):
    repo.update()
    assert client.refresh()
    repo.update()
    getattr(repo, role).version = 1
    repo.publish()
    if role == "timestamp":
        repo.snapshot.version, repo.targets.version = 3, 3
    assert not client.refresh()
    assert client.version(role) == 2


@pytest.mark.parametrize("role", ["timestamp", "snapshot"])
def test_a_thiefs_high_versions_are_left_behind_with_his_key(
    client: Client, repo: Simulator, role: str
):
    getattr(repo, role).version = 9999
    repo.publish()
    assert client.refresh()
    for rotated in ("timestamp", "snapshot"):
        repo.rotate(rotated)
    repo.bump_root()
    getattr(repo, role).version = 2
    repo.publish()
    assert client.refresh()
    assert client.version(role) == 2


@pytest.mark.parametrize("wrong", ["hash", "length", "version"])
@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_what_a_role_says_of_the_next_one_holds(
    client: Client, repo: Simulator, role: str, wrong: str
):
    data = repo.read(f"1.{role}.json")
    meta = repo.meta(1, data)
    match wrong:
        case "hash":
            meta.hashes = {"sha256": "ab" * 32}
        case "length":
            meta.length = len(data) - 1
        case "version":
            meta = MetaFile(2, len(data), meta.hashes)
            repo.write(f"2.{role}.json", data)
    if role == "snapshot":
        repo.timestamp.snapshot_meta = meta
    else:
        repo.snapshot.meta["targets.json"] = meta
        signed = repo.signed(Snapshot.type, repo.snapshot)
        repo.write("1.snapshot.json", signed)
        repo.timestamp.snapshot_meta = repo.meta(1, signed)
    repo.write("timestamp.json", repo.signed(Timestamp.type, repo.timestamp))

    assert not client.refresh()
    assert client.version(role) is None


def test_hashes_of_metadata_may_be_absent(client: Client, repo: Simulator):
    repo.with_hashes = False
    repo.update()
    assert client.refresh()


def test_a_snapshot_may_not_forget_a_role(client: Client, repo: Simulator):
    repo.delegate("line", ["lamp/*"])
    repo.publish()
    assert client.refresh()
    repo.delegated.clear()
    repo.update()
    del repo.snapshot.meta["line.json"]
    repo.publish()
    assert not client.refresh()


@pytest.mark.parametrize("role", ["timestamp", "1.snapshot", "1.targets"])
@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"signed": 1, "signatures": []}'])
def test_what_is_no_metadata_is_refused(client: Client, repo: Simulator, role: str, data: bytes):
    repo.write(f"{role}.json", data)
    assert not client.refresh()


# Targets and delegations.


def test_targets_are_fetched_and_verified_one_after_the_other(client: Client, repo: Simulator):
    repo.add_file("a.txt", b"one")
    repo.add_file("deep/down/b.txt", b"two")
    repo.update()
    assert client.download("a.txt", "deep/down/b.txt")
    assert client.downloaded() == [b"one", b"two"]


def test_a_target_that_is_held_is_not_fetched_again(client: Client, repo: Simulator):
    repo.add_file("a.txt", b"one")
    repo.update()
    assert client.download("a.txt")
    client.mirror.forget()
    assert client.download("a.txt")
    assert not [path for path, _ in client.mirror.requests if path.startswith("/targets")]


def test_a_target_that_is_not_listed_is_not_fetched(client: Client):
    assert not client.download("a.txt")
    assert client.downloaded() == []


@pytest.mark.parametrize("listed", [b"other", b"on", b"one more", b""])
def test_a_target_with_other_bytes_than_listed_is_refused(
    client: Client, repo: Simulator, listed: bytes
):
    repo.add_file("a.txt", b"one")
    (served,) = (repo.folder / "targets").iterdir()
    repo.targets.targets["a.txt"] = TargetFile(
        len(listed), {"sha256": served.name.split(".")[0][::-1]}, "a.txt"
    )
    served.rename(served.with_name(f"{served.name.split('.')[0][::-1]}.a.txt"))
    repo.update()
    assert not client.download("a.txt")
    assert client.downloaded() == []


@pytest.mark.parametrize("path", ["../evil", "/evil", "a/../../evil", "%2e%2e/evil", "a?b#c"])
def test_a_target_stays_in_its_folder_whatever_it_is_called(
    client: Client, repo: Simulator, path: str
):
    repo.targets.targets[path] = TargetFile.from_data(path, b"evil", ["sha256"])
    repo.update()
    client.download(path)
    outside = [
        file
        for file in client.folder.parent.rglob("evil*")
        if client.folder / "targets" not in file.parents
    ]
    assert outside == []


def test_a_delegated_role_answers_for_its_paths_alone(client: Client, repo: Simulator):
    line = repo.delegate("line", ["lamp/*"])
    repo.add_file("lamp/one", b"one", line)
    repo.add_file("door/one", b"two", line)
    repo.update()
    assert client.download("lamp/one")
    assert not client.download("door/one")


def test_the_first_role_that_lists_a_target_answers(client: Client, repo: Simulator):
    first, second = repo.delegate("first", ["*"]), repo.delegate("second", ["*"])
    repo.add_file("x", b"from the second", second)
    repo.add_file("x", b"from the first", first)
    repo.update()
    assert client.download("x")
    assert client.downloaded() == [b"from the first"]


def test_after_a_terminating_role_nobody_else_is_asked(client: Client, repo: Simulator):
    repo.delegate("first", ["*"], terminating=True)
    second = repo.delegate("second", ["*"])
    repo.add_file("x", b"from the second", second)
    repo.update()
    assert not client.download("x")
    assert client.version("second") is None


def test_delegations_in_a_circle_end(client: Client, repo: Simulator):
    a = repo.delegate("a", ["*"])
    b = repo.delegate("b", ["*"], parent=a)
    repo.delegate("a", ["*"], parent=b)
    repo.update()
    assert not client.download("x")


@pytest.mark.parametrize("name", ["..", "a/b", "../../evil", "?", "ä", "root "])
def test_a_role_may_be_called_anything_and_stays_in_the_folder(
    client: Client, repo: Simulator, name: str
):
    before = set(client.folder.parent.rglob("*.json"))
    role = repo.delegate(name, ["*"])
    repo.add_file("x", b"x", role)
    repo.update()
    client.download("x")
    metadata = client.folder / "metadata"
    fresh = set(client.folder.parent.rglob("*.json")) - before
    written = {file for file in fresh if repo.folder not in file.parents}
    assert all(metadata in file.parents for file in written)


@pytest.mark.parametrize("flaw", ["expired", "unsigned", "hash", "missing"])
def test_a_delegated_role_is_held_to_what_all_roles_are(client: Client, repo: Simulator, flaw: str):
    line = repo.delegate("line", ["*"])
    repo.add_file("x", b"x", line)
    match flaw:
        case "expired":
            line.expires = PAST
        case "unsigned":
            repo.signers["line"] = [CryptoSigner.generate_ed25519()]
    repo.update()
    match flaw:
        case "hash":
            other = Targets(line.version, expires=soon() + timedelta(days=1))
            repo.write(f"{line.version}.line.json", repo.signed("line", other))
        case "missing":
            (repo.folder / "metadata" / f"{line.version}.line.json").unlink()
    assert client.refresh()
    assert not client.download("x")
    assert client.version("line") is None


def test_metadata_is_kept_as_it_came(client: Client, repo: Simulator):
    pretty = json.dumps(json.loads(repo.read("timestamp.json")), indent=7).encode()
    repo.write("timestamp.json", pretty)
    assert client.refresh()
    assert (client.folder / "metadata" / "timestamp.json").read_bytes() == pretty


def test_fields_that_nobody_knows_do_no_harm(client: Client, repo: Simulator):
    repo.timestamp.unrecognized_fields["new"] = {"of": ["a", "later", "version"]}
    repo.publish()
    assert client.refresh()
