"""Roots: who signs what. Every root is signed by two of the three root keys.

Pure construction; a new root is held against the one before it as a device will, so that what
leaves here is accepted.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Final

from securesystemslib.signer import Key, Signer
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from controlplane.director.lives import ROOT_LIFE
from controlplane.director.signing import sign
from controlplane.publisher.errors import CeremonyError

THRESHOLD: Final = 2
ROLES: Final = (Targets.type, Snapshot.type, Timestamp.type)


def first(signers: Mapping[str, Signer], roles: Mapping[str, Key], now: datetime) -> Metadata[Root]:
    """Return the first root, signed by every root key."""
    root = Root(expires=_year(now), consistent_snapshot=True)
    for signer in signers.values():
        root.add_key(signer.public_key, Root.type)
    root.roles[Root.type].threshold = THRESHOLD
    for role, key in roles.items():
        root.add_key(key, role)
    return _signed(root, signers.values())


def following(
    current: Metadata[Root],
    signers: Mapping[str, Signer],
    now: datetime,
    *,
    roles: Mapping[str, Key] | None = None,
    roots: Iterable[tuple[str, Key]] = (),
) -> Metadata[Root]:
    """Return the next version, valid for another year.

    `roles` names the only key of a role from now on; each of `roots` puts a root key in the place
    of the one with that id.

    Raises:
        CeremonyError: not two of the three root keys are here.
    """
    root = deepcopy(current.signed)
    root.version += 1
    root.expires = _year(now)
    for role, key in (roles or {}).items():
        for keyid in list(root.roles[role].keyids):
            root.revoke_key(keyid, role)
        root.add_key(key, role)
    for gone, key in roots:
        root.revoke_key(gone, Root.type)
        root.add_key(key, Root.type)
    meant = {*current.signed.roles[Root.type].keyids, *root.roles[Root.type].keyids}
    able = {name: each for name, each in signers.items() if each.public_key.keyid in meant}
    metadata = _signed(root, able.values())
    for judge in (current.signed, root):
        try:
            judge.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
        except UnsignedMetadataError as error:
            raise CeremonyError(
                f"a root is signed by {THRESHOLD} of the three root keys; of this repository's,"
                f" here is {', '.join(sorted(able)) or 'none'} (name more folders with --keys)"
            ) from error
    return metadata


def _signed(root: Root, signers: Iterable[Signer]) -> Metadata[Root]:
    metadata = Metadata(root)
    for signer in signers:
        sign(metadata, signer, append=True)
    return metadata


def _year(now: datetime) -> datetime:
    return (now + ROOT_LIFE).replace(microsecond=0)
