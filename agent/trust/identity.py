"""The device's own key, made where it is used and never sent anywhere; its CSR and certificate.

`cryptography` is needed to make the key only; a running agent lets TLS read the files.
"""

import base64
import ssl
from pathlib import Path
from typing import TYPE_CHECKING

from agent.settings import write_whole
from shared.errors import Category, FlotillaError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec

_KEY_BEGINS = "-----BEGIN PRIVATE KEY-----"


class IdentityError(FlotillaError):
    """The key or the certificate cannot be read or written."""

    code = "identity"
    category = Category.SECURITY


class Identity:
    """Files in one folder.

    Enrollment leaves `device.key` and `device.pem`. A renewed identity is one file, certificate and
    key together, so that no crash can mix the pair: `renewed.pem` is in use, `candidate.pem` was
    granted and has not been tried, `next.key` waits for its certificate.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.key_file = folder / "device.key"
        self.certificate_file = folder / "device.pem"
        self.ca_file = folder / "ca.pem"
        self.renewed_file = folder / "renewed.pem"
        self.candidate_file = folder / "candidate.pem"
        self.next_key_file = folder / "next.key"

    def active(self) -> tuple[Path, Path]:
        """Return where the certificate and the key in use are."""
        if self.renewed_file.exists():
            return self.renewed_file, self.renewed_file
        return self.certificate_file, self.key_file

    def make_csr(self, *, name: str) -> str:
        """Return a signing request for the device's key, which is made if there is none.

        Raises:
            IdentityError: the key can be neither read nor written.
        """
        from cryptography import x509  # noqa: PLC0415 - only enrollment needs it
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
        from cryptography.x509.oid import NameOID  # noqa: PLC0415

        key = self._key(self.key_file)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        request = x509.CertificateSigningRequestBuilder().subject_name(subject)
        signed = request.sign(key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM).decode()

    def next_key(self) -> "ec.EllipticCurvePrivateKey":
        """Return the key that waits for a certificate, made if there is none.

        Raises:
            IdentityError: it can be neither read nor written.
        """
        return self._key(self.next_key_file)

    def prove(self, message: bytes) -> tuple[str, str]:
        """Sign with the key in use; return its certificate and the signature as base64.

        Raises:
            IdentityError: there is no identity, or it cannot be read.
        """
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

        certificate_file, key_file = self.active()
        try:
            certificate = certificate_file.read_text("ascii")
            key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        except (OSError, ValueError) as error:
            raise IdentityError(f"the identity in {self._folder}: {error}") from error
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        signature = base64.b64encode(key.sign(message, ec.ECDSA(hashes.SHA256())))
        # The key may stand in the same file; only certificates leave the device.
        return certificate.partition(_KEY_BEGINS)[0], signature.decode("ascii")

    def keep(self, *, certificate_pem: str, ca_pem: str) -> None:
        """Store the certificate and the CA that vouches for the control plane.

        Raises:
            IdentityError: they cannot be written, or the certificate is not for our key.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.ca_file, ca_pem.encode(), mode=0o644)
            write_whole(self.certificate_file, certificate_pem.encode(), mode=0o644)
        except OSError as error:
            raise IdentityError(f"cannot write {self._folder}: {error}") from error
        self.tls()

    def tls(self) -> ssl.SSLContext:
        """Return how to speak to the broker: as this device, to nobody but our fleet.

        Raises:
            IdentityError: a file is missing, or the certificate does not belong to the key.
        """
        return self._tls(*self.active())

    def candidate_tls(self) -> ssl.SSLContext | None:
        """Return the same with a renewed certificate that was never tried; None without one."""
        if not self.candidate_file.exists():
            return None
        try:
            return self._tls(self.candidate_file, self.candidate_file)
        except IdentityError:
            self.discard()
            return None

    def adopt(self) -> None:
        """Use the candidate from now on."""
        self.candidate_file.replace(self.renewed_file)

    def discard(self) -> None:
        """Forget the candidate."""
        self.candidate_file.unlink(missing_ok=True)

    def _key(self, file: Path) -> "ec.EllipticCurvePrivateKey":
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

        try:
            if file.exists():
                key = serialization.load_pem_private_key(file.read_bytes(), None)
                if not isinstance(key, ec.EllipticCurvePrivateKey):
                    raise IdentityError(f"{file} is not an elliptic curve key")
                return key
            made = ec.generate_private_key(ec.SECP256R1())
            pem = made.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(file, pem)
        except (OSError, ValueError) as error:
            raise IdentityError(f"the key {file}: {error}") from error
        return made

    def _tls(self, certificate: Path, key: Path) -> ssl.SSLContext:
        try:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_verify_locations(self.ca_file)
            context.load_cert_chain(certificate, key)
        except OSError as error:
            raise IdentityError(
                f"the identity in {self._folder} cannot be used: {error}; enroll the device again"
            ) from error
        return context
