"""The REST API over HTTP, with the real database behind it."""

from pathlib import Path

import httpx2
import pytest

from controlplane.access.service import SESSION_COOKIE
from controlplane.access.sessions import Visitor
from controlplane.cli.client import RefusedError
from tests.support.broker_device import enroll
from tests.support.controlplane import RunningControlPlane

pytestmark = pytest.mark.broker


@pytest.fixture
def http(control_plane: RunningControlPlane):
    with httpx2.Client(base_url=f"{control_plane.url}/api/v1") as client:
        yield client


def a_session(control_plane: RunningControlPlane) -> dict[str, str]:
    state = control_plane.plane.api.state
    cookie = state.access.enter_by_token(
        control_plane.token, visitor=Visitor("192.0.2.1"), now=state.clock.now()
    )
    return {"Cookie": f"{SESSION_COOKIE}={cookie}"}


def test_without_a_token_nothing_is_told(http: httpx2.Client):
    for path in ("/devices", "/status", "/events", "/enrollment-tokens", "/releases", "/rollouts"):
        answer = http.get(path)

        assert answer.status_code == 401, path
        assert answer.json()["code"] == "sign_in_required"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_health_needs_no_token(control_plane: RunningControlPlane):
    assert httpx2.get(f"{control_plane.url}/healthz").json() == {"status": "ok"}


def test_a_wrong_token_is_refused(http: httpx2.Client):
    answer = http.get("/devices", headers={"Authorization": "Bearer fadm_wrong"})

    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_consoles_session_may_read(control_plane: RunningControlPlane, http: httpx2.Client):
    assert http.get("/devices", headers=a_session(control_plane)).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None])
def test_a_write_that_another_site_asks_for_is_refused(
    control_plane: RunningControlPlane, http: httpx2.Client, origin: str | None
):
    headers = a_session(control_plane) | ({"Origin": origin} if origin else {})

    answer = http.post("/enrollment-tokens", json={}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_a_write_of_our_own_page_is_taken(control_plane: RunningControlPlane, http: httpx2.Client):
    headers = a_session(control_plane) | {"Origin": control_plane.url}

    assert http.post("/enrollment-tokens", json={}, headers=headers).status_code == 201


def test_a_token_is_shown_once_listed_and_revoked(control_plane: RunningControlPlane):
    client = control_plane.client
    made = client.post("/enrollment-tokens", {"labels": {"site": "lisbon"}, "uses": 5})
    assert made["token"] in made["command"]

    (listed,) = [
        token for token in client.get("/enrollment-tokens")["tokens"] if token["id"] == made["id"]
    ]
    assert listed["is_open"]
    assert "token" not in listed

    client.delete(f"/enrollment-tokens/{made['id']}")
    (listed,) = [
        token for token in client.get("/enrollment-tokens")["tokens"] if token["id"] == made["id"]
    ]
    assert not listed["is_open"]


def test_a_device_is_found_by_name_and_id_relabelled_and_revoked(
    control_plane: RunningControlPlane, tmp_path: Path
):
    client = control_plane.client
    device = enroll(control_plane, tmp_path, "findme", site="porto")

    assert client.get("/devices/findme") == client.get(f"/devices/{device.id}")
    changed = client.patch("/devices/findme", {"labels": {"lab": "yes", "site": None}})
    assert changed["labels"] == {"lab": "yes"}
    client.delete("/devices/findme")

    assert client.get(f"/devices/{device.id}")["revoked_at"]
    with pytest.raises(RefusedError, match="no device 'findme'") as refused:
        client.get("/devices/findme")
    assert (refused.value.status, refused.value.reason) == (404, "device_not_found")
    texts = [event["text"] for event in client.get("/events", {"subject": device.id})["events"]]
    assert texts == ["revoked findme", "changed the labels of findme", "findme enrolled"]


def test_a_body_that_makes_no_sense_names_the_field(control_plane: RunningControlPlane):
    with pytest.raises(RefusedError, match=r"uses.*greater than or equal to 1") as refused:
        control_plane.client.post("/enrollment-tokens", {"uses": 0})

    assert (refused.value.status, refused.value.reason) == (422, "invalid_request")


def test_an_address_that_is_not_there_is_a_problem_too(control_plane: RunningControlPlane):
    with pytest.raises(RefusedError, match="nothing is at this address"):
        control_plane.client.get("/nothing")


def test_events_can_be_followed(control_plane: RunningControlPlane):
    client = control_plane.client
    newest = client.get("/events", {"limit": 1})["events"]
    last = newest[0]["id"] if newest else 0

    control_plane.enroll_token()

    (event,) = client.get("/events", {"after": last})["events"]
    assert (event["kind"], event["actor"]) == ("token", "admin")


def test_status_names_every_address(control_plane: RunningControlPlane):
    status = control_plane.client.get("/status")

    assert status["gateway_url"] == control_plane.gateway_url
    assert status["broker_connected"]
    assert status["evaluation_keys"]
    assert status["director_version"] >= 1


def test_the_description_is_whole(control_plane: RunningControlPlane):
    schema = httpx2.get(f"{control_plane.url}/api/openapi.json", timeout=30).json()

    operations = [
        operation
        for path, methods in schema["paths"].items()
        if path.startswith("/api/v1")
        for operation in methods.values()
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["tags"] for operation in operations)
    assert all("401" in operation["responses"] for operation in operations)
    assert set(schema["components"]["schemas"]["Problem"]["required"]) >= {"detail", "code"}
