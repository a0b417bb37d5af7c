"""From topic to handler: whatever arrives is read, checked, and never raises.

Everything here comes from the network and is believed in nothing but its form: a message that is
not what its topic promises is logged and dropped, one that was seen before is dropped.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from shared.clock import Clock
from shared.errors import FlotillaError
from shared.ids import DeviceId, is_name
from shared.wire import topics
from shared.wire.codec import decode
from shared.wire.down import Command, DeploymentAck, DesiredHint
from shared.wire.enrol import CertificateGrant

COMMANDS_REMEMBERED = 256

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handlers:
    """Who hears what; each returns at once and does its work later."""

    desired: Callable[[DesiredHint], None]
    ack: Callable[[DeploymentAck], None]
    command: Callable[[Command], None]
    certificate: Callable[[CertificateGrant], None]


class Inbox:
    """Hands each message to its handler."""

    def __init__(self, *, fleet: str, device: DeviceId, clock: Clock, handlers: Handlers) -> None:
        self._fleet = fleet
        self._device = device
        self._clock = clock
        self._handlers = handlers
        self._commands: OrderedDict[str, None] = OrderedDict()

    def receive(self, topic: str, payload: bytes) -> None:
        parsed = topics.parse(topic)
        if parsed is None or (parsed.fleet, parsed.device) != (self._fleet, self._device):
            logger.warning("a message for somebody else was dropped", extra={"topic": topic[:200]})
            return
        if not payload:
            return  # a retained message was cleared
        try:
            message = decode(parsed.leaf, payload)
            match message:
                case DesiredHint():
                    self._desired(message)
                case DeploymentAck():
                    self._handlers.ack(message)
                case CertificateGrant():
                    self._handlers.certificate(message)
                case Command():
                    self._command(message)
                case _:
                    logger.warning("a message of a wrong kind", extra={"topic": topic[:200]})
        except FlotillaError as error:
            logger.warning(
                "a message was dropped", extra={"topic": topic[:200], "reason": str(error)}
            )
        except Exception:  # the link must survive whatever arrives
            logger.exception("a message could not be handled", extra={"topic": topic[:200]})

    def _desired(self, hint: DesiredHint) -> None:
        strange = [slot for slot in hint.deployments if not is_name(slot)]
        if strange:
            logger.warning("a hint names slots that cannot be", extra={"slots": strange[:5]})
            return
        self._handlers.desired(hint)

    def _command(self, command: Command) -> None:
        if command.id in self._commands:
            return
        if command.expires <= self._clock.now():
            logger.info("a command came too late", extra={"verb": command.verb})
            return
        self._commands[command.id] = None
        while len(self._commands) > COMMANDS_REMEMBERED:
            self._commands.popitem(last=False)
        self._handlers.command(command)
