from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controlplane.db.session import Database
from controlplane.devices import ca, commands, service
from controlplane.devices.errors import CommandNotFoundError, DeviceNotFoundError
from shared.digest import sha256_of
from shared.ids import DeviceId
from shared.wire.down import Verb
from shared.wire.enrol import EnrollRequest
from shared.wire.up import Reply
from tests.support.broker_device import a_request
from tests.support.controlplane import a_database
from tests.support.platform_builders import NOON

LATER = NOON + timedelta(minutes=1)


class Fleet:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        authority = ca.ensure(folder, "default", NOON)
        with database.transaction() as session:
            token = service.create_token(
                session,
                anchors=sha256_of(b"a"),
                labels={},
                uses=2,
                expires_at=LATER,
                now=NOON,
            )
            self.one, self.two = (
                service.enroll(
                    session,
                    EnrollRequest(token=token, csr_pem=a_request()[0], name=name),
                    ca=authority,
                    now=NOON,
                ).device
                for name in ("one", "two")
            )

    def ask(self, verb: Verb = Verb.PROBE, device: DeviceId | None = None) -> str:
        with self.database.transaction() as session:
            return commands.ask(session, device or self.one, verb, actor="ada", now=NOON).id

    def pending(self, now=NOON):
        with self.database.reading() as session:
            return [command.id for _, command in commands.pending(session, now, 10)]

    def sent(self, identifier: str) -> None:
        with self.database.transaction() as session:
            commands.sent(session, identifier, NOON)

    def answer(self, identifier: str, *, device: DeviceId | None = None, **reply) -> bool:
        message = Reply.model_validate({"id": identifier, "ok": True, **reply})
        with self.database.transaction() as session:
            return commands.answered(session, device or self.one, message, LATER)

    def state(self, identifier: str, now=LATER):
        with self.database.reading() as session:
            return commands.command(session, self.one, identifier, now)


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    database = a_database(tmp_path)
    yield Fleet(database, tmp_path / "ca")
    database.close()


def test_a_command_waits_is_sent_and_is_answered(fleet: Fleet):
    asked = fleet.ask()
    assert fleet.pending() == [asked]
    assert fleet.state(asked).state == "waiting"

    fleet.sent(asked)
    assert fleet.pending() == []
    assert fleet.state(asked).state == "sent"

    assert fleet.answer(asked, result={"capability": "sha256:1"})
    assert fleet.state(asked).state == "done"
    assert fleet.state(asked).result == {"capability": "sha256:1"}


def test_another_devices_answer_does_not_count(fleet: Fleet):
    asked = fleet.ask()

    assert not fleet.answer(asked, device=fleet.two)
    assert fleet.state(asked).state == "waiting"


def test_the_first_answer_counts(fleet: Fleet):
    asked = fleet.ask()
    fleet.answer(asked, ok=False)
    fleet.answer(asked, ok=True)
    fleet.sent(asked)  # the broker's word came after the device's

    assert fleet.state(asked).state == "failed"


def test_a_device_that_is_born_anew_gets_what_it_did_not_answer(fleet: Fleet):
    lost, answered, others = fleet.ask(), fleet.ask(), fleet.ask(device=fleet.two)
    for each in (lost, answered, others):
        fleet.sent(each)
    fleet.answer(answered)

    with fleet.database.transaction() as session:
        commands.send_again(session, LATER, fleet.one)

    assert fleet.pending() == [lost]


def test_a_late_command_is_not_sent_and_says_so(fleet: Fleet):
    asked = fleet.ask()
    late = NOON + commands.LIFE

    assert fleet.pending(late) == []
    assert fleet.state(asked, late).state == "expired"


@pytest.mark.parametrize(
    "result",
    [{"a": float("nan")}, {"a": "x" * 100_000}],
    ids=["a number that JSON has not", "more than anybody reads"],
)
def test_of_a_strange_answer_only_that_it_came_is_kept(fleet: Fleet, result: dict[str, object]):
    asked = fleet.ask()

    fleet.answer(asked, result=result)

    kept = fleet.state(asked)
    assert kept.state == "done"
    assert list(kept.result or {}) == ["dropped"]


def test_nothing_is_asked_of_a_revoked_device(fleet: Fleet):
    fleet.ask()
    with fleet.database.transaction() as session:
        service.revoke(session, fleet.one, actor="ada", now=NOON)

    assert fleet.pending() == []
    with pytest.raises(DeviceNotFoundError):
        fleet.ask()


def test_a_command_belongs_to_its_device(fleet: Fleet):
    asked = fleet.ask(device=fleet.two)

    with pytest.raises(CommandNotFoundError):
        fleet.state(asked)
