"""`flotilla up` and the command line, as people start them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.controlplane import ControlPlaneProcess, control_plane_process, until

pytestmark = [pytest.mark.broker, pytest.mark.slow]

ROOT = Path(__file__).parents[2]


def flotilla(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "controlplane", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=60,
    )


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory):
    with control_plane_process(tmp_path_factory.mktemp("up")) as process:
        yield process


def ask(up: ControlPlaneProcess, *arguments: str) -> subprocess.CompletedProcess[str]:
    return flotilla(*arguments, FLOTILLA_DATA=str(up.folder))


def test_it_says_where_to_go_and_that_the_keys_are_for_evaluation(up: ControlPlaneProcess):
    log = until(lambda: up.log() if "Ctrl-C" in up.log() else None, what="the greeting")

    assert "/sign-in?token=fadm_" in log
    assert "Evaluation keys" in log


def test_secrets_are_readable_by_the_owner_alone(up: ControlPlaneProcess):
    secret = ["admin.token", "session.secret", "client.json", "director.key", "ca/ca.key"]
    secret += ["ca/server.key", "ca/control-plane.key", "broker/acl"]

    loose = [name for name in secret if (up.folder / name).stat().st_mode & 0o077]

    assert loose == []
    assert up.folder.stat().st_mode & 0o077 == 0


def test_status_devices_and_events_are_shown(up: ControlPlaneProcess):
    status, devices = ask(up, "status"), ask(up, "devices")

    assert "evaluation keys" in status.stdout
    assert "No device has enrolled yet" in devices.stdout
    assert json.loads(ask(up, "devices", "--json").stdout)["devices"] == []
    assert ask(up, "events").returncode == 0


def test_an_enrollment_token_comes_with_the_command_to_type(up: ControlPlaneProcess):
    made = ask(up, "enroll-token", "--label", "site=lisbon", "--uses", "2", "--expires", "2h")
    as_json = json.loads(ask(up, "enroll-token", "--json").stdout)

    assert "flotilla-agent enroll --gateway https://localhost:" in made.stdout
    assert as_json["uses"] == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("enroll-token", "--label", "nonsense"), "write it like site=lisbon"),
        (("enroll-token", "--expires", "soon"), "write it like 30m, 24h or 7d"),
        (("devices", "nobody"), "there is no device 'nobody'"),
    ],
)
def test_a_refusal_is_one_clear_line(
    up: ControlPlaneProcess, arguments: tuple[str, ...], sentence: str
):
    refused = ask(up, *arguments)

    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_a_control_plane_the_command_line_says_what_to_start(tmp_path: Path):
    nowhere = flotilla("status", FLOTILLA_DATA=str(tmp_path))
    gone = flotilla("status", FLOTILLA_URL="http://127.0.0.1:9", FLOTILLA_TOKEN="t")

    assert nowhere.returncode == gone.returncode == 1
    assert "flotilla up" in nowhere.stderr
    assert "flotilla up" in gone.stderr


def test_a_taken_port_is_named(up: ControlPlaneProcess, tmp_path: Path):
    port = json.loads((up.folder / "ports.json").read_bytes())["port"]
    arguments = ["--data", str(tmp_path), "--port", str(port)]

    second = flotilla("up", *arguments, "--gateway-port", "0", "--mqtt-port", "0")

    assert second.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in second.stderr
    assert "--port" in second.stderr


def test_it_ends_in_good_order_and_comes_back_as_itself(tmp_path: Path):
    with control_plane_process(tmp_path) as process:
        assert process.client is not None
        before = process.client.get("/status")
        token = (tmp_path / "admin.token").read_text()
        broker = _broker_of(process)

        assert process.stop() == 0
        assert not _is_alive(broker)

        after = process.start().get("/status")

    same = ("url", "gateway_url", "mqtt_port")
    assert [after[key] for key in same] == [before[key] for key in same]
    assert (tmp_path / "admin.token").read_text() == token


def test_a_killed_control_plane_leaves_no_broker_behind(tmp_path: Path):
    with control_plane_process(tmp_path) as process:
        broker = _broker_of(process)

        process.kill()

        until(lambda: not _is_alive(broker), what="the broker's end")


def _broker_of(process: ControlPlaneProcess) -> int:
    """Return the pid of the process's broker."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            command = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"mosquitto" in command and int(parent) == process.pid:
            return int(folder.name)
    raise AssertionError("no broker was found")


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
