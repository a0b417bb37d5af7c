"""The console in a real browser: it follows what happens, and it can be used by clicking."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from controlplane.devices import queries as devices
from controlplane.registry import queries as registry
from controlplane.rollouts import queries as rollouts
from controlplane.rollouts.queries import DeploymentView
from shared.deployment import State
from shared.ids import RolloutId
from shared.wire.up import Progress
from tests.support.console_browser import a_browser, contrast_faults, signed_in
from tests.support.console_builders import NOON
from tests.support.console_scene import Scene, a_scene
from tests.support.console_server import TOKEN, an_app, serving
from tests.support.console_world import KIOSK, World

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
def url(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = an_app(scene.world.database, scene.world.clock, tmp_path_factory.mktemp("data"))
    with serving(app) as address:
        yield address


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """A signed-in page of the scene; fails when the browser complains."""
    with browser.new_context(base_url=url) as context:
        signed_in(context, url, TOKEN)
        yield from watched(context)


@pytest.fixture
def small(tmp_path: Path, browser: Browser) -> Iterator[tuple[World, Page]]:
    """One device and one release of its own, and a signed-in page."""
    world = World(tmp_path, NOON)
    device = world.enroll("kiosk-1", world.token(), site="lisbon")
    world.connect(device, KIOSK)
    world.released("starter", "1.0.0", parameters=4_000_000, quality={"q8_0": 0.9})
    with (
        serving(an_app(world.database, world.clock, tmp_path)) as address,
        browser.new_context(base_url=address) as context,
    ):
        signed_in(context, address, TOKEN)
        for each in watched(context):
            yield world, each
    world.close()


def watched(context: BrowserContext) -> Iterator[Page]:
    said: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    yield page
    assert said == []


def live(page: Page) -> None:
    expect(page.locator("[data-live]")).to_have_text("Live")


def test_a_rollout_is_started_by_clicking_and_followed_without_a_reload(
    small: tuple[World, Page],
):
    world, page = small
    page.goto("/rollouts/new")
    page.get_by_label("Devices", exact=True).fill("site=mars")
    expect(page.locator("#preview")).to_contain_text("No device matches")
    page.get_by_label("Devices", exact=True).fill("site=lisbon")
    expect(page.locator("#preview")).to_contain_text("q8_0 is the best that fits")
    page.get_by_role("button", name="Start rollout").click()
    page.wait_for_url(re.compile(r"/rollouts/[0-9a-f-]{36}$"))
    rollout = RolloutId(page.url.rsplit("/", 1)[1])
    live(page)

    world.runner.tick()
    expect(page.locator("#devices tbody .badge")).to_have_text("offered")
    world.drive(rollout)

    expect(page.locator("#head .badge")).to_have_text("completed")
    expect(page.locator("#devices tbody .badge")).to_have_text("in service")


def test_progress_moves_without_an_event_of_its_own(small: tuple[World, Page]):
    world, page = small
    rollout = _downloading(world)
    page.goto(f"/rollouts/{rollout}")
    bar = page.locator("#devices progress")

    for done in (1_000_000, 3_000_000):
        _report(world, rollout, Progress(done_bytes=done, total_bytes=4_000_000))
        expect(bar).to_have_attribute("value", str(done))


def test_what_is_open_stays_open_when_news_arrives(small: tuple[World, Page]):
    world, page = small
    rollout = _downloading(world)
    page.goto(f"/rollouts/{rollout}")
    page.get_by_text("steps").click()
    expect(page.locator("#devices details .trail")).to_be_visible()

    _report(world, rollout, Progress(done_bytes=5, total_bytes=4_000_000))

    expect(page.locator("#devices progress")).to_have_attribute("value", "5")
    expect(page.locator("#devices details .trail")).to_be_visible()


def test_a_new_device_appears_on_an_open_page(small: tuple[World, Page]):
    world, page = small
    page.goto("/devices")
    live(page)

    device = world.enroll("kiosk-2", world.token())
    expect(page.get_by_role("link", name="kiosk-2")).to_be_visible()
    world.connect(device, KIOSK)

    expect(page.get_by_role("row", name="kiosk-2")).to_contain_text("online")


def test_aborting_asks_first_and_can_be_called_off(small: tuple[World, Page]):
    world, page = small
    rollout = _downloading(world)
    page.goto(f"/rollouts/{rollout}")
    dialog = page.get_by_role("dialog", name="Abort this rollout?")

    page.get_by_role("button", name="Abort").click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Abort").click()
    dialog.get_by_role("button", name="Abort").click()

    expect(page.locator("#head .badge")).to_have_text("aborting")


def test_the_fleet_is_searched_while_typing(page: Page):
    page.goto("/devices")
    page.get_by_label("Search devices").fill("site=braga")

    expect(page.locator("#rows tbody tr")).to_have_count(5)
    expect(page).to_have_url(re.compile(r"q=site%3Dbraga"))


def test_charts_are_drawn(page: Page, scene: Scene):
    page.goto(f"/devices/{scene.devices['kiosk-lisbon-1']}")

    expect(page.locator("[data-chart] canvas")).to_have_count(3)


def test_charts_appear_with_the_first_sample_and_stay_themselves(small: tuple[World, Page]):
    world, page = small
    with world.database.reading() as session:
        device = devices.device(session, "kiosk-1").id
    page.goto(f"/devices/{device}")
    expect(page.locator("#usage")).to_contain_text("No measurements arrived")

    world.measure(device)

    charts = page.locator("[data-chart] canvas")
    expect(charts).to_have_count(3, timeout=15_000)
    charts.first.evaluate("canvas => { canvas.dataset.mark = 'mine' }")
    again = "{source: '#usage', target: '#usage', swap: 'outerHTML'}"
    page.evaluate(f"() => htmx.ajax('GET', location.pathname, {again})")
    expect(page.locator("canvas[data-mark=mine]")).to_have_count(1)


def test_the_theme_changes_at_once_and_is_kept(page: Page):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_phone_shows_every_page_without_sideways_scrolling(page: Page, scene: Scene):
    page.set_viewport_size({"width": 360, "height": 740})
    for path in _paths(scene):
        page.goto(path)
        wide = page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")

        assert wide <= 0, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(page: Page, scene: Scene, scheme: str):
    page.emulate_media(color_scheme=scheme)
    for path in _paths(scene):
        page.goto(path)

        assert contrast_faults(page) == [], path


def test_the_keyboard_reaches_the_content_first(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")

    assert page.url.endswith("#main")


def test_everything_reads_and_works_without_script(browser: Browser, url: str, scene: Scene):
    with browser.new_context(base_url=url, java_script_enabled=False) as context:
        signed_in(context, url, TOKEN)
        page = context.new_page()
        page.goto("/devices")
        page.get_by_label("Search devices").fill("weld")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("#rows tbody tr")).to_have_count(2)
        page.goto(f"/rollouts/{scene.running}")
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("dialog", name="Pause this rollout?")).to_be_visible()
        page.goto("/rollouts/new")
        page.get_by_role("button", name="Add a wave").click()
        expect(page.locator("input[name=wave_name]")).to_have_count(3)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#preview")).to_contain_text("is the best that fits")


def _paths(scene: Scene) -> list[str]:
    return [
        "/",
        "/devices",
        f"/devices/{scene.devices['kiosk-lisbon-1']}",
        "/enroll",
        "/models",
        "/models/device-control/1.4.0",
        "/rollouts",
        "/rollouts/new",
        f"/rollouts/{scene.running}",
        "/activity",
    ]


def _downloading(world: World) -> RolloutId:
    """Start a rollout whose one device downloads."""
    with world.database.reading() as session:
        (release,) = registry.releases(session)
    rollout = world.roll_out(release.id)
    world.runner.tick()
    for state in (State.ACCEPTED, State.DOWNLOADING):
        world.report(_deployment(world, rollout), state)
    return rollout


def _deployment(world: World, rollout: RolloutId) -> DeploymentView:
    with world.database.reading() as session:
        (deployment,) = rollouts.deployments(session, rollout)
    return deployment


def _report(world: World, rollout: RolloutId, progress: Progress) -> None:
    world.clock.pass_(1)
    world.report(_deployment(world, rollout), State.DOWNLOADING, progress=progress)
