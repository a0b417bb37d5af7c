"""Enrollment: from a token that a person pasted to a device that belongs to a fleet.

Whatever happens on the way, the device is enrolled exactly when `agent.json` is there, and that is
written last. The key is kept across tries, so a lost answer costs a token and nothing else.
"""

import platform
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from agent import settings
from agent.settings import Settings, SettingsError
from agent.trust import anchors as pinned
from agent.trust import credentials
from agent.trust.gateway import EnrollmentRefusedError, Gateway, GatewayError
from agent.trust.identity import Identity
from shared.errors import Category, FlotillaError
from shared.wire.enrol import Anchors, EnrollRequest, EnrollResponse, Proof, parse_token

_LONGEST_POLL_S = 60.0
_MOST_STEPS = 20


class AlreadyEnrolledError(FlotillaError):
    """This folder holds an enrolled device."""

    code = "already_enrolled"
    category = Category.CONFIG


class WrongFleetError(FlotillaError):
    """Whoever answered is not the gateway that the token speaks of."""

    code = "wrong_anchors"
    category = Category.SECURITY


class RequestFormError(FlotillaError):
    """The name or a label is not acceptable."""

    code = "bad_request"
    category = Category.CONFIG


@dataclass(frozen=True)
class Wishes:
    """What the person who enrolls a device may choose."""

    gateway_url: str
    token: str
    name: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    memory_budget_bytes: int | None = None
    disk_budget_bytes: int | None = None
    api_host: str | None = None
    api_port: int | None = None


def _nothing(_text: str) -> None:
    pass


@dataclass(frozen=True)
class Patience:
    """How a device waits until a person lets it in."""

    say: Callable[[str], None] = _nothing
    """Tells whoever stands beside the device."""
    wait: Callable[[float], object] = time.sleep
    jitter: Callable[[], float] = random.random


def enroll_again(
    data: Path, *, gateway_url: str, token: str, patience: "Patience | None" = None
) -> Settings:
    """Give an enrolled device a new certificate, as after months in a drawer.

    It proves with its old key that it is the device it was, and keeps its id and everything it has.
    If its fleet has sticks by now, it learns to believe them.

    Raises:
        NotEnrolledError: there is no device in `data`.
        TokenFormError, WrongFleetError, GatewayError, EnrollmentRefusedError: see there.
        IdentityError: the old identity cannot be read, or the new one is not for this device.
        SettingsError: the folder cannot be written.
    """
    held = settings.load(data, environment={})
    gateway, anchors = _anchors(gateway_url, token)
    identity = Identity(held.identity_folder)
    csr_pem = credentials.request(held.identity_folder)
    certificate_pem, signature = identity.prove(csr_pem.encode())
    proof = Proof(certificate_pem=certificate_pem, signature=signature)
    request = EnrollRequest(token=token.strip(), csr_pem=csr_pem, name=held.name, proof=proof)
    answer = _let_in(gateway, request, anchors.ca_pem, patience or Patience())
    credentials.accept(held.identity_folder, answer.certificate_pem)
    identity.adopt()
    try:
        pinned.add_usb(held.trust_folder, anchors)
    except OSError as error:
        raise settings.SettingsError(f"cannot write {held.trust_folder}: {error}") from error
    return held


def enroll(data: Path, wishes: Wishes, patience: "Patience | None" = None) -> Settings:
    """Enroll the device whose folder is `data`.

    Raises:
        AlreadyEnrolledError: it is enrolled.
        TokenFormError, WrongFleetError, GatewayError, EnrollmentRefusedError: see there.
        SettingsError, IdentityError: the folder cannot be written.
    """
    if settings.is_enrolled(data):
        raise AlreadyEnrolledError(
            f"{data} holds an enrolled device already; `flotilla-agent status --data {data}`"
            " shows it, --again renews its certificate, another --data makes another device"
        )
    gateway, anchors = _anchors(wishes.gateway_url, wishes.token)
    _make(data)
    identity = Identity(data / "identity")
    name = wishes.name or default_name()
    try:
        request = EnrollRequest(
            token=wishes.token.strip(),
            csr_pem=identity.make_csr(name=name),
            name=name,
            labels=wishes.labels,
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestFormError(f"{where}: {first['msg']}") from error
    answer = _let_in(gateway, request, anchors.ca_pem, patience or Patience())
    identity.keep(certificate_pem=answer.certificate_pem, ca_pem=anchors.ca_pem)
    enrolled = _settings(data, wishes, fleet=anchors.fleet, answer=answer)
    try:
        pinned.write(enrolled.trust_folder, anchors)
    except OSError as error:
        raise SettingsError(f"cannot write {enrolled.trust_folder}: {error}") from error
    settings.save(enrolled)
    return enrolled


def _let_in(
    gateway: Gateway, request: EnrollRequest, ca_pem: str, patience: Patience
) -> EnrollResponse:
    """Ask, and where a person must agree, ask again until one has decided.

    A gateway that is out of reach meanwhile is asked again; a refusal ends it. Nothing is kept of
    the ticket: whoever starts again with the same token and key is the same request.
    """
    answer = gateway.enroll(request, ca_pem=ca_pem)
    if isinstance(answer, EnrollResponse):
        return answer
    first, waited_s, attempt = answer, 0.0, 0
    patience.say(f"waiting for approval: fingerprint {spelt(first.fingerprint)}")
    while waited_s < first.expires_in_s:
        delay_s = min(first.poll_s * 1.5**attempt, _LONGEST_POLL_S)
        delay_s *= 0.75 + patience.jitter() / 2
        patience.wait(delay_s)
        waited_s, attempt = waited_s + delay_s, min(attempt + 1, _MOST_STEPS)
        try:
            answer = gateway.poll(first.ticket, ca_pem=ca_pem)
        except GatewayError as error:
            patience.say(f"still waiting: {error}")
            continue
        if isinstance(answer, EnrollResponse):
            return answer
    raise EnrollmentRefusedError("nobody approved this device in time; enroll it again")


def spelt(fingerprint: str) -> str:
    """Return a fingerprint in groups of four, as two people can compare it."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, len(fingerprint), 4))


def _anchors(gateway_url: str, token: str) -> tuple[Gateway, Anchors]:
    _, expected = parse_token(token)
    gateway = Gateway(gateway_url)
    anchors = gateway.anchors()
    if anchors.digest() != expected:
        raise WrongFleetError(
            f"{gateway.url} is not the gateway this token was made for: its anchors have the"
            f" hash {anchors.digest()}, the token promises {expected}"
        )
    return gateway, anchors


def default_name() -> str:
    """Return the machine's own name, made acceptable."""
    cleaned = re.sub(r"[^A-Za-z0-9._-]", "-", platform.node().partition(".")[0]).strip("-._")
    return cleaned[:63] or "device"


def _make(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(f"cannot make {data}: {error}") from error


def _settings(data: Path, wishes: Wishes, *, fleet: str, answer: EnrollResponse) -> Settings:
    chosen = {
        "memory_budget_bytes": wishes.memory_budget_bytes,
        "disk_budget_bytes": wishes.disk_budget_bytes,
        "api_host": wishes.api_host,
        "api_port": wishes.api_port,
    }
    return Settings.model_validate(
        {
            "data": data.resolve(),
            "fleet": fleet,
            "device": answer.device,
            "name": answer.name,
            "labels": answer.labels,
            "gateway_url": answer.gateway_url,
            "mqtt_host": answer.mqtt_host,
            "mqtt_port": answer.mqtt_port,
            **{key: value for key, value in chosen.items() if value is not None},
        }
    )
