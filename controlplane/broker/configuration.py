"""The files that Mosquitto reads, as text. Pure.

A client is who its certificate says: the common name is user name and client id, so nobody can
take over another's session, and the access list gives each device its own branch of the tree. A
revoked device is denied by name, which also silences a connection that is still open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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
        "per_listener_settings false",
        *([f"user {user}"] if user else []),
        f"listener {listener.port} {listener.host}",
        "socket_domain ipv6" if ":" in listener.host else "socket_domain ipv4",
        f"cafile {listener.ca_file}",
        f"certfile {listener.certificate_file}",
        f"keyfile {listener.key_file}",
        "tls_version tlsv1.2",
        "require_certificate true",
        "use_identity_as_username true",
        "use_username_as_clientid true",
        "allow_anonymous false",
        "allow_zero_length_clientid false",
        f"acl_file {folder / 'acl'}",
        "max_packet_size 1048576",
        "max_inflight_messages 2000",
        "max_queued_messages 10000",
        "max_queued_bytes 67108864",
        "persistent_client_expiration 14d",
        "max_keepalive 1200",
        "set_tcp_nodelay true",
        "persistence true",
        f"persistence_location {folder}/",
        # A PUBACK promises nothing that a crash of the next two seconds cannot take back; what
        # must not be lost is acknowledged by the application.
        "autosave_on_changes false",
        "autosave_interval 2",
        "log_dest stderr",
        "log_timestamp false",
        "log_type error",
        "log_type warning",
        "log_type notice",
        "connection_messages false",
    ]
    return "\n".join(lines) + "\n"


def access_list(fleet: str, denied: Iterable[str]) -> str:
    """Return the access list; `denied` are the common names of revoked devices."""
    blocks = [f"user {CONTROL_PLANE_USER}\ntopic readwrite {ROOT}/{fleet}/#\ntopic read $SYS/#\n"]
    blocks += [f"user {name}\ntopic deny {ROOT}/#\n" for name in sorted(denied)]
    blocks.append(f"pattern write {ROOT}/{fleet}/%u/up/#\npattern read {ROOT}/{fleet}/%u/down/#\n")
    return "\n".join(blocks)
