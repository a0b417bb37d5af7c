"""The director's online key, and the next one while the key is being changed.

The next key is made here and never leaves. It lies beside the present one until a root, signed
offline, names it; from then on it signs, and what the old key had signed is signed again. Which of
the two counts is read from the root, so a crash at any point leaves one that does.
"""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ed25519
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root, Snapshot, Targets, Timestamp

from controlplane.director.errors import RootRefusedError, SigningKeyError
from controlplane.director.keys import load_signer, store_key

_ROLES = (Targets.type, Snapshot.type, Timestamp.type)


class OnlineKey:
    """The key's file and that of its successor."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._next = file.with_name(f"{file.name}.next")

    def signer(self, root: Root) -> CryptoSigner:
        """Return the key that the root names.

        Raises:
            SigningKeyError: neither key is here, or neither is the root's.
        """
        named = _named(root)
        for file in (self._next, self._file):
            if file.exists() or file == self._file:
                signer = load_signer(file)
                if named == {signer.public_key.keyid}:
                    return signer
        raise SigningKeyError(
            f"{self._file} is not the key that the director's root names"
            f" ({', '.join(sorted(key[:16] for key in named))})"
        )

    def next(self) -> CryptoSigner:
        """Return the next key, made when there is none yet."""
        if not self._next.exists():
            store_key(self._next, ed25519.Ed25519PrivateKey.generate())
        return load_signer(self._next)

    def check(self, root: Root) -> None:
        """Make sure that a new root names a key that is here, for every role.

        Raises:
            RootRefusedError: it does not.
        """
        held = {
            load_signer(file).public_key.keyid for file in (self._file, self._next) if file.exists()
        }
        if len(_named(root)) != 1 or not _named(root) <= held:
            raise RootRefusedError(
                "the new root names a director's key that this server does not have; ask it for"
                " the next key first"
            )

    def settle(self, root: Root) -> None:
        """Forget the old key once the next one has signed everything."""
        if self._next.exists() and _named(root) == {load_signer(self._next).public_key.keyid}:
            self._next.replace(self._file)


def _named(root: Root) -> set[str]:
    return {keyid for role in _ROLES for keyid in root.roles[role].keyids}
