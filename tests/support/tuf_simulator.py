"""A TUF repository of which every bit can be wrong: signed in memory, served from a folder.

`publish` writes what the objects say now. A test changes the objects, publishes, and looks at what
a client makes of it.
"""

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib import parse

from securesystemslib.signer import CryptoSigner, Signer
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

TOP = (Root.type, Timestamp.type, Snapshot.type, Targets.type)


def soon() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=3)


@dataclass
class Simulator:
    """The newest of everything, and who signs it."""

    folder: Path
    make_signer: Callable[[], Signer] = CryptoSigner.generate_ed25519
    signers: dict[str, list[Signer]] = field(default_factory=dict)
    delegated: dict[str, Targets] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    with_hashes: bool = True
    """Whether timestamp and snapshot say hash and length of what they name."""

    def __post_init__(self) -> None:
        (self.folder / "metadata").mkdir(parents=True)
        (self.folder / "targets").mkdir()
        self.root = Root(expires=soon(), consistent_snapshot=True)
        self.timestamp = Timestamp(expires=soon())
        self.snapshot = Snapshot(expires=soon())
        self.targets = Targets(expires=soon())
        for role in TOP:
            self.add_key(role)
        self.publish_root()
        self.publish()

    @property
    def first_root(self) -> bytes:
        return self.read("1.root.json")

    def add_key(self, role: str, signer: Signer | None = None) -> Signer:
        signer = signer or self.make_signer()
        self.root.add_key(signer.public_key, role)
        self.signers.setdefault(role, []).append(signer)
        return signer

    def rotate(self, role: str) -> None:
        """Give a role another key; the root has to be published."""
        for signer in self.signers.pop(role):
            self.root.revoke_key(signer.public_key.keyid, role)
        self.add_key(role)

    def publish_root(self, *also: Signer, version: int | None = None) -> None:
        """Sign the root, by its own keys and others, under the name of its version or another."""
        signed = Metadata(deepcopy(self.root))
        for signer in (*self.signers[Root.type], *also):
            signed.sign(signer, append=True)
        self.write(f"{version or self.root.version}.root.json", signed.to_bytes())

    def bump_root(self, *also: Signer) -> None:
        self.root.version += 1
        self.publish_root(*also)

    def publish(self) -> None:
        """Sign and write timestamp, snapshot, targets and every delegated role."""
        roles = {Targets.type: self.targets, **self.delegated}
        for name, role in roles.items():
            data = self.signed(name, role)
            self.write(f"{role.version}.{parse.quote(name, '')}.json", data)
            self.snapshot.meta[f"{name}.json"] = self.meta(role.version, data)
        data = self.signed(Snapshot.type, self.snapshot)
        self.write(f"{self.snapshot.version}.snapshot.json", data)
        self.timestamp.snapshot_meta = self.meta(self.snapshot.version, data)
        self.write("timestamp.json", self.signed(Timestamp.type, self.timestamp))

    def update(self) -> None:
        """Publish a new version of all but the root."""
        for role in (self.timestamp, self.snapshot, self.targets, *self.delegated.values()):
            role.version += 1
        self.publish()

    def signed(self, name: str, role: Timestamp | Snapshot | Targets) -> bytes:
        metadata = Metadata(deepcopy(role))
        for signer in self.signers[name]:
            metadata.sign(signer, append=True)
        return metadata.to_bytes()

    def meta(self, version: int, data: bytes) -> MetaFile:
        if not self.with_hashes:
            return MetaFile(version)
        return MetaFile(version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})

    def delegate(
        self,
        name: str,
        paths: list[str],
        *,
        parent: Targets | None = None,
        terminating: bool = False,
    ) -> Targets:
        """Let a new role answer for some paths."""
        parent = parent or self.targets
        if parent.delegations is None:
            parent.delegations = Delegations({}, {})
        signer = self.make_signer()
        role = DelegatedRole(name, [], 1, terminating, paths=paths)
        assert parent.delegations.roles is not None
        parent.delegations.roles[name] = role
        parent.add_key(signer.public_key, name)
        self.signers.setdefault(name, []).append(signer)
        self.delegated.setdefault(name, Targets(expires=soon()))
        return self.delegated[name]

    def add_file(self, path: str, data: bytes, role: Targets | None = None) -> None:
        """List a target and put it where it is served."""
        role = role or self.targets
        role.targets[path] = TargetFile.from_data(path, data, ["sha256"])
        folder, _, name = path.rpartition("/")
        place = self.folder / "targets" / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{hashlib.sha256(data).hexdigest()}.{name}").write_bytes(data)

    def read(self, name: str) -> bytes:
        return (self.folder / "metadata" / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        (self.folder / "metadata" / name).write_bytes(data)
