"""A release is taken back: what the operator signs, what the server lets in, what devices hear."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import TargetFile

from agent.trust import RefusedError as NotTrustedError
from controlplane.audit import queries as events
from controlplane.cli import repositories
from controlplane.cli.client import RefusedError
from controlplane.cli.recall import _chosen
from controlplane.devices import commands
from controlplane.devices.slots import hold
from controlplane.devices.tables import DeviceRow, DeviceStatusRow
from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import IMAGE
from controlplane.publisher.errors import PublishError
from controlplane.publisher.image import ImageRepository, signed
from controlplane.registry import queries
from controlplane.rollouts import queries as rollout_queries
from controlplane.rollouts import service as rollouts
from controlplane.rollouts.machine import RolloutState
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.preflight import candidates
from shared.digest import Digest
from shared.ids import DeviceId
from shared.trust import RevokedEntry
from shared.wire.down import Verb
from shared.wire.up import SlotReport
from tests.support.repository import DEVICE, OTHER
from tests.support.trust_world import LINE, World, a_world

pytestmark = pytest.mark.slow

REASON = ("--reason", "opens every door")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as world:
        yield world


def a_device(
    world: World, device: DeviceId, name: str, slots: dict[str, SlotReport], *, online: bool = True
) -> None:
    """Let a device be known, with what it reported last."""
    now = world.clock.now()
    with world.server.database.transaction() as session:
        session.add(
            DeviceRow(
                id=device,
                name=name,
                labels={},
                enrolled_at=now,
                enrolled_with="t",
                certificate_serial=name,
                certificate_expires_at=now,
            )
        )
        session.flush()
        session.add(
            DeviceStatusRow(
                device=device,
                online=online,
                session="s",
                seq=0,
                born_at=now,
                told_at=now,
                last_seen=now,
                agent="1",
                api="",
                director_version=1,
                capability="",
                slots={slot: each.model_dump(mode="json") for slot, each in slots.items()},
            )
        )
        session.flush()
        hold(session, device, slots)


def serving(digest: str, **more: Any) -> SlotReport:
    return SlotReport(bundle=Digest(digest), serving=True, **more)


async def test_a_recalled_release_is_installed_by_nobody_any_more(world: World):
    release = world.publish("1.0.0", variants=("f16", "q8_0"))
    digest = world.assign(release)
    assert await world.resolved() == digest

    answer = world.run("recall", LINE, "1.0.0", "--action", "warn", *REASON)

    assert len(answer["recalls"]) == 2
    with pytest.raises(NotTrustedError):
        await world.resolved()
    revoked = await world.device.trust().revoked()
    assert {(each.sha256, each.action, each.reason) for each in revoked} == {
        (variant["digest"], "warn", "opens every door") for variant in release["variants"]
    }
    listed = ImageRepository(world.ring, world.settings.image_repository).listed()
    assert listed == {}


async def test_one_variant_is_recalled_and_the_other_goes_on(world: World):
    release = world.publish("1.0.0", variants=("f16", "q8_0"))
    kept = world.assign(release)

    world.run("recall", LINE, "1.0.0", "--variant", release["variants"][1]["name"], *REASON)

    assert await world.resolved() == kept


def test_who_has_it_is_asked_to_look_and_is_listed_until_it_has_it_no_more(world: World):
    digest = world.publish("1.0.0")["variants"][0]["digest"]
    a_device(world, DEVICE, "kiosk-1", {"main": serving(digest)})
    a_device(world, OTHER, "kiosk-2", {"main": serving("sha256:" + "0" * 64)})

    answer = world.run("recall", LINE, "1.0.0", *REASON)

    assert answer["asked"] == 1
    with world.server.database.reading() as session:
        (asked,) = commands.recent(session, DEVICE, world.clock.now(), limit=5)
        assert commands.recent(session, OTHER, world.clock.now(), limit=5) == ()
    assert asked.verb is Verb.LOOK
    (recall,) = world.run("recall", "--status")["recalls"]
    assert recall["actor"] == "tester"
    assert [(each["name"], each["slot"], each["recall"]) for each in recall["holders"]] == [
        ("kiosk-1", "main", "")
    ]
    with world.server.database.transaction() as session:
        row = session.get_one(DeviceStatusRow, DEVICE)
        other = serving("sha256:" + "1" * 64)
        row.slots = {"main": other.model_dump(mode="json")}
        hold(session, DEVICE, {"main": other})
    assert world.run("recall", "--status", LINE)["recalls"][0]["holders"] == []


def test_a_device_that_stopped_it_for_good_is_listed_as_such(world: World):
    digest = Digest(world.publish("1.0.0")["variants"][0]["digest"])
    stopped = SlotReport(bundle=digest, serving=False, recall="stop", recalled=digest)
    a_device(world, DEVICE, "kiosk-1", {"main": stopped}, online=False)

    world.run("recall", LINE, "1.0.0", *REASON)

    (holder,) = world.run("recall", "--status")["recalls"][0]["holders"]
    assert (holder["serving"], holder["recall"], holder["online"]) == (False, "stop", False)


def test_a_recall_is_in_the_audit_and_the_release_is_not_rolled_out_again(world: World):
    release = world.publish("1.0.0")
    world.run("recall", LINE, "1.0.0", *REASON)

    with world.server.database.reading() as session:
        newest = events.recent(session, limit=1, kind="release", subject=release["id"])[0]
        found = queries.release(session, release["id"])
    assert newest.actor == "tester"
    assert newest.text == "lamp 1.0.0 f16 recalled (stop): opens every door"
    assert candidates(found) == ()
    assert world.client.get(f"/releases/{release['id']}")["variants"][0]["recalled"] == "stop"


def test_a_rollout_of_a_recalled_release_is_aborted_and_others_go_on(world: World):
    a_device(world, DEVICE, "kiosk-1", {})
    started = {}
    for version, variants in (("1.0.0", ("f16",)), ("2.0.0", ("f16", "q8_0"))):
        release = world.publish(version, variants=variants)
        with world.server.database.transaction() as session:
            started[version] = rollouts.create(
                session,
                release=release["id"],
                slot="main",
                selector="",
                policy=RolloutPolicy(),
                actor="tester",
                now=world.clock.now(),
            )

    answer = world.run("recall", LINE, "1.0.0", *REASON)
    world.run("recall", LINE, "2.0.0", "--variant", "f16", *REASON)

    assert answer["aborted"] == [started["1.0.0"]]
    with world.server.database.reading() as session:
        states = {each.id: each.state for each in rollout_queries.rollouts(session)}
    assert states[started["1.0.0"]] is RolloutState.ABORTED
    assert states[started["2.0.0"]] is not RolloutState.ABORTED


async def test_a_bundle_is_recalled_by_its_digest_wherever_it_comes_from(world: World):
    digest = world.assign(world.publish("1.0.0"))
    stranger = "sha256:" + "5" * 64

    answer = world.run("recall", "--digest", digest, "--digest", stranger, *REASON)

    assert {each["line"] for each in answer["recalls"]} == {LINE, ""}
    with pytest.raises(NotTrustedError):
        await world.resolved()
    assert {each.sha256 for each in await world.device.trust().revoked()} == {digest, stranger}


def test_a_warning_becomes_a_stop_and_another_recall_keeps_it(world: World):
    first = world.publish("1.0.0")["variants"][0]["digest"]
    world.publish("2.0.0")
    world.run("recall", LINE, "1.0.0", "--action", "warn", *REASON)
    world.run("recall", LINE, "1.0.0", *REASON)
    assert world.run("recall", LINE, "1.0.0", *REASON)["recalls"] == []

    world.run("recall", LINE, "2.0.0", "--reason", "worse")

    recalls = {each["digest"]: each for each in world.run("recall", "--status")["recalls"]}
    assert len(recalls) == 2
    assert recalls[first]["action"] == "stop"


def test_a_line_with_a_key_that_is_away_is_recalled_by_the_release_key_alone(
    world: World, tmp_path: Path
):
    world.publish("1.0.0")
    world.run("keys", "rotate", "line-lamp", "--no-passphrase")
    away = tmp_path / "away"
    away.mkdir()
    for file in world.settings.keys_folder.glob("line-lamp.*"):
        file.rename(away / file.name)
    assert "line-lamp" in world.refused("recall", LINE, "1.0.0", *REASON)

    answer = world.run("recall", LINE, "1.0.0", "--keep-listed", *REASON)

    assert len(answer["recalls"]) == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ((LINE, "1.0.0"), "--reason"),
        ((LINE, "1.0.0", "--reason", "  "), "--reason"),
        ((LINE, "9.9.9", *REASON), "no release"),
        ((LINE, "1.0.0", "--variant", "q2", *REASON), "'q2'"),
        ((LINE, *REASON), "a version"),
    ],
)
def test_a_recall_that_says_too_little_is_refused(
    world: World, arguments: tuple[str, ...], why: str
):
    world.publish("1.0.0")

    assert why in world.refused("recall", *arguments)


def test_a_draft_cannot_be_recalled(world: World):
    world.publish("1.0.0")
    release = world.client.get("/releases")[0] | {"variants": [{"digest": None, "name": "f16"}]}

    with pytest.raises(PublishError, match="never published"):
        _chosen(release, None)


def hand_in(world: World, files: dict[str, str]) -> str:
    """Hand in a recall that must be refused, and expect that nothing changed."""
    folder = world.settings.image_repository
    before = {file: file.read_bytes() for file in folder.rglob("*.json")}
    with pytest.raises(RefusedError) as refusal:
        world.client.post("/recalls", {"files": files})
    assert {file: file.read_bytes() for file in folder.rglob("*.json")} == before
    with world.server.database.reading() as session:
        assert not [each for each in events.recent(session) if "recalled" in each.text]
    return str(refusal.value)


class Aside(ImageRepository):
    """A copy of the image repository in the hands of somebody with every key."""

    def __init__(self, world: World) -> None:
        self.copy = world.copy("aside") / "image-repo"
        self.ring = world.ring
        super().__init__(self.ring, self.copy)

    def texts(self, files: tuple[Path, ...]) -> dict[str, str]:
        return repositories.texts(files, self.copy)


def test_a_recall_that_also_lists_something_new_is_refused(world: World):
    digest = Digest(world.publish("1.0.0")["variants"][0]["digest"])
    aside = Aside(world)
    smuggled = "bundles/lamp/6.6.6/f16/bundle.json"
    folder = MetadataFolder(aside.copy)
    listing = folder.targets("line-lamp", folder.snapshot().signed)
    assert listing is not None
    listing.signed.targets[smuggled] = TargetFile(1, {"sha256": "0" * 64}, smuggled)
    now = datetime.now(UTC)
    role = signed(listing.signed, world.ring.signer("release"), now)
    signer = world.ring.signer("image-online")
    more, _ = folder.commit({"line-lamp": role}, signer=signer, lives=IMAGE, now=now)
    entry = RevokedEntry(sha256=digest, action="stop", reason="x")
    files = aside.texts((*more, *aside.revoke([entry], now)))

    assert "only takes away" in hand_in(world, _newest(files))


def _newest(files: dict[str, str]) -> dict[str, str]:
    """Leave out the snapshot between, which nobody needs."""
    snapshots = sorted(path for path in files if path.endswith(".snapshot.json"))
    return {path: text for path, text in files.items() if path not in snapshots[:-1]}


def test_nothing_is_taken_off_the_recall_list_again(world: World):
    digest = Digest(world.publish("1.0.0")["variants"][0]["digest"])
    other = Digest("sha256:" + "2" * 64)
    aside = Aside(world)
    entry = RevokedEntry(sha256=other, action="stop", reason="x")
    forgetful = aside.texts(aside.revoke([entry], datetime.now(UTC)))
    world.run("recall", LINE, "1.0.0", *REASON, "--keep-listed")

    # The same versions of the same roles, with a list that forgets: it is as old as what is there.
    with pytest.raises(RefusedError):
        world.client.post("/recalls", {"files": forgetful})

    assert world.run("recall", "--status")["recalls"][0]["digest"] == digest


def test_a_list_that_forgets_a_recall_is_refused_though_it_is_newer(world: World):
    world.publish("1.0.0")
    world.run("recall", LINE, "1.0.0", *REASON)
    aside = Aside(world)
    folder = MetadataFolder(aside.copy)
    top = folder.targets("targets", folder.snapshot().signed)
    assert top is not None
    target = top.signed.targets["revoked.json"]
    (aside.copy / f"targets/{target.hashes['sha256']}.revoked.json").write_text("[]")
    entry = RevokedEntry(sha256=Digest("sha256:" + "2" * 64), action="stop", reason="x")
    files = aside.texts(aside.revoke([entry], datetime.now(UTC)))

    with pytest.raises(RefusedError, match="must stay recalled"):
        world.client.post("/recalls", {"files": files})


def test_a_recall_list_with_other_bytes_is_refused(world: World):
    digest = Digest(world.publish("1.0.0")["variants"][0]["digest"])
    aside = Aside(world)
    entry = RevokedEntry(sha256=digest, action="stop", reason="x")
    files = aside.texts(aside.revoke([entry], datetime.now(UTC)))
    (path,) = [each for each in files if each.endswith("revoked.json")]
    files[path] = files[path].replace('"x"', '"y"')

    assert "not the one that is signed" in hand_in(world, files)


def test_a_recall_by_a_key_of_somebody_elses_is_refused(world: World, tmp_path: Path):
    digest = Digest(world.publish("1.0.0")["variants"][0]["digest"])
    with a_world(tmp_path / "other") as other:
        aside = Aside(world)
        stranger = ImageRepository(other.ring, aside.copy)
        entry = RevokedEntry(sha256=digest, action="stop", reason="x")
        files = aside.texts(stranger.revoke([entry], datetime.now(UTC)))

    assert "a device would refuse" in hand_in(world, files)
