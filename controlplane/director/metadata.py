"""What the director's roles say: pure construction of TUF metadata, nothing signed or stored here.

Assignments live in hashed bins, so that a change rewrites one bin of `BINS` and every device
fetches one. Every role's length and hash go into the snapshot: role files do not name their role,
and without the hash a mirror could serve one bin as another.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tuf.api.metadata import (
    Delegations,
    Key,
    MetaFile,
    SuccinctRoles,
    TargetFile,
    Targets,
)

from shared.digest import Digest, hex_of
from shared.ids import DeploymentId, DeviceId
from shared.sizing import Parameters
from shared.trust import DirectorCustom, RootVersions, assignment_path

BIN_BITS: Final = 4
BINS: Final = 2**BIN_BITS
BIN_PREFIX: Final = "bin"
ANY_ROOT: Final = RootVersions()


@dataclass(frozen=True)
class Assignment:
    """What one slot of one device shall run."""

    device: DeviceId
    slot: str
    bundle_path: str
    digest: Digest
    length: int
    deployment: DeploymentId
    issued: datetime
    parameters: Parameters | None = None


def bins(key: Key) -> SuccinctRoles:
    """Return the delegation that spreads assignments over the bins."""
    return SuccinctRoles([key.keyid], 1, BIN_BITS, BIN_PREFIX)


def top_targets(key: Key, *, version: int, expires: datetime) -> Targets:
    """Return the role that only delegates to the bins."""
    return Targets(
        version=version,
        expires=expires,
        delegations=Delegations({key.keyid: key}, succinct_roles=bins(key)),
    )


def targets_by_bin(
    roles: SuccinctRoles,
    assignments: Iterable[Assignment],
    *,
    mirrors: tuple[str, ...] = (),
    min_root: RootVersions = ANY_ROOT,
) -> Mapping[str, dict[str, TargetFile]]:
    """Sort the assignments into their bins."""
    sorted_: dict[str, dict[str, TargetFile]] = defaultdict(dict)
    for assignment in assignments:
        target = target_of(assignment, mirrors, min_root)
        sorted_[roles.get_role_for_target(target.path)][target.path] = target
    return sorted_


def target_of(
    assignment: Assignment,
    mirrors: tuple[str, ...] = (),
    min_root: RootVersions = ANY_ROOT,
) -> TargetFile:
    custom = DirectorCustom(
        bundle=assignment.bundle_path,
        deployment=assignment.deployment,
        issued=assignment.issued,
        parameters=assignment.parameters,
        mirrors=mirrors,
        min_root=min_root,
    )
    return TargetFile(
        assignment.length,
        {"sha256": hex_of(assignment.digest)},
        assignment_path(assignment.device, assignment.slot),
        {"custom": custom.model_dump(mode="json")},
    )


def described(version: int, data: bytes) -> MetaFile:
    """Return how a snapshot or timestamp names a file: version, length and hash."""
    return MetaFile(version, len(data), {"sha256": hashlib.sha256(data).hexdigest()})
