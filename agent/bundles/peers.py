"""How one agent asks another: mutual TLS with what both have from enrollment.

A device's certificate is good for a client only and carries no host name, as it should be. So the
neighbour's certificate is checked here, before a word is said: made by the fleet's CA, for a
device, valid now. What the neighbour then sends is believed as little as any mirror's bytes.
"""

import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID

from agent.bundles.errors import SourceError
from agent.host.http import Client


def peer_client(ca_file: Path, identity: tuple[Path, Path], *, deadline_s: float) -> Client:
    """Return a client that shows our certificate, and speaks to devices of our fleet alone.

    Raises:
        SourceError: our own identity cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # OpenSSL would look for a server's certificate with this host's name; `vouch` looks instead.
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        context.load_cert_chain(*identity)
        authorities = x509.load_pem_x509_certificates(ca_file.read_bytes())
    except (OSError, ValueError) as error:
        raise SourceError(f"this device cannot show who it is: {error}") from error

    def vouch(certificate: bytes) -> None:
        check(certificate, authorities, datetime.now(UTC))

    return Client(ca_file=None, deadline_s=deadline_s, tls=context, vouch=vouch)


def check(certificate: bytes, authorities: list[x509.Certificate], now: datetime) -> None:
    """Check that a certificate (DER) is that of a device of our fleet.

    Raises:
        ssl.SSLError: it is not.
    """
    try:
        leaf = x509.load_der_x509_certificate(certificate)
        usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (ValueError, x509.ExtensionNotFound) as error:
        raise ssl.SSLError(f"the neighbour's certificate cannot be read: {error}") from error
    if not leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc:
        raise ssl.SSLError("the neighbour's certificate is not valid now")
    if ExtendedKeyUsageOID.CLIENT_AUTH not in usage:
        raise ssl.SSLError("the neighbour's certificate is not a device's")
    if not any(_issued(leaf, authority) for authority in authorities):
        raise ssl.SSLError("the neighbour's certificate is not from our fleet's CA")


def _issued(leaf: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        leaf.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
