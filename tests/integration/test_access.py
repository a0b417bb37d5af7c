"""Who gets in: the admin token, passwords, API tokens and sessions, against a real database."""

import contextlib
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from typing_extensions import override

from controlplane.access import accounts, sessions, tokens
from controlplane.access import service as access_service
from controlplane.access.claims import Identity
from controlplane.access.errors import (
    ForbiddenError,
    NotAllowedError,
    SignInRefusedError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from controlplane.access.passwords import Passwords
from controlplane.access.policy import Principal, Role
from controlplane.access.service import ADMIN, Access, Secrets, open_secrets
from controlplane.access.sessions import IDLE, LIFE, Visitor
from controlplane.access.throttle import ACCOUNT, ADDRESS
from controlplane.audit import queries as audit
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from controlplane.db.session import Database
from tests.support.access import NOON, PASSWORD, an_account, cheap_hasher, cheap_passwords
from tests.support.databases import a_fresh_database

HOME = Visitor("192.0.2.7", "Firefox")
ELSEWHERE = Visitor("198.51.100.9")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_fresh_database(tmp_path)
    yield database
    database.close()


def an_access(
    database: Database, *, token: str = "fadm_secret", passwords: Passwords | None = None
) -> Access:
    return Access(database, Secrets(token, b"salt"), passwords=passwords or cheap_passwords())


@pytest.fixture
def access(database: Database) -> Access:
    return an_access(database)


def texts(database: Database) -> list[str]:
    with database.reading() as session:
        return [f"{each.actor}: {each.text}" for each in audit.after(session, 0)]


def fail(access: Access, name: str, *, visitor: Visitor = HOME, now: datetime = NOON) -> None:
    with pytest.raises(SignInRefusedError):
        access.enter_by_password(name, "not the password", visitor=visitor, now=now)


def a_token(
    database: Database, principal: Principal, *scopes: str, life: timedelta = timedelta(days=1)
) -> str:
    with database.transaction() as session:
        return tokens.create(
            session,
            principal=principal,
            name="build",
            scopes=scopes,
            expires_at=NOON + life,
            now=NOON,
        )[1]


class TestTheAdminToken:
    def test_it_is_the_admin(self, access: Access):
        assert access.bearer("fadm_secret", address="::1", now=NOON) == ADMIN

    @pytest.mark.parametrize("token", ["", "Fadm_secret", "fadm_secret ", "fapi_", "fapi_\x00"])
    def test_any_other_token_is_refused(self, access: Access, token: str):
        with pytest.raises(SignInRequiredError, match=r"admin\.token"):
            access.bearer(token, address="::1", now=NOON)

    def test_it_opens_a_session_that_a_new_token_ends(self, database: Database, access: Access):
        cookie = access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)

        found = access.cookie(cookie, now=NOON)
        assert found is not None
        assert (found.name, found.role) == ("admin", Role.ADMIN)
        assert an_access(database, token="fadm_another").cookie(cookie, now=NOON) is None

    def test_it_survives_a_restart_and_its_owner_alone_reads_it(self, tmp_path: Path):
        files = tmp_path / "admin.token", tmp_path / "session.secret"

        assert open_secrets(*files) == open_secrets(*files)
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)


class TestPasswords:
    def test_name_and_password_open_a_session(self, database: Database, access: Access):
        an_account(database, "ada", Role.APPROVER)

        cookie = access.enter_by_password(" Ada ", PASSWORD, visitor=HOME, now=NOON)

        found = access.cookie(cookie, now=NOON)
        assert found is not None
        assert (found.name, found.role) == ("ada", Role.APPROVER)
        assert "ada: signed in by password from 192.0.2.7" in texts(database)

    def test_it_does_not_say_which_of_the_two_is_wrong(self, database: Database, access: Access):
        an_account(database, "ada")

        said = []
        for name, password in (("ada", "not the password"), ("eve", PASSWORD)):
            with pytest.raises(SignInRefusedError) as refusal:
                access.enter_by_password(name, password, visitor=HOME, now=NOON)
            said.append(str(refusal.value))

        assert said[0] == said[1]

    def test_an_account_without_a_password_cannot_sign_in(self, database: Database, access: Access):
        an_account(database, "ada", password=None)

        fail(access, "ada")

    def test_a_disabled_account_is_out_at_once(self, database: Database, access: Access):
        an_account(database, "ada")
        cookie = access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)
        with database.transaction() as session:
            accounts.disable(session, "ada", actor="admin", now=NOON)

        assert access.cookie(cookie, now=NOON) is None
        with pytest.raises(SignInRefusedError):
            access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)

    def test_a_hash_of_weaker_times_is_made_anew_at_sign_in(self, database: Database):
        an_account(database, "ada")
        stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
        access = an_access(database, passwords=stronger)

        access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)
        access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)

        fail(an_access(database), "ada")

    def test_a_new_password_ends_the_other_sessions(self, database: Database, access: Access):
        an_account(database, "ada")
        kept = access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)
        other = access.enter_by_password("ada", PASSWORD, visitor=ELSEWHERE, now=NOON)
        principal = access.cookie(kept, now=NOON)
        assert principal is not None
        with database.transaction() as session:
            accounts.set_password(
                session,
                "ada",
                "another long phrase",
                hashing=cheap_passwords(),
                actor="ada",
                now=NOON,
                keep_session=principal.session,
            )

        assert access.cookie(kept, now=NOON) is not None
        assert access.cookie(other, now=NOON) is None


