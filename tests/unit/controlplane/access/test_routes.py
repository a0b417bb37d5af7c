"""Which permission a request asks for."""

import pytest

from controlplane.access.policy import PERMISSIONS, UNKNOWN
from controlplane.access.routes import PUBLIC, ROUTES, permission_of


@pytest.mark.parametrize(
    ("method", "path", "permission"),
    [
        ("GET", "/devices", "devices.read"),
        ("HEAD", "/devices", "devices.read"),
        ("GET", "/devices/kiosk-1", "devices.read"),
        ("POST", "/rollouts/1/pause", "rollouts.steer"),
        ("POST", "/rollouts/1/approve", "rollouts.approve"),
        ("POST", "/rollouts/pause/approve", "rollouts.approve"),
        ("POST", "/api/v1/rollouts/preflight", "rollouts.read"),
        ("POST", "/api/v1/rollouts", "rollouts.create"),
        ("DELETE", "/api/v1/devices/kiosk-1", "devices.revoke"),
        ("POST", "/settings/users", "users.manage"),
    ],
)
def test_a_request_asks_for_what_its_line_says(method: str, path: str, permission: str):
    assert permission_of(method, path) == permission


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/devices"),
        ("GET", "/devices/"),
        ("GET", "/api/v1/nothing"),
        ("POST", "/rollouts/1/explode"),
        ("PROPFIND", "/devices"),
        ("GET", "//devices"),
    ],
)
def test_a_request_that_no_line_means_is_unknown(method: str, path: str):
    assert permission_of(method, path) == UNKNOWN


def test_every_line_names_a_permission_that_exists():
    assert set(ROUTES.values()) <= set(PERMISSIONS)


def test_no_route_is_public_and_guarded():
    assert not PUBLIC & set(ROUTES)
