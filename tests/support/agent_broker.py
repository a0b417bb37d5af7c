"""A real mosquitto for one test or benchmark: mutual TLS and the fleet's access rules."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.agent_fleet import FleetAuthority, KeyPair

START_TIMEOUT_S = 10.0


@dataclass
class Broker:
    """One broker process; it can be stopped and started again on the same port."""

    folder: Path
    port: int
    authority: FleetAuthority
    control_plane: KeyPair
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        with (self.folder / "mosquitto.log").open("ab") as log:
            self.process = subprocess.Popen(
                [program(), "-c", str(self.folder / "mosquitto.conf")], stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=0.2).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError((self.folder / "mosquitto.log").read_text())

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None


def program() -> str:
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = shutil.which("mosquitto", path=path)
    assert found is not None, "no mosquitto: `make setup` installs it"
    return found


@contextmanager
def broker_running(folder: Path, authority: FleetAuthority) -> Iterator[Broker]:
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = authority.server().write(folder, "server")
    (folder / "ca.pem").write_text(authority.pem)
    (folder / "acl").write_text(
        "user control-plane\ntopic readwrite flotilla/#\n"
        "pattern write flotilla/v1/+/%u/up/#\npattern read flotilla/v1/+/%u/down/#\n"
    )
    (folder / "acl").chmod(0o600)
    port = free_port()
    (folder / "mosquitto.conf").write_text(
        "per_listener_settings false\n"
        f"listener {port} 127.0.0.1\n"
        f"cafile {folder / 'ca.pem'}\ncertfile {certificate}\nkeyfile {key}\n"
        "require_certificate true\nuse_identity_as_username true\nuse_username_as_clientid true\n"
        f"allow_anonymous false\nacl_file {folder / 'acl'}\n"
        f"persistence true\npersistence_location {folder}/\nautosave_interval 1\n"
        "autosave_on_changes true\n" + ("user root\n" if os.geteuid() == 0 else "")
    )
    broker = Broker(folder, port, authority, authority.client("control-plane"))
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
