"""Everybody can use the pages: axe, contrast, small screens, in both themes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.console_browser import a_browser, axe_findings, contrast_faults, signed_in
from tests.support.console_builders import NOON
from tests.support.console_scene import Scene, a_scene, every_page, with_repositories
from tests.support.console_server import TOKEN, an_app, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    found = a_scene(tmp_path_factory.mktemp("scene"), NOON)
    yield found
    found.world.close()


@pytest.fixture(scope="module")
def page(
    scene: Scene, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    data = tmp_path_factory.mktemp("data")
    with_repositories(scene, data, NOON)
    app = an_app(scene.world.database, scene.world.clock, data)
    with serving(app) as url, browser.new_context(base_url=url) as context:
        signed_in(context, url, TOKEN)
        yield context.new_page()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_finding_of_axe_or_a_text_of_low_contrast(
    page: Page, scene: Scene, scheme: str
):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for path in [
        *every_page(scene),
        "/settings/account",
        "/settings/users",
        "/models/device-control/1.2.0",
        "/nowhere",
    ]:
        page.goto(path)

        assert axe_findings(page) == [], path
        assert contrast_faults(page) == [], path


def test_a_phone_shows_every_page_without_sideways_scrolling(page: Page, scene: Scene):
    page.set_viewport_size({"width": 360, "height": 740})
    for path in every_page(scene):
        page.goto(path)
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")

        assert wide <= 0, path


def test_a_phone_leads_to_every_page(page: Page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    page.get_by_role("button", name="More").click()
    page.locator("#more").get_by_role("link", name="Audit").click()

    page.wait_for_url("**/audit")
