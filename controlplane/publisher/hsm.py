"""Keys that never leave a hardware module: PKCS#11, by way of securesystemslib.

The extra `hsm` brings the library, `PYKCS11LIB` names the module's own (`/usr/lib/.../
libykcs11.so`). A key is a URI, `hsm:2?label=YubiKey+PIV+%23123`, and the public half that was read
from the module when it was taken in.
"""

import json
from pathlib import Path
from typing import Any, Final, NoReturn, Self
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from securesystemslib.exceptions import UnsupportedLibraryError
from securesystemslib.signer import HSMSigner, SecretsHandler, Signature, Signer, SSlibKey
from typing_extensions import override

from controlplane.director.errors import SigningKeyError

_P256: Final = "ecdsa-sha2-nistp256"


class ModuleSigner(Signer):
    """Signs TUF metadata in a hardware module."""

    def __init__(self, uri: str, public: SSlibKey, secrets: SecretsHandler) -> None:
        self.uri = uri
        self._public = public
        self._secrets = secrets

    @classmethod
    def load(cls, file: Path, ask: SecretsHandler) -> Self:
        """Read where the key is; `ask` answers for its module's PIN when it signs.

        Raises:
            SigningKeyError: that is not what the file says.
        """
        try:
            record = json.loads(file.read_bytes())
            public = SSlibKey.from_dict(record["keyid"], dict(record["public"]))
            uri = str(record["uri"])
            return cls(uri, public, _asking_for(uri, ask))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SigningKeyError(f"{file} does not say where a key is: {error!r}") from error

    @classmethod
    @override
    def from_priv_key_uri(
        cls, priv_key_uri: str, public_key: Any, secrets_handler: SecretsHandler | None = None
    ) -> NoReturn:
        raise SigningKeyError(f"{priv_key_uri} is read from a key's file")

    @property
    @override
    def public_key(self) -> SSlibKey:
        return self._public

    @override
    def sign(self, payload: bytes) -> Signature:
        """Sign, asking for the PIN.

        Raises:
            SigningKeyError: the module is away, refuses, or holds another key.
        """
        try:
            signer = Signer.from_priv_key_uri(self.uri, self._public, self._secrets)
            signature = signer.sign(payload)
            self._public.verify_signature(signature, payload)
        except SigningKeyError:
            raise
        except Exception as error:  # the module's library raises what it likes
            raise _unusable(self.uri, error) from error
        return signature


class ModuleKey(ec.EllipticCurvePrivateKey):
    """The publisher's key in a module: signs, and gives nothing away."""

    def __init__(self, signer: ModuleSigner) -> None:
        self._signer = signer

    @override
    def public_key(self) -> ec.EllipticCurvePublicKey:
        key = serialization.load_pem_public_key(self._signer.public_key.keyval["public"].encode())
        assert isinstance(key, ec.EllipticCurvePublicKey)
        return key

    @override
    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        algorithm = signature_algorithm.algorithm
        if isinstance(algorithm, Prehashed) or not isinstance(algorithm, hashes.SHA256):
            raise SigningKeyError("the hardware module signs with SHA-256 only")
        return bytes.fromhex(self._signer.sign(bytes(data)).signature)

    @property
    @override
    def curve(self) -> ec.EllipticCurve:
        return self.public_key().curve

    @property
    @override
    def key_size(self) -> int:
        return self.public_key().key_size

    @override
    def exchange(self, *_: Any) -> NoReturn:
        self._stays()

    @override
    def private_numbers(self) -> NoReturn:
        self._stays()

    @override
    def private_bytes(self, *_: Any) -> NoReturn:
        self._stays()

    @override
    def __copy__(self) -> "ModuleKey":
        return self

    @override
    def __deepcopy__(self, memo: dict[int, Any]) -> "ModuleKey":
        return self

    def _stays(self) -> NoReturn:
        raise SigningKeyError("this key does not leave its hardware module")


def read_public(uri: str, ask: SecretsHandler) -> tuple[str, SSlibKey]:
    """Ask a module for the public half of a key; return the exact URI with it.

    Raises:
        SigningKeyError: no module, no such key, or one on another curve than P-256.
    """
    parts = urlsplit(uri)
    if parts.scheme != HSMSigner.SCHEME or not (parts.path or "2").isdigit():
        raise SigningKeyError(f"{uri!r} is not hsm:NUMBER or hsm:NUMBER?label=TOKEN")
    try:
        found, public = HSMSigner.import_(
            int(parts.path or "2"), _label_of(uri), _asking_for(uri, ask)
        )
    except Exception as error:  # the module's library raises what it likes
        raise _unusable(uri, error) from error
    if public.scheme != _P256:
        raise SigningKeyError(f"{uri} is {public.scheme}; keys in a module are on P-256")
    return found, public


def _label_of(uri: str) -> str | None:
    return dict(parse_qsl(urlsplit(uri).query)).get("label")


def _asking_for(uri: str, ask: SecretsHandler) -> SecretsHandler:
    """Name the module when its secret is asked for: there may be several, with different PINs."""
    module = _label_of(uri) or uri
    return lambda what: ask(f"{what} of the hardware module {module}")


def _unusable(uri: str, error: Exception) -> SigningKeyError:
    if isinstance(error, UnsupportedLibraryError):
        return SigningKeyError(f"{uri} needs the extra `hsm` (pip install 'flotilla[hsm]')")
    return SigningKeyError(
        f"the hardware module's key {uri} cannot be used: {str(error) or type(error).__name__};"
        " PYKCS11LIB must name the module's PKCS#11 library"
    )
