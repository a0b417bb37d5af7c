"""`python -m tests.support.screenshots [FOLDER]`: photograph every page, light, dark and small."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, expect

from controlplane.db.session import Database
from controlplane.schema import METADATA
from shared.clock import SystemClock
from tests.support.console_browser import a_browser, signed_in
from tests.support.console_scene import Scene, a_scene, with_repositories
from tests.support.console_server import TOKEN, an_app, serving

LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1360, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1360, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}},
}


def pages(scene: Scene) -> dict[str, str]:
    return {
        "overview": "/",
        "devices": "/devices",
        "device": f"/devices/{scene.devices['kiosk-lisbon-1']}",
        "chat": f"/devices/{scene.devices['kiosk-lisbon-1']}/chat?c={scene.conversation}",
        "devices-query": "/devices?q=class%3Dkiosk+and+memory+%3E%3D+100MiB",
        "devices-bad-query": "/devices?q=site%3D%28lisbon",
        "device-disk-full": f"/devices/{scene.devices['line-b-weld']}",
        "enroll": "/enroll",
        "models": "/models",
        "release": "/models/device-control/1.4.0",
        "release-building": "/models/device-control/1.5.0-rc1",
        "rollouts": "/rollouts",
        "rollout-new": "/rollouts/new",
        "rollout": f"/rollouts/{scene.running}",
        "rollout-device": f"/rollouts/{scene.held}/devices/{scene.devices['kiosk-lisbon-1']}",
        "rollout-held": f"/rollouts/{scene.held}",
        "rollout-past": f"/rollouts/{scene.past}",
        "audit": "/audit",
        "trust": "/trust",
        "recalled": "/models/device-control/1.2.0",
        "settings": "/settings/users",
        "missing": "/devices/nobody",
    }


EMPTY = {
    "overview": "/",
    "devices": "/devices",
    "models": "/models",
    "rollouts": "/rollouts",
    "rollout-new": "/rollouts/new",
    "enroll": "/enroll",
    "audit": "/audit",
    "trust": "/trust",
}


def photograph(
    browser: Browser, url: str, paths: dict[str, str], folder: Path, *, only: str = ""
) -> None:
    said: list[ConsoleMessage] = []

    def hear(line: ConsoleMessage) -> None:
        # Playwright marks its listeners, which a list's own method does not allow.
        said.append(line)

    for look, settings in LOOKS.items():
        with browser.new_context(**settings) as context:
            page = context.new_page()
            page.goto(f"{url}/sign-in")
            page.screenshot(path=folder / f"sign-in-{look}.png", full_page=True)
            page.close()
            signed_in(context, url, TOKEN)
            for name, path in paths.items():
                if only and only not in name:
                    continue
                page = context.new_page()
                page.on("console", hear)
                page.goto(f"{url}{path}")
                expect(page.locator("[data-chart]:empty")).to_have_count(0)
                page.screenshot(path=folder / f"{name}-{look}.png", full_page=True)
                page.close()
    refused = [line.text for line in said if "Content Security Policy" in line.text]
    assert not refused, refused


def main() -> None:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    target.mkdir(parents=True, exist_ok=True)
    (target / "empty").mkdir(exist_ok=True)
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as name, a_browser() as browser:
        folder = Path(name)
        scene = a_scene(folder, datetime.now(UTC))
        with_repositories(scene, folder, datetime.now(UTC))
        app = an_app(scene.world.database, clock, folder, evaluation_keys=True)
        with serving(app) as url:
            photograph(browser, url, pages(scene), target, only=only)
        scene.world.close()
        bare = Database(f"sqlite:///{folder / 'empty.db'}")
        METADATA.create_all(bare.engine)
        with serving(an_app(bare, clock, folder)) as url:
            photograph(browser, url, EMPTY, target / "empty", only=only)
        bare.close()
    sys.stdout.write(f"photographs are in {target}/\n")


if __name__ == "__main__":
    main()
