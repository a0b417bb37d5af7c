"""A device that a person lets in: the agent's own enrollment against a real gateway."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.trust.enrollment import Patience, Wishes, enroll
from agent.trust.gateway import EnrollmentRefusedError
from controlplane.cli.client import RefusedError
from tests.support.broker_device import ask_gateway
from tests.support.controlplane import RunningControlPlane

pytestmark = pytest.mark.broker


def a_token(plane: RunningControlPlane, *, uses: int = 1) -> str:
    body = {"approve": True, "uses": uses, "expires_in_s": 3600, "labels": {"site": "lisbon"}}
    return str(plane.client.post("/enrollment-tokens", body)["token"])


def waiting(plane: RunningControlPlane, name: str):
    found = plane.client.get("/enrollment-requests")["requests"]
    return [each for each in found if each["name"] == name]


def enroll_and(
    plane: RunningControlPlane, folder: Path, name: str, decide: Callable[[str], object]
):
    """Enroll as the agent does; whoever decides does so while it waits."""
    said: list[str] = []

    def wait(_seconds: float) -> None:
        for each in waiting(plane, name):
            decide(each["id"])

    wishes = Wishes(gateway_url=plane.gateway_url, token=a_token(plane), name=name)
    patience = Patience(say=said.append, wait=wait, jitter=lambda: 0.5)
    return enroll(folder, wishes, patience), said


def test_an_agent_waits_until_it_is_approved(control_plane: RunningControlPlane, tmp_path: Path):
    seen = []

    def approve(identifier: str) -> None:
        seen.extend(waiting(control_plane, "patient"))
        control_plane.client.post(f"/enrollment-requests/{identifier}/approve")

    settings, said = enroll_and(control_plane, tmp_path / "agent", "patient", approve)

    assert settings.labels == {"site": "lisbon"}
    assert said[0].startswith("waiting for approval: fingerprint ")
    shown = said[0].removeprefix("waiting for approval: fingerprint ").replace(" ", "")
    assert shown == seen[0]["fingerprint"]
    assert control_plane.client.get("/devices/patient")["presence"] == "never"


def test_an_agent_that_is_rejected_says_so(control_plane: RunningControlPlane, tmp_path: Path):
    def reject(identifier: str) -> None:
        control_plane.client.post(f"/enrollment-requests/{identifier}/reject")

    with pytest.raises(EnrollmentRefusedError, match="rejected"):
        enroll_and(control_plane, tmp_path / "agent", "unwanted", reject)
    with pytest.raises(RefusedError):
        control_plane.client.get("/devices/unwanted")


def test_an_agent_that_was_stopped_while_it_waited_goes_on(
    control_plane: RunningControlPlane, tmp_path: Path
):
    token = a_token(control_plane)
    wishes = Wishes(gateway_url=control_plane.gateway_url, token=token, name="stopped")

    class Stopped(BaseException):
        pass

    def stop(_seconds: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        enroll(tmp_path / "agent", wishes, Patience(wait=stop))
    (request,) = waiting(control_plane, "stopped")
    control_plane.client.post(f"/enrollment-requests/{request['id']}/approve")

    settings = enroll(tmp_path / "agent", wishes, Patience(wait=lambda _seconds: None))

    assert settings.name == "stopped"


def test_a_guessed_ticket_opens_nothing(control_plane: RunningControlPlane):
    answer = ask_gateway(control_plane, "/enroll/poll", body=b'{"ticket": "' + b"0" * 40 + b'"}')

    assert (answer.status, answer.json()["code"]) == (403, "approval_refused")


def test_two_people_decide_once(control_plane: RunningControlPlane, tmp_path: Path):
    refused = []

    def approve_twice(identifier: str) -> None:
        def approve() -> None:
            try:
                control_plane.client.post(f"/enrollment-requests/{identifier}/approve")
            except RefusedError as error:
                refused.append(error.reason)

        threads = [threading.Thread(target=approve) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    enroll_and(control_plane, tmp_path / "agent", "contested", approve_twice)

    assert refused == ["request_decided"]
