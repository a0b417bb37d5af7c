"""The device's own key, made where it is used and never sent anywhere; its CSR and certificate.

`cryptography` is needed to make the key only; a running agent lets TLS read the files.
"""

import ssl
from pathlib import Path

from agent.settings import write_whole
from shared.errors import Category, FlotillaError


class IdentityError(FlotillaError):
    """The key or the certificate cannot be read or written."""

    code = "identity"
    category = Category.SECURITY


class Identity:
    """Three files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.key_file = folder / "device.key"
        self.certificate_file = folder / "device.pem"
        self.ca_file = folder / "ca.pem"

    def make_csr(self, *, name: str) -> str:
        """Return a signing request for the device's key, which is made if there is none.

        Raises:
            IdentityError: the key can be neither read nor written.
        """
        from cryptography import x509  # noqa: PLC0415 - only enrollment needs it
        from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415
        from cryptography.x509.oid import NameOID  # noqa: PLC0415

        try:
            if self.key_file.exists():
                key = serialization.load_pem_private_key(self.key_file.read_bytes(), None)
                if not isinstance(key, ec.EllipticCurvePrivateKey):
                    raise IdentityError(f"{self.key_file} is not an elliptic curve key")
            else:
                key = ec.generate_private_key(ec.SECP256R1())
                pem = key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                write_whole(self.key_file, pem)
        except (OSError, ValueError) as error:
            raise IdentityError(f"the key {self.key_file}: {error}") from error
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        request = x509.CertificateSigningRequestBuilder().subject_name(subject)
        signed = request.sign(key, hashes.SHA256())
        return signed.public_bytes(serialization.Encoding.PEM).decode()

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
        try:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            context.load_verify_locations(self.ca_file)
            context.load_cert_chain(self.certificate_file, self.key_file)
        except OSError as error:
            raise IdentityError(
                f"the identity in {self._folder} cannot be used: {error}; enroll the device again"
            ) from error
        return context
