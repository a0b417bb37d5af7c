"""Users, tokens, the audit log and metrics over REST, on the whole application."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from controlplane import app as application
from controlplane.access.policy import PERMISSIONS, Role
from controlplane.app import ControlPlane
from controlplane.audit import chain
from controlplane.cli.up import prepared
from tests.support.access import PASSWORD
from tests.support.controlplane import a_settings

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ControlPlane]:
    """A control plane whose application answers; nothing else of it runs."""
    plane = application.create(prepared(a_settings(tmp_path_factory.mktemp("plane"))))
    yield plane
    plane.database.close()


def calling(plane: ControlPlane, token: str = "", *, address: str = "192.0.2.7") -> TestClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return TestClient(plane.api, headers=headers, client=(address, 50_000))


@pytest.fixture
def admin(plane: ControlPlane) -> TestClient:
    return calling(plane, plane.admin_token)


def a_token(plane: ControlPlane, role: Role, *scopes: str) -> str:
    """Return a token of a new user with a role, made in that user's own console session."""
    admin = calling(plane, plane.admin_token)
    number = len(admin.get("/api/v1/users").json()["users"])
    name = f"{role}-{number}"
    made = admin.post("/api/v1/users", json={"name": name, "role": role, "password": PASSWORD})
    assert made.status_code == 201
    browser = calling(plane)
    browser.headers["Origin"] = "http://testserver"
    browser.post("/sign-in", data={"name": name, "password": PASSWORD})
    body = {"name": "a program", "scopes": list(scopes or ["all"])}
    return str(browser.post("/api/v1/tokens", json=body).json()["token"])


def test_the_admin_token_may_everything(admin: TestClient):
    me = admin.get("/api/v1/me").json()

    assert me == {
        "name": "admin",
        "role": "admin",
        "permissions": sorted(PERMISSIONS),
        "by_token": False,
    }


def test_a_user_is_added_changed_and_shut_out(admin: TestClient):
    made = admin.post("/api/v1/users", json={"name": "Bob", "role": "viewer"}).json()
    assert (made["name"], made["role"], made["has_password"]) == ("bob", "viewer", False)

    changed = admin.patch("/api/v1/users/bob", json={"role": "approver"}).json()
    assert changed["role"] == "approver"
    password = {"password": PASSWORD}
    assert admin.put("/api/v1/users/bob/password", json=password).status_code == 204
    gone = admin.patch("/api/v1/users/bob", json={"disabled": True}).json()
    assert (gone["has_password"], gone["disabled_at"] is not None) == (True, True)
    back = admin.patch(f"/api/v1/users/{gone['id']}", json={"disabled": False}).json()
    assert back["disabled_at"] is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "admin"}, 422),
        ({"name": "x", "role": "boss"}, 422),
        ({"name": "x", "password": "short"}, 422),
        ({"name": "x", "passwort": PASSWORD}, 422),
        ({}, 422),
    ],
)
def test_a_user_that_makes_no_sense_is_refused(
    admin: TestClient, body: dict[str, str], status: int
):
    answer = admin.post("/api/v1/users", json=body)

    assert answer.status_code == status
    assert PASSWORD not in answer.text, "what was sent is not sent back"


def test_a_taken_name_is_a_conflict(admin: TestClient):
    assert admin.post("/api/v1/users", json={"name": "carol"}).status_code == 201
    assert admin.post("/api/v1/users", json={"name": "carol"}).status_code == 409


@pytest.mark.parametrize(
    ("role", "method", "path", "allowed"),
    [
        (Role.VIEWER, "GET", "/api/v1/devices", True),
        (Role.VIEWER, "POST", "/api/v1/enrollment-tokens", False),
        (Role.VIEWER, "GET", "/api/v1/users", False),
        (Role.OPERATOR, "POST", "/api/v1/enrollment-tokens", True),
        (Role.OPERATOR, "GET", "/api/v1/audit/export", False),
        (Role.OPERATOR, "POST", "/api/v1/rollouts/1/approve", False),
        (Role.APPROVER, "GET", "/api/v1/audit/export", True),
        (Role.APPROVER, "GET", "/api/v1/users", False),
        (Role.ADMIN, "GET", "/api/v1/users", True),
    ],
)
def test_a_role_opens_what_its_line_says(
    plane: ControlPlane,
    role: Role,
    method: str,
    path: str,
    allowed: bool,  # noqa: FBT001
):
    client = calling(plane, a_token(plane, role))

    answer = client.request(method, path, json={} if method == "POST" else None)

    if allowed:
        assert answer.status_code in {200, 201}
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert "it takes the role" in answer.text or "this takes the role" in answer.text


def test_a_token_of_a_user_acts_within_its_scopes(plane: ControlPlane):
    client = calling(plane, a_token(plane, Role.OPERATOR, "read"))

    assert client.get("/api/v1/devices").status_code == 200
    assert client.get("/api/v1/me").json()["by_token"]
    refused = client.post("/api/v1/enrollment-tokens", json={})
    assert refused.status_code == 403
    assert "was not made for enroll.create" in refused.json()["detail"]
    assert client.post("/api/v1/tokens", json={"name": "x", "scopes": ["read"]}).status_code == 403


