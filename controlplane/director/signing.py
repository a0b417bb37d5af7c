"""Sign metadata, and say plainly why a key did not: the library words every failure the same."""

from typing import Any

from securesystemslib.signer import Signer
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata

from controlplane.director.errors import SigningKeyError


def sign(metadata: Metadata[Any], signer: Signer, *, append: bool = False) -> None:
    """Add the signature of `signer`, in the place of those there are unless `append` is given.

    Raises:
        SigningKeyError: the key cannot be used; a hardware module refused, for one.
    """
    try:
        metadata.sign(signer, append=append)
    except UnsignedMetadataError as error:
        if isinstance(error.__cause__, SigningKeyError):
            raise error.__cause__ from error
        raise SigningKeyError(f"a key does not sign: {error.__cause__ or error}") from error
