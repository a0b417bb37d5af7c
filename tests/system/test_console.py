"""An operator starts a rollout by clicking, watches a real device take it, and talks with it."""

import pytest
from playwright.sync_api import expect

from controlplane.cli.client import wait_file
from tests.support.console_browser import a_browser, signed_in

pytestmark = [pytest.mark.broker, pytest.mark.browser, pytest.mark.slow]

ROLLOUT_MS = 60_000


def test_a_rollout_started_by_clicking_is_watched_to_its_end(fleet):
    version = fleet.publish()
    address = wait_file(fleet.plane.folder / "client.json")
    assert address is not None
    with a_browser() as browser, browser.new_context(base_url=address.url) as context:
        signed_in(context, address.url, address.token)
        page = context.new_page()
        page.goto(f"/models/tiny/{version}")
        page.get_by_role("link", name=f"Roll out {version}").click()
        page.locator("[name=soak]").fill("1s")
        page.locator("[name=trial]").fill("1s")
        page.get_by_role("button", name="All at once").click()
        expect(page.locator("#preview")).to_contain_text("f16 is the best that fits")
        page.get_by_role("button", name="Start rollout").click()

        expect(page.locator(".head .badge")).to_have_text("completed", timeout=ROLLOUT_MS)
        expect(page.locator("#devices tbody .badge")).to_have_text("in service")
    assert fleet.served("ada") == version


def test_an_operator_talks_with_the_model_of_a_real_device(fleet):
    address = wait_file(fleet.plane.folder / "client.json")
    assert address is not None
    with a_browser() as browser, browser.new_context(base_url=address.url) as context:
        signed_in(context, address.url, address.token)
        page = context.new_page()
        page.goto("/devices/ada")
        page.get_by_role("link", name="Chat").click()
        page.get_by_label("Question").fill("hello")
        page.get_by_role("button", name="Ask").click()

        expect(page.locator(".turn")).to_contain_text("tokens/s", timeout=ROLLOUT_MS)
        expect(page.locator(".turn")).to_contain_text("tiny")
        page.goto("/devices/ada")
        expect(page.locator("#commands")).to_contain_text("Chat")
        expect(page.locator("#commands")).to_contain_text("done")
