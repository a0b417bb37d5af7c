"""`flotilla keys rotate`, `replace`, `extend` and `refresh`: keys and expiries of a running fleet.

Run where the keys are. Each verb may be run again after it was cut short, and does what is left.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from securesystemslib.signer import SSlibKey
from tuf.api.metadata import Metadata, Root

from controlplane.cli import repositories
from controlplane.cli.client import Client, connected
from controlplane.cli.screen import JsonFlag, out, print_json
from controlplane.cli.secrets import (
    KeysOption,
    NoPassphrase,
    PassphraseFile,
    asking,
    new_passphrase,
    ring_of,
)
from controlplane.director.expiries import Repository
from controlplane.director.folder import MetadataFolder
from controlplane.publisher import hsm, rotation
from controlplane.publisher.errors import CeremonyError
from controlplane.publisher.image import ImageRepository
from controlplane.publisher.keys import (
    LINE_PREFIX,
    ONLINE,
    PUBLISHER,
    RELEASE,
    ROOTS,
    USB,
    KeyRing,
)
from controlplane.publisher.succession import Succession

DIRECTOR = "director"
Module = Annotated[
    str | None,
    typer.Option("--hsm", help="Take a hardware module's key: hsm:2?label=TOKEN"),
]
_FINGERPRINT = 16


@dataclass(frozen=True)
class Table:
    """What a change of keys has before it."""

    client: Client
    ring: KeyRing
    scratch: Path
    now: datetime

    def fetch(self, repository: Repository, successors: dict[str, str] | None = None) -> Path:
        repo = self.scratch / repository.value
        repositories.fetch(self.client, self.ring, repository, repo, successors=successors)
        return repo

    def take_root(self, repository: Repository, repo: Path, root: Metadata[Root]) -> None:
        """Hand in a root under which nothing else must change."""
        if repository is Repository.DIRECTOR:
            self.client.post("/trust/director/root", {"root": root.to_bytes().decode()})
        else:
            file = MetadataFolder(repo).add_root(root)
            repositories.hand_in(self.client, repository, repo, [file])
        # Look at what is served now, so that it is the least that is accepted next time.
        repositories.view(self.client, self.ring, repository).refresh()


def rotate(
    name: Annotated[
        str,
        typer.Argument(
            help="director, image-online, release, usb-director, publisher or line-<line>."
        ),
    ],
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    module: Module = None,
    *,
    no_passphrase: NoPassphrase = False,
    as_json: JsonFlag = False,
) -> None:
    """Give a role another key, and sign again what the old one had signed."""
    if name in ROOTS:
        raise CeremonyError(
            f"a root key is replaced by the other two: flotilla keys replace {name}"
        )
    if name == DIRECTOR:
        with _table(keys, passphrase_file) as table:
            keyid = _rotate_director(table)
        _report({"key": name, "fingerprint": keyid, "retired": None}, as_json=as_json)
        return
    if not name.startswith(LINE_PREFIX) and name not in {ONLINE, RELEASE, USB, PUBLISHER}:
        raise CeremonyError(f"there is no key {name!r}")
    ring = ring_of(keys, passphrase_file)
    heir = _heir(ring, name, passphrase_file, module, no_passphrase=no_passphrase)
    if name != PUBLISHER:  # whose signatures are in the bundles, which keep the one they have
        with _table(keys, passphrase_file) as table:
            _rotate(table, heir)
    keyid, kept = heir.keyid, heir.settle()
    _report({"key": name, "fingerprint": keyid, "retired": kept}, as_json=as_json)


def replace(
    name: Annotated[str, typer.Argument(help="The root key that was lost: root-a, -b or -c.")],
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    module: Module = None,
    *,
    no_passphrase: NoPassphrase = False,
    as_json: JsonFlag = False,
) -> None:
    """Put another root key in the place of one that was lost or stolen; the other two sign it."""
    if name not in ROOTS:
        raise CeremonyError(f"{name!r} is no root key; flotilla keys rotate {name} changes it")
    ring = ring_of(keys, passphrase_file)
    others = {ring.public(each).keyid for each in ROOTS if each != name and ring.has(each)}
    if len(others) != len(ROOTS) - 1:
        raise CeremonyError(
            f"the other two root keys sign the new {name}, and not both are here; name their"
            " folders with --keys"
        )
    heir = _heir(ring, name, passphrase_file, module, no_passphrase=no_passphrase)
    with _table(keys, passphrase_file) as table:
        for repository in _present(table.client):
            repo = table.fetch(repository, {name: heir.keyid})
            current = MetadataFolder(repo).root()
            gone = set(current.signed.roles[Root.type].keyids) - others - {heir.keyid}
            if len(gone) > 1:
                raise CeremonyError(f"more than one key of the {repository} root is not here")
            root = gone and rotation.replace(
                table.ring, current, gone.pop(), heir.ring.signer(name), table.now
            )
            if root:
                table.take_root(repository, repo, root)
    keyid, kept = heir.keyid, heir.settle()
    _report({"key": name, "fingerprint": keyid, "retired": kept}, as_json=as_json)


def extend(
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Let every root be good for another year; two of the three root keys sign."""
    found: dict[str, Any] = {}
    with _table(keys, passphrase_file) as table:
        for repository in _present(table.client):
            repo = table.fetch(repository)
            current = MetadataFolder(repo).root()
            root = rotation.extend(table.ring, current, table.now)
            if root is not None:
                table.take_root(repository, repo, root)
            newest = (root or current).signed
            found[repository.value] = {
                "version": newest.version,
                "expires": newest.expires.isoformat(),
                "extended": root is not None,
            }
    if as_json:
        print_json(found)
        return
    for repository_name, each in found.items():
        how = "extended" if each["extended"] else "good"
        out.print(
            f"{repository_name} root version {each['version']}: {how} until {each['expires'][:10]}"
        )