class TestGuessing:
    def test_an_account_that_failed_often_must_wait(self, database: Database, access: Access):
        an_account(database, "ada")
        for _ in range(ACCOUNT.free):
            fail(access, "ada")

        with pytest.raises(TooManyAttemptsError, match="try again in 10 s"):
            access.enter_by_password("ada", PASSWORD, visitor=ELSEWHERE, now=NOON)

        later = NOON + timedelta(seconds=10)
        assert access.enter_by_password("ada", PASSWORD, visitor=HOME, now=later)
        fail(access, "ada", now=later)  # everything before is forgiven

    def test_a_restart_forgives_nobody(self, database: Database, access: Access):
        for _ in range(ACCOUNT.free):
            fail(access, "ada")

        with pytest.raises(TooManyAttemptsError):
            an_access(database).enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)

    def test_many_guesses_at_once_gain_nothing(self, database: Database):
        looked_at: list[str] = []

        class Counting(Passwords):
            @override
            def matches(self, stored: str | None, password: str) -> bool:
                looked_at.append(password)
                return False

        access = an_access(database, passwords=Counting(cheap_hasher()))
        begin = threading.Barrier(12)

        def guess(number: int) -> None:
            begin.wait()
            with contextlib.suppress(SignInRefusedError, TooManyAttemptsError):
                access.enter_by_password("ada", f"guess {number}", visitor=HOME, now=NOON)

        threads = [threading.Thread(target=guess, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(looked_at) == ACCOUNT.free

    def test_an_address_that_guesses_names_must_wait(self, database: Database, access: Access):
        an_account(database, "ada")
        for number in range(ADDRESS.free):
            fail(access, f"user-{number}")

        with pytest.raises(TooManyAttemptsError):
            access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)
        assert access.enter_by_password("ada", PASSWORD, visitor=ELSEWHERE, now=NOON)

    def test_guessing_the_admin_token_counts_too(self, access: Access):
        for _ in range(ADDRESS.free):
            with pytest.raises(SignInRefusedError):
                access.enter_by_token("fadm_guess", visitor=HOME, now=NOON)

        with pytest.raises(TooManyAttemptsError):
            access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)

    def test_the_log_hears_of_it_once(self, database: Database, access: Access):
        for _ in range(ACCOUNT.free):
            fail(access, "ada")
        with pytest.raises(TooManyAttemptsError):
            access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)

        heard = [text for text in texts(database) if "failed attempts" in text]
        assert heard == ["flotilla: 5 failed attempts to sign in; the next must wait"]

    def test_the_log_hears_of_every_failure_of_an_account_but_of_no_name_that_nobody_has(
        self, database: Database, access: Access
    ):
        an_account(database, "ada")
        fail(access, "ada")
        fail(access, PASSWORD)

        assert "ada: was refused a sign-in from 192.0.2.7" in texts(database)
        assert PASSWORD not in str(texts(database))

    def test_old_attempts_are_dropped(self, database: Database, access: Access):
        for _ in range(ACCOUNT.free):
            fail(access, "ada")
        with database.transaction() as session:
            access_service.forget(session, NOON + timedelta(hours=2))

        fail(access, "ada")


