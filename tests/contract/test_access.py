"""Every route asks for a permission: none of the API's or the console's is missing in the table."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from controlplane.access.policy import PERMISSIONS
from controlplane.access.routes import PUBLIC, ROUTES
from controlplane.api import metrics, router
from controlplane.console import app as console
from controlplane.console.problems import ConsoleRoute

ROOT = Path(__file__).resolve().parents[2]
VERB = "{verb}"


def routes(found: object, prefix: str = "") -> Iterator[tuple[str, str, APIRoute]]:
    """Yield method, whole path and route of everything below a router."""
    for each in getattr(found, "routes", ()):
        original = getattr(each, "original_router", None)
        if original is not None:
            inner = getattr(each.include_context, "prefix", "")
            yield from routes(original, prefix + inner)
        elif isinstance(each, APIRoute):
            for method in each.methods:
                yield method, prefix + each.path, each


def everything() -> list[tuple[str, str, APIRoute]]:
    parts: list[APIRouter] = [router.health, metrics.router, router.build(), console.router]
    return [each for part in parts for each in routes(part)]


def is_covered(method: str, path: str) -> bool:
    if VERB not in path:
        return (method, path) in ROUTES or (method, path) in PUBLIC
    before, after = path.split(VERB)
    return any(
        each == method
        and line.startswith(before)
        and line.endswith(after)
        and "{" not in line[len(before) : len(line) - len(after)]
        for each, line in ROUTES
    )


def test_the_routes_are_found():
    found = {(method, path) for method, path, _ in everything()}

    assert ("GET", "/api/v1/devices/{device}") in found
    assert ("GET", "/settings/users") in found
    assert ("GET", "/metrics") in found
    assert len(found) > 80


@pytest.mark.parametrize(
    ("method", "path"), sorted({(method, path) for method, path, _ in everything()})
)
def test_a_route_asks_for_a_permission(method: str, path: str):
    assert is_covered(method, path), f"add {method} {path} to controlplane/access/routes.py"


def test_no_line_is_about_a_route_that_is_gone():
    known = {(method, path) for method, path, _ in everything()}
    verbs = [(method, path.split(VERB)[0]) for method, path in known if VERB in path]

    gone = [
        (method, path)
        for method, path in sorted([*ROUTES, *PUBLIC])
        if (method, path) not in known
        and not any(method == each and path.startswith(before) for each, before in verbs)
    ]

    assert gone == []


def test_every_permission_is_asked_for_somewhere():
    assert set(PERMISSIONS) - set(ROUTES.values()) == set()


def test_the_page_about_permissions_is_what_the_table_says():
    text = (ROOT / "docs" / "reference" / "permissions.md").read_text()
    rows = dict(re.findall(r"^\| `([a-z.]+)` \| ([a-z]+) \|", text, re.MULTILINE))

    assert rows == {name: str(role) for name, role in PERMISSIONS.items()}


def test_every_page_checks_whose_form_it_was():
    bare = [
        path for _, path, route in routes(console.router) if not isinstance(route, ConsoleRoute)
    ]

    assert bare == []
