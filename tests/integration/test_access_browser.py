"""The door in a real browser: by password, through an identity provider, and shut."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from controlplane.access.oidc import provider_of
from controlplane.access.policy import Role
from controlplane.settings import Settings
from shared.clock import SystemClock
from tests.support.access import PASSWORD, an_account
from tests.support.console_browser import a_browser, axe_findings, contrast_faults
from tests.support.console_server import TOKEN, an_app, serving
from tests.support.console_world import World
from tests.support.oidc_provider import CLIENT, SECRET, Certificate, a_certificate, canaille

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = {"olga": "olga's own password", "gerd": "gerd's own password"}
NOW = SystemClock().now()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path, NOW)
    yield world
    world.close()


@pytest.fixture
def app(world: World, tmp_path: Path) -> FastAPI:
    return an_app(world.database, SystemClock(), tmp_path)


@pytest.fixture
def page(browser: Browser, app: FastAPI) -> Iterator[Page]:
    """A page that nobody is signed in with; fails when the browser or the policy complains."""
    with (
        serving(app) as url,
        browser.new_context(base_url=url, ignore_https_errors=True) as context,
    ):
        yield from watched(context)


def watched(context: BrowserContext) -> Iterator[Page]:
    said: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda line: said.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield page
    assert said == []


def fill_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").first.click()


def test_somebody_signs_in_by_password_and_out_again(page: Page, world: World):
    an_account(world.database, "ada", Role.OPERATOR, now=NOW)

    page.goto("/devices?q=site%3Dlisbon")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    fill_in(page, "ada", "not the password")
    expect(page.get_by_role("alert")).to_contain_text("not right")
    fill_in(page, "ada", PASSWORD)
    expect(page).to_have_url(re.compile(r"/devices\?q=site%3Dlisbon|/devices\?q=site=lisbon"))
    expect(page.get_by_text("ada", exact=True)).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.goto("/devices")
    expect(page).to_have_url(re.compile("/sign-in"))


def test_the_first_admin_makes_an_account_a_colleague_and_a_token(page: Page):
    page.goto(f"/sign-in?token={TOKEN}")
    page.goto("/settings/users")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create and sign in").click()
    expect(page.get_by_text("this is you")).to_be_visible()

    page.get_by_label("Name").fill("olga")
    page.get_by_label("Role", exact=True).select_option("operator")
    page.get_by_role("button", name="Add user").click()
    expect(page.get_by_role("cell", name="olga", exact=True)).to_be_visible()

    page.get_by_role("link", name="API tokens").click()
    page.get_by_label("What will use it").fill("nightly build")
    page.get_by_label("rollouts.create").check()
    page.get_by_role("button", name="Create token").click()
    expect(page.locator(".command code")).to_contain_text("FLOTILLA_TOKEN=fapi_")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_door_can_be_read(
    browser: Browser, app: FastAPI, world: World, scheme: str
):
    with serving(app) as url, browser.new_context(base_url=url, color_scheme=scheme) as context:
        for page in watched(context):
            _read_all(page, world)


def _read_all(page: Page, world: World) -> None:
    an_account(world.database, "ada", Role.ADMIN, now=NOW)
    an_account(world.database, "olga", Role.OPERATOR, password=None, now=NOW)
    page.goto("/sign-in")
    assert contrast_faults(page) == []
    assert axe_findings(page) == []
    fill_in(page, "ada", PASSWORD)
    for path in ("account", "tokens", "users", "sessions", "sign-in"):
        page.goto(f"/settings/{path}")
        assert contrast_faults(page) == [], path
        assert axe_findings(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_viewer_who_must_not_is_told_who_may(page: Page, world: World):
    an_account(world.database, "vic", Role.VIEWER, now=NOW)
    an_account(world.database, "olga", Role.ADMIN, now=NOW)
    page.goto("/sign-in")
    fill_in(page, "vic", PASSWORD)

    page.goto("/settings/users")

    expect(page.get_by_role("heading", name="You may not do this")).to_be_visible()
    expect(page.get_by_text("Who may: olga.")).to_be_visible()


def test_a_session_that_is_ended_is_over_in_the_browser(page: Page, world: World):
    an_account(world.database, "ada", Role.ADMIN, now=NOW)
    page.goto("/sign-in")
    fill_in(page, "ada", PASSWORD)
    page.goto("/settings/sessions")
    page.get_by_role("button", name="End the session of ada").click()

    expect(page).to_have_url(re.compile("/sign-in"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return a_certificate(tmp_path_factory.mktemp("provider"))


def test_somebody_signs_in_through_a_real_identity_provider(
    page: Page, app: FastAPI, certificate: Certificate, tmp_path: Path
):
    page.goto("/sign-in")
    address = page.url.removesuffix("/sign-in")
    with canaille(
        certificate,
        people=PEOPLE,
        groups={"ops": ["olga"], "gardeners": ["gerd"]},
        redirects=[f"{address}/sign-in/callback"],
    ) as issuer:
        settings = Settings(
            data=tmp_path,
            oidc_issuer=issuer,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_name="Canaille",
            oidc_roles={"ops": "operator"},
            oidc_ca_file=certificate.certificate_file,
        )
        app.state.provider = provider_of(settings)

        page.goto("/devices")
        page.get_by_role("link", name="Sign in with Canaille").click()
        _at_the_provider(page, "olga")
        expect(page).to_have_url(f"{address}/devices")
        expect(page.get_by_text("olga@example.com", exact=True)).to_be_visible()
        page.goto("/settings/account")
        expect(page.get_by_text("operator", exact=True)).to_be_visible()

        page.get_by_role("button", name="Sign out").click()
        page.context.clear_cookies()
        page.goto("/sign-in")
        page.get_by_role("link", name="Sign in with Canaille").click()
        _at_the_provider(page, "gerd")
        expect(page.get_by_role("alert")).to_contain_text("nothing in 'groups' gives a role")
        page.goto("/devices")
        expect(page).to_have_url(re.compile("/sign-in"))


def _at_the_provider(page: Page, name: str) -> None:
    expect(page).to_have_url(re.compile(r"https://localhost:\d+/login"))
    page.locator('input[name="login"]').fill(name)
    page.locator('button[type="submit"], input[type="submit"]').last.click()
    page.locator('input[type="password"]').fill(PEOPLE[name])
    page.locator('button[type="submit"], input[type="submit"]').last.click()
