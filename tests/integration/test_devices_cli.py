"""`flotilla devices` beyond one device: saved searches, one change to many, and a conversation."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from controlplane.cli.client import RefusedError
from shared.wire import topics
from shared.wire.codec import decode, encode
from shared.wire.down import Command, Verb
from shared.wire.up import Reply
from tests.support.broker_device import Device, connected, enroll
from tests.support.controlplane import RunningControlPlane

pytestmark = pytest.mark.broker

Flotilla = Callable[..., Result]


@pytest.fixture
def devices(flotilla: Flotilla) -> Flotilla:
    """Run `flotilla devices`."""
    return partial(flotilla, "devices")


@pytest.fixture
def pair(control_plane: RunningControlPlane, tmp_path: Path) -> tuple[Device, Device]:
    first, second = (
        enroll(control_plane, tmp_path, f"{side}-{tmp_path.name}") for side in ("left", "right")
    )
    return first, second


def named(*some: Device) -> str:
    return f"name in ({', '.join(device.name for device in some)})"


def labels(plane: RunningControlPlane, device: Device) -> dict[str, str]:
    return dict(plane.client.get(f"/devices/{device.name}")["labels"])


def test_all_that_a_query_means_get_the_same_labels(
    control_plane: RunningControlPlane, devices: Flotilla, pair: tuple[Device, Device]
):
    declined = devices("label-all", named(*pair), "site=porto", said="n\n")
    assert "Set site=porto on 2 devices?" in declined.output
    assert labels(control_plane, pair[0]) == {}

    done = devices("label-all", named(*pair), "site=porto", "lab=a", "--yes")
    assert done.output == "changed 2 of 2\n"
    again = devices("label-all", named(*pair), "site=porto", "lab-", "--yes")
    assert again.output == "changed 2 of 2\n"
    assert [labels(control_plane, each) for each in pair] == [{"site": "porto"}] * 2
    assert devices("label-all", named(*pair), "site=porto", "--yes").output == "changed 0 of 2\n"


def test_all_that_a_query_means_are_asked_the_same(
    control_plane: RunningControlPlane, devices: Flotilla, pair: tuple[Device, Device]
):
    assert devices("ask-all", named(*pair), "probe", "--yes").output == "asked 2 of 2\n"
    for device in pair:
        (command,) = control_plane.client.get(f"/devices/{device.name}/commands")["commands"]
        assert (command["verb"], command["state"]) == ("probe", "waiting")

    refused = devices("ask-all", named(*pair), "restart-engine", "--yes")
    assert "asked of one device at a time" in str(refused.exception)


@pytest.mark.parametrize("body", [{}, {"devices": ["a"], "query": ""}], ids=["neither", "both"])
def test_it_must_be_clear_who_is_meant(control_plane: RunningControlPlane, body: dict[str, Any]):
    with pytest.raises(RefusedError, match="either devices or query"):
        control_plane.client.patch("/devices", {**body, "labels": {"site": "porto"}})


def test_a_search_keeps_its_name_until_it_is_dropped(devices: Flotilla, pair: tuple[Device, ...]):
    name = f"The left of {pair[0].name}"[:60]
    assert devices("save-view", name, "--query", f"name={pair[1].name}").exit_code == 0
    saved = devices("save-view", name, "--query", f"name={pair[0].name}", "--presence", "never")
    assert saved.exit_code == 0, saved.output

    (kept,) = [
        each
        for each in json.loads(devices("views", "--json").stdout)["views"]
        if each["name"] == name
    ]
    assert (kept["query"], kept["presence"]) == (f"name={pair[0].name}", "never")
    (seen,) = json.loads(devices("--view", name, "--json").stdout)["devices"]
    assert seen["name"] == pair[0].name

    assert devices("drop-view", name).exit_code == 0
    assert "there is no view" in str(devices("--view", name).exception)


def test_a_device_is_asked_and_its_answer_is_printed(devices: Flotilla, pair: tuple[Device, ...]):
    device, _ = pair
    with connected(device) as wire, ThreadPoolExecutor(1) as pool:
        wire.listen(device.topic("down/#"))
        talk = pool.submit(devices, "chat", device.name, said="who are you?\nand now?\n\n")
        for answer in ("a kiosk", "still a kiosk"):
            command = decode(topics.DOWN_COMMAND, wire.next().payload)
            assert isinstance(command, Command)
            assert command.verb is Verb.CHAT
            reply = Reply.model_validate(
                {"id": command.id, "ok": True, "result": {"text": answer, "tokens": 2}}
            )
            wire.publish(device.topic(f"{topics.UP_REPLY}/{command.id}"), encode(reply))
        said = talk.result(timeout=30)

    assert said.exit_code == 0, said.output
    assert said.output.index("a kiosk") < said.output.index("still a kiosk")
    turns = json.loads(command.arguments["messages"])
    assert [turn["content"] for turn in turns] == ["who are you?", "a kiosk", "and now?"]


def test_a_device_cannot_command_the_terminal(devices: Flotilla, pair: tuple[Device, ...]):
    device, _ = pair
    with connected(device) as wire, ThreadPoolExecutor(1) as pool:
        wire.listen(device.topic("down/#"))
        talk = pool.submit(devices, "chat", device.name, "who are you?")
        command = decode(topics.DOWN_COMMAND, wire.next().payload)
        assert isinstance(command, Command)
        answer = "\x1b]0;owned\x07\x1b[2Jfine [/bold]\n\u202eback"
        reply = Reply.model_validate({"id": command.id, "ok": True, "result": {"text": answer}})
        wire.publish(device.topic(f"{topics.UP_REPLY}/{command.id}"), encode(reply))
        said = talk.result(timeout=30)

    assert said.exit_code == 0, said.output
    assert said.output == "\ufffd]0;owned\ufffd\ufffd[2Jfine [/bold]\n\ufffdback\n"
