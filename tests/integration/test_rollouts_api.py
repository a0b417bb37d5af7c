"""Rollouts over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.builders import a_candidate
from tests.support.rollout_control import Control, Fleet
from tests.support.rollout_server import an_app

BODY = {
    "line": "device-control",
    "version": "1.0.0",
    "policy": {"waves": [{"name": "canary", "count": 1}, {"name": "rest"}], "soak_s": 0},
}


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


@pytest.fixture
def http(control: Control) -> Iterator[TestClient]:
    with TestClient(an_app(control), base_url="http://testserver/api/v1") as client:
        yield client


def test_a_rollout_is_created_run_and_shown(control, http):
    fleet = Fleet(control, "ada", "bob")
    control.add_release("1.0.0")
    created = http.post("/rollouts", json=BODY)
    assert created.status_code == 201
    assert created.json()["state"] == "running"
    fleet.work(rounds=25)

    shown = http.get(f"/rollouts/{created.json()['id']}").json()
    assert shown["state"] == "completed"
    assert shown["counts"] == {"committed": 2}
    assert [wave["judgement"]["verdict"] for wave in shown["waves"]] == ["go", "go"]
    assert shown["deployments"][0]["why"].startswith("f16 is the best that fits: needs 83.1 MB")
    assert list(shown["deployments"][0]["steps"])[-1] == "committed"

    listed = http.get("/rollouts").json()["rollouts"]
    assert [each["id"] for each in listed] == [shown["id"]]
    mine = http.get("/devices/ada/deployments").json()["deployments"]
    assert [each["variant"] for each in mine] == ["f16"]
    history = http.get(f"/deployments/{mine[0]['id']}").json()
    assert history["steps"][0]["state"] == "offered"
    both = http.get(f"/rollouts/{shown['id']}/deployments").json()["deployments"]
    assert len(both) == 2


def test_a_preflight_says_who_would_get_what(control, http):
    control.add_device("ada")
    control.add_device("tiny", memory_mb=10)
    control.add_release("1.0.0", a_candidate("f16"))
    found = http.post("/rollouts/preflight", json=BODY).json()
    assert found["variants"] == {"f16": 1}
    assert [(each["name"], each["outcome"]) for each in found["devices"]] == [
        ("ada", "deploy"),
        ("tiny", "left_out"),
    ]
    assert http.get("/rollouts").json() == {"rollouts": []}


def test_a_rollout_can_wait_for_its_start(control, http):
    control.add_device("ada")
    control.add_release("1.0.0")
    created = http.post("/rollouts", json={**BODY, "start": False}).json()
    assert created["state"] == "ready"
    assert http.post(f"/rollouts/{created['id']}/start").json()["state"] == "running"
    assert http.post(f"/rollouts/{created['id']}/start").status_code == 409


@pytest.mark.parametrize(
    ("verb", "state"),
    [("pause", "paused"), ("abort", "aborting"), ("rollback", "rolling_back")],
)
def test_a_rollout_is_steered(control, http, verb, state):
    control.add_device("ada")
    control.add_release("1.0.0")
    rollout = http.post("/rollouts", json=BODY).json()["id"]
    answer = http.post(f"/rollouts/{rollout}/{verb}")
    assert answer.status_code == 200
    assert answer.json()["state"] == state


def test_what_cannot_be_is_refused_with_words(control, http):
    control.add_device("ada")
    control.add_release("1.0.0")
    rollout = http.post("/rollouts", json=BODY).json()["id"]
    refused = http.post(f"/rollouts/{rollout}/resume")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    assert "'resume' is not possible in state 'running'" in refused.json()["detail"]
    assert http.post(f"/rollouts/{rollout}/promote").json()["code"] == "rollout_state"
    assert http.get("/rollouts/none").status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"policy": {"waves": [{"name": "a", "count": 0}]}}, "waves.0.count"),
        ({"policy": {"soak": 3}}, "policy.soak"),
        ({"selector": "site="}, "character 6"),
        ({"version": None}, "say what to roll out"),
        ({"selector": "gpu"}, "no device matches 'gpu'"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_by_field(control, http, change, words):
    control.add_device("ada")
    control.add_release("1.0.0")
    refused = http.post("/rollouts", json={**BODY, **change})
    assert refused.status_code == 422
    assert words in refused.json()["detail"]


def test_a_release_that_does_not_exist_is_not_found(http):
    assert http.post("/rollouts", json={**BODY, "version": "9"}).status_code == 404
