"""Queries over REST and on the command line, against a running control plane."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner

from controlplane.cli import app
from tests.support.broker_device import enroll
from tests.support.controlplane import RunningControlPlane

pytestmark = pytest.mark.broker


@pytest.fixture
def http(control_plane: RunningControlPlane) -> Iterator[httpx2.Client]:
    headers = {"Authorization": f"Bearer {control_plane.token}"}
    with httpx2.Client(base_url=f"{control_plane.url}/api/v1", headers=headers) as client:
        yield client


@pytest.fixture(scope="module")
def two(control_plane: RunningControlPlane, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder: Path = tmp_path_factory.mktemp("queried")
    for name, site in (("queried-a", "vigo"), ("queried-b", "faro")):
        enroll(control_plane, folder, name, site=site)


@pytest.mark.usefixtures("two")
def test_a_list_has_the_devices_that_a_query_means(http: httpx2.Client) -> None:
    answer = http.get("/devices", params={"query": "name ~ queried- and not site=faro"})
    found = answer.json()
    assert [each["name"] for each in found["devices"]] == ["queried-a"]
    assert found["total"] == 1


@pytest.mark.usefixtures("two")
def test_a_list_comes_in_pages(http: httpx2.Client) -> None:
    asked = {"query": "name ~ queried-", "limit": "1", "offset": "1"}
    found = http.get("/devices", params=asked).json()
    assert [each["name"] for each in found["devices"]] == ["queried-b"]
    assert found["total"] == 2


def test_a_query_that_cannot_be_read_is_the_caller_s_fault(http: httpx2.Client) -> None:
    answer = http.get("/devices", params={"query": "memory >= lots"})
    assert answer.status_code == 422
    assert "character 11: expected a size like 2GiB" in answer.json()["detail"]


@pytest.mark.usefixtures("two")
def test_the_command_line_takes_a_query(
    control_plane: RunningControlPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOTILLA_URL", control_plane.url)
    monkeypatch.setenv("FLOTILLA_TOKEN", control_plane.token)
    run = CliRunner().invoke
    found = run(app, ["devices", "--query", "site in (faro)", "--json"])
    assert found.exit_code == 0, found.output
    assert [each["name"] for each in json.loads(found.stdout)["devices"]] == ["queried-b"]
    nobody = run(app, ["devices", "--query", "site=nowhere"])
    assert "No device is meant by that" in nobody.stdout
