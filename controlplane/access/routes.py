"""What each route asks for: method and path to permission. Pure.

Every route of the API and of the console stands here, or in `PUBLIC`; one that is missing is
answered to admins alone, and a test names it. A path is matched segment by segment; a segment that
is spelled out goes before `{any}`, so a route with a verb in its path has one line for each verb.
"""

from functools import cache
from typing import Final

from controlplane.access.policy import UNKNOWN

_API: Final = "/api/v1"

PUBLIC: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        ("GET", "/healthz"),
        ("GET", "/sign-in"),
        ("POST", "/sign-in"),
        ("GET", "/sign-in/provider"),
        ("GET", "/sign-in/callback"),
        ("POST", "/sign-out"),
        ("POST", "/theme"),
        ("GET", "/{path:path}"),  # the page that says that nothing is there
    }
)
"""Answered to whoever asks, because it says nothing, or is the way in."""

_CONSOLE: Final[dict[tuple[str, str], str]] = {
    ("GET", "/"): "devices.read",
    ("GET", "/metrics"): "metrics.read",  # of whoever asks from elsewhere
    ("GET", "/live"): "events.read",
    ("GET", "/audit"): "events.read",
    ("GET", "/trust"): "trust.read",
    ("GET", "/devices"): "devices.read",
    ("POST", "/devices/many"): "devices.read",  # asks by itself: labels, or commands
    ("POST", "/devices/views"): "views.save",
    ("POST", "/devices/views/{view}/delete"): "views.save",
    ("GET", "/devices/{device}"): "devices.read",
    ("GET", "/devices/{device}/chat"): "devices.chat",
    ("POST", "/devices/{device}/chat"): "devices.chat",
    ("GET", "/devices/{device}/telemetry.json"): "devices.read",
    ("POST", "/devices/{device}/labels"): "devices.label",
    ("POST", "/devices/{device}/commands"): "devices.command",
    ("POST", "/devices/{device}/revoke"): "devices.revoke",
    ("GET", "/enroll"): "enroll.read",
    ("POST", "/enroll"): "enroll.create",
    ("POST", "/enroll/{token_id}/revoke"): "enroll.create",
    ("POST", "/enroll/requests/{request_id}/approve"): "enroll.approve",
    ("POST", "/enroll/requests/{request_id}/reject"): "enroll.approve",
    ("GET", "/models"): "models.read",
    ("GET", "/models/{line}/{version}"): "models.read",
    ("GET", "/rollouts"): "rollouts.read",
    ("GET", "/rollouts/new"): "rollouts.read",
    ("POST", "/rollouts"): "rollouts.create",
    ("GET", "/rollouts/{rollout}"): "rollouts.read",
    ("GET", "/rollouts/{rollout}/devices/{device}"): "rollouts.read",
    ("POST", "/rollouts/{rollout}/start"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/pause"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/resume"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/promote"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/rollback"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/abort"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/close"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/approve"): "rollouts.approve",
    ("POST", "/rollouts/{rollout}/reject"): "rollouts.approve",
    ("POST", "/rollouts/{rollout}/waves/{wave}/rollback"): "rollouts.steer",
    ("GET", "/settings"): "account.read",
    ("GET", "/settings/account"): "account.read",
    ("POST", "/settings/account/password"): "account.write",
    ("POST", "/settings/account/sessions/{session_id}/end"): "account.write",
    ("GET", "/settings/tokens"): "account.read",
    ("POST", "/settings/tokens"): "account.write",
    ("POST", "/settings/tokens/{token_id}/revoke"): "account.write",
    ("GET", "/settings/users"): "users.manage",
    ("POST", "/settings/users"): "users.manage",
    ("POST", "/settings/users/{user}/role"): "users.manage",
    ("POST", "/settings/users/{user}/password"): "users.manage",
    ("POST", "/settings/users/{user}/disable"): "users.manage",
    ("POST", "/settings/users/{user}/enable"): "users.manage",
    ("GET", "/settings/sessions"): "users.manage",
    ("POST", "/settings/sessions/{session_id}/end"): "users.manage",
    ("GET", "/settings/sign-in"): "settings.read",
    ("POST", "/settings/setup"): "users.manage",
}

_REST: Final[dict[tuple[str, str], str]] = {
    ("GET", "/status"): "devices.read",
    ("GET", "/events"): "events.read",
    ("GET", "/me"): "account.read",
    ("GET", "/users"): "users.manage",
    ("POST", "/users"): "users.manage",
    ("GET", "/users/{user}"): "users.manage",
    ("PATCH", "/users/{user}"): "users.manage",
    ("PUT", "/users/{user}/password"): "users.manage",
    ("GET", "/sessions"): "users.manage",
    ("DELETE", "/sessions/{session_id}"): "users.manage",
    ("GET", "/tokens"): "account.read",
    ("POST", "/tokens"): "account.write",
    ("DELETE", "/tokens/{token_id}"): "account.write",
    ("GET", "/audit/export"): "audit.read",
    ("GET", "/audit/verification"): "audit.read",
    ("GET", "/enrollment-tokens"): "enroll.read",
    ("POST", "/enrollment-tokens"): "enroll.create",
    ("DELETE", "/enrollment-tokens/{token_id}"): "enroll.create",
    ("GET", "/enrollment-requests"): "enroll.read",
    ("POST", "/enrollment-requests/{request_id}/approve"): "enroll.approve",
    ("POST", "/enrollment-requests/{request_id}/reject"): "enroll.approve",
    ("GET", "/devices"): "devices.read",
    ("GET", "/devices/{device}"): "devices.read",
    ("GET", "/devices/{device}/telemetry"): "devices.read",
    ("GET", "/devices/{device}/deployments"): "devices.read",
    ("PATCH", "/devices"): "devices.label",
    ("PATCH", "/devices/{device}"): "devices.label",
    ("POST", "/devices/commands"): "devices.command",
    ("POST", "/devices/{device}/chats"): "devices.chat",
    ("GET", "/devices/{device}/chats/{conversation}"): "devices.chat",
    ("GET", "/device-views"): "devices.read",
    ("POST", "/device-views"): "views.save",
    ("DELETE", "/device-views/{view}"): "views.save",
    ("POST", "/devices/{device}/commands"): "devices.command",
    ("GET", "/devices/{device}/commands"): "devices.read",
    ("GET", "/devices/{device}/commands/{command}"): "devices.read",
    ("DELETE", "/devices/{device}"): "devices.revoke",
    ("GET", "/lines"): "models.read",
    ("GET", "/releases"): "models.read",
    ("POST", "/releases"): "models.import",
    ("GET", "/releases/{release_id}"): "models.read",
    ("POST", "/releases/{release_id}/publication"): "models.publish",
    ("GET", "/trust"): "trust.read",
    ("GET", "/trust/{repository}/metadata/{name}"): "trust.read",
    ("GET", "/trust/{repository}/targets"): "trust.read",
    ("POST", "/trust/{repository}/resigned"): "trust.write",
    ("POST", "/trust/director/next-key"): "trust.write",
    ("POST", "/trust/director/root"): "trust.write",
    ("POST", "/trust/usb/sticks"): "models.publish",
    ("GET", "/recalls"): "models.read",
    ("POST", "/recalls"): "models.recall",
    ("GET", "/blobs/{digest}"): "models.read",
    ("PUT", "/blobs/{digest}"): "models.import",
    ("GET", "/rollouts"): "rollouts.read",
    ("POST", "/rollouts"): "rollouts.create",
    ("POST", "/rollouts/preflight"): "rollouts.read",
    ("GET", "/rollouts/{rollout}"): "rollouts.read",
    ("GET", "/rollouts/{rollout}/deployments"): "rollouts.read",
    ("GET", "/rollouts/{rollout}/explain/{device}"): "rollouts.read",
    ("GET", "/rollouts/{rollout}/verdicts"): "rollouts.read",
    ("GET", "/deployments/{deployment}"): "rollouts.read",
    ("POST", "/rollouts/{rollout}/close"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/start"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/pause"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/resume"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/abort"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/promote"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/rollback"): "rollouts.steer",
    ("POST", "/rollouts/{rollout}/approve"): "rollouts.approve",
    ("POST", "/rollouts/{rollout}/reject"): "rollouts.approve",
}

ROUTES: Final[dict[tuple[str, str], str]] = {
    **_CONSOLE,
    **{(method, _API + path): permission for (method, path), permission in _REST.items()},
}


def permission_of(method: str, path: str) -> str:
    """Return what a request for `path` asks for; `UNKNOWN` when no line says so."""
    method = "GET" if method == "HEAD" else method
    wanted = path.split("/")
    for segments, permission in _lines().get((method, len(wanted)), ()):
        if all(_fits(segment, part) for segment, part in zip(segments, wanted, strict=True)):
            return permission
    return UNKNOWN


def _fits(segment: str, part: str) -> bool:
    return bool(part) if segment.startswith("{") else segment == part


@cache
def _lines() -> dict[tuple[str, int], list[tuple[list[str], str]]]:
    """Return the table by method and number of segments, the most spelled-out lines first."""
    lines: dict[tuple[str, int], list[tuple[list[str], str]]] = {}
    for (method, path), permission in ROUTES.items():
        segments = path.split("/")
        lines.setdefault((method, len(segments)), []).append((segments, permission))
    for each in lines.values():
        each.sort(key=lambda line: [segment.startswith("{") for segment in line[0]])
    return lines
