from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from controlplane.audit import queries as audit
from controlplane.db.session import Database
from controlplane.devices import ca, queries, service
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.tables import DeviceRow
from controlplane.ingest.batch import Recorder
from controlplane.ingest.handlers import Handlers
from controlplane.ingest.messages import Down, Incoming, Receipt
from controlplane.telemetry import queries as telemetry
from shared.deployment import State
from shared.errors import FlotillaError
from shared.ids import DeploymentId, DeviceId
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import encode
from shared.wire.down import Command, DeploymentAck, Verb
from shared.wire.enrol import CertificateGrant, RenewalRequest
from shared.wire.up import DeploymentReport
from tests.support.broker_device import a_request
from tests.support.controlplane import SetClock, a_database
from tests.support.platform_builders import (
    NOON,
    a_batch,
    a_birth,
    a_capability,
    a_capability_report,
    a_death,
    a_report,
    a_slot,
)

ONE = DeviceId("11111111-1111-4111-8111-111111111111")
TWO = DeviceId("22222222-2222-4222-8222-222222222222")
STRANGER = DeviceId("33333333-3333-4333-8333-333333333333")


class FakeRollouts:
    """Acknowledges every report, except for one deployment that always fails."""

    def __init__(self) -> None:
        self.seen: list[tuple[DeviceId, int]] = []

    def record(self, session: Session, device: DeviceId, report: DeploymentReport, _now):
        if report.deployment == "refused":
            raise RefusedError("no")
        if report.deployment == "crash":
            session.add(DeviceRow(id=device))  # type: ignore[call-arg] - a row the database refuses
            session.flush()
        self.seen.append((device, report.seq))
        return DeploymentAck(deployment=report.deployment, attempt=report.attempt, seq=report.seq)


class RefusedError(FlotillaError):
    pass


class World:
    """A database with two devices and what records into it."""

    def __init__(self, database: Database, authority: CertificateAuthority) -> None:
        self.database = database
        self.clock = SetClock()
        self.rollouts = FakeRollouts()
        handlers = Handlers(
            record_deployment=self.rollouts.record, new_id=lambda: "c1", authority=authority
        )
        self.recorder = Recorder(database, self.clock, handlers, fleet="default")
        with database.transaction() as session:
            for device, name in ((ONE, "one"), (TWO, "two")):
                session.add(
                    DeviceRow(
                        id=device,
                        name=name,
                        labels={},
                        enrolled_at=NOON,
                        enrolled_with="t",
                        certificate_serial="1",
                        certificate_expires_at=NOON,
                    )
                )

    def hear(self, *messages: Incoming) -> list[Down]:
        return self.recorder.record(messages)

    def device(self, device: DeviceId = ONE):
        with self.database.reading() as session:
            return queries.device(session, device)

    def events(self) -> list[str]:
        with self.database.reading() as session:
            return [event.text for event in reversed(audit.recent(session))]

    def samples(self) -> int:
        with self.database.reading() as session:
            return len(telemetry.recent(session, ONE, NOON - timedelta(days=1)))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return ca.ensure(tmp_path_factory.mktemp("ca"), "default", NOON)


@pytest.fixture
def world(tmp_path: Path, authority: CertificateAuthority) -> Iterator[World]:
    database = a_database(tmp_path)
    yield World(database, authority)
    database.close()


def from_device(
    leaf: str, message: Message, device: DeviceId = ONE, *, replayed: bool = False
) -> Incoming:
    topic = topics.build("default", device, leaf)
    return Incoming(topic, encode(message), Receipt(1, 1, 1), replayed)


def born(device: DeviceId = ONE, **changes) -> Incoming:
    return from_device(topics.UP_STATE, a_birth(**changes), device)


def reported(deployment: str = "d", *, seq: int = 1, device: DeviceId = ONE) -> Incoming:
    report = DeploymentReport(
        deployment=DeploymentId(deployment),
        slot="main",
        attempt=1,
        seq=seq,
        state=State.ACCEPTED,
        at=NOON,
    )
    return from_device(topics.UP_DEPLOYMENT, report, device)


def test_a_birth_makes_a_device_online(world: World):
    assert world.device().presence == "never"

    world.hear(born(slots={"main": a_slot()}, api="http://127.0.0.1:11500", director_version=4))

    device = world.device()
    assert device.presence == "online"
    assert device.slots == {"main": a_slot()}
    assert (device.api, device.director_version) == ("http://127.0.0.1:11500", 4)
    assert device.last_seen == world.clock.now()
    assert world.events() == ["one is online"]


def test_a_second_delivery_changes_nothing(world: World):
    everything = [
        born(),
        from_device(topics.UP_CAPABILITY, a_capability_report()),
        from_device(topics.UP_REPORT, a_report(slots={"main": a_slot()})),
        from_device(topics.UP_TELEMETRY, a_batch()),
        from_device(topics.UP_STATE, a_death()),
    ]
    world.hear(*everything)
    once = (world.device(), world.events(), world.samples())

    world.hear(
        *(Incoming(each.topic, each.payload, each.receipt, replayed=True) for each in everything)
    )

    assert (world.device(), world.events(), world.samples()) == once


def test_a_telemetry_batch_delivered_twice_in_one_batch_counts_once(world: World):
    batch = from_device(topics.UP_TELEMETRY, a_batch(samples=3))

    world.hear(batch, batch)

    assert world.samples() == 3


def test_a_stale_death_leaves_the_device_online(world: World):
    world.hear(born(session="1-a"), born(session="2-b"))

    world.hear(from_device(topics.UP_STATE, a_death("1-a")))

    assert world.device().presence == "online"


