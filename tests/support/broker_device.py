"""A device with nothing in it but a certificate: says and hears whatever a test wants."""

import json
import queue
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.reasoncodes import ReasonCode

from shared.ids import DeviceId
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import encode
from tests.support.controlplane import RunningControlPlane

WAIT_S = 10.0


def a_request(key: ec.EllipticCurvePrivateKey | None = None) -> tuple[str, bytes]:
    """Return a CSR and its key, both PEM."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "whatever I please")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return request.public_bytes(serialization.Encoding.PEM).decode(), pem


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


def ask_gateway(
    plane: RunningControlPlane,
    path: str,
    *,
    body: bytes | None = None,
    method: str | None = None,
    **headers: str,
) -> Answer:
    """Ask the gateway as a device does, without following or normalising anything."""
    context = ssl.create_default_context(cafile=plane.ca_file)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(plane.gateway_url + path, data=body, method=method)
    for name, value in named.items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request, context=context, timeout=WAIT_S) as answer:
            return Answer(answer.status, dict(answer.headers), answer.read())
    except HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), error.read())


@dataclass
class Device:
    """One enrolled device."""

    id: DeviceId
    name: str
    fleet: str
    host: str
    port: int
    ca_file: Path
    certificate_file: Path
    key_file: Path

    def topic(self, leaf: str) -> str:
        return topics.build(self.fleet, self.id, leaf)

    def connect(self, *, client_id: str | None = None, will: Message | None = None) -> "Wire":
        return Wire(self, client_id=client_id or self.id, will=will)


class Wire:
    """A connection of a device."""

    def __init__(self, device: Device, *, client_id: str, will: Message | None) -> None:
        self.device = device
        self.heard: queue.Queue[MQTTMessage] = queue.Queue()
        self._outcome: queue.Queue[ReasonCode | None] = queue.Queue()
        self._acks: dict[int, queue.Queue[ReasonCode]] = {}
        self._subscribed: queue.Queue[list[ReasonCode]] = queue.Queue()
        self.lost: queue.Queue[ReasonCode] = queue.Queue()
        self._client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            protocol=MQTTProtocolVersion.MQTTv5,
            reconnect_on_failure=False,
        )
        context = ssl.create_default_context(cafile=device.ca_file)
        context.load_cert_chain(device.certificate_file, device.key_file)
        self._client.tls_set_context(context)
        if will is not None:
            self._client.will_set(device.topic(topics.UP_STATE), encode(will), 1, retain=True)
        self._client.on_connect = lambda _c, _u, _f, reason, _p: self._outcome.put(reason)
        self._client.on_disconnect = self._on_disconnect
        self._client.on_message = lambda _c, _u, message: self.heard.put(message)
        self._client.on_publish = lambda _c, _u, mid, reason, _p: self._ack(mid).put(reason)
        self._client.on_subscribe = lambda _c, _u, _m, reasons, _p: self._subscribed.put(reasons)
        self._client.connect(device.host, device.port, keepalive=30)
        self._client.loop_start()
        reason = self._outcome.get(timeout=WAIT_S)
        if reason is None or reason.is_failure:
            # With TLS 1.3 a certificate is refused after the client's side of the handshake.
            self._client.loop_stop()
            raise ConnectionRefusedError(str(reason))

    def say(self, leaf: str, message: Message, *, retain: bool = False) -> ReasonCode:
        """Publish on a topic of the device's own; returns the broker's answer."""
        return self.publish(self.device.topic(leaf), encode(message), retain=retain)

    def publish(self, topic: str, payload: bytes, *, retain: bool = False) -> ReasonCode:
        info = self._client.publish(topic, payload, qos=1, retain=retain)
        return self._ack(info.mid).get(timeout=WAIT_S)

    def throw(self, topic: str, payload: bytes, *, retain: bool = False) -> None:
        """Publish without waiting for an answer."""
        self._client.publish(topic, payload, qos=1, retain=retain)

    def listen(self, pattern: str) -> None:
        self._client.subscribe(pattern, qos=1)
        self._subscribed.get(timeout=WAIT_S)

    def next(self) -> MQTTMessage:
        return self.heard.get(timeout=WAIT_S)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def cut(self) -> None:
        """Lose the connection without a word, so that the will is sent."""
        sock = self._client.socket()
        assert sock is not None
        sock.shutdown(2)
        self._client.loop_stop()

    def _on_disconnect(self, _client, _userdata, _flags, reason: ReasonCode, _properties) -> None:
        self._outcome.put(None)
        self.lost.put(reason)

    def _ack(self, mid: int) -> "queue.Queue[ReasonCode]":
        return self._acks.setdefault(mid, queue.Queue())


def enroll(plane: RunningControlPlane, folder: Path, name: str, **labels: str) -> Device:
    """Enroll a device through the gateway."""
    csr, key = a_request()
    body = {
        "token": plane.enroll_token(),
        "csr_pem": csr,
        "name": name,
        "labels": labels,
    }
    answer = ask_gateway(plane, "/enroll", body=json.dumps(body).encode())
    assert answer.status == 201, answer.body
    told = answer.json()
    (folder / f"{name}.pem").write_text(told["certificate_pem"])
    (folder / f"{name}.key").write_bytes(key)
    return Device(
        id=DeviceId(told["device"]),
        name=name,
        fleet=plane.settings.fleet,
        host=told["mqtt_host"],
        port=told["mqtt_port"],
        ca_file=plane.ca_file,
        certificate_file=folder / f"{name}.pem",
        key_file=folder / f"{name}.key",
    )


@contextmanager
def connected(device: Device, *, will: Message | None = None) -> Iterator[Wire]:
    wire = device.connect(will=will)
    try:
        yield wire
    finally:
        wire.close()
