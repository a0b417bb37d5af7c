from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.audit import queries as audit
from controlplane.db.session import Database
from controlplane.devices import approval, ca, queries, service
from controlplane.devices.approval import LIFE, Waiting
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.enrollment import Enrolled
from controlplane.devices.errors import (
    ApprovalRefusedError,
    NameTakenError,
    RequestDecidedError,
    RequestNotFoundError,
    TokenRefusedError,
)
from shared.digest import sha256_of
from shared.wire.enrol import EnrollRequest
from tests.support.broker_device import a_request
from tests.support.controlplane import a_database
from tests.support.platform_builders import NOON

HOUR = timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return ca.ensure(tmp_path_factory.mktemp("ca"), "default", NOON)


class Door:
    """A control plane with a token that needs approval, and one device's key."""

    def __init__(self, database: Database, authority: CertificateAuthority) -> None:
        self.database = database
        self.authority = authority
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.now = NOON
        self.token = self.make_token()

    def make_token(self, *, uses: int = 1) -> str:
        with self.database.transaction() as session:
            return service.create_token(
                session,
                anchors=sha256_of(b"anchors"),
                labels={"site": "lisbon"},
                uses=uses,
                expires_at=NOON + timedelta(days=3),
                now=NOON,
                approve=True,
            )

    def ask(self, name: str = "kiosk", *, key: ec.EllipticCurvePrivateKey | None = None):
        request = EnrollRequest(
            token=self.token, csr_pem=a_request(key or self.key)[0], name=name, labels={"a": "b"}
        )
        with self.database.transaction() as session:
            return approval.ask(
                session, request, ca=self.authority, address="192.0.2.7", now=self.now
            )

    def poll(self, waiting: Waiting):
        with self.database.transaction() as session:
            return approval.poll(session, waiting.ticket, ca=self.authority, now=self.now)

    def waiting(self):
        with self.database.reading() as session:
            return queries.requests(session, self.now)

    def decide(self, what: str, request_id: str | None = None) -> None:
        act = approval.approve if what == "approve" else approval.reject
        with self.database.transaction() as session:
            act(session, request_id or self.waiting()[0].id, actor="ada", now=self.now)


@pytest.fixture
def door(database: Database, authority: CertificateAuthority) -> Door:
    return Door(database, authority)


def test_a_device_waits_with_what_a_person_must_see(door: Door):
    told = door.ask()

    (request,) = door.waiting()
    assert isinstance(told, Waiting)
    assert request.fingerprint == told.fingerprint
    assert (request.name, request.address) == ("kiosk", "192.0.2.7")
    assert request.labels == {"a": "b", "site": "lisbon"}
    assert door.poll(told) == told
    with door.database.reading() as session:
        assert queries.devices(session) == ()


def test_an_approved_device_is_let_in_when_it_asks_again(door: Door):
    told = door.ask()
    door.decide("approve")

    enrolled = door.poll(told)

    assert isinstance(enrolled, Enrolled)
    certificate = x509.load_pem_x509_certificate(enrolled.certificate_pem.encode())
    assert certificate.public_key() == door.key.public_key()
    assert door.waiting() == ()
    with door.database.reading() as session:
        assert [each.name for each in queries.devices(session)] == ["kiosk"]


def test_a_lost_answer_is_given_again(door: Door):
    told = door.ask()
    door.decide("approve")
    first = door.poll(told)

    assert door.poll(told) == first
    with door.database.reading() as session:
        assert len(queries.devices(session)) == 1


def test_a_device_that_starts_again_is_the_same_request_and_costs_no_use(door: Door):
    first = door.ask()
    second = door.ask()

    assert len(door.waiting()) == 1
    with pytest.raises(ApprovalRefusedError, match="ticket"):
        door.poll(first)
    door.decide("approve")
    assert isinstance(door.poll(second), Enrolled)


def test_what_a_person_has_seen_cannot_be_changed_afterwards(door: Door):
    door.ask("kiosk")
    door.ask("gateway")

    assert [each.name for each in door.waiting()] == ["kiosk"]


def test_another_key_is_another_request_and_costs_a_use(door: Door):
    door.ask()

    with pytest.raises(TokenRefusedError, match="used up"):
        door.ask("other", key=ec.generate_private_key(ec.SECP256R1()))


def test_a_rejected_device_stays_out(door: Door):
    told = door.ask()
    door.decide("reject")

    with pytest.raises(ApprovalRefusedError, match="rejected"):
        door.poll(told)
    with pytest.raises(ApprovalRefusedError, match="rejected"):
        door.ask()


def test_a_request_waits_a_day_and_may_be_made_again(door: Door):
    told = door.ask()
    (request,) = door.waiting()
    door.now = NOON + LIFE

    assert door.waiting() == ()
    with pytest.raises(ApprovalRefusedError, match="within 24 hours"):
        door.poll(told)
    with pytest.raises(RequestDecidedError, match="too long"):
        door.decide("approve", request.id)
    again = door.ask()
    door.decide("approve")
    assert isinstance(door.poll(again), Enrolled)


def test_only_one_person_decides(door: Door):
    door.ask()
    (request,) = door.waiting()
    door.decide("reject")

    with pytest.raises(RequestDecidedError, match="rejected"):
        door.decide("approve", request.id)
    with pytest.raises(RequestNotFoundError):
        door.decide("approve", "nobody")


def test_a_revoked_token_sends_away_those_who_wait(door: Door):
    told = door.ask()
    with door.database.transaction() as session:
        service.revoke_token(session, queries.tokens(session)[0].id, actor="ada", now=NOON)

    assert door.waiting() == ()
    with pytest.raises(ApprovalRefusedError):
        door.poll(told)


def test_a_name_that_was_taken_meanwhile_is_told_to_the_person(door: Door):
    door.token = door.make_token(uses=2)
    one, two = door.ask("kiosk"), door.ask("kiosk", key=ec.generate_private_key(ec.SECP256R1()))
    first, second = door.waiting()
    door.decide("approve", first.id)
    taken = {each.fingerprint: each for each in (one, two)}[first.fingerprint]
    door.poll(taken)

    with pytest.raises(NameTakenError):
        door.decide("approve", second.id)


def test_the_ticket_is_not_in_the_database(door: Door, tmp_path: Path):
    told = door.ask()
    door.database.close()

    assert all(told.ticket.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_who_decided_is_written_down(door: Door):
    door.ask()
    door.decide("approve")

    with door.database.reading() as session:
        notes = audit.recent(session, limit=2)
    assert notes[0].actor == "ada"
    assert notes[0].text.startswith("approved kiosk")
    assert notes[1].text.startswith("kiosk asks to be let in")
