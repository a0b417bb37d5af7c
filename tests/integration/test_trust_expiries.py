"""How long every role is good: what is shown, what is said in the feed, what signs itself again."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from controlplane.app.expirywatch import KIND, ExpiryWatch
from controlplane.audit import queries as events
from controlplane.cli import up
from controlplane.cli.up import prepared
from controlplane.director import expiries
from controlplane.director.errors import RepositoryError
from controlplane.director.expiries import Level, Places, Repository, RoleState, Signer
from controlplane.director.keys import load_key, store_key
from controlplane.publisher.keys import KeyRing
from controlplane.publisher.refresher import Refresher
from controlplane.settings import Settings
from tests.support.databases import a_fresh_database
from tests.support.repository import NOON, Publisher
from tests.support.trust_device import SetClock
from tests.support.trust_models import a_gguf
from tests.support.trust_world import World, a_world

SMALL = {"model.gguf": a_gguf({"embed": 4096})}


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path)
    publisher.publish(SMALL)
    return publisher


def places(publisher: Publisher, *, evaluation: bool = False) -> Places:
    return Places(
        publisher.image_folder,
        publisher.director_folder,
        publisher.usb_folder,
        evaluation=evaluation,
    )


def the_roles(
    publisher: Publisher, *, days: float = 0, evaluation: bool = False
) -> dict[str, RoleState]:
    found = expiries.roles(places(publisher, evaluation=evaluation), NOON + timedelta(days=days))
    return {each.name: each for each in found}


def test_every_role_of_every_repository_is_told(publisher: Publisher):
    assert list(the_roles(publisher)) == [
        *(f"image {role}" for role in ("root", "timestamp", "snapshot", "targets", "line-lamp")),
        *(f"director {role}" for role in ("root", "timestamp", "snapshot", "targets", "bins")),
        *(f"usb {role}" for role in ("root", "timestamp", "snapshot", "targets")),
    ]


def test_a_fresh_fleet_has_nothing_to_worry_about(publisher: Publisher):
    states = the_roles(publisher)

    assert {each.level for each in states.values()} == {Level.OK}
    assert states["image root"].days_left == 365
    assert states["image root"].threshold == 2
    assert len(states["image root"].keys) == 3
    assert states["image line-lamp"].version == 1


@pytest.mark.parametrize(
    ("name", "days", "level"),
    [
        ("image timestamp", 9, Level.OK),
        ("image timestamp", 10, Level.SOON),
        ("image timestamp", 12, Level.LATE),
        ("image timestamp", 15, Level.LATE),
        ("image root", 304, Level.OK),
        ("image root", 306, Level.SOON),
        ("image root", 352, Level.LATE),
        ("director timestamp", 1.5, Level.OK),
        ("director timestamp", 2.1, Level.SOON),
        ("usb targets", 89, Level.OK),
        ("usb targets", 91, Level.OK),
        ("usb root", 306, Level.SOON),
    ],
)
def test_what_nears_its_end_is_warned_of_early(
    publisher: Publisher, name: str, days: float, level: Level
):
    assert the_roles(publisher, days=days)[name].level is level


def test_who_must_act_is_named(publisher: Publisher):
    offline, evaluation = the_roles(publisher), the_roles(publisher, evaluation=True)

    assert offline["image root"].signer is Signer.ROOTS
    assert offline["image timestamp"].signer is Signer.ONLINE
    assert offline["image line-lamp"].signer is Signer.RELEASE
    assert offline["director timestamp"].signer is Signer.CONTROL_PLANE
    assert {each.signer for each in evaluation.values()} == {Signer.CONTROL_PLANE, Signer.STICKS}
    late = the_roles(publisher, days=15)["image timestamp"]
    assert late.sentence == (
        "image timestamp version 2 ended on 2026-03-15; the holder of the image-online key must"
        " sign it again (`flotilla keys refresh`)"
    )


def test_a_fleet_without_sticks_has_no_roles_of_them(publisher: Publisher, tmp_path: Path):
    where = Places(publisher.image_folder, publisher.director_folder, tmp_path / "none")

    assert Repository.USB not in {each.repository for each in expiries.roles(where, NOON)}
    assert expiries.worst(()) is Level.OK


@pytest.mark.parametrize("damage", ["gone", "empty", "other"])
def test_a_role_that_cannot_be_read_is_named(publisher: Publisher, damage: str):
    file = publisher.image_folder / "metadata/1.line-lamp.json"
    match damage:
        case "gone":
            file.unlink()
        case "empty":
            file.write_text("")
        case _:
            file.write_text('{"signed": []}')

    with pytest.raises(RepositoryError, match="line-lamp"):
        the_roles(publisher)


def test_the_feed_hears_once_of_each_step_towards_the_end(publisher: Publisher, tmp_path: Path):
    clock = SetClock(NOON + timedelta(days=10))
    database = a_fresh_database(tmp_path)
    settings = Settings(data=publisher.folder)
    watch = ExpiryWatch(database, clock, settings)
    publisher.director.publish([], clock.at)

    watch.step()
    watch.step()
    clock.at = NOON + timedelta(days=13)
    publisher.director.publish([], clock.at)
    watch.step()
    publisher.image.refresh(clock.at)
    watch.step()

    with database.reading() as session:
        said = [
            (each.subject, each.text.split(":")[0]) for each in events.recent(session, kind=KIND)
        ]
    assert said == [("image/timestamp", "late"), ("image/timestamp", "soon")]
    database.close()


def test_the_watch_ends_when_it_is_told_to(publisher: Publisher, tmp_path: Path):
    database = a_fresh_database(tmp_path)
    stop = threading.Event()
    stop.set()

    ExpiryWatch(database, SetClock(), Settings(data=publisher.folder)).run(stop)

    database.close()


def a_refresher(publisher: Publisher, clock: SetClock) -> Refresher:
    return Refresher(
        publisher.ring,
        clock,
        image=publisher.image_folder,
        others=(publisher.director_folder, publisher.usb_folder),
    )


def test_evaluation_keys_keep_a_fleet_alive_for_years(publisher: Publisher):
    clock = SetClock()
    refresher = a_refresher(publisher, clock)
    for days in range(0, 800, 5):
        clock.at = NOON + timedelta(days=days)
        refresher.step()
        publisher.director.publish([], clock.at)

    states = the_roles(publisher, days=795, evaluation=True)

    assert {each.level for each in states.values()} == {Level.OK}
    assert states["image root"].version == 3


def test_keys_that_were_taken_elsewhere_sign_nothing_here(publisher: Publisher):
    for file in (publisher.folder / "keys").iterdir():
        file.unlink()

    a_refresher(publisher, SetClock(NOON + timedelta(days=13))).step()

    assert the_roles(publisher, days=13)["image timestamp"].level is Level.LATE


def test_evaluation_keys_of_an_older_version_are_known_as_such(tmp_path: Path):
    settings = prepared(Settings(data=tmp_path))
    settings.evaluation_marker.unlink()
    for file in settings.keys_folder.glob("*.pub"):
        file.unlink()
    (settings.keys_folder / "usb-director.pem").unlink()

    prepared(Settings(data=tmp_path))

    assert settings.evaluation_marker.is_file()


@pytest.mark.parametrize("how", ["whole", "encrypted"])
def test_keys_of_a_ceremony_are_not_taken_for_evaluation(tmp_path: Path, how: str):
    settings = prepared(Settings(data=tmp_path))
    settings.evaluation_marker.unlink()
    if how == "encrypted":
        for file in settings.keys_folder.glob("*.pub"):
            file.unlink()
        (settings.keys_folder / "usb-director.pem").unlink()
        release = settings.keys_folder / "release.pem"
        store_key(release, load_key(release), b"a long passphrase")

    prepared(Settings(data=tmp_path))

    assert not settings.evaluation_marker.exists()
    assert up._evaluation_parts(settings) == {}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path, began=datetime.now(UTC) - timedelta(days=340)) as world:
        yield world


def test_the_command_shows_what_is_late_and_by_whom(world: World):
    trust = world.run("trust")

    assert trust["level"] == "late"
    late = {
        f"{each['repository']} {each['role']}" for each in trust["roles"] if each["level"] == "late"
    }
    assert {"image timestamp", "director timestamp"} <= late
    assert KeyRing(world.settings.keys_folder).public("root-a").keyid in trust["roles"][0]["keys"]
    with pytest.raises(SystemExit) as ended:
        world.run("trust", "--check")
    assert ended.value.code == 2
