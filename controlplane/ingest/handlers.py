"""One function per message of a device; each is safe to repeat, none commits."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session

from controlplane.devices import commands
from controlplane.devices import service as devices
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.renewal import renew
from controlplane.ingest.messages import Down
from controlplane.telemetry import service as telemetry
from shared.ids import DeviceId
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.down import Command, DeploymentAck, Verb
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

_COMMAND_LIFE: Final = timedelta(minutes=2)

RecordDeployment = Callable[[Session, DeviceId, DeploymentReport, datetime], DeploymentAck | None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Heard:
    """A message of a device that is known."""

    device: DeviceId
    message: Message
    replayed: bool


class Handlers:
    """Gives each message to the service that records it; returns what is to be answered."""

    def __init__(
        self,
        *,
        record_deployment: RecordDeployment,
        new_id: Callable[[], str],
        authority: CertificateAuthority,
    ) -> None:
        self._record_deployment = record_deployment
        self._authority = authority
        self._new_id = new_id

    def handle(self, session: Session, heard: Heard, now: datetime) -> Down | None:
        device = heard.device
        match heard.message:
            case Birth() as message:
                ask = devices.record_birth(session, device, message, now, replayed=heard.replayed)
                commands.send_again(session, now, device)
                return self._ask_all(device, now) if ask else None
            case Death() as message:
                devices.record_death(session, device, message, now)
            case Report() as message:
                ask = devices.record_report(session, device, message, now)
                return self._ask_all(device, now) if ask else None
            case CapabilityReport() as message:
                devices.record_capability(session, device, message, now)
            case TelemetryBatch() as message:
                telemetry.record(session, device, message, now)
            case DeploymentReport() as message:
                ack = self._record_deployment(session, device, message, now)
                return None if ack is None else Down(device, topics.DOWN_ACK, ack)
            case RenewalRequest() as message:
                pem = renew(session, device, message.csr_pem, ca=self._authority, now=now)
                grant = None if pem is None else CertificateGrant(certificate_pem=pem)
                return None if grant is None else Down(device, topics.DOWN_CERTIFICATE, grant)
            case Reply() as message:
                if not commands.answered(session, device, message, now):
                    logger.info("a device answered", extra={"device": device, "ok": message.ok})
            case message:
                logger.warning(
                    "a device may not say this",
                    extra={"device": device, "kind": type(message).__name__},
                )
        return None

    def _ask_all(self, device: DeviceId, now: datetime) -> Down:
        command = Command(id=self._new_id(), expires=now + _COMMAND_LIFE, verb=Verb.REPORT_ALL)
        life_s = int(_COMMAND_LIFE.total_seconds())
        return Down(device, topics.DOWN_COMMAND, command, expires_s=life_s)
