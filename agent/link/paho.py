"""The only module that knows paho: one MQTT 5 connection on the event loop's own selector.

Traps met here: `publish` answers only that a message was queued; a PUBACK with reason 0x10 ("no
matching subscribers") is no failure to paho but means that nobody got the message; paho reconnects
without jitter, so it is told never to; TLS may hold decrypted bytes the selector does not see.
"""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from paho.mqtt.client import Client, ConnectFlags, DisconnectFlags, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from typing_extensions import override

from agent.link.errors import LinkError, LinkRefusedError
from agent.link.ports import Greeting, Outgoing

SESSION_EXPIRY_S: Final = 7 * 86_400
WILL_DELAY_S: Final = 15
"""A reconnection within it leaves no false death behind."""
CONNECT_TIMEOUT_S: Final = 15.0
ACK_TIMEOUT_S: Final = 30.0
GOOD_BYE_TIMEOUT_S: Final = 2.0
IN_FLIGHT: Final = 20
NO_MATCHING_SUBSCRIBERS: Final = 0x10
REFUSALS: Final = frozenset({0x86, 0x87, 0x8A})
"""Bad user name or password, not authorised, banned."""


_T = TypeVar("_T")


class PahoDialer:
    """Connects to one broker as one device."""

    def __init__(
        self, *, host: str, port: int, client_id: str, keepalive_s: int, tls: ssl.SSLContext | None
    ) -> None:
        self._host = host
        self._port = port
        self._client_id = client_id
        self._keepalive_s = keepalive_s
        self._tls = tls
        if tls is not None:
            tls.sslsocket_class = _TidySocket

    async def connect(self, greeting: Greeting) -> "PahoConnection":
        """Connect and subscribe.

        Raises:
            LinkRefusedError: the broker will not have this device.
            LinkError: no connection within the time allowed.
        """
        client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=self._client_id,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        if self._tls is not None:
            client.tls_set_context(self._tls)
        client.max_inflight_messages_set(IN_FLIGHT)
        client.connect_timeout = CONNECT_TIMEOUT_S
        _set_will(client, greeting.will)
        connection = PahoConnection(client, greeting, keepalive_s=self._keepalive_s)
        try:
            async with asyncio.timeout(2 * CONNECT_TIMEOUT_S):
                await connection.opened(lambda: self._dial(client))
                await connection.begin()
        except (OSError, ValueError) as error:
            connection.drop()
            raise LinkError(f"{self._host}:{self._port}: {str(error) or 'timed out'}") from error
        except BaseException:
            connection.drop()
            raise
        return connection

    def _dial(self, client: Client) -> None:
        properties = _properties(PacketTypes.CONNECT)
        properties.SessionExpiryInterval = SESSION_EXPIRY_S
        client.connect(
            self._host,
            self._port,
            keepalive=self._keepalive_s,
            clean_start=False,
            properties=properties,
        )