def test_a_revoked_token_is_dead_at_once(plane: ControlPlane, admin: TestClient):
    client = calling(plane, a_token(plane, Role.VIEWER))
    (mine,) = client.get("/api/v1/tokens").json()["tokens"]
    assert "token" not in mine

    assert admin.delete(f"/api/v1/tokens/{mine['id']}").status_code == 204

    assert client.get("/api/v1/devices").status_code == 401


def test_sessions_are_listed_and_ended(plane: ControlPlane, admin: TestClient):
    admin.post("/api/v1/users", json={"name": "dora", "password": PASSWORD})
    browser = calling(plane)
    browser.headers["Origin"] = "http://testserver"
    browser.post("/sign-in", data={"name": "dora", "password": PASSWORD})
    assert browser.get("/devices").url.path == "/devices"
    (session,) = [
        each for each in admin.get("/api/v1/sessions").json()["sessions"] if each["name"] == "dora"
    ]

    assert admin.delete(f"/api/v1/sessions/{session['id']}").status_code == 204

    assert browser.get("/devices").url.path == "/sign-in"
    assert admin.delete(f"/api/v1/sessions/{session['id']}").status_code == 404


def test_the_log_is_exported_as_lines_that_hold_together(admin: TestClient):
    admin.post("/api/v1/users", json={"name": "emil"})

    answer = admin.get("/api/v1/audit/export")

    assert answer.headers["content-type"] == "application/jsonl"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert any(line["subject"] == "emil" and line["actor"] == "admin" for line in lines)
    assert lines[0]["previous"] == chain.START
    for first, second in pairwise(lines):
        assert second["previous"] == first["hash"]
    part = admin.get("/api/v1/audit/export", params={"after": 1, "limit": 1}).text
    assert json.loads(part)["seq"] == 2


def test_the_log_is_verified(admin: TestClient):
    admin.post("/api/v1/users", json={"name": "fritz"})
    found = admin.get("/api/v1/audit/verification").json()
    assert (found["holds"], found["breaks"]) == (True, [])

    kept = {"seq": found["head"]["seq"], "hash": found["head"]["hash"]}
    assert admin.get("/api/v1/audit/verification", params=kept).json()["holds"]
    other = kept | {"hash": "0" * 64}
    assert not admin.get("/api/v1/audit/verification", params=other).json()["holds"]


class TestMetrics:
    def test_the_machine_itself_may_scrape(self, plane: ControlPlane):
        answer = calling(plane, address="127.0.0.1").get("/metrics")

        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        assert 'flotilla_devices{presence="online"} 0' in answer.text
        assert "flotilla_ingest_messages_total 0" in answer.text
        assert re.search(r"^flotilla_audit_entries_total \d+$", answer.text, re.MULTILINE)

    def test_every_family_has_help_and_type_once(self, plane: ControlPlane):
        text = calling(plane, address="::1").get("/metrics").text

        helps = re.findall(r"^# HELP (\S+)", text, re.MULTILINE)
        types = re.findall(r"^# TYPE (\S+) (?:gauge|counter)$", text, re.MULTILINE)
        values = re.findall(r"^(flotilla_\w+)", text, re.MULTILINE)
        assert helps == types
        assert len(helps) == len(set(helps))
        assert set(values) <= set(helps)
        assert all(
            re.fullmatch(r"\S+( |\{.*\} )[\d.e+-]+", line)
            for line in text.splitlines()
            if not line.startswith("#")
        )

    @pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
    def test_a_proxy_on_the_machine_does_not_open_it(self, plane: ControlPlane, name: str):
        client = calling(plane, address="127.0.0.1")

        assert client.get("/metrics", headers={name: "192.0.2.7"}).status_code == 401

    def test_elsewhere_a_token_made_for_it_may(self, plane: ControlPlane):
        right = calling(plane, a_token(plane, Role.VIEWER, "metrics.read"))
        wrong = calling(plane, a_token(plane, Role.VIEWER, "devices.read"))

        assert calling(plane).get("/metrics").status_code == 401
        assert right.get("/metrics").status_code == 200
        assert right.get("/api/v1/devices").status_code == 403
        assert wrong.get("/metrics").status_code == 403


def test_the_description_names_both_ways_to_show_a_token_and_every_answer(plane: ControlPlane):
    schema = calling(plane).get("/api/openapi.json").json()

    assert schema["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            assert operation["operationId"], (method, path)
            assert operation.get("tags"), (method, path)
            assert operation.get("summary"), (method, path)


def test_secrets_of_the_data_folder_are_nowhere_in_the_log(plane: ControlPlane):
    admin = calling(plane, plane.admin_token)
    token = a_token(plane, Role.VIEWER)

    text = admin.get("/api/v1/audit/export").text

    assert plane.admin_token not in text
    assert token not in text
    assert PASSWORD not in text
