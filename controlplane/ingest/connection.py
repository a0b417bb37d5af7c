"""The only module of the control plane that knows paho: one persistent session at the broker.

Messages are acknowledged by hand, after the commit. A message identifier means something on its own
connection alone, so a receipt of an earlier connection acknowledges nothing: the broker delivers
that message again.
"""

import logging
import queue
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from controlplane.ingest.messages import Down, Incoming, Receipt
from shared.wire import topics

CLIENT_ID: Final = "control-plane"
_SESSION_EXPIRY_S: Final = 7 * 86_400
_WINDOW: Final = 2000
"""Messages at once that are not acknowledged yet: what a batch and its linger must not starve."""
_QUEUE_LIMIT: Final = 20_000
_KEEPALIVE_S: Final = 30
_LONGEST_WAIT_S: Final = 10

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class BrokerAddress:
    """Where the broker is and with what we show who we are."""

    host: str
    port: int
    ca_file: Path
    certificate_file: Path
    key_file: Path

    def tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.ca_file)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.certificate_file, self.key_file)
        return context


class Connection:
    """Receives into `inbox`, sends what it is given, comes back by itself when it is lost."""

    def __init__(self, address: BrokerAddress, *, fleet: str) -> None:
        self._address = address
        self._fleet = fleet
        self._number = 0
        self._lost_logged = False
        self.inbox: queue.Queue[Incoming] = queue.Queue()
        self.connected = threading.Event()
        self.fresh = threading.Event()
        """Set at every connection: the broker may have lost what it was told before."""
        self._client = self._new_client()

    def open(self) -> None:
        """Begin to connect; returns at once."""
        self.inbox = queue.Queue()  # what is left of an earlier time comes again
        self._client = self._new_client()
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = _SESSION_EXPIRY_S
        properties.ReceiveMaximum = _WINDOW
        self._client.connect_async(
            self._address.host,
            self._address.port,
            keepalive=_KEEPALIVE_S,
            clean_start=False,
            properties=properties,
        )
        self._client.loop_start()

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()
        self.connected.clear()

    def acknowledge(self, receipt: Receipt) -> None:
        """Tell the broker that a message is safe with us."""
        if receipt.qos > 0 and receipt.connection == self._number and self.connected.is_set():
            self._client.ack(receipt.mid, receipt.qos)

    def publish(self, down: Down) -> MQTTMessageInfo:
        """Hand a message to the broker; `is_published` of the answer tells whether it has it."""
        properties = None
        if down.expires_s is not None:
            properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
            properties.MessageExpiryInterval = down.expires_s
        return self._client.publish(
            down.topic(self._fleet),
            down.payload(),
            qos=1,
            retain=down.retain,
            properties=properties,
        )

    def _new_client(self) -> Client:
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=CLIENT_ID,
            protocol=MQTTProtocolVersion.MQTTv5,
            manual_ack=True,
        )
        client.tls_set_context(self._address.tls())
        client.reconnect_delay_set(min_delay=1, max_delay=_LONGEST_WAIT_S)
        client.max_queued_messages_set(0)
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        return client

    def _on_connect(
        self,
        client: Client,
        _userdata: Any,
        flags: ConnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if reason.is_failure:
            logger.error("the broker refuses the control plane", extra={"why": str(reason)})
            return
        self._number += 1
        self._lost_logged = False
        # Always, also on a resumed session: the retained births that come with it heal whatever
        # was missed.
        client.subscribe(topics.every_up(self._fleet), qos=1)
        logger.info("connected to the broker", extra={"resumed": flags.session_present})
        self.fresh.set()
        self.connected.set()

    def _on_connect_fail(self, _client: Client, _userdata: Any) -> None:
        self._log_lost("cannot connect")

    def _on_disconnect(
        self,
        _client: Client,
        _userdata: Any,
        _flags: DisconnectFlags,
        reason: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        self.connected.clear()
        if reason.is_failure:
            self._log_lost(str(reason))

    def _log_lost(self, why: str) -> None:
        if not self._lost_logged:
            self._lost_logged = True
            logger.warning("the broker is out of reach", extra={"why": why})

    def _on_message(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        if message.qos == 0 and self.inbox.qsize() > _QUEUE_LIMIT:
            return  # what is acknowledged is bounded by the window; this is not
        receipt = Receipt(self._number, message.mid, message.qos)
        replayed = message.retain or message.dup
        self.inbox.put(Incoming(message.topic, bytes(message.payload), receipt, replayed))
