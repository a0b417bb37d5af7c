"""Give a role another key: a new root, and everything signed again that the old key had signed.

Each function works on a verified copy of the repository and returns the files to hand in, the
timestamp last. Run again after it was cut short, on what the repository then is, it does what is
left to do.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from securesystemslib.signer import Key, Signer
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import IMAGE, ROOT_LIFE, STICK, Lives
from controlplane.publisher import roots
from controlplane.publisher.errors import CeremonyError, PublishError
from controlplane.publisher.image import delegate, roles_of, signed
from controlplane.publisher.keys import LINE_PREFIX, ONLINE, RELEASE, KeyRing
from shared.trust import line_role

FRESH: Final = timedelta(days=30)
"""A root younger than this is not extended again: an extension that was cut short goes on."""


def rotate_online(ring: KeyRing, repo: Path, new: Signer, now: datetime) -> tuple[Path, ...]:
    """Let another key sign the image repository's snapshot and timestamp."""
    folder = MetadataFolder(repo)
    root = roots.following(
        folder.root(),
        ring.roots(),
        now,
        roles=dict.fromkeys((Snapshot.type, Timestamp.type), new.public_key),
    )
    files, _ = folder.commit({}, signer=new, lives=IMAGE, now=now, root=root)
    return tuple(files)


def rotate_release(ring: KeyRing, repo: Path, new: Signer, now: datetime) -> tuple[Path, ...]:
    """Let another key sign the list of lines, and every line that the old one had signed."""
    folder = MetadataFolder(repo)
    current = folder.root()
    old = current.signed.roles[Targets.type].keyids[0]
    snapshot = folder.snapshot().signed
    top = _top(folder, snapshot)
    changed: dict[str, Metadata[Targets]] = {}
    for role, delegated in list(roles_of(top).items()):
        if delegated.keyids != [old]:
            continue
        delegate(top, role.removeprefix(line_role("")), new.public_key)
        listing = folder.targets(role, snapshot)
        if listing is not None:
            changed[role] = signed(listing.signed, new, now)
    changed[Targets.type] = signed(top, new, now)
    root = roots.following(current, ring.roots(), now, roles={Targets.type: new.public_key})
    files, _ = folder.commit(changed, signer=ring.signer(ONLINE), lives=IMAGE, now=now, root=root)
    return tuple(files)


def rotate_line(
    ring: KeyRing, repo: Path, line: str, new: Signer, now: datetime
) -> tuple[Path, ...]:
    """Let another key sign a line; the release key says so, no root changes.

    Raises:
        PublishError: nothing of the line was published yet.
    """
    folder = MetadataFolder(repo)
    snapshot = folder.snapshot().signed
    top = _top(folder, snapshot)
    listing = folder.targets(line_role(line), snapshot)
    if line_role(line) not in roles_of(top) or listing is None:
        raise PublishError(f"nothing of the line {line!r} was published yet")
    delegate(top, line, new.public_key)
    changed = {
        line_role(line): signed(listing.signed, new, now),
        Targets.type: signed(top, ring.signer(RELEASE), now),
    }
    files, _ = folder.commit(changed, signer=ring.signer(ONLINE), lives=IMAGE, now=now)
    return tuple(files)


def rotate_usb(ring: KeyRing, repo: Path, new: Signer, now: datetime) -> tuple[Path, ...]:
    """Let another key sign sticks. Those that the old one signed are refused from then on."""
    folder = MetadataFolder(repo)
    empty = Targets(_top(folder, folder.snapshot().signed).version, expires=now)
    root = roots.following(
        folder.root(), ring.roots(), now, roles=dict.fromkeys(roots.ROLES, new.public_key)
    )
    files, _ = folder.commit(
        {Targets.type: signed(empty, new, now, life=STICK)},
        signer=new,
        lives=Lives(STICK, STICK),
        now=now,
        root=root,
    )
    return tuple(files)


def director_root(ring: KeyRing, current: Metadata[Root], new: Key, now: datetime) -> bytes:
    """Return a root that names the director's next key; its server does the rest."""
    roles = dict.fromkeys(roots.ROLES, new)
    return roots.following(current, ring.roots(), now, roles=roles).to_bytes()


def extend(ring: KeyRing, current: Metadata[Root], now: datetime) -> Metadata[Root] | None:
    """Return a root for another year, None when this one is new."""
    if current.signed.expires > now + ROOT_LIFE - FRESH:
        return None
    return roots.following(current, ring.roots(), now)


def replace(
    ring: KeyRing, current: Metadata[Root], gone: str, new: Signer, now: datetime
) -> Metadata[Root] | None:
    """Return a root with another root key in the place of `gone`, None when it has it already.

    Raises:
        CeremonyError: `gone` is no key of this root, or the other two are not here.
    """
    keyids = current.signed.roles[Root.type].keyids
    if new.public_key.keyid in keyids:
        return None
    if gone not in keyids:
        raise CeremonyError(f"the key {gone[:16]} is not one of the root's")
    held = {name: each for name, each in ring.roots().items() if each.public_key.keyid != gone}
    signers: Mapping[str, Signer] = {**held, "the new one": new}
    return roots.following(current, signers, now, roots=[(gone, new.public_key)])


def signed_by(name: str, root: Root, top: Targets) -> list[str]:
    """Return the ids of the keys that sign what the key of this name signs."""
    if name.startswith(LINE_PREFIX):
        role = roles_of(top).get(line_role(line_of(name)))
        return [] if role is None else list(role.keyids)
    role_name = Snapshot.type if name == ONLINE else Targets.type
    return list(root.roles[role_name].keyids)


def line_of(name: str) -> str:
    """Return the line whose key has this name."""
    return name.removeprefix(LINE_PREFIX)


def _top(folder: MetadataFolder, snapshot: Snapshot) -> Targets:
    current = folder.targets(Targets.type, snapshot)
    assert current is not None
    return current.signed
