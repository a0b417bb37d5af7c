"""Commands from the API over a real broker to a device, and its replies back."""

from pathlib import Path

import pytest

from controlplane.cli.client import RefusedError
from shared.errors import Category, Fault
from shared.wire import topics
from shared.wire.codec import decode, encode
from shared.wire.down import Command, Verb
from shared.wire.up import Reply
from tests.support.broker_device import Device, Wire, connected, enroll
from tests.support.controlplane import RunningControlPlane, until
from tests.support.platform_builders import a_birth

pytestmark = pytest.mark.broker


@pytest.fixture
def device(control_plane: RunningControlPlane, tmp_path: Path) -> Device:
    return enroll(control_plane, tmp_path, f"asked-{tmp_path.name}")


def ask(plane: RunningControlPlane, device: Device, verb: Verb) -> str:
    return str(plane.client.post(f"/devices/{device.name}/commands", {"verb": verb.value})["id"])


def next_command(wire: Wire) -> Command:
    message = decode(topics.DOWN_COMMAND, wire.next().payload)
    assert isinstance(message, Command)
    return message


def reply(wire: Wire, identifier: str, **values: object) -> None:
    message = Reply.model_validate({"id": identifier, "ok": True, **values})
    topic = wire.device.topic(f"{topics.UP_REPLY}/{identifier}")
    assert wire.publish(topic, encode(message)).value == 0


def ended(plane: RunningControlPlane, device: Device, identifier: str, state: str):
    def found():
        command = plane.client.get(f"/devices/{device.name}/commands/{identifier}")
        return command if command["state"] == state else None

    return until(found, what=state)


def test_a_command_reaches_the_device_and_its_answer_comes_back(
    control_plane: RunningControlPlane, device: Device
):
    with connected(device) as wire:
        wire.listen(device.topic("down/#"))
        asked = ask(control_plane, device, Verb.PROBE)
        command = next_command(wire)
        assert (command.id, command.verb) == (asked, Verb.PROBE)
        ended(control_plane, device, asked, "sent")

        reply(wire, asked, result={"capability": "sha256:0"})

        done = ended(control_plane, device, asked, "done")
    assert done["result"] == {"capability": "sha256:0"}


def test_why_a_device_could_not_is_kept(control_plane: RunningControlPlane, device: Device):
    fault = Fault(
        code="no_slot",
        category=Category.CONFIG,
        phase="restart-engine",
        component="agent",
        message="there is no slot main",
        retryable=False,
    )
    with connected(device) as wire:
        wire.listen(device.topic("down/#"))
        asked = ask(control_plane, device, Verb.RESTART_ENGINE)
        reply(wire, next_command(wire).id, ok=False, fault=fault)

        failed = ended(control_plane, device, asked, "failed")
    assert failed["fault"]["message"] == "there is no slot main"


def test_what_was_asked_of_an_absent_device_comes_with_its_birth(
    control_plane: RunningControlPlane, device: Device
):
    """Nobody had subscribed when the broker got it, so the broker dropped it."""
    asked = ask(control_plane, device, Verb.RENEW)
    ended(control_plane, device, asked, "sent")

    with connected(device) as wire:
        wire.listen(device.topic("down/#"))
        wire.say(topics.UP_STATE, a_birth())
        assert next_command(wire).id == asked


def test_another_device_cannot_answer(
    control_plane: RunningControlPlane, device: Device, tmp_path: Path
):
    other = enroll(control_plane, tmp_path, f"liar-{tmp_path.name}")
    with connected(device) as wire, connected(other) as liar:
        wire.listen(device.topic("down/#"))
        asked = ask(control_plane, device, Verb.PROBE)
        next_command(wire)
        reply(liar, asked, result={"lie": True})
        reply(wire, asked, result={"truth": True})

        assert ended(control_plane, device, asked, "done")["result"] == {"truth": True}


def test_a_verb_that_nobody_knows_is_refused(control_plane: RunningControlPlane, device: Device):
    with pytest.raises(RefusedError):
        control_plane.client.post(f"/devices/{device.name}/commands", {"verb": "install"})
