"""Sign the assignments: rewrites the bins that changed and re-signs what nears its expiry."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    Metadata,
    Snapshot,
    TargetFile,
    Targets,
)

from controlplane.director.folder import Lives, MetadataFolder
from controlplane.director.keys import load_signer
from controlplane.director.metadata import (
    SNAPSHOT_LIFE,
    TARGETS_LIFE,
    TIMESTAMP_LIFE,
    Assignment,
    bins,
    due,
    targets_by_bin,
    top_targets,
)

LIVES = Lives(SNAPSHOT_LIFE, TIMESTAMP_LIFE)


class DirectorRepository:
    """The director's repository and its online key."""

    def __init__(self, repo: Path, key: Path, *, mirrors: tuple[str, ...] = ()) -> None:
        self._folder = MetadataFolder(repo)
        self._key = key
        self._mirrors = mirrors

    @property
    def version(self) -> int:
        """Return the version of the newest timestamp."""
        return self._folder.timestamp().signed.version

    def publish(self, assignments: Iterable[Assignment], now: datetime) -> int:
        """Sign `assignments`, all of them, and return the timestamp's version.

        Nothing is written when nothing changed and nothing nears its expiry.

        Raises:
            RepositoryError: the repository is missing or cannot be written.
            SigningKeyError: the director's key is missing.
        """
        signer = load_signer(self._key)
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            changed = self._changed_roles(assignments, snapshot, signer, now)
            timestamp = self._folder.timestamp().signed
            if (
                not changed
                and not due(snapshot.expires, SNAPSHOT_LIFE, now)
                and not due(timestamp.expires, TIMESTAMP_LIFE, now)
            ):
                return timestamp.version
            _, version = self._folder.commit(changed, signer=signer, lives=LIVES, now=now)
            return version

    def _changed_roles(
        self,
        assignments: Iterable[Assignment],
        snapshot: Snapshot,
        signer: CryptoSigner,
        now: datetime,
    ) -> dict[str, Metadata[Targets]]:
        changed: dict[str, Metadata[Targets]] = {}
        expires = (now + TARGETS_LIFE).replace(microsecond=0)
        top = self._folder.targets(Targets.type, snapshot)
        if top is None or due(top.signed.expires, TARGETS_LIFE, now):
            version = 1 if top is None else top.signed.version + 1
            changed[Targets.type] = Metadata(
                top_targets(signer.public_key, version=version, expires=expires)
            )
        roles = bins(signer.public_key)
        wanted = targets_by_bin(roles, assignments, self._mirrors)
        for role in roles.get_roles():
            targets = dict(wanted.get(role, {}))
            current = self._folder.targets(role, snapshot)
            if current is None:
                changed[role] = Metadata(Targets(1, expires=expires, targets=targets))
            elif _plain(current.signed.targets) != _plain(targets) or due(
                current.signed.expires, TARGETS_LIFE, now
            ):
                version = current.signed.version + 1
                changed[role] = Metadata(Targets(version, expires=expires, targets=targets))
        for metadata in changed.values():
            metadata.sign(signer)
        return changed


def _plain(targets: Mapping[str, TargetFile]) -> dict[str, Any]:
    return {path: target.to_dict() for path, target in targets.items()}
