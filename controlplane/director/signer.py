"""Sign the assignments: rewrites the bins that changed and re-signs what nears its expiry."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import (
    Metadata,
    Root,
    Snapshot,
    SuccinctRoles,
    TargetFile,
    Targets,
)

from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import DIRECTOR, DIRECTOR_TARGETS, due
from controlplane.director.metadata import (
    Assignment,
    bins,
    targets_by_bin,
    top_targets,
)
from controlplane.director.online import OnlineKey
from controlplane.director.signing import sign
from controlplane.director.verification import following_root, is_signed_by
from shared.trust import RootVersions


class DirectorRepository:
    """The director's repository and its online key."""

    def __init__(
        self,
        repo: Path,
        key: Path,
        *,
        mirrors: tuple[str, ...] = (),
        image: Path | None = None,
        usb: Path | None = None,
    ) -> None:
        """Sign with `key`; devices are told the roots of the `image` and `usb` repositories.

        So a mirror cannot hide from them that a stolen key lost its place.
        """
        self._folder = MetadataFolder(repo)
        self._key = OnlineKey(key)
        self._mirrors = mirrors
        self._image = image
        self._usb = usb

    @property
    def version(self) -> int:
        """Return the version of the newest timestamp."""
        return self._folder.timestamp().signed.version

    def publish(self, assignments: Iterable[Assignment], now: datetime, *, above: int = 0) -> int:
        """Sign `assignments`, all of them, and return the timestamp's version.

        Nothing is written when nothing changed, nothing nears its expiry, and all of it is signed
        by the key that the root names. The version is greater than `above`: what devices have seen
        of a repository that was restored from a backup, whose roles are all older then.

        Raises:
            RepositoryError: the repository is missing or cannot be written.
            SigningKeyError: the director's key is missing.
        """
        with self._folder.locked():
            root = self._folder.root().signed
            return self._publish(assignments, self._key.signer(root), root, now, above=above)

    def next_key(self) -> Key:
        """Return the public half of the key that shall sign next; it is made when there is none."""
        with self._folder.locked():
            return self._key.next().public_key

    def install_root(self, data: bytes, assignments: Iterable[Assignment], now: datetime) -> int:
        """Take a root that was signed offline, and sign everything with the key that it names.

        The root that is there already is taken again, so that an answer that was lost does no
        harm. Returns the timestamp's version.

        Raises:
            RootRefusedError: a device would refuse it, or its key is not here.
        """
        with self._folder.locked():
            current = self._folder.root()
            if data == current.to_bytes():
                root = current
            else:
                root = following_root(current, data, now)
                self._key.check(root.signed)
            signer = self._key.signer(root.signed)
            return self._publish(
                assignments, signer, root.signed, now, new=None if root is current else root
            )

    def _publish(
        self,
        assignments: Iterable[Assignment],
        signer: CryptoSigner,
        root: Root,
        now: datetime,
        *,
        new: Metadata[Root] | None = None,
        above: int = 0,
    ) -> int:
        snapshot = self._folder.snapshot()
        timestamp = self._folder.timestamp()
        # No role's version grew faster than the timestamp's, so this is enough for all of them.
        lift = max(0, above - timestamp.signed.version)
        roles = bins(signer.public_key)
        wanted = targets_by_bin(
            roles, assignments, mirrors=self._mirrors, min_root=self._known_roots(root)
        )
        changed = self._changed_roles(roles, wanted, snapshot.signed, signer, now, lift=lift)
        if (
            not changed
            and new is None
            and is_signed_by(timestamp, signer.public_key)
            and not due(snapshot.signed.expires, DIRECTOR.snapshot, now)
            and not due(timestamp.signed.expires, DIRECTOR.timestamp, now)
        ):
            version = timestamp.signed.version
        else:
            _, version = self._folder.commit(
                changed, signer=signer, lives=DIRECTOR, now=now, root=new, lift=lift
            )
        self._key.settle(root)
        return version

    def _changed_roles(
        self,
        roles: SuccinctRoles,
        wanted: Mapping[str, dict[str, TargetFile]],
        snapshot: Snapshot,
        signer: CryptoSigner,
        now: datetime,
        *,
        lift: int,
    ) -> dict[str, Metadata[Targets]]:
        changed: dict[str, Metadata[Targets]] = {}
        expires = (now + DIRECTOR_TARGETS).replace(microsecond=0)
        top = self._folder.targets(Targets.type, snapshot)
        if (
            top is None
            or lift
            or due(top.signed.expires, DIRECTOR_TARGETS, now)
            or not is_signed_by(top, signer.public_key)
        ):
            version = 1 if top is None else top.signed.version + 1 + lift
            changed[Targets.type] = Metadata(
                top_targets(signer.public_key, version=version, expires=expires)
            )
        for role in roles.get_roles():
            targets = dict(wanted.get(role, {}))
            current = self._folder.targets(role, snapshot)
            if current is None:
                changed[role] = Metadata(Targets(1, expires=expires, targets=targets))
            elif (
                _plain(current.signed.targets) != _plain(targets)
                or lift
                or due(current.signed.expires, DIRECTOR_TARGETS, now)
                or not is_signed_by(current, signer.public_key)
            ):
                version = current.signed.version + 1 + lift
                changed[role] = Metadata(Targets(version, expires=expires, targets=targets))
        for metadata in changed.values():
            sign(metadata, signer)
        return changed

    def _known_roots(self, root: Root) -> RootVersions:
        image, usb = (
            MetadataFolder(repo).root_version() if repo is not None else 0
            for repo in (self._image, self._usb)
        )
        return RootVersions(image=image, director=root.version, usb=usb)


def _plain(targets: Mapping[str, TargetFile]) -> dict[str, Any]:
    return {path: target.to_dict() for path, target in targets.items()}
