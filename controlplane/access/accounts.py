"""Accounts: who may sign in, and with what role. Services take the session and never commit."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from controlplane.access import passwords
from controlplane.access.claims import Identity
from controlplane.access.passwords import Passwords
from controlplane.access.policy import Role
from controlplane.access.tables import AccountRow, ApiTokenRow, SessionRow
from controlplane.audit import service as audit
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from shared.ids import new_id

ADMIN_NAME: Final = "admin"
"""Whoever holds the admin token acts under this name, so nobody else may have it."""
RESERVED: Final = frozenset({ADMIN_NAME, audit.SYSTEM, "system"})
KIND: Final = "access"
"""The kind of everything in the audit that is about access."""
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,79}")


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    id: str
    name: str
    role: Role
    has_password: bool
    issuer: str | None
    created_at: datetime
    created_by: str
    disabled_at: datetime | None
    signed_in_at: datetime | None


def accounts(session: Session) -> list[Account]:
    """Return everybody, by name."""
    rows = session.exec(select(AccountRow).order_by(col(AccountRow.name)))
    return [_account(row) for row in rows]


def account(session: Session, name_or_id: str) -> Account:
    return _account(_row(session, name_or_id))


def is_empty(session: Session) -> bool:
    """Tell whether nobody has an account yet."""
    return session.exec(select(AccountRow.id).limit(1)).first() is None


def who_may(session: Session, roles: tuple[Role, ...], *, limit: int = 6) -> list[str]:
    """Return the names of a few who have one of the roles."""
    query = (
        select(AccountRow.name)
        .where(col(AccountRow.role).in_([str(role) for role in roles]))
        .where(col(AccountRow.disabled_at).is_(None))
        .order_by(col(AccountRow.signed_in_at).desc(), col(AccountRow.name))
        .limit(limit)
    )
    return list(session.exec(query))


def create(
    session: Session,
    *,
    name: str,
    role: Role,
    password: str | None,
    hashing: Passwords,
    actor: str,
    now: datetime,
) -> str:
    """Add an account; without a password it waits for one, or for the identity provider.

    Raises:
        InvalidError: the name or the password will not do.
        ConflictError: the name is taken.
    """
    name = checked_name(name)
    if password is not None:
        passwords.check(password, name=name)
    _must_be_free(session, name)
    row = AccountRow(
        id=new_id(),
        name=name,
        role=role,
        password_hash=hashing.hash(password) if password is not None else None,
        created_at=now,
        created_by=actor,
    )
    session.add(row)
    session.flush()
    _note(session, name, f"got an account as {role}", actor, now)
    return row.id


def admit(session: Session, identity: Identity, role: Role, now: datetime) -> str:
    """Return the account of somebody whom the identity provider vouches for; made at first sight.

    The role is what the provider says now. A local account of the same name is never taken over.

    Raises:
        ConflictError: the account is disabled, or the name belongs to somebody else.
        InvalidError: the name will not do.
    """
    row = session.exec(
        select(AccountRow).where(
            AccountRow.issuer == identity.issuer, AccountRow.external_id == identity.subject
        )
    ).first()
    if row is None:
        name = checked_name(identity.name)
        _must_be_free(session, name)
        row = AccountRow(
            id=new_id(),
            name=name,
            role=role,
            issuer=identity.issuer,
            external_id=identity.subject,
            created_at=now,
            created_by=identity.issuer[:80],
        )
        session.add(row)
        session.flush()
        _note(session, name, f"came from {identity.issuer} as {role}", name, now)
    elif row.disabled_at is not None:
        raise ConflictError(f"the account {row.name} is disabled; ask an admin")
    elif row.role != role:
        row.role = role
        _note(session, row.name, f"is {role} now, says {identity.issuer}", row.name, now)
    return row.id


def set_role(session: Session, name_or_id: str, role: Role, *, actor: str, now: datetime) -> None:
    row = _row(session, name_or_id)
    if row.role == role:
        return
    if row.name == actor:
        raise ConflictError("nobody changes their own role; ask another admin")
    row.role = role
    _note(session, row.name, f"is {role} now", actor, now)


def set_password(
    session: Session,
    name_or_id: str,
    password: str,
    *,
    hashing: Passwords,
    actor: str,
    now: datetime,
    keep_session: str | None = None,
) -> None:
    """Give a new password; every session of the account ends, except one.

    Raises:
        InvalidError: the password will not do.
        ConflictError: the identity provider keeps this account's password.
    """
    row = _row(session, name_or_id)
    if row.external_id is not None:
        raise ConflictError(f"{row.name} signs in through {row.issuer}; the password is there")
    passwords.check(password, name=row.name)
    row.password_hash = hashing.hash(password)
    end_sessions(session, row.id, keep=keep_session)
    _note(session, row.name, "has a new password", actor, now)


def disable(session: Session, name_or_id: str, *, actor: str, now: datetime) -> None:
    """Shut somebody out: sessions end, tokens are dead."""
    row = _row(session, name_or_id)
    if row.name == actor:
        raise ConflictError("nobody disables their own account; ask another admin")
    if row.disabled_at is not None:
        return
    row.disabled_at = now
    end_sessions(session, row.id)
    session.exec(
        update(ApiTokenRow)
        .where(col(ApiTokenRow.account) == row.id, col(ApiTokenRow.revoked_at).is_(None))
        .values(revoked_at=now)
    )
    _note(session, row.name, "was disabled", actor, now)


def enable(session: Session, name_or_id: str, *, actor: str, now: datetime) -> None:
    row = _row(session, name_or_id)
    if row.disabled_at is not None:
        row.disabled_at = None
        _note(session, row.name, "was enabled again", actor, now)


def end_sessions(session: Session, account_id: str, *, keep: str | None = None) -> None:
    query = delete(SessionRow).where(col(SessionRow.account) == account_id)
    session.exec(query if keep is None else query.where(col(SessionRow.id) != keep))


def checked_name(name: str) -> str:
    """Return a name as it is kept: small letters.

    Raises:
        InvalidError: it has other characters, or it is nobody's to have.
    """
    name = name.strip().casefold()
    if not _NAME.fullmatch(name):
        raise InvalidError(
            f"{name[:80]!r} is not a name: letters, digits and . _ @ + - only, at most 80 of them"
        )
    if name in RESERVED:
        raise InvalidError(f"the name {name!r} is reserved")
    return name


def _must_be_free(session: Session, name: str) -> None:
    if session.exec(select(AccountRow.id).where(AccountRow.name == name)).first() is not None:
        raise ConflictError(f"there is an account {name!r} already")


def _row(session: Session, name_or_id: str) -> AccountRow:
    found = session.exec(
        select(AccountRow).where(
            (AccountRow.name == name_or_id.casefold()) | (AccountRow.id == name_or_id)
        )
    ).first()
    if found is None:
        raise NotFoundError("user", name_or_id)
    return found


def _note(session: Session, name: str, text: str, actor: str, now: datetime) -> None:
    audit.note(session, kind=KIND, subject=name, text=text, actor=actor, now=now)


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        role=Role(row.role),
        has_password=row.password_hash is not None,
        issuer=row.issuer,
        created_at=row.created_at,
        created_by=row.created_by,
        disabled_at=row.disabled_at,
        signed_in_at=row.signed_in_at,
    )
