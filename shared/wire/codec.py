"""Bytes to messages and back, with the limits that hold for anything from outside."""

from typing import TypeVar

from pydantic import ValidationError

from shared.errors import Category, FlotillaError
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.down import Command, DeploymentAck, DesiredHint
from shared.wire.enrol import CertificateGrant, RenewalRequest
from shared.wire.up import (
    Birth,
    CapabilityReport,
    Death,
    DeploymentReport,
    Reply,
    Report,
    TelemetryBatch,
)

MAX_MESSAGE_BYTES = 256 * 1024

UP: dict[str, type[Message]] = {
    topics.UP_REPORT: Report,
    topics.UP_CAPABILITY: CapabilityReport,
    topics.UP_DEPLOYMENT: DeploymentReport,
    topics.UP_TELEMETRY: TelemetryBatch,
    topics.UP_REPLY: Reply,
    topics.UP_RENEWAL: RenewalRequest,
}
DOWN: dict[str, type[Message]] = {
    topics.DOWN_DESIRED: DesiredHint,
    topics.DOWN_ACK: DeploymentAck,
    topics.DOWN_COMMAND: Command,
    topics.DOWN_CERTIFICATE: CertificateGrant,
}

M = TypeVar("M", bound=Message)


class DecodeError(FlotillaError):
    """A payload that is not the message its topic promises."""

    code = "bad_message"
    category = Category.NETWORK


def encode(message: Message) -> bytes:
    return message.model_dump_json(exclude_none=True).encode()


def decode(leaf: str, payload: bytes) -> Message:
    """Read the payload that arrived on a topic with this leaf.

    Raises:
        DecodeError: unknown leaf, too large, or not the message that belongs there.
    """
    if leaf == topics.UP_STATE:
        try:
            return decode_as(Death, payload)
        except DecodeError:
            return decode_as(Birth, payload)
    kind = UP.get(leaf) or DOWN.get(leaf)
    if kind is None:
        raise DecodeError(f"no message belongs on {leaf!r}")
    return decode_as(kind, payload)


def decode_as(kind: type[M], payload: bytes) -> M:
    """Read one kind of message.

    Raises:
        DecodeError: too large, or not that message.
    """
    if len(payload) > MAX_MESSAGE_BYTES:
        raise DecodeError(f"{len(payload)} bytes, at most {MAX_MESSAGE_BYTES} are read")
    try:
        return kind.model_validate_json(payload)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DecodeError(f"not a {kind.__name__}: {where}: {first['msg']}") from error
