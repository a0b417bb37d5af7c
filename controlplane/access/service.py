"""Recognises who asks: the admin token, API tokens, sessions of the console; and lets people in.

The admin token is in a file that only its owner reads; this process keeps its hash. It is the way
in before there are accounts, and when nobody remembers a password. Comparisons take constant time.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from controlplane.access import accounts, attempts, sessions, tokens
from controlplane.access.accounts import ADMIN_NAME, KIND
from controlplane.access.claims import Identity
from controlplane.access.errors import (
    NotAllowedError,
    SignInRefusedError,
    SignInRequiredError,
)
from controlplane.access.passwords import Passwords
from controlplane.access.policy import Principal, Role
from controlplane.access.sessions import Keys, Visitor
from controlplane.access.tables import AccountRow
from controlplane.audit import service as audit
from controlplane.db.session import Database

SESSION_COOKIE: Final = "flotilla_session"
SESSION_LIFE: Final = sessions.LIFE
ADMIN: Final = Principal(ADMIN_NAME, Role.ADMIN)
_TOKEN_BYTES: Final = 32
_SECRET_BYTES: Final = 32
_QUIET: Final = timedelta(minutes=5)
_MOST_REMEMBERED: Final = 1000

T = TypeVar("T")


@dataclass(frozen=True)
class Secrets:
    """What the data folder keeps for access."""

    token: str
    """The admin token."""
    cookies: bytes
    """What sessions and the way to the identity provider are signed with."""


class Access:
    """Lets people and programs in."""

    def __init__(
        self, database: Database, secrets_: Secrets, *, passwords: Passwords | None = None
    ) -> None:
        self._database = database
        self._token_hash = _hash(secrets_.token)
        self._keys = Keys(
            account=secrets_.cookies,
            admin=hmac.digest(secrets_.cookies, self._token_hash, "sha256"),
        )
        self.passwords = passwords or Passwords()
        self._denied: dict[tuple[str, str], datetime] = {}

    def bearer(self, token: str, *, address: str, now: datetime) -> Principal:
        """Return who a token speaks for: the admin token, or an API token.

        Raises:
            SignInRequiredError: it is neither, or its time is over.
        """
        if hmac.compare_digest(_hash(token), self._token_hash):
            return ADMIN
        if token.startswith(tokens.PREFIX):
            with self._database.reading() as session:
                found = tokens.find(session, token, address=address, now=now)
            if found is not None:
                if found.is_due:
                    with self._database.transaction() as session:
                        tokens.touch(session, found, address=address, now=now)
                return found.principal
        raise SignInRequiredError(
            "this token is unknown, revoked or too old; make one with `flotilla tokens create`,"
            " or take the admin token from admin.token in the data folder"
        )

    def cookie(self, value: str, *, now: datetime) -> Principal | None:
        """Return who a session cookie belongs to, None when it is forged, ended or too old."""
        with self._database.reading() as session:
            found = sessions.find(session, value, keys=self._keys, now=now)
        if found is None:
            return None
        if found.is_due:
            assert found.principal.session is not None
            with self._database.transaction() as session:
                sessions.touch(session, found.principal.session, now)
        return found.principal

    def is_open(self, value: str, *, now: datetime) -> bool:
        """Tell whether a session still is; asking is no use of it."""
        with self._database.reading() as session:
            return sessions.find(session, value, keys=self._keys, now=now) is not None

    def enter_by_token(self, token: str, *, visitor: Visitor, now: datetime) -> str:
        """Return the cookie of a session that the admin token opens.

        Raises:
            SignInRefusedError: it is another token.
            TooManyAttemptsError: this address guesses.
        """
        self._begin(None, visitor, now)
        if not hmac.compare_digest(_hash(token.strip()), self._token_hash):
            raise SignInRefusedError(
                "this is not the admin token; it is in admin.token in the data folder"
            )
        return self._enter(None, None, "token", visitor=visitor, now=now)

    def enter_by_password(
        self, name: str, password: str, *, visitor: Visitor, now: datetime
    ) -> str:
        """Return the cookie of a session that name and password open.

        Raises:
            SignInRefusedError: they do not fit; it does not say which.
            TooManyAttemptsError: this account or this address failed too often.
        """
        name = name.strip().casefold()[:80]
        account = self._proven(name, password, visitor, now)
        return self._enter(account, name, "password", visitor=visitor, now=now)

    def check_password(self, name: str, password: str, *, visitor: Visitor, now: datetime) -> None:
        """Make sure that whoever is signed in knows the password.

        Raises:
            SignInRefusedError: it is another one.
            TooManyAttemptsError: this account or this address failed too often.
        """
        self._proven(name, password, visitor, now)
        with self._database.transaction() as session:
            attempts.succeeded(session, account=name, address=visitor.address)

    def enter_by_provider(
        self, identity: Identity, role: Role, *, visitor: Visitor, now: datetime
    ) -> str:
        """Return the cookie of a session for somebody whom the identity provider vouches for.

        Raises:
            ConflictError: the account is disabled, or the name is somebody else's.
            InvalidError: the name will not do.
        """

        def admit() -> str:
            with self._database.transaction() as session:
                account = accounts.admit(session, identity, role, now)
                return self._open(session, account, "provider", visitor, now)

        return _twice(admit)

    def enter_as(self, account: str, *, visitor: Visitor, now: datetime) -> str:
        """Return the cookie of a session for an account that was only now made."""
        return self._enter(account, None, "password", visitor=visitor, now=now)

    def leave(self, cookie: str, *, now: datetime) -> None:
        """End the session of a cookie."""
        principal = self.cookie(cookie, now=now)
        if principal is not None and principal.session is not None:
            with self._database.transaction() as session:
                sessions.end(session, principal.session)
                name = principal.name
                audit.note(session, kind=KIND, subject=name, text="signed out", actor=name, now=now)

    def denied(self, error: NotAllowedError, now: datetime) -> None:
        """Write down that somebody tried what they may not; the same again only after a while."""
        key = (error.name, error.permission)
        last = self._denied.get(key)
        if last is not None and now - last < _QUIET:
            return
        if len(self._denied) >= _MOST_REMEMBERED:
            self._denied.clear()
        self._denied[key] = now
        self._note(error.name, f"was refused {error.permission}", now)

    def sign(self, payload: bytes) -> bytes:
        """Return the signature of something that a browser carries for us."""
        return hmac.digest(self._keys.account, b"carried " + payload, "sha256")

    def _proven(self, name: str, password: str, visitor: Visitor, now: datetime) -> str:
        """Return the account that name and password are right for."""
        self._begin(name, visitor, now)
        with self._database.reading() as session:
            row = session.exec(select(AccountRow).where(AccountRow.name == name)).first()
        usable = row if row is not None and row.disabled_at is None else None
        fits = self.passwords.matches(usable.password_hash if usable else None, password)
        if not fits or usable is None or usable.password_hash is None:
            if row is not None:  # what was typed for a name that nobody has may be a password
                self._note(row.name, f"was refused a sign-in from {visitor.address}", now)
            raise SignInRefusedError("name or password is not right")
        if self.passwords.is_dated(usable.password_hash):
            self._renew_hash(usable.id, password)
        return usable.id

    def _note(self, name: str, text: str, now: datetime) -> None:
        with self._database.transaction() as session:
            audit.note(session, kind=KIND, subject=name, text=text, actor=name, now=now)

    def _begin(self, account: str | None, visitor: Visitor, now: datetime) -> None:
        def count() -> None:
            with self._database.transaction() as session:
                attempts.begin(session, account=account, address=visitor.address, now=now)

        _twice(count)

    def _enter(
        self,
        account: str | None,
        name: str | None,
        method: str,
        *,
        visitor: Visitor,
        now: datetime,
    ) -> str:
        with self._database.transaction() as session:
            attempts.succeeded(session, account=name, address=visitor.address)
            return self._open(session, account, method, visitor, now)

    def _open(
        self, session: Session, account: str | None, method: str, visitor: Visitor, now: datetime
    ) -> str:
        cookie = sessions.open_(
            session,
            account_id=account,
            method=method,
            visitor=visitor,
            keys=self._keys,
            now=now,
        )
        name = ADMIN_NAME if account is None else session.get_one(AccountRow, account).name
        text = f"signed in by {method} from {visitor.address}"
        audit.note(session, kind=KIND, subject=name, text=text, actor=name, now=now)
        return cookie

    def _renew_hash(self, account: str, password: str) -> None:
        fresh = self.passwords.hash(password)
        with self._database.transaction() as session:
            session.get_one(AccountRow, account).password_hash = fresh


def open_secrets(token_file: Path, secret_file: Path) -> Secrets:
    """Read what the data folder keeps, or make it at the first start."""
    token = _read_or_create(token_file, f"fadm_{secrets.token_urlsafe(_TOKEN_BYTES)}")
    cookies = _read_or_create(secret_file, secrets.token_hex(_SECRET_BYTES))
    return Secrets(token, cookies.encode())


def forget(session: Session, now: datetime) -> None:
    """Drop sessions and attempts that count no longer."""
    sessions.forget(session, now)
    attempts.forget(session, now)


def _twice(work: Callable[[], T]) -> T:
    """Do it again when somebody else wrote the same row first."""
    try:
        return work()
    except IntegrityError:
        return work()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _read_or_create(file: Path, fresh: str) -> str:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(fresh + "\n")
    return fresh
