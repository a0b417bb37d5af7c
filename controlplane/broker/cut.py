"""Cuts the live connection of a device: Mosquitto has no command for it, a take-over does it.

MQTT gives a client id to the newest connection that has it and closes the older one. Who connects
with a certificate of that name, which the authority alone can make, therefore ends the device's
connection; leaving at once with a session that expires at once also drops what was queued for it.
"""

import socket
import ssl
from pathlib import Path
from typing import Final

from controlplane.broker.errors import BrokerError

_TIMEOUT_S: Final = 5.0
_CONNACK: Final = 0x20
_DISCONNECT: Final = b"\xe0\x00"


def cut(
    *, host: str, port: int, ca_file: Path, certificate_file: Path, key_file: Path, name: str
) -> None:
    """Take a device's place for a moment, with a certificate of its name.

    Raises:
        BrokerError: the broker did not let us.
    """
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(certificate_file, key_file)
        with (
            socket.create_connection((host, port), timeout=_TIMEOUT_S) as plain,
            context.wrap_socket(plain, server_hostname=host) as wire,
        ):
            wire.sendall(_connect(name))
            answer = wire.recv(64)
            if len(answer) < 4 or answer[0] != _CONNACK or answer[3] != 0:  # noqa: PLR2004 - fixed by MQTT
                raise BrokerError(f"the broker does not let go of {name}: {answer.hex()}")
            wire.sendall(_DISCONNECT)
    except OSError as error:
        raise BrokerError(f"the connection of {name} cannot be cut: {error}") from error


def _connect(name: str) -> bytes:
    """Return an MQTT 5 CONNECT: clean start, and a session that ends with the connection."""
    client = name.encode()
    body = b"\x00\x04MQTT\x05\x02\x00\x0a\x00" + len(client).to_bytes(2, "big") + client
    return bytes([0x10, len(body)]) + body
