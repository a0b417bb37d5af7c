from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from controlplane.access.errors import SignInRequiredError
from controlplane.access.policy import Verb, can, verb_of
from controlplane.access.service import ADMIN, SESSION_LIFE, Access, open_access

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def an_access(token: str = "secret") -> Access:
    return Access(token=token, secret=b"salt")


def test_the_admin_token_is_the_admin():
    assert an_access().check_token("secret") == ADMIN


@pytest.mark.parametrize("token", ["", "Secret", "secret "])
def test_any_other_token_is_refused(token: str):
    with pytest.raises(SignInRequiredError, match=r"admin\.token"):
        an_access().check_token(token)


def test_a_session_is_good_until_it_ends():
    access = an_access()
    cookie = access.open_session(NOW)

    assert access.read_session(cookie, NOW + SESSION_LIFE - timedelta(seconds=2)) == ADMIN
    assert access.read_session(cookie, NOW + SESSION_LIFE) is None


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "v1..",
        "v1.99999999999999999999.00",
        "v1.²³.00",
        "v1.{expiry}.",
        "v1.{expiry}.{signature}é",
        "v1.{expiry}.0{signature}",
        "v1.9{expiry}.{signature}",
        "v1.0{expiry}.{signature}",
        "v1.v1.{expiry}.{signature}",
        "v2.{expiry}.{signature}",
    ],
)
def test_a_forged_session_is_nobody(forged: str):
    access = an_access()
    _, expiry, signature = access.open_session(NOW).split(".")

    assert access.read_session(forged.format(expiry=expiry, signature=signature), NOW) is None


def test_a_new_token_ends_the_sessions_of_the_old():
    cookie = an_access("old").open_session(NOW)

    assert an_access("new").read_session(cookie, NOW) is None


def test_token_and_secret_survive_a_restart_and_are_readable_by_the_owner_alone(tmp_path: Path):
    files = tmp_path / "admin.token", tmp_path / "session.secret"
    first, token = open_access(*files)

    second, again = open_access(*files)

    assert token == again
    assert second.read_session(first.open_session(NOW), NOW) == ADMIN
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


def test_the_admin_may_do_everything():
    assert all(can(ADMIN, verb) for verb in Verb)


def test_what_a_method_wants():
    assert verb_of("GET") is Verb.READ
    assert verb_of("DELETE") is Verb.WRITE
