from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controlplane.db.session import Database
from controlplane.devices import ca, queries, service
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.enrollment import Enrolled
from controlplane.devices.errors import (
    BadRequestError,
    NameTakenError,
    TokenNotFoundError,
    TokenRefusedError,
)
from shared.digest import sha256_of
from shared.wire.enrol import EnrollRequest, TokenFormError, parse_token
from tests.support.broker_device import a_request
from tests.support.controlplane import a_database
from tests.support.platform_builders import NOON

ANCHORS = sha256_of(b"anchors")
DAY = timedelta(days=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_database(tmp_path)
    yield database
    database.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> CertificateAuthority:
    return ca.ensure(tmp_path_factory.mktemp("ca"), "default", NOON)


def make_token(database: Database, *, uses: int = 1, **labels: str) -> str:
    with database.transaction() as session:
        return service.create_token(
            session,
            anchors=ANCHORS,
            labels=labels,
            uses=uses,
            expires_at=NOON + DAY,
            now=NOON,
        )


def join(
    database: Database, authority: CertificateAuthority, token: str, name: str = "kiosk", **changes
) -> Enrolled:
    now = changes.pop("now", NOON)
    values = {"token": token, "csr_pem": a_request()[0], "name": name, **changes}
    with database.transaction() as session:
        return service.enroll(session, EnrollRequest(**values), ca=authority, now=now)


def test_a_token_carries_the_digest_of_the_anchors(database: Database):
    _, anchors = parse_token(make_token(database))

    assert anchors == ANCHORS


def test_the_database_does_not_hold_the_secret(database: Database, tmp_path: Path):
    secret, _ = parse_token(make_token(database))
    database.close()

    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_the_labels_of_the_token_win(database: Database, authority: CertificateAuthority):
    token = make_token(database, site="lisbon")

    enrolled = join(database, authority, token, labels={"site": "porto", "class": "kiosk"})

    assert enrolled.labels == {"site": "lisbon", "class": "kiosk"}
    with database.reading() as session:
        assert queries.device(session, "kiosk").labels == enrolled.labels


def test_a_token_is_good_as_often_as_it_says(database: Database, authority: CertificateAuthority):
    token = make_token(database, uses=2)
    join(database, authority, token, "one")
    join(database, authority, token, "two")

    with pytest.raises(TokenRefusedError, match="used up"):
        join(database, authority, token, "three")


def test_an_expired_token_is_refused(database: Database, authority: CertificateAuthority):
    token = make_token(database)

    with pytest.raises(TokenRefusedError, match="expired"):
        join(database, authority, token, now=NOON + DAY)


def test_a_revoked_token_is_refused(database: Database, authority: CertificateAuthority):
    token = make_token(database)
    with database.transaction() as session:
        identifier = queries.tokens(session)[0].id
        service.revoke_token(session, identifier, actor="admin", now=NOON)

    with pytest.raises(TokenRefusedError, match="revoked"):
        join(database, authority, token)


def test_a_token_of_another_control_plane_is_refused(
    database: Database, authority: CertificateAuthority
):
    token = make_token(database)
    other = token.replace(token[4:14], "0" * 10)

    with pytest.raises(TokenRefusedError, match="did not make"):
        join(database, authority, other)


def test_a_token_cut_when_it_was_copied_is_refused(
    database: Database, authority: CertificateAuthority
):
    with pytest.raises(TokenFormError, match="copy it whole"):
        join(database, authority, make_token(database)[:-1])


def test_a_name_belongs_to_one_device(database: Database, authority: CertificateAuthority):
    token = make_token(database, uses=3)
    join(database, authority, token)

    with pytest.raises(NameTakenError, match="kiosk"):
        join(database, authority, token)


def test_a_refused_enrollment_does_not_use_the_token_up(
    database: Database, authority: CertificateAuthority
):
    join(database, authority, make_token(database))
    token = make_token(database)
    with pytest.raises(NameTakenError):
        join(database, authority, token)
    with pytest.raises(BadRequestError):
        join(database, authority, token, "other", csr_pem="nonsense")

    assert join(database, authority, token, "other").name == "other"


def test_the_name_of_a_revoked_device_is_free(database: Database, authority: CertificateAuthority):
    token = make_token(database, uses=2)
    first = join(database, authority, token)
    with database.transaction() as session:
        service.revoke(session, first.device, actor="admin", now=NOON)

    second = join(database, authority, token)

    with database.reading() as session:
        assert queries.device(session, "kiosk").id == second.device
        assert queries.device(session, first.device).revoked_at == NOON
        assert queries.revoked(session) == {first.device}


def test_a_token_that_is_not_there_cannot_be_revoked(database: Database):
    with pytest.raises(TokenNotFoundError), database.transaction() as session:
        service.revoke_token(session, "nothing", actor="admin", now=NOON)


def test_tokens_are_listed_without_secrets(database: Database):
    make_token(database, uses=3, site="lisbon")

    with database.reading() as session:
        (token,) = queries.tokens(session)

    assert (token.uses, token.uses_left, token.labels) == (3, 3, {"site": "lisbon"})
    assert token.is_open(NOON)
    assert not token.is_open(NOON + DAY)
