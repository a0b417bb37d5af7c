"""Bodies of `/enrollment-tokens` and `/enrollment-requests`."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from controlplane.devices import model
from controlplane.devices.model import EnrollmentToken
from shared.wire.enrol import Label


class NewToken(BaseModel):
    """What is asked of a new enrollment token."""

    model_config = ConfigDict(extra="forbid")

    labels: dict[Label, Label] = Field(default_factory=dict, max_length=32)
    """Granted to every device that enrolls with it."""
    uses: int = Field(default=1, ge=1, le=100_000)
    expires_in_s: int = Field(default=86_400, ge=60, le=365 * 86_400)
    approve: bool = False
    """Whether a person must agree to every device that enrolls with it."""


class Token(BaseModel):
    """An enrollment token without its secret."""

    id: str
    labels: dict[str, str]
    uses: int
    uses_left: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None
    approve: bool
    is_open: bool
    """Whether a device could still enroll with it."""

    @classmethod
    def of(cls, token: EnrollmentToken, now: datetime) -> "Token":
        return cls(
            id=token.id,
            labels=token.labels,
            uses=token.uses,
            uses_left=token.uses_left,
            created_at=token.created_at,
            created_by=token.created_by,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
            approve=token.approve,
            is_open=token.is_open(now),
        )


class CreatedToken(Token):
    """A token that was just made."""

    token: str
    """The secret whole, shown this once."""
    command: str
    """What to type on the device."""


class Tokens(BaseModel):
    tokens: list[Token]


class EnrollmentRequest(BaseModel):
    """A device that waits for somebody to let it in."""

    id: str
    name: str
    labels: dict[str, str]
    fingerprint: str
    """Sha256 of its public key; the device shows the same one."""
    address: str
    asked_at: datetime
    expires_at: datetime
    again: str | None
    """Id of the device that it proved to have been before."""

    @classmethod
    def of(cls, request: model.EnrollmentRequest) -> "EnrollmentRequest":
        return cls(
            id=request.id,
            name=request.name,
            labels=request.labels,
            fingerprint=request.fingerprint,
            address=request.address,
            asked_at=request.asked_at,
            expires_at=request.expires_at,
            again=request.again,
        )


class EnrollmentRequests(BaseModel):
    requests: list[EnrollmentRequest]
