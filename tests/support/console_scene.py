"""The fleet that the console's photographs and browser tests show: a week of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from controlplane.db.session import Database
from controlplane.publisher import ceremony
from controlplane.registry import queries as registry
from controlplane.registry import recalls
from controlplane.rollouts import queries as rollouts
from controlplane.settings import Settings
from shared.deployment import State
from shared.ids import DeviceId, RolloutId
from shared.trust import RevokedEntry
from shared.wire.up import Progress
from tests.support.console_world import (
    BOARD,
    GATEWAY,
    KIOSK,
    MB,
    TINY,
    Machine,
    World,
    fails_golden,
    fills_disk,
    stays,
)

QUALITY_0 = {"f16": 0.947, "q8_0": 0.945, "q4_k_m": 0.902}
QUALITY_1 = {"f16": 0.968, "q8_0": 0.967, "q6_k": 0.963, "q4_k_m": 0.931}
QUALITY_2 = {"f16": 0.981, "q8_0": 0.980, "q6_k": 0.978, "q4_k_m": 0.952}
PARAMETERS = 60_000_000

DEVICES: tuple[tuple[str, Machine, dict[str, str]], ...] = (
    ("kiosk-lisbon-1", KIOSK, {"site": "lisbon", "class": "kiosk"}),
    ("kiosk-lisbon-2", KIOSK, {"site": "lisbon", "class": "kiosk"}),
    ("kiosk-lisbon-3", KIOSK, {"site": "lisbon", "class": "kiosk"}),
    ("kiosk-porto-1", KIOSK, {"site": "porto", "class": "kiosk"}),
    ("kiosk-porto-2", KIOSK, {"site": "porto", "class": "kiosk"}),
    ("line-a-press", BOARD, {"site": "braga", "class": "panel"}),
    ("line-a-weld", BOARD, {"site": "braga", "class": "panel"}),
    ("line-b-press", BOARD, {"site": "braga", "class": "panel"}),
    ("line-b-weld", BOARD, {"site": "braga", "class": "panel"}),
    ("gateway-lisbon", GATEWAY, {"site": "lisbon", "class": "gateway"}),
    ("gateway-braga", GATEWAY, {"site": "braga", "class": "gateway"}),
    ("meter-roof", TINY, {"site": "porto", "class": "meter"}),
)


@dataclass(frozen=True)
class Scene:
    world: World
    devices: dict[str, DeviceId]
    running: RolloutId
    held: RolloutId
    past: RolloutId
    conversation: str = ""


def a_scene(folder: Path, now: datetime, *, database: Database | None = None) -> Scene:
    """Return a fleet in the middle of its work, at `now`."""
    world = World(folder, now - timedelta(days=6), database=database)
    token = world.token(uses=50, hours=24 * 30)
    devices = {}
    for name, machine, labels in DEVICES:
        devices[name] = world.enroll(name, token, **labels)
        world.clock.pass_(40)
        world.connect(devices[name], machine)
    values = {"parameters": PARAMETERS}
    first = world.released("device-control", "1.2.0", quality=QUALITY_0, **values)
    second = world.released("device-control", "1.3.0", quality=QUALITY_1, **values)
    intents = world.released(
        "till-intents", "0.4.1", parameters=41_000_000, quality={"q8_0": 0.921, "q4_k_m": 0.884}
    )
    waves = [{"name": "canary", "count": 1}, {"name": "rest"}]
    care = {"device": {"trial_s": 30}, "soak_s": 30}
    _at(world, now - timedelta(days=5))
    world.drive(world.roll_out(first, waves=waves, **care))
    _at(world, now - timedelta(days=2))
    past = world.roll_out(
        second, waves=waves, selector="class!=gateway", failure_percent=20, **care
    )
    world.drive(past, fates={"line-b-weld": fills_disk})
    _at(world, now - timedelta(hours=5))
    held = world.roll_out(
        intents, waves=waves, selector="class=kiosk", slot="intents", min_sample=1, **care
    )
    world.drive(held, fates={"kiosk-lisbon-1": fails_golden}, rounds=20)
    _at(world, now - timedelta(hours=1))
    third = world.import_release("device-control", "1.4.0", quality=QUALITY_2, **values)
    world.build(QUALITY_2)
    world.publish(third)
    world.import_release("device-control", "1.5.0-rc1", quality=QUALITY_2, **values)
    world.build(QUALITY_2, leave=2)
    world.claim(step="evaluating", percent=62)
    world.lose(devices["kiosk-porto-2"])
    world.enroll("kiosk-faro-1", world.token(site="faro"), **{"class": "kiosk"})
    _at(world, now - timedelta(minutes=9))
    for number, name in enumerate(devices):
        if name != "meter-roof":
            world.measure(devices[name], rate=2 + number / 2)
    running = _running(world, third)
    world.clock.time = now
    world.token(uses=5, hours=24 * 7, site="faro")
    world.save_view("Kiosks in Lisbon", "site=lisbon and class=kiosk")
    world.save_view("Away for a day", "seen > 1d", order="seen")
    conversation = world.chat(
        devices["kiosk-lisbon-1"],
        "Turn the light in the lobby to 40 percent.",
        '{"device": "lobby", "action": "set_brightness", "value": 40}',
    )
    return Scene(world, devices, running, held, past, conversation)


def with_repositories(scene: Scene, data: Path, now: datetime) -> None:
    """Give a control plane's data folder its repositories, made long enough ago to matter."""
    settings = Settings(data=data)
    ceremony.create(
        settings.keys_folder,
        image_repo=settings.image_repository,
        director_repo=settings.director_repository,
        usb_repo=settings.usb_repository,
        director_key=settings.director_key,
        now=now - timedelta(hours=20),
    )
    with scene.world.database.transaction() as session:
        release = registry.release_by_version(session, "device-control", "1.2.0")
        entries = [
            RevokedEntry(sha256=each.digest, action="stop", reason="answers in the wrong unit")
            for each in release.variants
            if each.digest is not None and each.name == "q8_0"
        ]
        recalls.record(session, entries, actor="ada", now=now - timedelta(hours=3))