class PahoConnection:
    """One connection from CONNECT to its loss."""

    def __init__(self, client: Client, greeting: Greeting, *, keepalive_s: int) -> None:
        self._client = client
        self._greeting = greeting
        self._tick_s = max(1.0, keepalive_s / 4)
        self._loop = asyncio.get_running_loop()
        self._watched: int | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._accepted: asyncio.Future[None] = self._loop.create_future()
        self._subscribed: asyncio.Future[None] = self._loop.create_future()
        self._lost: asyncio.Future[str] = self._loop.create_future()
        self._acks: dict[int, asyncio.Future[ReasonCode]] = {}
        client.on_connect = self._on_connect
        client.on_subscribe = self._on_subscribe
        client.on_publish = self._on_publish
        client.on_disconnect = self._on_disconnect
        client.on_message = self._on_message
        client.on_socket_close = self._on_socket_close
        client.on_socket_register_write = self._on_register_write

    async def opened(self, dial: Callable[[], None]) -> None:
        """Run the blocking part in a thread that nobody has to wait for, not even an exit."""
        done: asyncio.Future[None] = self._loop.create_future()

        def finish(error: Exception | None) -> None:
            if done.cancelled():
                self.drop()
            elif error is not None:
                done.set_exception(error)
            else:
                done.set_result(None)

        def work() -> None:
            error: Exception | None = None
            try:
                dial()
            except Exception as caught:  # noqa: BLE001 - it is raised where it is awaited
                error = caught
            with contextlib.suppress(RuntimeError):  # the loop is closed: the agent has left
                self._loop.call_soon_threadsafe(finish, error)

        threading.Thread(target=work, name="dial", daemon=True).start()
        await done

    async def begin(self) -> None:
        """Watch the socket that `connect` opened, until the broker has accepted us."""
        held = self._client.socket()
        if held is None:
            raise LinkError("the broker closed the connection at once")
        self._watched = held.fileno()
        self._loop.add_reader(self._watched, self._readable)
        self._watch_writes()
        self._tick()
        await self._answered(self._accepted)
        code, _ = self._client.subscribe(self._greeting.subscription, qos=1)
        if code != 0:
            raise LinkError(f"cannot subscribe: {code!r}")
        await self._answered(self._subscribed)

    async def publish(self, message: Outgoing) -> bool:
        """Publish and wait for the broker; False when nobody took the message.

        Raises:
            LinkError: the connection was lost, or the broker refused the message.
        """
        if self._lost.done():
            raise LinkError(self._lost.result())
        properties = _properties(PacketTypes.PUBLISH)
        if message.expiry_s is not None:
            properties.MessageExpiryInterval = message.expiry_s
        try:
            info = self._client.publish(
                message.topic, message.payload, qos=1, retain=message.retain, properties=properties
            )
        except ValueError as error:
            raise LinkError(f"{message.topic}: {error}") from error
        ack: asyncio.Future[ReasonCode] = self._loop.create_future()
        self._acks[info.mid] = ack
        try:
            async with asyncio.timeout(ACK_TIMEOUT_S):
                code = await self._answered(ack)
        except TimeoutError:
            raise LinkError(f"{message.topic}: no acknowledgement") from None
        finally:
            self._acks.pop(info.mid, None)
        if code.is_failure:
            raise LinkError(f"{message.topic}: the broker refused: {code}")
        return int(code.value) != NO_MATCHING_SUBSCRIBERS

    async def lost(self) -> None:
        """Wait until the connection is gone.

        Raises:
            LinkError: always; it says why.
        """
        raise LinkError(await asyncio.shield(self._lost))

    async def close(self) -> None:
        """Say good-bye, without leaving the will behind."""
        if not self._lost.done():
            self._client.disconnect()
            await asyncio.wait([self._lost], timeout=GOOD_BYE_TIMEOUT_S)
        self.drop()

    def drop(self) -> None:
        """Let go of the socket; harmless when it is gone."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        held = self._client.socket()
        if held is not None:
            self._on_socket_close(self._client, None, held)
            held.close()
        if not self._lost.done():
            self._lost.set_result("closed")
        for future in (self._accepted, self._subscribed):
            if not future.done():
                future.cancel()

    async def _answered(self, future: asyncio.Future[_T]) -> _T:
        await asyncio.wait((future, self._lost), return_when=asyncio.FIRST_COMPLETED)
        if future.done():
            return future.result()
        raise LinkError(self._lost.result())

    def _readable(self) -> None:
        self._client.loop_read()
        held = self._client.socket()
        while isinstance(held, ssl.SSLSocket) and held.pending() > 0:
            self._client.loop_read()
            held = self._client.socket()

    def _writable(self) -> None:
        self._client.loop_write()
        if self._watched is not None and not self._client.want_write():
            self._loop.remove_writer(self._watched)

    def _watch_writes(self) -> None:
        if self._watched is not None and self._client.want_write():
            self._loop.add_writer(self._watched, self._writable)

    def _tick(self) -> None:
        self._client.loop_misc()
        self._timer = self._loop.call_later(self._tick_s, self._tick)

    def _on_register_write(self, _client: Client, _userdata: object, _socket: object) -> None:
        self._loop.call_soon_threadsafe(self._watch_writes)

    def _on_socket_close(self, _client: Client, _userdata: object, _socket: object) -> None:
        if self._watched is not None:
            self._loop.remove_reader(self._watched)
            self._loop.remove_writer(self._watched)
            self._watched = None

    def _on_connect(
        self,
        _client: Client,
        _userdata: object,
        _flags: ConnectFlags,
        code: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if self._accepted.done():
            return
        if not code.is_failure:
            self._accepted.set_result(None)
        elif int(code.value) in REFUSALS:
            self._accepted.set_exception(LinkRefusedError(f"the broker refused: {code}"))
        else:
            self._accepted.set_exception(LinkError(f"the broker refused: {code}"))

    def _on_subscribe(
        self,
        _client: Client,
        _userdata: object,
        _mid: int,
        codes: list[ReasonCode],
        _properties: Properties | None,
    ) -> None:
        if self._subscribed.done():
            return
        refused = [str(code) for code in codes if code.is_failure]
        if refused:
            self._subscribed.set_exception(LinkRefusedError(f"subscription refused: {refused}"))
        else:
            self._subscribed.set_result(None)

    def _on_publish(
        self,
        _client: Client,
        _userdata: object,
        mid: int,
        code: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        ack = self._acks.get(mid)
        if ack is not None and not ack.done():
            ack.set_result(code)

    def _on_disconnect(
        self,
        _client: Client,
        _userdata: object,
        _flags: DisconnectFlags,
        code: ReasonCode,
        _properties: Properties | None,
    ) -> None:
        if not self._lost.done():
            self._lost.set_result(str(code))

    def _on_message(self, _client: Client, _userdata: object, message: MQTTMessage) -> None:
        self._greeting.on_message(message.topic, bytes(message.payload))


class _TidySocket(ssl.SSLSocket):
    """Closes itself when the handshake fails, which paho forgets."""

    @override
    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise


def _set_will(client: Client, will: Outgoing) -> None:
    properties = _properties(PacketTypes.WILLMESSAGE)
    properties.WillDelayInterval = WILL_DELAY_S
    client.will_set(will.topic, will.payload, qos=1, retain=will.retain, properties=properties)


def _properties(packet: int) -> Properties:
    return Properties(packet)  # type: ignore[no-untyped-call]
