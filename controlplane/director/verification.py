"""Judge what others signed: is this the next root, and is this role signed by that key? Pure."""

from datetime import datetime
from typing import Any

from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Key
from tuf.api.exceptions import RepositoryError as TufError
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, Root

from controlplane.director.errors import RootRefusedError


def following_root(current: Metadata[Root], data: bytes, now: datetime) -> Metadata[Root]:
    """Return the root in `data`, which a device that trusts `current` would follow.

    Raises:
        RootRefusedError: it would not.
    """
    try:
        root: Metadata[Any] = Metadata.from_bytes(data)
    except (TufError, ValueError, RecursionError) as error:
        raise RootRefusedError(f"that is no root: {error}") from error
    if not isinstance(root.signed, Root):
        raise RootRefusedError(f"that is no root, but {root.signed.type}")
    if root.signed.version != current.signed.version + 1:
        raise RootRefusedError(
            f"the root has version {root.signed.version}; the next one is"
            f" {current.signed.version + 1}"
        )
    if root.signed.is_expired(now):
        raise RootRefusedError(f"the root has expired ({root.signed.expires:%Y-%m-%d})")
    for judge in (current.signed, root.signed):
        try:
            judge.verify_delegate(Root.type, root.signed_bytes, root.signatures)
        except UnsignedMetadataError as error:
            raise RootRefusedError(f"a device would not follow this root: {error}") from error
    return root


def is_signed_by(metadata: Metadata[Any], key: Key) -> bool:
    """Tell whether `key` signed this role."""
    signature = metadata.signatures.get(key.keyid)
    if signature is None:
        return False
    try:
        key.verify_signature(signature, metadata.signed_bytes)
    except VerificationError:
        return False
    return True