def every_page(scene: Scene) -> list[str]:
    """Return the address of every page, in every form that it takes."""
    device, rollout = scene.devices["kiosk-lisbon-1"], scene.running
    return [
        "/",
        "/devices",
        "/devices?q=site%3D%28",
        "/devices?q=nobody-is-called-this",
        f"/devices/{device}",
        f"/devices/{device}/chat?c={scene.conversation}",
        f"/devices/{scene.devices['meter-roof']}",
        "/enroll",
        "/models",
        "/models?line=device-control",
        "/models/device-control/1.4.0",
        "/models/device-control/1.5.0-rc1",
        "/rollouts",
        "/rollouts/new",
        f"/rollouts/{rollout}",
        f"/rollouts/{rollout}?show=failed",
        f"/rollouts/{scene.past}",
        f"/rollouts/{rollout}/devices/{scene.devices['kiosk-porto-1']}",
        "/audit",
        "/trust",
    ]


def _running(world: World, release: str) -> RolloutId:
    """Start a rollout and leave it in its second wave."""
    running = world.roll_out(
        release,
        waves=[
            {"name": "canary", "selector": "name=kiosk-lisbon-1", "count": 1},
            {"name": "kiosks", "selector": "class=kiosk"},
            {"name": "rest"},
        ],
        failure_percent=50,
        device={"trial_s": 30},
        soak_s=60,
        min_sample=2,
    )
    fates = {
        "kiosk-lisbon-2": stays(State.TRIAL),
        "kiosk-lisbon-3": stays(State.DOWNLOADING),
        "kiosk-porto-1": fails_golden,
    }
    world.drive(running, fates=fates, rounds=19, seconds=5)
    with world.database.reading() as session:
        members = rollouts.deployments(session, running)
    for each in members:
        if each.state is State.DOWNLOADING:
            progress = Progress(done_bytes=19 * MB, total_bytes=52 * MB, reused_bytes=7_400_000)
            world.report(each, State.DOWNLOADING, progress=progress)
    return running


def _at(world: World, moment: datetime) -> None:
    world.clock.time = max(world.clock.time, moment)
