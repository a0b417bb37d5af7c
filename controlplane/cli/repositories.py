"""A control plane's repositories on the table of who signs: fetched, verified, handed back.

The control plane is not believed: what it serves is verified as a device verifies it, down to our
own keys, before anything is built on it. What was seen is kept beside the keys, so that an older
repository is noticed.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from tuf.api.metadata import Root, Snapshot, TargetFile, Targets, Timestamp

from controlplane.cli.client import Client, RefusedError
from controlplane.director.expiries import Repository
from controlplane.publisher.errors import PublishError
from controlplane.publisher.keys import ONLINE, RELEASE, ROOTS, USB, KeyRing
from controlplane.publisher.roots import THRESHOLD
from controlplane.registry.tufview import ANY_TIME, TufView
from shared.digest import from_hex, sha256_of
from shared.trust import REVOKED_PATH, line_role

_MISSING: Final = 404
_SEEN: Final = {
    Repository.IMAGE: "seen",
    Repository.DIRECTOR: "seen-director",
    Repository.USB: "seen-usb",
}
"""Folders beside the keys: each repository as it was last verified here."""
_SIGNED_BY: Final = {
    Repository.IMAGE: {Targets.type: RELEASE, Snapshot.type: ONLINE, Timestamp.type: ONLINE},
    Repository.DIRECTOR: {},
    Repository.USB: dict.fromkeys((Targets.type, Snapshot.type, Timestamp.type), USB),
}


def view(client: Client, ring: KeyRing, repository: Repository) -> TufView:
    """Look at a repository, from what was seen of it here before."""
    seen = ring.folder / _SEEN[repository]
    seen.mkdir(mode=0o700, exist_ok=True)

    def read(name: str) -> bytes | None:
        try:
            return client.get_bytes(f"/trust/{repository}/metadata/{name}")
        except RefusedError as error:
            if error.status == _MISSING:
                return None
            raise

    first = None if (seen / "root.json").exists() else read("1.root.json")
    return TufView(read, cache=seen, root=first, now=ANY_TIME)


def fetch(
    client: Client,
    ring: KeyRing,
    repository: Repository,
    repo: Path,
    *,
    lines: Iterable[str] | None = None,
    successors: Mapping[str, str] | None = None,
) -> TufView:
    """Put the verified metadata of a repository into `repo`: of these lines, or all of it.

    `successors` are the ids of keys that may be in the place of ours by name already, because they
    were put there by a run that was cut short.

    Raises:
        PublicationError: a device would refuse what is served.
        PublishError: it is signed by other keys than ours.
    """
    seen = view(client, ring, repository)
    if lines is None:
        lines = [name.removeprefix(line_role("")) for name in seen.contents().lines]
    else:
        lines = list(lines)
        seen.refresh(*lines)
    check_ours(seen.root, ring, repository, successors or {})
    (repo / "metadata").mkdir(parents=True)
    (repo / "targets").mkdir()
    for name, data in seen.files(*lines).items():
        (repo / "metadata" / name).write_bytes(data)
    return seen


def fetch_recalls(client: Client, seen: TufView, repo: Path) -> None:
    """Put the recall list that a verified view names into its repository.

    Raises:
        PublishError: the control plane sends another.
    """
    listed = seen.targets.targets.get(REVOKED_PATH)
    if listed is not None:
        name = f"{listed.hashes['sha256']}.{REVOKED_PATH}"
        (repo / "targets" / name).write_bytes(target(client, listed, name))


def target(client: Client, listed: TargetFile, name: str) -> bytes:
    """Return the file of a target of the image repository, by its hashed name.

    Raises:
        PublishError: the control plane sends another.
    """
    data = client.get_bytes(f"/trust/image/targets?path={quote(name)}")
    if len(data) != listed.length or sha256_of(data) != from_hex(listed.hashes["sha256"]):
        raise PublishError(f"the control plane sent another {listed.path} than the signed one")
    return data


def texts(files: Iterable[Path], repo: Path) -> dict[str, str]:
    """Return files of a repository as they are handed in."""
    return {str(file.relative_to(repo)): file.read_text() for file in files}


def hand_in(
    client: Client, repository: Repository, repo: Path, files: Iterable[Path]
) -> Mapping[str, Any]:
    """Hand in other keys and later expiries."""
    answer: Mapping[str, Any] = client.post(
        f"/trust/{repository}/resigned", {"files": texts(files, repo)}
    )
    return answer


def check_ours(
    root: Root, ring: KeyRing, repository: Repository, successors: Mapping[str, str]
) -> None:
    """Make sure that a repository is signed by the keys that are here.

    Raises:
        PublishError: these are the keys of another control plane, or too few to tell.
    """
    known = False
    for signed, name in _SIGNED_BY[repository].items():
        if not ring.has(name):
            continue
        known = True
        ours = {ring.public(name).keyid, successors.get(name)}
        if not set(root.roles[signed].keyids) <= ours:
            raise PublishError(
                f"the {repository} repository's {signed} role is not signed by {ring.file(name)};"
                " these are the keys of another control plane"
            )
    held = {ring.public(name).keyid for name in ROOTS if ring.has(name)}
    if len(held) >= THRESHOLD:
        known = True
        role = root.roles[Root.type]
        foreign = set(role.keyids) - held - set(successors.values())
        if len(foreign) >= role.threshold:  # then strangers could have made this root
            raise PublishError(
                f"the {repository} repository's root is not signed by the root keys that are here;"
                " these are the keys of another control plane"
            )
    if not known:
        raise PublishError(
            f"nothing here tells whether the {repository} repository is yours; name the folders of"
            " more keys with --keys"
        )