def test_the_death_of_the_session_makes_it_offline_and_is_no_sign_of_life(world: World):
    world.hear(born())
    heard_at = world.clock.now()
    world.clock.advance(minutes=5)

    world.hear(from_device(topics.UP_STATE, a_death()))

    assert world.device().presence == "offline"
    assert world.device().last_seen == heard_at
    assert world.events() == ["one is online", "one went offline"]


def test_a_gap_in_reports_makes_the_control_plane_ask_for_everything(world: World):
    world.hear(born())

    answers = world.hear(from_device(topics.UP_REPORT, a_report(seq=3, api="http://x:1")))

    (answer,) = answers
    assert isinstance(answer.message, Command)
    assert (answer.device, answer.message.verb) == (ONE, Verb.REPORT_ALL)
    assert answer.expires_s
    assert world.device().api == "http://x:1"


def test_a_device_is_asked_once_per_batch(world: World):
    world.hear(born())

    answers = world.hear(*(from_device(topics.UP_REPORT, a_report(seq=seq)) for seq in (3, 7, 9)))

    assert len(answers) == 1


def test_a_known_device_whose_capability_is_missing_is_asked_for_it(world: World):
    world.hear(born(session="1-a"))

    answers = world.hear(born(session="2-b"))

    assert [answer.message.verb for answer in answers] == [Verb.REPORT_ALL]


def test_a_device_whose_capability_is_known_is_left_alone(world: World):
    world.hear(born(session="1-a"), from_device(topics.UP_CAPABILITY, a_capability_report()))

    assert world.hear(born(session="2-b")) == []
    assert world.device().capability == a_capability()


def test_a_deployment_report_is_acknowledged(world: World):
    (answer,) = world.hear(reported(seq=4))

    assert answer.leaf == topics.DOWN_ACK
    assert answer.message == DeploymentAck(deployment=DeploymentId("d"), attempt=1, seq=4)


def test_every_report_in_a_batch_has_its_acknowledgement(world: World):
    answers = world.hear(reported("a"), reported("b"), reported("a", seq=2))

    assert len(answers) == 3


@pytest.mark.parametrize("bad", ["refused", "crash"])
def test_a_bad_message_takes_no_other_with_it(world: World, bad: str):
    answers = world.hear(born(), reported(bad), born(TWO), reported("good", device=TWO))

    assert world.device(ONE).presence == "online"
    assert world.device(TWO).presence == "online"
    assert [answer.device for answer in answers] == [TWO]


@pytest.mark.parametrize(
    "incoming",
    [
        Incoming("flotilla/v1/default/nonsense/up/state", b"{}", Receipt(1, 1, 1)),
        Incoming("flotilla/v1/other/" + ONE + "/up/state", b"{}", Receipt(1, 1, 1)),
        Incoming("flotilla/v1/default/" + ONE + "/down/ack", b"{}", Receipt(1, 1, 1)),
        Incoming("flotilla/v1/default/" + ONE + "/up/secrets", b"{}", Receipt(1, 1, 1)),
        Incoming("flotilla/v1/default/" + ONE + "/up/state", b"\xff\x00", Receipt(1, 1, 1)),
        Incoming("flotilla/v1/default/" + ONE + "/up/state", b"[" * 10_000, Receipt(1, 1, 1)),
        Incoming("flotilla/v1/default/" + ONE + "/up/state", b"", Receipt(1, 1, 1)),
    ],
    ids=["no uuid", "fleet", "down", "leaf", "bytes", "nested", "cleared"],
)
def test_what_is_no_message_of_ours_is_dropped(world: World, incoming: Incoming):
    assert world.hear(incoming, born()) == []
    assert world.device().presence == "online"


def test_a_device_that_is_not_enrolled_is_not_heard(world: World):
    assert world.hear(born(STRANGER), reported(device=STRANGER)) == []
    assert world.rollouts.seen == []


def test_a_revoked_device_is_not_heard(world: World):
    with world.database.transaction() as session:
        service.revoke(session, ONE, actor="admin", now=NOON)

    world.hear(born())

    assert world.device().presence == "never"


def test_devices_that_do_not_come_back_after_a_broker_restart_go_offline(world: World):
    world.hear(born(), born(TWO))
    restarted = world.clock.now() + timedelta(minutes=1)
    world.clock.advance(minutes=2)
    world.hear(born(TWO, session="2-b"))
    world.clock.advance(minutes=10)

    with world.database.transaction() as session:
        lost = service.mark_lost(session, broker_started_at=restarted, now=world.clock.now())

    assert lost == 1
    assert world.device(ONE).presence == "offline"
    assert world.device(TWO).presence == "online"
    answers = world.hear(from_device(topics.UP_REPORT, a_report(seq=1)))
    assert [answer.message.verb for answer in answers] == [Verb.REPORT_ALL]


def test_labels_are_set_and_taken_away(world: World):
    with world.database.transaction() as session:
        service.set_labels(session, ONE, {"site": "lisbon", "lab": "x"}, actor="a", now=NOON)
    with world.database.transaction() as session:
        service.set_labels(session, ONE, {"lab": None}, actor="a", now=NOON)

    assert world.device().labels == {"site": "lisbon"}


def test_a_device_that_asks_is_given_a_certificate(world: World):
    request = RenewalRequest(csr_pem=a_request()[0])

    (answer,) = world.hear(from_device(topics.UP_RENEWAL, request))

    assert (answer.device, answer.leaf) == (ONE, topics.DOWN_CERTIFICATE)
    assert isinstance(answer.message, CertificateGrant)
    assert not answer.retain


def test_a_request_that_is_none_harms_nobody_else(world: World):
    spoilt = from_device(topics.UP_RENEWAL, RenewalRequest(csr_pem="not a request"))

    answers = world.hear(spoilt, from_device(topics.UP_STATE, a_birth(), device=TWO))

    assert answers == []
    assert world.device(TWO).presence == "online"
