"""Sessions of the console: opened by signing in, kept as a hash, ended by time or by somebody.

A session lasts a week, and a day without use ends it. The cookie is random and says only whose key
hashes it: `a.` for sessions that the admin token opened, which a new admin token ends.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, update
from sqlmodel import Session, col, select

from controlplane.access.accounts import ADMIN_NAME, KIND
from controlplane.access.policy import Principal, Role
from controlplane.access.tables import AccountRow, SessionRow
from controlplane.audit import service as audit
from controlplane.db.errors import NotFoundError
from shared.ids import new_id

LIFE: Final = timedelta(days=7)
IDLE: Final = timedelta(days=1)
TOUCH: Final = timedelta(minutes=5)
"""A session's last use is written down this often at most."""
_SECRET_BYTES: Final = 32


@dataclass(frozen=True)
class Visitor:
    """Where a request comes from."""

    address: str
    browser: str = ""


@dataclass(frozen=True)
class Keys:
    """What cookies are hashed with: new keys end every session."""

    account: bytes
    admin: bytes

    def hash(self, cookie: str) -> str:
        key = self.admin if cookie.startswith("a.") else self.account
        return hmac.digest(key, cookie.encode(), "sha256").hex()


@dataclass(frozen=True)
class OpenSession:
    """A session as people see it in a list."""

    id: str
    name: str
    method: str
    address: str
    browser: str
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Found:
    """Who a cookie belongs to, and whether it is time to write down that it was used."""

    principal: Principal
    is_due: bool


def open_(
    session: Session,
    *,
    account_id: str | None,
    method: str,
    visitor: Visitor,
    keys: Keys,
    now: datetime,
) -> str:
    """Begin a session and return its cookie."""
    cookie = f"{'a' if account_id is None else 'u'}.{secrets.token_urlsafe(_SECRET_BYTES)}"
    session.add(
        SessionRow(
            id=new_id(),
            secret_hash=keys.hash(cookie),
            account=account_id,
            method=method,
            address=visitor.address[:64],
            browser=visitor.browser[:200],
            opened_at=now,
            seen_at=now,
            expires_at=now + LIFE,
        )
    )
    if account_id is not None:
        session.get_one(AccountRow, account_id).signed_in_at = now
    return cookie


def find(session: Session, cookie: str, *, keys: Keys, now: datetime) -> Found | None:
    """Return who a cookie belongs to, None when it is none of ours or its time is over."""
    found = session.exec(
        select(SessionRow, AccountRow)
        .join(AccountRow, col(SessionRow.account) == col(AccountRow.id), isouter=True)
        .where(SessionRow.secret_hash == keys.hash(cookie))
    ).first()
    if found is None:
        return None
    row, owner = found
    principal = _principal(row, owner)
    if principal is None or row.expires_at <= now or row.seen_at + IDLE <= now:
        return None
    return Found(principal, is_due=now - row.seen_at >= TOUCH)


def touch(session: Session, session_id: str, now: datetime) -> None:
    session.exec(update(SessionRow).where(col(SessionRow.id) == session_id).values(seen_at=now))


def end(session: Session, session_id: str) -> None:
    session.exec(delete(SessionRow).where(col(SessionRow.id) == session_id))


def revoke(
    session: Session, session_id: str, *, actor: str, now: datetime, account: str | None = None
) -> None:
    """End a session from elsewhere; with `account`, only one of that account.

    Raises:
        NotFoundError: there is none.
    """
    row = session.get(SessionRow, session_id)
    if row is None or (account is not None and row.account != account):
        raise NotFoundError("session", session_id)
    session.delete(row)
    owner = session.get(AccountRow, row.account) if row.account is not None else None
    name = _name(owner)
    text = f"the session from {row.address} was ended"
    audit.note(session, kind=KIND, subject=name, text=text, actor=actor, now=now)


def listed(session: Session, *, now: datetime, account: str | None = None) -> list[OpenSession]:
    """Return the sessions that are open, the last used first; of one account when it is given."""
    query = (
        select(SessionRow, AccountRow)
        .join(AccountRow, col(SessionRow.account) == col(AccountRow.id), isouter=True)
        .where(col(SessionRow.expires_at) > now, col(SessionRow.seen_at) > now - IDLE)
        .order_by(col(SessionRow.seen_at).desc(), col(SessionRow.id))
    )
    if account is not None:
        query = query.where(SessionRow.account == account)
    return [
        OpenSession(
            id=row.id,
            name=_name(owner),
            method=row.method,
            address=row.address,
            browser=row.browser,
            opened_at=row.opened_at,
            seen_at=row.seen_at,
            expires_at=row.expires_at,
        )
        for row, owner in session.exec(query)
    ]


def forget(session: Session, now: datetime) -> None:
    """Drop what is over."""
    session.exec(
        delete(SessionRow).where(
            or_(col(SessionRow.expires_at) <= now, col(SessionRow.seen_at) <= now - IDLE)
        )
    )


def _principal(row: SessionRow, owner: AccountRow | None) -> Principal | None:
    if row.account is None:
        return Principal(ADMIN_NAME, Role.ADMIN, session=row.id)
    if owner is None or owner.disabled_at is not None:
        return None
    return Principal(owner.name, Role(owner.role), owner.id, session=row.id)


def _name(owner: AccountRow | None) -> str:
    return ADMIN_NAME if owner is None else owner.name
