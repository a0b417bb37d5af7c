"""The console in a real browser: it follows what happens, and it can be used by clicking."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from controlplane.access import accounts
from controlplane.access.policy import Role
from controlplane.devices import queries as devices
from controlplane.registry import queries as registry
from controlplane.rollouts import queries as rollouts
from controlplane.rollouts.queries import DeploymentView
from shared.deployment import State
from shared.ids import DeviceId, RolloutId
from shared.wire.up import Progress
from tests.support.console_browser import a_browser, signed_in, signed_in_as
from tests.support.console_builders import NOON
from tests.support.console_scene import Scene, a_scene, every_page
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

    expect(page.locator(".head .badge")).to_have_text("completed")
    expect(page.locator("#devices tbody .badge")).to_have_text("in service")


def test_progress_moves_without_an_event_of_its_own(small: tuple[World, Page]):
    world, page = small
    rollout = _downloading(world)
    page.goto(f"/rollouts/{rollout}")
    bar = page.locator("#devices progress")

    for done in (1_000_000, 3_000_000):
        _report(world, rollout, Progress(done_bytes=done, total_bytes=4_000_000))
        expect(bar).to_have_attribute("value", str(done))


def test_what_a_person_has_opened_ticked_or_begun_stays_when_news_arrives(
    small: tuple[World, Page],
):
    world, page = small
    page.goto("/devices")
    live(page)
    page.get_by_label("Tick kiosk-1").check()
    labels = page.get_by_label("Labels", exact=True)
    labels.fill("site=por")

    world.enroll("kiosk-2", world.token())

    expect(page.get_by_role("link", name="kiosk-2")).to_be_visible()
    expect(page.get_by_label("Tick kiosk-1")).to_be_checked()
    expect(page.get_by_text("The 1 ticked")).to_be_visible()
    expect(labels).to_have_value("site=por")
    expect(labels).to_be_focused()


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

    expect(page.locator(".head .badge")).to_have_text("aborting")


def test_the_fleet_is_searched_while_typing(page: Page):
    page.goto("/devices")
    page.get_by_label("Search devices").fill("site=braga")

    expect(page.locator("#live tbody tr")).to_have_count(5)
    expect(page).to_have_url(re.compile(r"q=site%3Dbraga"))


def test_charts_are_drawn(page: Page, scene: Scene):
    page.goto(f"/devices/{scene.devices['kiosk-lisbon-1']}")

    expect(page.locator("[data-chart] canvas")).to_have_count(5)


def test_charts_appear_with_the_first_sample_and_stay_themselves(small: tuple[World, Page]):
    world, page = small
    device = _device(world, "kiosk-1")
    page.goto(f"/devices/{device}")
    expect(page.locator("#usage")).to_contain_text("No measurements")

    world.measure(device)
    world.lose(device)  # an event, so that the page looks

    charts = page.locator("[data-chart] canvas")
    expect(charts).to_have_count(5)
    charts.first.evaluate("canvas => { canvas.dataset.mark = 'mine' }")
    world.connect(device, KIOSK)
    expect(page.locator(".head .badge")).to_have_text("online")
    expect(page.locator("canvas[data-mark=mine]")).to_have_count(1)


def test_many_devices_are_given_a_label_after_a_question(small: tuple[World, Page]):
    world, page = small
    world.enroll("kiosk-2", world.token(), site="porto")
    page.goto("/devices")
    page.get_by_label("Tick all on this page").check()
    page.get_by_label("Labels", exact=True).fill("floor=1, site=")
    page.get_by_role("button", name="Set labels").click()
    expect(page.get_by_role("heading", name="Set labels on 2 devices?")).to_be_visible()
    expect(page.locator("main")).to_contain_text("gets floor=1 and loses site")

    page.get_by_role("button", name="Set labels on 2 devices").click()

    expect(page.locator("tbody").get_by_text("floor=1")).to_have_count(2)
    expect(page.locator("tbody").get_by_text("site=")).to_have_count(0)


def test_everybody_whom_a_query_means_is_asked_at_once(small: tuple[World, Page]):
    world, page = small
    page.goto("/devices?q=site%3Dlisbon")
    page.get_by_text("Change many devices").click()
    page.get_by_label("All 1 that match").check()
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("button", name="Report everything on 1 device").click()

    page.goto(f"/devices/{_device(world, 'kiosk-1')}")
    expect(page.locator("#commands")).to_contain_text("waiting for the device")


def test_a_search_is_saved_found_and_deleted(small: tuple[World, Page]):
    _, page = small
    page.goto("/devices")
    page.get_by_label("Search devices").fill("site=lisbon")
    expect(page).to_have_url(re.compile(r"q=site%3Dlisbon"))
    page.get_by_role("button", name="Save this view").click()
    page.get_by_label("Name", exact=True).fill("Lisbon")
    page.get_by_role("button", name="Save view").click()

    page.goto("/devices")
    page.get_by_role("link", name="Lisbon", exact=True).click()
    expect(page.get_by_label("Search devices")).to_have_value("site=lisbon")
    page.get_by_role("button", name="Delete the view Lisbon").click()
    page.get_by_role("button", name="Delete view").click()
    expect(page.get_by_role("link", name="Lisbon", exact=True)).to_have_count(0)


def test_a_query_that_cannot_be_read_points_at_the_character(page: Page):
    page.goto("/devices")
    page.get_by_label("Search devices").fill("memory >= lots")

    expect(page.get_by_role("alert")).to_contain_text("expected a size like 2GiB")


def test_an_answer_grows_while_the_device_gives_it(small: tuple[World, Page]):
    world, page = small
    device = _device(world, "kiosk-1")
    page.goto(f"/devices/{device}")
    page.get_by_role("link", name="Chat").click()
    page.get_by_label("Question").fill("What is a flotilla?")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"c=[0-9a-f-]+"))
    conversation = re.search(r"c=([0-9a-f-]+)", page.url)
    assert conversation is not None
    expect(page.locator(".turn")).to_contain_text("waiting for the device")

    world.answer(device, conversation[1], "A small ", seq=1, more=True)
    expect(page.locator(".answer")).to_have_text("A small ")
    world.answer(device, conversation[1], "fleet.", seq=2, more=False)

    expect(page.locator(".answer")).to_have_text("A small fleet.")
    expect(page.locator(".turn")).to_contain_text("38.2 tokens/s")


def test_keys_lead_to_pages_to_the_search_and_along_rows(page: Page):
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/devices")
    page.keyboard.press("/")
    expect(page.get_by_label("Search devices")).to_be_focused()
    page.get_by_label("Search devices").blur()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="gateway-lisbon")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_a_rollout_waits_until_somebody_else_approves_it(
    browser: Browser, small: tuple[World, Page]
):
    world, page = small
    world.person("ada", Role.APPROVER)
    page.goto("/rollouts/new")
    page.get_by_label("Somebody else approves it").check()
    expect(page.locator("#preview")).to_contain_text("is the best that fits")
    page.get_by_role("button", name="Start rollout").click()
    page.wait_for_url(re.compile(r"/rollouts/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text("somebody else must approve it")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    address, path = page.url.split("/rollouts/")

    with browser.new_context(base_url=address) as context:
        signed_in_as(context, address, "ada", "a long enough phrase")
        other = context.new_page()
        other.goto("/")
        other.get_by_role("link", name="Decide: starter 1.0.0 waits for approval").click()
        expect(other).to_have_url(re.compile(path))
        other.get_by_role("button", name="Approve").click()
        dialog = other.get_by_role("dialog", name="Approve this rollout?")
        dialog.get_by_role("button", name="Approve").click()
        expect(other.locator(".head .badge")).to_have_text("running")

    expect(page.locator(".head .badge")).to_have_text("running")


def test_a_viewer_sees_everything_and_is_offered_nothing_to_do(
    browser: Browser, url: str, scene: Scene
):
    if not _has_person(scene.world, "vic"):
        scene.world.person("vic", Role.VIEWER)
    with browser.new_context(base_url=url) as context:
        signed_in_as(context, url, "vic", "a long enough phrase")
        page = context.new_page()
        for path in _paths(scene):
            page.goto(path)
            main = page.locator("main")
            for verb in ("Pause", "Roll back", "Revoke", "Edit labels", "Create token", "Start"):
                expect(main.get_by_role("button", name=verb)).to_have_count(0)
        answer = page.goto(f"/devices/{scene.devices['kiosk-lisbon-1']}/chat")
        assert answer is not None
        assert answer.status == 403


def test_a_rollout_says_for_one_device_where_it_stands_and_why(page: Page, scene: Scene):
    page.goto(f"/rollouts/{scene.running}")
    page.locator("#devices").get_by_role("link", name="kiosk-porto-1").click()

    expect(page.locator("main")).to_contain_text("14 of 20 golden prompts were right")


def test_the_theme_changes_at_once_and_is_kept(page: Page):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


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
        expect(page.locator("#live tbody tr")).to_have_count(2)
        page.goto(f"/rollouts/{scene.running}")
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("dialog", name="Pause this rollout?")).to_be_visible()
        page.goto("/rollouts/new")
        page.get_by_role("button", name="Add a wave").click()
        expect(page.locator("input[name=wave_name]")).to_have_count(3)
        page.get_by_role("button", name="Check").click()
        expect(page.locator("#preview")).to_contain_text("is the best that fits")


def _paths(scene: Scene) -> list[str]:
    return [path for path in every_page(scene) if "/chat" not in path]


def _device(world: World, name: str) -> DeviceId:
    with world.database.reading() as session:
        return devices.device(session, name).id


def _has_person(world: World, name: str) -> bool:
    with world.database.reading() as session:
        return name in {each.name for each in accounts.accounts(session)}


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
