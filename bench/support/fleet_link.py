"""One MQTT connection of a simulated device, driven from outside: thousands share one thread."""

import contextlib
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from bench.support.fleet_seed import Identity
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import encode
from shared.wire.up import Death

KEEPALIVE_S = 120


class Link:
    """Connects, says and hears; decides nothing."""

    def __init__(
        self,
        identity: Identity,
        *,
        port: int,
        ca_file: Path,
        on_up: Callable[[], None],
        on_message: Callable[[str, bytes], None],
    ) -> None:
        self._identity = identity
        self._port = port
        self._ca_file = ca_file
        self._on_up = on_up
        self._on_message = on_message
        self._client: Client | None = None
        self.sent = 0

    def open(self, will: Death) -> int:
        """Connect as far as TLS; return the socket's number for the selector."""
        identity = self._identity
        context = ssl.create_default_context(cafile=self._ca_file)
        context.load_cert_chain(identity.certificate_file, identity.key_file)
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=identity.id,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        client.tls_set_context(context)
        client.will_set(self._topic(topics.UP_STATE), encode(will), qos=1, retain=True)
        client.on_connect = self._connected
        client.on_message = self._heard
        client.connect("127.0.0.1", self._port, keepalive=KEEPALIVE_S, clean_start=True)
        self._client = client
        held = client.socket()
        assert held is not None
        return held.fileno()

    def readable(self) -> None:
        client = self._client
        if client is None:
            return
        client.loop_read()
        while (held := client.socket()) is not None and held.pending():
            client.loop_read()
        self.flush()

    def flush(self) -> None:
        client = self._client
        if client is not None and client.want_write():
            client.loop_write()

    def keep(self) -> None:
        """Keep the connection alive."""
        if self._client is not None:
            self._client.loop_misc()
            self.flush()

    def say(self, leaf: str, message: Message, *, retain: bool = False) -> None:
        if self._client is not None:
            self._client.publish(self._topic(leaf), encode(message), qos=1, retain=retain)
            self.sent += 1

    def cut(self) -> None:
        """Lose the connection as a pulled plug does: the broker sends the will."""
        client, self._client = self._client, None
        held = None if client is None else client.socket()
        if held is not None:
            with contextlib.suppress(OSError):
                held.close()

    def _topic(self, leaf: str) -> str:
        return topics.build("default", self._identity.id, leaf)

    def _connected(self, client: Client, *_: Any) -> None:
        client.subscribe(topics.every_down("default", self._identity.id), qos=1)
        self._on_up()

    def _heard(self, _client: Client, _userdata: Any, message: MQTTMessage) -> None:
        self._on_message(message.topic, message.payload)
