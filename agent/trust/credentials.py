"""Work on keys and certificates, done in a process of its own.

`cryptography` takes ten megabytes that an idle agent would carry for one renewal in sixty days. So
`python -m agent.trust.credentials VERB FOLDER` does what needs it, and is gone.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.settings import write_whole
from agent.trust.identity import Identity, IdentityError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

TIMEOUT_S: Final = 60.0
_REFUSED: Final = 65
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Life:
    """When a certificate begins and ends to be good."""

    begins: datetime
    ends: datetime


def life(folder: Path) -> Life:
    """Return the life of the certificate in use.

    Raises:
        IdentityError: it cannot be read.
    """
    begins, ends = _apart("life", folder).split()
    return Life(datetime.fromisoformat(begins), datetime.fromisoformat(ends))


def request(folder: Path) -> str:
    """Make the next key, unless one waits already, and return a signing request for it as PEM.

    Raises:
        IdentityError: it cannot be made.
    """
    return _apart("request", folder)


def accept(folder: Path, certificate_pem: str) -> None:
    """Keep a certificate for the next key, as the candidate to connect with.

    Raises:
        IdentityError: it is not for that key, not of our fleet's CA, not for this device, or not
            good at this time.
    """
    _apart("accept", folder, certificate_pem)


def _apart(verb: str, folder: Path, given: str = "") -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter with our own words
            [sys.executable, "-P", "-m", "agent.trust.credentials", verb, str(folder)],
            env={**os.environ, "PYTHONPATH": str(_ROOT)},
            input=given,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise IdentityError(f"the certificates in {folder} cannot be worked on: {error}") from error
    if done.returncode == _REFUSED:
        raise IdentityError(done.stderr.strip())
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise IdentityError(f"the certificates in {folder} cannot be worked on: {last}")
    return done.stdout


def _life(identity: Identity) -> str:
    held = _certificate(identity.active()[0])
    return f"{held.not_valid_before_utc.isoformat()} {held.not_valid_after_utc.isoformat()}"


def _request(identity: Identity) -> str:
    from cryptography import x509  # noqa: PLC0415 - in the process apart alone
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415

    held = _certificate(identity.active()[0])
    key = identity.next_key()
    signed = x509.CertificateSigningRequestBuilder().subject_name(held.subject)
    return (
        signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode("ascii")
    )


def _accept(identity: Identity) -> str:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415

    if not identity.next_key_file.exists():
        raise IdentityError("a certificate came that nobody asked for")
    pem = sys.stdin.read(20_000)
    try:
        granted = load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise IdentityError(f"the renewed certificate cannot be read: {error}") from error
    key = identity.next_key()
    _check(identity, granted, key)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    write_whole(identity.candidate_file, pem.encode() + private)
    identity.next_key_file.unlink(missing_ok=True)
    return ""


def _check(
    identity: Identity, granted: "x509.Certificate", key: "ec.EllipticCurvePrivateKey"
) -> None:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

    if granted.public_key() != key.public_key():
        raise IdentityError("the renewed certificate is for another key than was asked for")
    if granted.subject != _certificate(identity.active()[0]).subject:
        raise IdentityError("the renewed certificate is for another device")
    try:
        granted.verify_directly_issued_by(_certificate(identity.ca_file))
    except (ValueError, TypeError, InvalidSignature):
        raise IdentityError("the renewed certificate is not of this fleet's authority") from None
    if granted.not_valid_after_utc <= datetime.now(UTC):
        raise IdentityError("the renewed certificate has expired already")


def _certificate(file: Path) -> "x509.Certificate":
    from cryptography.x509 import load_pem_x509_certificate  # noqa: PLC0415

    try:
        return load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        raise IdentityError(f"{file} cannot be read: {error}") from error


_VERBS: Final[Mapping[str, Callable[[Identity], str]]] = {
    "life": _life,
    "request": _request,
    "accept": _accept,
}


def _main() -> int:
    verb, folder = sys.argv[1:3]
    try:
        sys.stdout.write(_VERBS[verb](Identity(Path(folder))))
    except IdentityError as error:
        sys.stderr.write(str(error))
        return _REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(_main())