class TestSessions:
    def test_one_is_good_for_a_week_of_use(self, access: Access):
        cookie = access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)
        now = NOON
        while now < NOON + LIFE:
            assert access.cookie(cookie, now=now) is not None
            now += timedelta(hours=12)

        assert access.cookie(cookie, now=NOON + LIFE) is None

    def test_a_day_without_use_ends_it(self, access: Access):
        cookie = access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)

        assert access.cookie(cookie, now=NOON + IDLE) is None

    @pytest.mark.parametrize("cookie", ["", "a.", "u.x", "a.é", "v1.9999999999.00", "a." * 5000])
    def test_a_forged_one_is_nobody(self, access: Access, cookie: str):
        access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)

        assert access.cookie(cookie, now=NOON) is None

    def test_the_database_does_not_hold_the_cookie(self, database: Database, access: Access):
        cookie = access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)

        assert an_access(database).cookie(cookie, now=NOON) is not None
        with database.reading() as session:
            (row,) = sessions.listed(session, now=NOON)
        assert cookie not in repr(vars(row))

    def test_it_can_be_listed_and_ended(self, database: Database, access: Access):
        an_account(database, "ada")
        cookie = access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)
        with database.transaction() as session:
            (found,) = sessions.listed(session, now=NOON)
            assert (found.name, found.address, found.browser) == ("ada", "192.0.2.7", "Firefox")
            sessions.revoke(session, found.id, actor="admin", now=NOON)

        assert access.cookie(cookie, now=NOON) is None
        assert "admin: the session from 192.0.2.7 was ended" in texts(database)

    def test_nobody_ends_somebody_elses_as_their_own(self, database: Database, access: Access):
        an_account(database, "ada")
        eve = an_account(database, "eve")
        access.enter_by_password("ada", PASSWORD, visitor=HOME, now=NOON)
        with database.transaction() as session:
            (found,) = sessions.listed(session, now=NOON)
            with pytest.raises(NotFoundError):
                sessions.revoke(session, found.id, actor="eve", now=NOON, account=eve)

    def test_an_open_page_does_not_keep_it_alive(self, access: Access):
        cookie = access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)
        for hours in range(24):
            assert access.is_open(cookie, now=NOON + timedelta(hours=hours))

        assert not access.is_open(cookie, now=NOON + IDLE)

    def test_signing_out_ends_it(self, access: Access):
        cookie = access.enter_by_token("fadm_secret", visitor=HOME, now=NOON)

        access.leave(cookie, now=NOON)
        access.leave(cookie, now=NOON)

        assert access.cookie(cookie, now=NOON) is None


class TestTokens:
    def test_one_acts_as_its_owner_within_its_scopes(self, database: Database, access: Access):
        owner = Principal("ada", Role.OPERATOR, an_account(database, "ada"))
        secret = a_token(database, owner, "read", "rollouts.*")

        found = access.bearer(secret, address="192.0.2.7", now=NOON)

        assert found.name == "ada"
        assert found.may("rollouts.create")
        assert found.may("devices.read")
        assert not found.may("devices.label")
        assert not found.may("rollouts.approve")

    def test_its_first_use_from_an_address_is_written_down(
        self, database: Database, access: Access
    ):
        secret = a_token(database, ADMIN, "read")
        for address in ("192.0.2.7", "192.0.2.7", "198.51.100.9"):
            access.bearer(secret, address=address, now=NOON)

        assert [text for text in texts(database) if "is used from" in text] == [
            "admin: the API token 'build' is used from 192.0.2.7",
            "admin: the API token 'build' is used from 198.51.100.9",
        ]

    def test_it_dies_with_its_time(self, database: Database, access: Access):
        secret = a_token(database, ADMIN, "read", life=timedelta(hours=1))

        with pytest.raises(SignInRequiredError):
            access.bearer(secret, address="::1", now=NOON + timedelta(hours=1))

    def test_it_dies_with_its_owner(self, database: Database, access: Access):
        owner = Principal("ada", Role.OPERATOR, an_account(database, "ada"))
        secret = a_token(database, owner, "read")
        with database.transaction() as session:
            accounts.disable(session, "ada", actor="admin", now=NOON)
            accounts.enable(session, "ada", actor="admin", now=NOON)

        with pytest.raises(SignInRequiredError):
            access.bearer(secret, address="::1", now=NOON)

    def test_it_loses_what_its_owner_loses(self, database: Database, access: Access):
        owner = Principal("ada", Role.OPERATOR, an_account(database, "ada"))
        secret = a_token(database, owner, "all")
        with database.transaction() as session:
            accounts.set_role(session, "ada", Role.VIEWER, actor="admin", now=NOON)

        assert not access.bearer(secret, address="::1", now=NOON).may("rollouts.create")

    def test_it_can_be_revoked_by_its_owner_and_by_admins_alone(
        self, database: Database, access: Access
    ):
        ada = Principal("ada", Role.OPERATOR, an_account(database, "ada"))
        eve = Principal("eve", Role.APPROVER, an_account(database, "eve"))
        secret = a_token(database, ada, "read")
        with database.transaction() as session:
            (mine,) = tokens.listed(session, principal=ada)
            assert tokens.listed(session, principal=eve) == []
            with pytest.raises(NotFoundError):
                tokens.revoke(session, mine.id, principal=eve, now=NOON)
            tokens.revoke(session, mine.id, principal=ADMIN, now=NOON)

        with pytest.raises(SignInRequiredError):
            access.bearer(secret, address="::1", now=NOON)

    def test_a_token_makes_no_other_token(self, database: Database, access: Access):
        secret = a_token(database, ADMIN, "all")
        principal = access.bearer(secret, address="::1", now=NOON)

        with pytest.raises(ForbiddenError, match="cannot make another"):
            a_token(database, principal, "read")

    @pytest.mark.parametrize(
        ("scopes", "why"),
        [
            ([], "say what"),
            (["fly"], "no scope"),
            (["users.manage"], "does not have users.manage"),
        ],
    )
    def test_a_scope_must_be_one_that_the_owner_has(
        self, database: Database, scopes: list[str], why: str
    ):
        with pytest.raises(InvalidError, match=why):
            a_token(database, Principal("ada", Role.OPERATOR, "1"), *scopes)

    def test_it_needs_an_end(self, database: Database):
        with pytest.raises(InvalidError, match="at most 730 days"):
            a_token(database, ADMIN, "read", life=timedelta(days=731))


