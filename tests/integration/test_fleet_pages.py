"""What the console's pages read, and what they change on many devices at once."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from controlplane.devices import bulk, chats, commands, listing, machines, service, slots, views
from controlplane.devices import queries as devices
from controlplane.devices.listing import Listed
from controlplane.devices.query.errors import QueryError
from controlplane.rollouts import pages
from controlplane.rollouts.measured import served
from shared.deployment import State
from shared.errors import Category, Fault
from shared.ids import DeviceId, RolloutId, SessionId
from shared.wire.down import Verb
from shared.wire.up import Birth, Reply, Report
from tests.support.console_builders import NOON, a_slot
from tests.support.console_scene import Scene, a_scene
from tests.support.console_world import BOARD, KIOSK, World, fails_golden, fills_disk


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    found = World(tmp_path, NOON)
    yield found
    found.close()


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    found = a_scene(tmp_path_factory.mktemp("scene"), NOON)
    yield found
    found.world.close()


def listed(world: World, text: str = "", *, at: int = 0, limit: int = 50, **more: str) -> Listed:
    want = listing.wanted(text, **more)
    with world.database.reading() as session:
        return listing.page(session, want, now=world.clock.now(), offset=at, limit=limit)


def names(world: World, text: str = "", **more: str) -> list[str]:
    return [each.name for each in listed(world, text, **more).devices]


def a_fleet(world: World, count: int = 3) -> list[DeviceId]:
    token = world.token(uses=count)
    return [world.enroll(f"kiosk-{number}", token, site="lisbon") for number in range(count)]


def test_words_are_looked_for_in_names_labels_and_what_is_served(scene: Scene):
    assert names(scene.world, "WELD") == ["line-a-weld", "line-b-weld"]
    assert names(scene.world, "braga gateway") == ["gateway-braga"]
    assert "kiosk-lisbon-1" in names(scene.world, "1.4.0")
    assert names(scene.world, "100%_sure") == []


def test_a_query_is_judged_by_the_database_and_what_it_cannot_is_looked_at(scene: Scene):
    assert names(scene.world, "site=lisbon and not class=kiosk") == ["gateway-lisbon"]
    assert names(scene.world, "cores >= 8") == ["gateway-braga", "gateway-lisbon"]
    assert names(scene.world, "instruction=avx2 and site=braga") == ["gateway-braga"]


def test_a_search_with_signs_must_be_a_query():
    with pytest.raises(QueryError, match="expected a value"):
        listing.wanted("site=(")


def test_pages_follow_each_other_and_the_total_is_that_of_all(scene: Scene):
    first, second = listed(scene.world, limit=5), listed(scene.world, at=5, limit=5)

    assert first.total == second.total == 13
    assert not {each.id for each in first.devices} & {each.id for each in second.devices}


def test_a_page_of_what_must_be_looked_at_is_cut_as_well(scene: Scene):
    found = listed(scene.world, "instruction=avx2", at=2, limit=2)

    assert (len(found.devices), found.total) == (2, 7)


def test_who_was_away_longest_comes_first_and_who_never_came_last(world: World):
    first, second, _never = a_fleet(world)
    world.connect(second, KIOSK)
    world.clock.pass_(60)
    world.connect(first, KIOSK)

    assert names(world, order="seen") == ["kiosk-1", "kiosk-0", "kiosk-2"]
    assert names(world, presence="never") == ["kiosk-2"]


def test_ids_are_those_of_the_whole_query_up_to_a_limit(scene: Scene):
    with scene.world.database.reading() as session:
        for text in ("class=kiosk", "instruction=avx2"):
            want = listing.wanted(text)
            assert len(listing.ids(session, want, now=NOON, limit=4)) == 4


def test_slots_are_counted_as_devices_report_them(world: World):
    device, other, _ = a_fleet(world)
    for each in (device, other):
        _serves(world, each, main=a_slot(), extra=a_slot(version="2.0.0", serving=False))

    with world.database.reading() as session:
        assert [(each.version, each.devices) for each in slots.in_service(session)] == [
            ("2.0.0", 2),
            ("1.0.0", 2),
        ]
    _reports(world, device, main=a_slot(version="3.0.0"))

    with world.database.reading() as session:
        found = {each.version: each.devices for each in slots.in_service(session)}
    assert found == {"1.0.0": 1, "2.0.0": 1, "3.0.0": 1}


def test_a_model_that_does_not_answer_is_noticed_and_an_empty_slot_is_not(world: World):
    device, other, _ = a_fleet(world)
    bundle = "sha256:" + "a" * 64
    _serves(world, device, main=a_slot(serving=False, bundle=bundle))
    _serves(world, other, main=a_slot(line="", version="", variant="", serving=False))

    with world.database.reading() as session:
        assert slots.not_serving(session) == 1
        assert slots.serving_bundles(session, [bundle, "sha256:other"]) == {bundle: 1}


def test_devices_alike_are_one_kind_of_machine(world: World):
    first, second, third = a_fleet(world)
    for device, machine in ((first, KIOSK), (second, KIOSK), (third, BOARD)):
        world.connect(device, machine)

    with world.database.reading() as session:
        found = machines.machines(session)

    assert [(kind.devices, kind.capability.cpu_model) for kind in found.kinds] == [
        (2, KIOSK.cpu),
        (1, BOARD.cpu),
    ]
    assert (found.shown, found.known) == (3, 3)


def test_labels_of_many_change_together_and_are_noted_once(world: World):
    ids = a_fleet(world)
    with world.database.transaction() as session:
        changes = {"floor": "1", "site": None}
        assert bulk.label(session, ids, changes, actor="ada", now=NOON) == 3
        assert bulk.label(session, ids, changes, actor="ada", now=NOON) == 0

    with world.database.reading() as session:
        assert [each.labels for each in devices.devices(session)] == [{"floor": "1"}] * 3


def test_many_are_asked_the_same_but_for_those_that_are_revoked(world: World):
    ids = a_fleet(world)
    with world.database.transaction() as session:
        service.revoke(session, ids[0], actor="ada", now=NOON)
        assert bulk.ask(session, ids, Verb.PROBE, actor="ada", now=NOON) == 2
        assert len(commands.pending(session, NOON, 10)) == 2


def test_a_saved_view_is_replaced_by_one_of_the_same_name(world: World):
    world.save_view("Lisbon", "site=lisbon")
    world.save_view(" Lisbon ", "site=lisbon and class=kiosk")

    with world.database.reading() as session:
        (view,) = views.views(session)
    assert view.query == "site=lisbon and class=kiosk"


@pytest.mark.parametrize(
    ("name", "query", "error"),
    [(" ", "a", InvalidError), ("x" * 61, "a", InvalidError), ("bad", "site=(", QueryError)],
    ids=["no name", "long name", "no query"],
)
def test_a_view_that_cannot_be_is_refused(
    world: World, name: str, query: str, error: type[Exception]
):
    with pytest.raises(error):
        world.save_view(name, query)


def test_a_view_that_is_not_there_cannot_be_deleted(world: World):
    with (
        world.database.transaction() as session,
        pytest.raises(NotFoundError),
    ):
        views.delete(session, "none", actor="ada", now=NOON)


def test_failures_are_grouped_by_cause_with_some_devices_by_name(world: World):
    ids = a_fleet(world, 4)
    for each in ids:
        world.connect(each, KIOSK)
    release = world.released("chat", "1.0.0", parameters=4_000_000, quality={"q8_0": 0.9})
    rollout = world.roll_out(release, failure_percent=100, success_percent=0)
    world.drive(
        rollout,
        fates={"kiosk-0": fails_golden, "kiosk-1": fills_disk, "kiosk-2": fills_disk},
    )

    with world.database.reading() as session:
        found = pages.causes(session, rollout)
        standing = pages.failing(session, [rollout])
    assert [(each.code, each.number) for each in found] == [
        ("disk_full", 2),
        ("golden_prompts_failed", 1),
    ]
    assert [one.name for one in found[0].sample] == ["kiosk-1", "kiosk-2"]
    assert standing[0].devices == 3


def test_a_failure_that_something_newer_has_overtaken_stands_no_more(world: World):
    (device,) = a_fleet(world, 1)
    world.connect(device, KIOSK)
    release = world.released("chat", "1.0.0", parameters=4_000_000, quality={"q8_0": 0.9})
    care = {"failure_percent": 100, "success_percent": 0, "min_sample": 1}
    failed = world.roll_out(release, **care)
    world.drive(failed, fates={"kiosk-0": fills_disk})
    world.drive(world.roll_out(release, **care))

    with world.database.reading() as session:
        assert pages.failing(session, [failed]) == ()


def test_deployments_are_shown_by_what_an_operator_looks_for(scene: Scene):
    with scene.world.database.reading() as session:
        every = pages.deployments(session, scene.running, offset=0, limit=100)
        failed = pages.deployments(session, scene.running, group="failed", offset=0, limit=100)
        second = pages.deployments(session, scene.running, wave=1, offset=1, limit=2)

    assert every.total == len(every.shown) == every.groups[""]
    assert [each.device_name for each in failed.shown] == ["kiosk-porto-1"]
    assert failed.groups == every.groups
    assert {each.wave for each in second.shown} == {1}
    assert (len(second.shown), second.total) == (2, second.groups[""])


def test_every_state_belongs_to_one_group_at_most():
    grouped = [state for states in pages.GROUPS.values() for state in states]

    assert len(grouped) == len(set(grouped))
    assert set(State) - set(grouped) == {State.CANCELED, State.SUPERSEDED, State.REMOVED}


def test_what_devices_measured_is_averaged_by_variant_beside_what_was_predicted(scene: Scene):
    with scene.world.database.reading() as session:
        found = served(session, "device-control", "1.3.0")

    assert set(found) == {"f16", "q8_0"}
    assert found["f16"].devices == 5
    assert found["f16"].memory_error_percent == pytest.approx(2.5, abs=2.6)


def test_the_history_of_a_device_has_every_step(scene: Scene):
    device = scene.devices["kiosk-lisbon-1"]
    with scene.world.database.reading() as session:
        newest, *_ = pages.history(session, device, limit=2)

    assert newest.deployment.version == "1.4.0"
    assert newest.steps[-1].state is State.COMMITTED


def test_certificates_that_end_soon_are_counted_and_the_first_named(world: World):
    a_fleet(world, 3)
    with world.database.reading() as session:
        none = listing.expiring(session, before=NOON, limit=2)
        number, first = listing.expiring(session, before=NOON + timedelta(days=900), limit=2)

    assert none == (0, ())
    assert (number, [name for _, name, _ in first]) == (3, ["kiosk-0", "kiosk-1"])


def test_an_answer_in_pieces_is_put_together_whatever_comes_twice(world: World):
    (device,) = a_fleet(world, 1)
    conversation = _asks(world, device, "Who are you?")
    for seq, text in ((1, "I am "), (1, "I am "), (2, "a model")):
        world.answer(device, conversation, text, seq=seq, more=True)
    assert _turns(world, device, conversation)[-1].answer == "I am a model"

    world.answer(device, conversation, ".", seq=3, more=False)

    (turn,) = _turns(world, device, conversation)
    assert (turn.answer, turn.state) == ("I am a model.", "done")
    assert turn.facts["tokens_per_s"] == 38.2


def test_the_next_question_carries_what_was_said_before(world: World):
    (device,) = a_fleet(world, 1)
    conversation = _asks(world, device, "One?")
    world.answer(device, conversation, "Two.", seq=1, more=False)
    _asks(world, device, "Three?", conversation)

    with world.database.reading() as session:
        newest = commands.recent(session, device, NOON, limit=2)
    said = next(each for each in newest if "Three" in each.arguments["question"])
    assert [part in said.arguments["messages"] for part in ("One?", "Two.", "Three?")] == [True] * 3


def test_a_question_waits_for_the_answer_before_it(world: World):
    (device,) = a_fleet(world, 1)
    conversation = _asks(world, device, "One?")

    with pytest.raises(ConflictError, match="has not answered"):
        _asks(world, device, "Two?", conversation)


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_question_is_neither_empty_nor_endless(world: World, text: str):
    (device,) = a_fleet(world, 1)

    with pytest.raises(InvalidError):
        _asks(world, device, text)


def test_an_answer_that_could_not_be_given_says_why(world: World):
    (device,) = a_fleet(world, 1)
    conversation = _asks(world, device, "One?")
    (turn,) = _turns(world, device, conversation)
    fault = Fault(
        phase="chat",
        component="agent",
        category=Category.RESOURCE,
        code="busy",
        retryable=True,
        message="the queue is full",
    )
    with world.database.transaction() as session:
        commands.answered(session, device, Reply(id=turn.id, ok=False, fault=fault), NOON)

    (turn,) = _turns(world, device, conversation)
    assert (turn.state, turn.fault) == ("failed", fault)


def test_what_was_said_is_forgotten_after_a_while(world: World):
    (device,) = a_fleet(world, 1)
    old = _asks(world, device, "One?")
    world.clock.pass_(15 * 86_400)
    new = _asks(world, device, "Two?")

    with world.database.transaction() as session:
        commands.forget(session, now=world.clock.now(), keep=timedelta(days=14))

    assert _turns(world, device, old) == ()
    assert len(_turns(world, device, new)) == 1


def _asks(world: World, device: DeviceId, text: str, conversation: str = "") -> str:
    world.clock.pass_(1)
    with world.database.transaction() as session:
        return chats.ask(
            session,
            devices.device(session, device),
            text,
            conversation=conversation,
            slot="main",
            actor="ada",
            now=world.clock.now(),
        )


def _turns(world: World, device: DeviceId, conversation: str) -> tuple[chats.Turn, ...]:
    with world.database.reading() as session:
        return chats.turns(session, device, conversation, world.clock.now())


def _serves(world: World, device: DeviceId, **held: object) -> None:

    birth = Birth(
        session=SessionId(f"s-{device[:8]}"),
        at=NOON,
        agent="0.1.0",
        capability=KIOSK.capability().digest(),
        slots=held,
    )
    with world.database.transaction() as session:
        service.record_birth(session, device, birth, NOON)


def _reports(world: World, device: DeviceId, **held: object) -> None:

    report = Report(session=SessionId(f"s-{device[:8]}"), seq=1, at=NOON, slots=held)
    with world.database.transaction() as session:
        service.record_report(session, device, report, NOON)


def test_a_rollout_is_found_by_the_beginning_of_its_id(scene: Scene):
    with scene.world.database.reading() as session:
        found = pages.origin(session, scene.running[:8])

    assert (found.id, found.creator) == (RolloutId(scene.running), "admin")
