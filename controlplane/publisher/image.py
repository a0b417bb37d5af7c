"""The image repository: which bundles exist, signed with the offline keys.

One delegated role per line lists its bundles; the top-level role delegates to the lines and holds
`revoked.json`. A bundle is signed once and never changes: the same path with other bytes is
refused.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter
from securesystemslib.signer import Key, Signer
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    Snapshot,
    TargetFile,
    Targets,
)

from controlplane.director.files import write_whole
from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import IMAGE, IMAGE_TARGETS, due
from controlplane.director.signing import sign
from controlplane.publisher.errors import PublishError
from controlplane.publisher.keys import LINE_PREFIX, ONLINE, RELEASE, KeyRing
from shared import bundle, canonical
from shared.digest import hex_of, sha256_of
from shared.ids import is_name
from shared.trust import REVOKED_PATH, ImageCustom, RevokedEntry, bundle_path, line_role

_REVOKED: Final = TypeAdapter(tuple[RevokedEntry, ...])


class ImageRepository:
    """The repository on disk, with the keys that sign it."""

    def __init__(self, ring: KeyRing, repo: Path) -> None:
        self._ring = ring
        self._repo = repo
        self._folder = MetadataFolder(repo)

    def add(
        self,
        entries: Sequence[tuple[ImageCustom, bytes]],
        now: datetime,
        *,
        line_key: str | None = None,
    ) -> tuple[Path, ...]:
        """List bundles, each by its description and the bytes of its manifest.

        `line_key` names the key that signs the lines, when it is neither `line-<line>` nor the
        release key. Returns the files written, in the order in which they must be copied elsewhere.

        Raises:
            PublishError: a path that is listed with other bytes, or a name that cannot be one.
            BundleError: not a manifest.
            SigningKeyError: a key is not here.
        """
        by_line: dict[str, list[tuple[ImageCustom, bytes]]] = defaultdict(list)
        for custom, manifest in entries:
            bundle.parse(manifest)
            by_line[_checked(custom).line].append((custom, manifest))
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            top = self._top(snapshot)
            files: list[Path] = []
            delegated = False
            changed: dict[str, Metadata[Targets]] = {}
            for line, items in by_line.items():
                listing = self._line(line, snapshot)
                new = [item for item in items if _is_new(listing, *item)]
                for custom, manifest in new:
                    target = _target(custom, manifest)
                    listing.targets[target.path] = target
                    files.append(_store_target(self._repo, target.path, manifest))
                name = self._key_of(top, line, line_key)
                if new:
                    changed[line_role(line)] = signed(listing, self._ring.signer(name), now)
                if line_role(line) not in roles_of(top):
                    delegate(top, line, self._ring.public(name))
                    delegated = True
            if delegated:
                changed[Targets.type] = signed(top, self._ring.signer(RELEASE), now)
            return self._commit(changed, files, now)

    def revoke(
        self, entries: Sequence[RevokedEntry], now: datetime, *, delist: bool = False
    ) -> tuple[Path, ...]:
        """Add bundles to the recall list, which reaches devices that run them already.

        With `delist` they are not offered any more either. A bundle that is not listed can be
        recalled too: a device may still have it.
        """
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            top = self._top(snapshot)
            held = {entry.sha256: entry for entry in self._revoked(top)}
            held |= {entry.sha256: entry for entry in entries}
            data = _encode_revoked([held[key] for key in sorted(held)])
            top.targets[REVOKED_PATH] = _plain_target(REVOKED_PATH, data)
            files = [_store_target(self._repo, REVOKED_PATH, data)]
            gone = {hex_of(entry.sha256) for entry in entries} if delist else set()
            changed = self._without(gone, top, snapshot, now)
            changed[Targets.type] = signed(top, self._ring.signer(RELEASE), now)
            return self._commit(changed, files, now)

    def delist(self, path: str, now: datetime) -> tuple[Path, ...]:
        """Stop listing a bundle, so that no device installs it any more.

        Raises:
            PublishError: it is not listed.
        """
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            sha256 = self._listed(snapshot).get(path)
            if sha256 is None:
                raise PublishError(f"{path!r} is not listed")
            return self._commit(
                self._without({sha256}, self._top(snapshot), snapshot, now), [], now
            )

    def refresh(self, now: datetime) -> tuple[Path, ...]:
        """Sign again what is past half its life; needs only the online key most of the time.

        What only the release key can sign is left where that key is not.
        """
        with self._folder.locked():
            snapshot = self._folder.snapshot().signed
            changed = self._aged(snapshot, now)
            timestamp = self._folder.timestamp().signed
            if (
                not changed
                and not due(snapshot.expires, IMAGE.snapshot, now)
                and not due(timestamp.expires, IMAGE.timestamp, now)
            ):
                return ()
            files, _ = self._folder.commit(
                changed, signer=self._ring.signer(ONLINE), lives=IMAGE, now=now
            )
            return tuple(files)

    def listed(self) -> dict[str, ImageCustom]:
        """Return every bundle that is listed, by its path."""
        snapshot = self._folder.snapshot().signed
        return {
            path: ImageCustom.model_validate(target.custom)
            for listing in self._lines(snapshot).values()
            for path, target in listing.targets.items()
        }

    def _aged(self, snapshot: Snapshot, now: datetime) -> dict[str, Metadata[Targets]]:
        top = self._top(snapshot)
        changed: dict[str, Metadata[Targets]] = {}
        for meta in snapshot.meta:
            role = meta.removesuffix(".json")
            current = self._folder.targets(role, snapshot)
            if current is None or not due(current.signed.expires, IMAGE_TARGETS, now):
                continue
            if role == Targets.type:
                name: str | None = RELEASE if self._ring.has(RELEASE) else None
            else:
                own = f"{LINE_PREFIX}{_line_of(role)}"
                name = self._held(roles_of(top)[role], [own, RELEASE])
            if name is not None:
                changed[role] = signed(current.signed, self._ring.signer(name), now)
        return changed

    def _without(
        self, gone: set[str], top: Targets, snapshot: Snapshot, now: datetime
    ) -> dict[str, Metadata[Targets]]:
        changed: dict[str, Metadata[Targets]] = {}
        for line, listing in self._lines(snapshot).items():
            kept = {
                path: target
                for path, target in listing.targets.items()
                if target.hashes["sha256"] not in gone
            }
            if len(kept) != len(listing.targets):
                listing.targets = kept
                signer = self._ring.signer(self._key_of(top, line, None))
                changed[line_role(line)] = signed(listing, signer, now)
        return changed

    def _key_of(self, top: Targets, line: str, wanted: str | None) -> str:
        """Return the name of the key that signs a line.

        Raises:
            PublishError: the line is delegated to a key that is not meant or not here.
        """
        role = roles_of(top).get(line_role(line))
        own = f"{LINE_PREFIX}{line}"
        if role is None:
            return wanted or (own if self._ring.has(own) else RELEASE)
        name = self._held(role, [wanted] if wanted else [own, RELEASE])
        if name is None:
            raise PublishError(
                f"the line {line!r} is signed by the key {role.keyids[0][:16]}, which is not"
                f" {wanted or 'here'}; `flotilla keys rotate {own}` gives the line another"
            )
        return name

    def _held(self, role: DelegatedRole, names: Sequence[str]) -> str | None:
        for name in names:
            if self._ring.has(name) and self._ring.public(name).keyid in role.keyids:
                return name
        return None

    def _commit(
        self, changed: dict[str, Metadata[Targets]], files: list[Path], now: datetime
    ) -> tuple[Path, ...]:
        if not changed:
            return ()
        written, _ = self._folder.commit(
            changed, signer=self._ring.signer(ONLINE), lives=IMAGE, now=now
        )
        return (*files, *written)

    def _lines(self, snapshot: Snapshot) -> dict[str, Targets]:
        roles = [meta.removesuffix(".json") for meta in snapshot.meta]
        return {
            _line_of(role): self._line(_line_of(role), snapshot)
            for role in roles
            if role != Targets.type
        }

    def _listed(self, snapshot: Snapshot) -> dict[str, str]:
        return {
            path: target.hashes["sha256"]
            for listing in self._lines(snapshot).values()
            for path, target in listing.targets.items()
        }

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


def first_targets(repo: Path, release: Signer, now: datetime) -> Metadata[Targets]:
    """Return the first top-level role, with an empty recall list."""
    data = _encode_revoked([])
    _store_target(repo, REVOKED_PATH, data)
    top = _blank()
    top.targets[REVOKED_PATH] = _plain_target(REVOKED_PATH, data)
    top.delegations = Delegations({}, {})
    return signed(top, release, now)


def _blank() -> Targets:
    targets = Targets()
    targets.version = 0
    return targets


def signed(
    targets: Targets, signer: Signer, now: datetime, *, life: timedelta = IMAGE_TARGETS
) -> Metadata[Targets]:
    """Return the next version of a role."""
    targets.version += 1
    targets.expires = (now + life).replace(microsecond=0)
    metadata = Metadata(targets)
    sign(metadata, signer)
    return metadata


def roles_of(top: Targets) -> Mapping[str, DelegatedRole]:
    """Return the delegations to lines."""
    return (top.delegations and top.delegations.roles) or {}


def delegate(top: Targets, line: str, key: Key) -> None:
    """Let `key` alone sign a line, and forget keys that sign nothing any more."""
    assert top.delegations is not None
    assert top.delegations.roles is not None
    role = line_role(line)
    top.delegations.roles[role] = DelegatedRole(
        role, [key.keyid], 1, terminating=True, paths=[bundle_path(line, "*", "*")]
    )
    top.delegations.keys[key.keyid] = key
    used = {keyid for each in top.delegations.roles.values() for keyid in each.keyids}
    for keyid in set(top.delegations.keys) - used:
        del top.delegations.keys[keyid]


def _line_of(role: str) -> str:
    return role.removeprefix(line_role(""))


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