class TestAccounts:
    @pytest.mark.parametrize("name", ["admin", "Flotilla", "", "a b", "é", "-a", "x" * 81, "a\nb"])
    def test_a_name_that_will_not_do_is_refused(self, database: Database, name: str):
        with pytest.raises(InvalidError):
            an_account(database, name)

    def test_a_name_is_somebodys_alone(self, database: Database):
        an_account(database, "ada")

        with pytest.raises(ConflictError, match="already"):
            an_account(database, "ADA")

    def test_nobody_raises_or_disables_themselves(self, database: Database):
        an_account(database, "ada", Role.ADMIN)
        with database.transaction() as session:
            with pytest.raises(ConflictError, match="own role"):
                accounts.set_role(session, "ada", Role.VIEWER, actor="ada", now=NOON)
            with pytest.raises(ConflictError, match="own account"):
                accounts.disable(session, "ada", actor="ada", now=NOON)

    def test_who_may_approve_is_found(self, database: Database):
        for name, role in (("ada", Role.APPROVER), ("bob", Role.OPERATOR), ("cy", Role.ADMIN)):
            an_account(database, name, role)
        with database.transaction() as session:
            accounts.disable(session, "cy", actor="admin", now=NOON)

        with database.reading() as session:
            assert accounts.who_may(session, (Role.APPROVER, Role.ADMIN)) == ["ada"]


class TestProvider:
    ADA = Identity("https://id.example", "4711", "ada")

    def enter(self, access: Access, identity: Identity, role: Role) -> Principal:
        cookie = access.enter_by_provider(identity, role, visitor=HOME, now=NOON)
        found = access.cookie(cookie, now=NOON)
        assert found is not None
        return found

    def test_somebody_new_gets_an_account_with_the_providers_role(self, access: Access):
        found = self.enter(access, self.ADA, Role.OPERATOR)

        assert (found.name, found.role) == ("ada", Role.OPERATOR)

    def test_the_role_follows_the_provider(self, access: Access):
        first = self.enter(access, self.ADA, Role.OPERATOR)
        second = self.enter(access, self.ADA, Role.VIEWER)

        assert (second.account, second.role) == (first.account, Role.VIEWER)

    def test_the_subject_counts_and_not_the_name(self, access: Access):
        first = self.enter(access, self.ADA, Role.OPERATOR)
        renamed = Identity(self.ADA.issuer, self.ADA.subject, "ada.lovelace")

        assert self.enter(access, renamed, Role.OPERATOR).account == first.account

    def test_a_local_account_is_never_taken_over(self, database: Database, access: Access):
        an_account(database, "ada", Role.ADMIN)

        with pytest.raises(ConflictError, match="an account 'ada' already"):
            self.enter(access, self.ADA, Role.VIEWER)

    def test_another_issuer_is_somebody_else(self, access: Access):
        self.enter(access, self.ADA, Role.OPERATOR)

        with pytest.raises(ConflictError):
            self.enter(access, Identity("https://other.example", "4711", "ada"), Role.ADMIN)

    def test_a_disabled_account_stays_out(self, database: Database, access: Access):
        self.enter(access, self.ADA, Role.OPERATOR)
        with database.transaction() as session:
            accounts.disable(session, "ada", actor="admin", now=NOON)

        with pytest.raises(ConflictError, match="disabled"):
            self.enter(access, self.ADA, Role.OPERATOR)

    def test_its_password_is_not_ours_to_set(self, database: Database, access: Access):
        self.enter(access, self.ADA, Role.OPERATOR)
        with database.transaction() as session, pytest.raises(ConflictError, match="is there"):
            accounts.set_password(
                session, "ada", PASSWORD, hashing=cheap_passwords(), actor="admin", now=NOON
            )


def test_a_refusal_is_written_down_once_in_a_while(database: Database, access: Access):
    viewer = Principal("vic", Role.VIEWER, "1")
    for minutes in (0, 1, 6):
        with pytest.raises(NotAllowedError) as refusal:
            viewer.must("rollouts.create")
        access.denied(refusal.value, NOON + timedelta(minutes=minutes))

    assert texts(database) == ["vic: was refused rollouts.create"] * 2
