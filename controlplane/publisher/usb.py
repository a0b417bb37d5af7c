"""The `usb` repository: what sticks assign, signed by the `usb-director` key alone.

Each export says anew what it assigns; nothing of an earlier one stays. It lives as long as the
stick may, which is why no gateway serves it: an agent reads it from local media only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tuf.api.metadata import Metadata, TargetFile, Targets

from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import LONGEST_STICK, STICK, Lives
from controlplane.director.metadata import ANY_ROOT
from controlplane.director.signing import sign
from controlplane.publisher import roots
from controlplane.publisher.errors import PublishError
from controlplane.publisher.keys import USB, KeyRing
from shared.digest import Digest, hex_of
from shared.ids import DeploymentId
from shared.trust import DirectorCustom, RootVersions


@dataclass(frozen=True)
class UsbAssignment:
    """What one target path of a stick says."""

    target: str
    """`devices/<uuid>/<slot>` or `groups/<key>=<value>/<slot>`."""
    bundle_path: str
    digest: Digest
    length: int
    deployment: DeploymentId


def begin(ring: KeyRing, repo: Path, now: datetime) -> None:
    """Write the first version, which assigns nothing."""
    signer = ring.signer(USB)
    root = roots.first(ring.roots(), dict.fromkeys(roots.ROLES, signer.public_key), now)
    targets = Metadata(Targets(1, expires=(now + STICK).replace(microsecond=0)))
    sign(targets, signer)
    MetadataFolder(repo).begin(
        {Targets.type: targets}, root=root, signer=signer, lives=Lives(STICK, STICK), now=now
    )


def assign(
    ring: KeyRing,
    repo: Path,
    assignments: Iterable[UsbAssignment],
    now: datetime,
    *,
    life: timedelta = STICK,
    min_root: RootVersions = ANY_ROOT,
) -> tuple[Path, ...]:
    """Sign what a stick assigns; returns the files written, the timestamp last.

    `min_root` names the roots that are current, for devices that did not hear of them yet.

    Raises:
        PublishError: a stick may not live that long.
        SigningKeyError: the key is not here.
    """
    if not timedelta(days=1) <= life <= LONGEST_STICK:
        raise PublishError(f"a stick lives from 1 to {LONGEST_STICK.days} days, not {life.days}")
    signer = ring.signer(USB)
    folder = MetadataFolder(repo)
    with folder.locked():
        current = folder.targets(Targets.type, folder.snapshot().signed)
        assert current is not None
        targets = Targets(
            current.signed.version + 1,
            expires=(now + life).replace(microsecond=0),
            targets={each.target: _target(each, now, min_root) for each in assignments},
        )
        metadata = Metadata(targets)
        sign(metadata, signer)
        files, _ = folder.commit(
            {Targets.type: metadata}, signer=signer, lives=Lives(life, life), now=now
        )
        return tuple(files)


def _target(assignment: UsbAssignment, now: datetime, min_root: RootVersions) -> TargetFile:
    custom = DirectorCustom(
        bundle=assignment.bundle_path,
        deployment=assignment.deployment,
        issued=now,
        min_root=min_root,
    )
    return TargetFile(
        assignment.length,
        {"sha256": hex_of(assignment.digest)},
        assignment.target,
        {"custom": custom.model_dump(mode="json")},
    )
