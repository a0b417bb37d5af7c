"""Is the model signature in a bundle the one of the publisher that the image repository names?"""

from collections.abc import Callable

from shared.bundle import SIGNATURE_PATH, Manifest
from shared.digest import Digest, hex_of


def check_signature(manifest: Manifest, oms_key: str, read: Callable[[Digest, int], bytes]) -> None:
    """Check `model.sig` over every other file; `oms_key` is the signed hash of its public key.

    `read` returns a blob, hashed, of at most so many bytes.

    Raises:
        OmsError: there is none, or it is another one's.
    """
    from shared import oms  # noqa: PLC0415 - `cryptography` is 7 MB an idle agent does without

    public, signature = manifest.file(oms.PUBLIC_KEY_NAME), manifest.file(SIGNATURE_PATH)
    if public is None or signature is None:
        raise oms.OmsError("the bundle lacks the model signature that its description promises")
    if hex_of(public.digest) != oms_key:
        raise oms.OmsError("the bundle's publisher key is not the one that was signed for it")
    files = {file.path: file.digest for file in manifest.files if file != signature}
    oms.verify(
        read(signature.digest, oms.MAX_SIGNATURE_BYTES),
        files,
        oms.load_public_key(read(public.digest, oms.MAX_KEY_BYTES)),
    )
