"""The files that Mosquitto reads, as text. Pure.

A client is who its certificate says: the common name is user name and client id, so nobody can
take over another's session, and the access list gives each device its own branch of the tree. A
revoked device is refused at the door by its certificate's serial, and denied by name, which also
silences a connection that is still open.

The child of `flotilla up` and a broker of your own (`deploy/mosquitto/`) have the same rules.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.wire.topics import ROOT

CONTROL_PLANE_USER = "control-plane"


@dataclass(frozen=True)
class Listener:
    """Where Mosquitto listens and with which certificates."""

    host: str
    port: int
    ca_file: Path
    certificate_file: Path
    key_file: Path


def configuration(listener: Listener, *, folder: Path, user: str | None) -> str:
    """Return `mosquitto.conf`; `user` is who the process stays when it is started as root."""
    lines = [
        "# Written by flotilla at every start; changes are lost.",
        *([f"user {user}"] if user else []),
        *_identity(listener, crl_file=folder / "ca.crl", acl_file=folder / "acl"),
        *_LIMITS,
        "persistence true",
        f"persistence_location {folder}/",
        *_AUTOSAVE,
        "log_dest stderr",
        "log_timestamp false",
        *_LOG,
    ]
    return "\n".join(lines) + "\n"


def production(folder: Path, state: Path) -> str:
    """Return the configuration of a broker that a machine's administrator runs.

    `folder` has the certificates and lists, `state` is where Mosquitto keeps what it must not lose.
    """
    listener = Listener(
        host="0.0.0.0",  # noqa: S104 - devices come from everywhere
        port=8883,
        ca_file=folder / "ca.pem",
        certificate_file=folder / "server.pem",
        key_file=folder / "server.key",
    )
    lines = [
        "# Made by `python -m controlplane.broker`; a test compares, so change that.",
        "# The same rules as the broker that `flotilla up` starts. See docs/howto/broker.md.",
        "pid_file /run/mosquitto/mosquitto.pid",
        *_identity(listener, crl_file=folder / "ca.crl", acl_file=folder / "acl"),
        *_LIMITS,
        "max_connections 50000",
        "persistence true",
        f"persistence_location {state}/",
        *_AUTOSAVE,
        "log_dest syslog",
        *_LOG,
    ]
    return "\n".join(lines) + "\n"


def _identity(listener: Listener, *, crl_file: Path, acl_file: Path) -> list[str]:
    return [
        "per_listener_settings false",
        f"listener {listener.port} {listener.host}",
        "socket_domain ipv6" if ":" in listener.host else "socket_domain ipv4",
        f"cafile {listener.ca_file}",
        f"certfile {listener.certificate_file}",
        f"keyfile {listener.key_file}",
        f"crlfile {crl_file}",
        "tls_version tlsv1.2",
        "require_certificate true",
        "use_identity_as_username true",
        "use_username_as_clientid true",
        "allow_anonymous false",
        "allow_zero_length_clientid false",
        f"acl_file {acl_file}",
    ]


_LIMITS: Final = (
    "max_packet_size 1048576",
    "max_inflight_messages 2000",
    "max_queued_messages 10000",
    "max_queued_bytes 67108864",
    "persistent_client_expiration 14d",
    "max_keepalive 1200",
    "set_tcp_nodelay true",
    "queue_qos0_messages false",
)
# A PUBACK promises nothing that a crash of the next two seconds cannot take back; what must not be
# lost is acknowledged by the application.
_AUTOSAVE: Final = ("autosave_on_changes false", "autosave_interval 2")
_LOG: Final = (
    "log_type error",
    "log_type warning",
    "log_type notice",
    "connection_messages false",
)


def access_list(fleet: str, denied: Iterable[str]) -> str:
    """Return the access list; `denied` are the common names of revoked devices."""
    blocks = [f"user {CONTROL_PLANE_USER}\ntopic readwrite {ROOT}/{fleet}/#\ntopic read $SYS/#\n"]
    blocks += [f"user {name}\ntopic deny {ROOT}/#\n" for name in sorted(denied)]
    blocks.append(f"pattern write {ROOT}/{fleet}/%u/up/#\npattern read {ROOT}/{fleet}/%u/down/#\n")
    return "\n".join(blocks)
