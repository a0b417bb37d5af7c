"""The image repository: which bundles exist, signed with the offline keys.

One delegated role per line lists its bundles; the top-level role delegates to the lines and holds
`revoked.json`. A bundle is signed once and never changes: the same path with other bytes is
refused.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    Snapshot,
    TargetFile,
    Targets,
)

from controlplane.director.files import write_whole
from controlplane.director.folder import Lives, MetadataFolder
from controlplane.director.metadata import due
from controlplane.publisher.errors import PublishError
from controlplane.publisher.keys import ONLINE, RELEASE, KeyRing
from shared import bundle, canonical
from shared.digest import hex_of, sha256_of
from shared.ids import is_name
from shared.trust import REVOKED_PATH, ImageCustom, RevokedEntry, bundle_path, line_role

TARGETS_LIFE: Final = timedelta(days=365)
SNAPSHOT_LIFE: Final = timedelta(days=30)
TIMESTAMP_LIFE: Final = timedelta(days=14)
LIVES: Final = Lives(SNAPSHOT_LIFE, TIMESTAMP_LIFE)

_REVOKED: Final = TypeAdapter(tuple[RevokedEntry, ...])


class ImageRepository:
    """The repository on disk, with the keys that sign it."""

    def __init__(self, keys: Path, repo: Path) -> None:
        self._ring = KeyRing(keys)
        self._repo = repo
        self._folder = MetadataFolder(repo)

    def add(self, entries: Sequence[tuple[ImageCustom, bytes]], now: datetime) -> tuple[Path, ...]:
        """List bundles, each by its description and the bytes of its manifest.

        Returns the files written, in the order in which they must be copied elsewhere.

        Raises:
            PublishError: a path that is listed with other bytes, or a name that cannot be one.
            BundleError: not a manifest.
            SigningKeyError: a key is not here.
        """
        by_line: dict[str, list[tuple[ImageCustom, bytes]]] = defaultdict(list)
        for custom, manifest in entries:
            bundle.parse(manifest)
            by_line[_checked(custom).line].append((custom, manifest))
        release = self._ring.signer(RELEASE)
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            files: list[Path] = []
            changed: dict[str, Metadata[Targets]] = {}
            for line, items in by_line.items():
                listing = self._line(line, snapshot)
                new = [item for item in items if _is_new(listing, *item)]
                for custom, manifest in new:
                    target = _target(custom, manifest)
                    listing.targets[target.path] = target
                    files.append(_store_target(self._repo, target.path, manifest))
                if new:
                    changed[line_role(line)] = _signed(listing, release, now)
            top = self._top(snapshot)
            if _delegate(top, release, by_line):
                changed[Targets.type] = _signed(top, release, now)
            return self._commit(changed, files, now)

    def delist(self, path: str, now: datetime) -> tuple[Path, ...]:
        """Stop listing a bundle, so that no device installs it any more.

        Raises:
            PublishError: it is not listed.
        """
        line = path.split("/")[1] if path.count("/") else ""
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            listing = self._line(line, snapshot)
            if listing.targets.pop(path, None) is None:
                raise PublishError(f"{path!r} is not listed")
            role = _signed(listing, self._ring.signer(RELEASE), now)
            return self._commit({line_role(line): role}, [], now)

    def revoke(self, entries: Sequence[RevokedEntry], now: datetime) -> tuple[Path, ...]:
        """Add bundles to the recall list, which reaches devices that run them already."""
        with self._folder.locked():
            top = self._top(self._folder.snapshot().signed)
            held = {entry.sha256: entry for entry in self._revoked(top)}
            held |= {entry.sha256: entry for entry in entries}
            data = _encode_revoked([held[key] for key in sorted(held)])
            top.targets[REVOKED_PATH] = _plain_target(REVOKED_PATH, data)
            files = [_store_target(self._repo, REVOKED_PATH, data)]
            role = _signed(top, self._ring.signer(RELEASE), now)
            return self._commit({Targets.type: role}, files, now)

    def revoked(self) -> tuple[RevokedEntry, ...]:
        """Return the recall list."""
        return self._revoked(self._top(self._folder.snapshot().signed))

    def refresh(self, now: datetime) -> tuple[Path, ...]:
        """Sign again what is past half its life; needs only the online key most of the time."""
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            changed: dict[str, Metadata[Targets]] = {}
            for name in snapshot.meta:
                role = name.removesuffix(".json")
                current = self._folder.targets(role, snapshot)
                if current is not None and due(current.signed.expires, TARGETS_LIFE, now):
                    changed[role] = _signed(current.signed, self._ring.signer(RELEASE), now)
            timestamp = self._folder.timestamp().signed
            if (
                not changed
                and not due(snapshot.expires, SNAPSHOT_LIFE, now)
                and not due(timestamp.expires, TIMESTAMP_LIFE, now)
            ):
                return ()
            files, _ = self._folder.commit(
                changed, signer=self._ring.signer(ONLINE), lives=LIVES, now=now
            )
            return tuple(files)

    def listed(self) -> dict[str, ImageCustom]:
        """Return every bundle that is listed, by its path."""
        snapshot = self._folder.snapshot().signed
        found: dict[str, ImageCustom] = {}
        for name in snapshot.meta:
            role = self._folder.targets(name.removesuffix(".json"), snapshot)
            for path, target in role.signed.targets.items() if role else ():
                if path != REVOKED_PATH:
                    found[path] = ImageCustom.model_validate(target.custom)
        return found

    def _commit(
        self, changed: dict[str, Metadata[Targets]], files: list[Path], now: datetime
    ) -> tuple[Path, ...]:
        if not changed:
            return ()
        written, _ = self._folder.commit(
            changed, signer=self._ring.signer(ONLINE), lives=LIVES, now=now
        )
        return (*files, *written)

    def _line(self, line: str, snapshot: Snapshot) -> Targets:
        current = self._folder.targets(line_role(line), snapshot)
        # Version 0 does not exist: `_signed` counts up before it signs.
        return _blank() if current is None else current.signed

    def _top(self, snapshot: Snapshot) -> Targets:
        current = self._folder.targets(Targets.type, snapshot)
        assert current is not None
        return current.signed

    def _revoked(self, top: Targets) -> tuple[RevokedEntry, ...]:
        target = top.targets.get(REVOKED_PATH)
        if target is None:
            return ()
        file = self._repo / "targets" / _hashed(target.path, target.hashes["sha256"])
        return _REVOKED.validate_json(file.read_bytes())


def first_targets(repo: Path, release: CryptoSigner, now: datetime) -> Metadata[Targets]:
    """Return the first top-level role, with an empty recall list."""
    data = _encode_revoked([])
    _store_target(repo, REVOKED_PATH, data)
    top = _blank()
    top.targets[REVOKED_PATH] = _plain_target(REVOKED_PATH, data)
    top.delegations = Delegations({}, {})
    return _signed(top, release, now)


def _blank() -> Targets:
    targets = Targets()
    targets.version = 0
    return targets


def _signed(targets: Targets, signer: CryptoSigner, now: datetime) -> Metadata[Targets]:
    targets.version += 1
    targets.expires = (now + TARGETS_LIFE).replace(microsecond=0)
    metadata = Metadata(targets)
    metadata.sign(signer)
    return metadata


def _delegate(top: Targets, release: CryptoSigner, lines: Iterable[str]) -> bool:
    """Delegate the lines that are new; tell whether there was one."""
    key = release.public_key
    assert top.delegations is not None
    assert top.delegations.roles is not None
    new = [line for line in lines if line_role(line) not in top.delegations.roles]
    for line in new:
        top.delegations.keys[key.keyid] = key
        top.delegations.roles[line_role(line)] = DelegatedRole(
            line_role(line), [key.keyid], 1, terminating=True, paths=[bundle_path(line, "*", "*")]
        )
    return bool(new)


def _checked(custom: ImageCustom) -> ImageCustom:
    for text in (custom.line, custom.version, custom.variant):
        if not is_name(text):
            raise PublishError(f"{text!r} cannot be a part of a bundle's path")
    return custom


def _is_new(listing: Targets, custom: ImageCustom, manifest: bytes) -> bool:
    target = _target(custom, manifest)
    held = listing.targets.get(target.path)
    if held is None:
        return True
    if held.to_dict() != target.to_dict():
        raise PublishError(
            f"{target.path!r} is published with other content; a release never changes, make a"
            " new version"
        )
    return False


def _target(custom: ImageCustom, manifest: bytes) -> TargetFile:
    target = _plain_target(bundle_path(custom.line, custom.version, custom.variant), manifest)
    target.unrecognized_fields["custom"] = json.loads(
        canonical.encode(custom.model_dump(mode="json"))
    )
    return target


def _plain_target(path: str, data: bytes) -> TargetFile:
    return TargetFile(len(data), {"sha256": hex_of(sha256_of(data))}, path)


def _store_target(repo: Path, path: str, data: bytes) -> Path:
    file = repo / "targets" / _hashed(path, hex_of(sha256_of(data)))
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, data)
    return file


def _hashed(path: str, sha256: str) -> str:
    """Return where a consistent repository keeps a target: the hash before its last part."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{sha256}.{name}"


def _encode_revoked(entries: Sequence[RevokedEntry]) -> bytes:
    return canonical.encode([entry.model_dump(mode="json") for entry in entries])
