"""The door in pages: signing in, settings, and what somebody sees who may not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from controlplane.access import accounts
from controlplane.access.policy import Role
from controlplane.access.service import SESSION_COOKIE
from controlplane.access.throttle import ACCOUNT
from controlplane.console.routes.live import stream
from tests.support.access import PASSWORD, an_account
from tests.support.console_builders import NOON
from tests.support.console_server import TOKEN, an_app
from tests.support.console_world import World

HERE = {"Origin": "http://testserver"}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, NOON)
    yield world
    world.close()


@pytest.fixture
def visitor(world: World, tmp_path: Path) -> Iterator[TestClient]:
    """A browser that nobody is signed in with."""
    with TestClient(an_app(world.database, world.clock, tmp_path), headers=HERE) as client:
        yield client


def enter(client: TestClient, world: World, name: str, role: Role) -> TestClient:
    an_account(world.database, name, role, now=NOON)
    client.post("/sign-in", data={"name": name, "password": PASSWORD})
    return client


@pytest.fixture
def admin(visitor: TestClient, world: World) -> TestClient:
    return enter(visitor, world, "ada", Role.ADMIN)


def test_name_and_password_sign_in_and_lead_on(visitor: TestClient, world: World):
    an_account(world.database, "ada", now=NOON)

    answer = visitor.post(
        "/sign-in", data={"name": "ada", "password": PASSWORD, "next": "/devices"}
    )

    assert answer.url.path == "/devices"
    assert "ada" in answer.text


def test_the_cookie_is_for_our_pages_alone(visitor: TestClient, world: World):
    an_account(world.database, "ada", now=NOON)
    data = {"name": "ada", "password": PASSWORD}

    answer = visitor.post("/sign-in", data=data, follow_redirects=False)

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(SESSION_COOKIE)
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


def test_behind_https_the_cookie_is_secure(world: World, tmp_path: Path):
    an_account(world.database, "ada", now=NOON)
    app = an_app(world.database, world.clock, tmp_path)
    with TestClient(app, base_url="https://flotilla.example") as client:
        answer = client.post(
            "/sign-in",
            data={"name": "ada", "password": PASSWORD},
            headers={"Origin": "https://flotilla.example"},
            follow_redirects=False,
        )

    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_wrong_password_says_so_and_keeps_the_name(visitor: TestClient, world: World):
    an_account(world.database, "ada", now=NOON)

    answer = visitor.post("/sign-in", data={"name": "ada", "password": "wrong"})

    assert answer.status_code == 401
    assert "name or password is not right" in answer.text
    assert 'value="ada"' in answer.text
    assert "wrong" not in answer.text.replace("not right", "")


def test_whoever_guesses_must_wait_and_is_told_how_long(visitor: TestClient, world: World):
    an_account(world.database, "ada", now=NOON)
    for _ in range(ACCOUNT.free):
        visitor.post("/sign-in", data={"name": "ada", "password": "wrong"})

    answer = visitor.post("/sign-in", data={"name": "ada", "password": PASSWORD})

    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "10"
    assert "try again in 10 s" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
        {"Origin": "", "Referer": "https://evil.example/http://testserver"},
    ],
    ids=str,
)
def test_a_form_that_another_site_sends_is_refused(admin: TestClient, headers: dict[str, str]):
    for path in ("/sign-in", "/sign-out", "/theme", "/settings/users", "/enroll"):
        answer = admin.post(path, data={"theme": "dark", "name": "eve"}, headers=headers)

        assert answer.status_code == 403, path
        assert "another site" in answer.text


def test_a_viewer_sees_but_may_not_and_is_told_who_may(visitor: TestClient, world: World):
    an_account(world.database, "olga", Role.OPERATOR, now=NOON)
    an_account(world.database, "boss", Role.ADMIN, now=NOON)
    viewer = enter(visitor, world, "vic", Role.VIEWER)

    assert viewer.get("/devices").status_code == 200
    answer = viewer.post("/rollouts", data={})

    assert answer.status_code == 403
    assert (
        "This takes the role operator or a higher one (rollouts.create); vic is viewer."
        in answer.text
    )
    assert re.search(r"Who may: (boss, olga|olga, boss)\.", answer.text)


def test_a_viewer_has_an_account_but_no_users_page(visitor: TestClient, world: World):
    viewer = enter(visitor, world, "vic", Role.VIEWER)

    page = viewer.get("/settings")
    assert page.url.path == "/settings/account"
    assert "/settings/users" not in page.text
    for path in ("/settings/users", "/settings/sessions", "/settings/sign-in"):
        assert viewer.get(path).status_code == 403


def test_the_first_account_is_made_once_and_signs_in(visitor: TestClient, world: World):
    visitor.get("/sign-in", params={"token": TOKEN})
    assert "The first account" in visitor.get("/settings/users").text

    made = visitor.post("/settings/setup", data={"name": "ada", "password": PASSWORD})
    assert made.url.path == "/settings/users"
    assert "this is you" in made.text

    again = visitor.post("/settings/setup", data={"name": "eve", "password": PASSWORD})
    assert again.status_code == 422
    assert "there are accounts already" in again.text
    with world.database.reading() as session:
        assert [each.role for each in accounts.accounts(session)] == [Role.ADMIN]


def test_an_admin_adds_raises_disables_and_lets_in_again(admin: TestClient, world: World):
    def bob() -> accounts.Account:
        with world.database.reading() as session:
            return accounts.account(session, "bob")

    assert "bob" in admin.post("/settings/users", data={"name": "bob", "role": "viewer"}).text
    assert not bob().has_password

    admin.post(f"/settings/users/{bob().id}/role", data={"role": "approver"})
    admin.post(f"/settings/users/{bob().id}/password", data={"password": PASSWORD})
    assert (bob().role, bob().has_password) == (Role.APPROVER, True)

    admin.post(f"/settings/users/{bob().id}/disable")
    assert bob().disabled_at is not None
    admin.post(f"/settings/users/{bob().id}/enable")
    assert bob().disabled_at is None


def test_a_weak_password_or_a_taken_name_stays_on_the_form(admin: TestClient):
    weak = admin.post("/settings/users", data={"name": "bob", "password": "short"})
    taken = admin.post("/settings/users", data={"name": "ADA"})

    assert (weak.status_code, taken.status_code) == (422, 422)
    assert "at least 12 characters" in weak.text
    assert "already" in taken.text


def test_ones_own_password_is_changed_by_whoever_knows_it(admin: TestClient):
    fresh = {"fresh": "another long phrase", "again": "another long phrase"}

    wrong = admin.post("/settings/account/password", data={"present": "guess", **fresh})
    unlike = admin.post(
        "/settings/account/password", data={"present": PASSWORD, **fresh, "again": "other"}
    )
    right = admin.post("/settings/account/password", data={"present": PASSWORD, **fresh})

    assert (wrong.status_code, unlike.status_code, right.status_code) == (422, 422, 200)
    assert "Your password is changed" in right.text
    assert admin.get("/settings/account").status_code == 200, "this session goes on"


def test_a_session_is_listed_and_ended_by_an_admin(admin: TestClient, world: World, tmp_path: Path):
    with TestClient(an_app(world.database, world.clock, tmp_path), headers=HERE) as other:
        enter(other, world, "bob", Role.VIEWER)
        page = admin.get("/settings/sessions").text
        assert "bob" in page
        ends = dict(
            zip(
                re.findall(r'aria-label="End the session of (\w+)', page),
                re.findall(r'action="(/settings/sessions/[^"]+/end)"', page),
                strict=True,
            )
        )

        admin.post(ends["bob"])

        assert other.get("/devices").url.path == "/sign-in"


async def test_the_live_feed_ends_with_the_session(world: World):
    frames = [
        frame async for frame in stream(world.database, 0, stopping=None, is_welcome=lambda: False)
    ]

    assert len(frames) == 1
    assert frames[0].startswith("retry:")


def test_a_token_is_shown_once(admin: TestClient):
    made = admin.post(
        "/settings/tokens", data={"name": "build", "scopes": ["read", "rollouts.create"]}
    )

    (secret,) = re.findall(r"FLOTILLA_TOKEN=(fapi_[\w-]+)", made.text)
    again = admin.get("/settings/tokens").text
    assert secret not in again
    assert "rollouts.create" in again


def test_a_token_without_scopes_is_refused(admin: TestClient):
    answer = admin.post("/settings/tokens", data={"name": "build"})

    assert answer.status_code == 422
    assert "say what the token may do" in answer.text.lower()


def test_the_sign_in_page_of_settings_says_how_a_provider_is_added(admin: TestClient):
    page = admin.get("/settings/sign-in").text

    assert "FLOTILLA_OIDC_ISSUER" in page
    assert "/sign-in/callback" in page


def test_a_provider_that_is_not_there_is_nowhere(visitor: TestClient):
    assert visitor.get("/sign-in/provider").status_code == 404
    assert visitor.get("/sign-in/callback").status_code == 404


@pytest.mark.parametrize("path", ["/", "/settings/users", "/static/app.css", "/nowhere"])
def test_every_answer_keeps_itself_to_itself(admin: TestClient, path: str):
    headers = admin.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