def refresh(
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Sign again what of the image repository is past half its life; a job for every day."""
    with _table(keys, passphrase_file) as table:
        repo = table.fetch(Repository.IMAGE)
        files = ImageRepository(table.ring, repo).refresh(table.now)
        if files:
            repositories.hand_in(table.client, Repository.IMAGE, repo, files)
            repositories.view(table.client, table.ring, Repository.IMAGE).refresh()
        roles = table.client.get("/trust")["roles"]
    near = [each["sentence"] for each in roles if each["level"] != "ok"]
    if as_json:
        print_json({"signed": sorted(file.name for file in files), "near": near})
        return
    for file in files:
        out.print(f"signed {file.name}")
    if not files:
        out.print("nothing is past half its life")
    for sentence in near:
        out.print(f"[yellow]near its end[/]: {sentence}", markup=True)


@contextmanager
def _table(keys: list[Path] | None, passphrase_file: Path | None) -> Iterator[Table]:
    ring = ring_of(keys, passphrase_file)
    with connected() as client, TemporaryDirectory(prefix="flotilla-keys-") as scratch:
        yield Table(client, ring, Path(scratch), datetime.now(UTC))


def _heir(
    ring: KeyRing,
    name: str,
    passphrase_file: Path | None,
    module: str | None,
    *,
    no_passphrase: bool,
) -> Succession:
    ask = asking(passphrase_file)
    heir = Succession(ring, name, ask=ask)
    if module is not None and not heir.begun:
        heir.begin_in_module(*hsm.read_public(module, ask))
    else:
        heir.begin(lambda: None if no_passphrase else new_passphrase(passphrase_file))
    return heir


def _rotate(table: Table, heir: Succession) -> None:
    repository = Repository.USB if heir.name == USB else Repository.IMAGE
    repo = table.fetch(repository, {heir.name: heir.keyid})
    folder = MetadataFolder(repo)
    top = folder.targets("targets", folder.snapshot().signed)
    assert top is not None
    if rotation.signed_by(heir.name, folder.root().signed, top.signed) != [heir.keyid]:
        files = _rotation_of(heir.name)(table.ring, repo, heir.ring.signer(heir.name), table.now)
        repositories.hand_in(table.client, repository, repo, files)
    repositories.view(table.client, table.ring, repository).refresh()


def _rotation_of(name: str) -> Callable[..., tuple[Path, ...]]:
    if name.startswith(LINE_PREFIX):
        line = rotation.line_of(name)
        return lambda ring, repo, new, now: rotation.rotate_line(ring, repo, line, new, now)
    return {
        ONLINE: rotation.rotate_online,
        RELEASE: rotation.rotate_release,
        USB: rotation.rotate_usb,
    }[name]


def _rotate_director(table: Table) -> str:
    repo = table.fetch(Repository.DIRECTOR)
    told = table.client.post("/trust/director/next-key")
    key = SSlibKey.from_dict(told["keyid"], dict(told["key"]))
    root = rotation.director_root(table.ring, MetadataFolder(repo).root(), key, table.now)
    table.client.post("/trust/director/root", {"root": root.decode()})
    repositories.view(table.client, table.ring, Repository.DIRECTOR).refresh()
    return key.keyid


def _present(client: Client) -> list[Repository]:
    """Return the repositories that the fleet has; an old one has none of sticks."""
    there = {each["repository"] for each in client.get("/trust")["roles"]}
    return [each for each in Repository if each in there]


def _report(change: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(change)
        return
    out.print(f"{change['key']} is now the key {change['fingerprint'][:_FINGERPRINT]}…")
    if change["retired"]:
        out.print(f"the old one is in {change['retired']}")
