"""Enrollment: a one-time token and a CSR for a certificate and everything a device must know.

The token is `flt_<secret>_<anchors>`: `secret` is shown once and stored hashed, `anchors` is the
sha256 of the canonical bytes of `Anchors`. The device fetches the anchors over a connection it
does not trust yet, compares their hash with the one in its token, and from then on trusts what the
anchors hold: so a token pasted by a person carries the fleet's roots of trust with it.
"""

import re
from typing import Annotated

from pydantic import Field, StringConstraints

from shared import canonical
from shared.digest import Digest
from shared.errors import Category, FlotillaError
from shared.ids import DeviceId
from shared.wire.base import Message

Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,62}$")]

_TOKEN = re.compile(r"^flt_([A-Za-z0-9-]{20,64})_([0-9a-f]{64})$")


class TokenFormError(FlotillaError):
    """Text that cannot be an enrollment token."""

    code = "malformed_token"
    category = Category.CONFIG


class Anchors(Message):
    """What a device trusts from the first: the fleet's CA and the roots of its repositories."""

    fleet: str = Field(max_length=63)
    ca_pem: str = Field(max_length=20_000)
    image_root: str = Field(max_length=200_000)
    """`1.root.json` of the image repository, as text."""
    director_root: str = Field(max_length=200_000)
    usb_root: str = Field(default="", max_length=200_000)
    """Of the repository of sticks; empty in a fleet that has none."""

    def digest(self) -> Digest:
        # Without sticks, the digest is the one that agents without this field compute.
        left_out = set() if self.usb_root else {"usb_root"}
        return canonical.digest(self.model_dump(mode="json", exclude=left_out))


class Proof(Message):
    """That a device which enrolls again is the one it was: its old certificate and key."""

    certificate_pem: str = Field(max_length=20_000)
    signature: str = Field(max_length=200)
    """Of the old key over the bytes of the new `csr_pem`: base64 of ECDSA with SHA-256, DER."""


class EnrollRequest(Message):
    token: str = Field(max_length=200)
    csr_pem: str = Field(max_length=10_000)
    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")
    labels: dict[Label, Label] = Field(default_factory=dict, max_length=32)
    proof: Proof | None = None
    """With it the device keeps its id, its name and its history."""


class EnrollResponse(Message):
    device: DeviceId
    name: str
    labels: dict[str, str]
    """The device's own and those the token granted; the token's win."""
    certificate_pem: str
    """The device's certificate first, then the CA's."""
    mqtt_host: str
    mqtt_port: int = Field(ge=1, le=65_535)
    gateway_url: str
    """Base URL of repositories and blobs."""


class EnrollPending(Message):
    """The answer to a device that a person must let in: ask again, with the ticket."""

    ticket: str = Field(max_length=80)
    fingerprint: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Sha256 of the device's public key (DER), for the person to compare."""
    poll_s: float = Field(gt=0, le=3600)
    expires_in_s: float = Field(ge=0)


class EnrollPoll(Message):
    """`POST /enroll/poll`: may I come in now?"""

    ticket: str = Field(min_length=20, max_length=80)


class RenewalRequest(Message):
    """`up/renewal`: a certificate for a new key, asked for while the old one is still good."""

    csr_pem: str = Field(max_length=10_000)


class CertificateGrant(Message):
    """`down/certificate`: the answer; the device checks it before it relies on it."""

    certificate_pem: str = Field(max_length=20_000)
    """The device's certificate first, then the CA's."""


def make_token(secret: str, anchors: Digest) -> str:
    return f"flt_{secret}_{anchors.removeprefix('sha256:')}"


def parse_token(token: str) -> tuple[str, Digest]:
    """Return the secret and the digest of the anchors.

    Raises:
        TokenFormError: it is not a token; most often it was cut when it was copied.
    """
    match = _TOKEN.fullmatch(token.strip())
    if match is None:
        raise TokenFormError(
            "this is not an enrollment token (flt_<secret>_<64 hex digits>); copy it whole"
        )
    return match[1], Digest(f"sha256:{match[2]}")
