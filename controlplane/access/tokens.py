"""API tokens: for programs, with scopes and an end; shown once, kept as a hash.

A token acts under its owner's name, with what both the owner's role and its own scopes allow.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from controlplane.access import policy
from controlplane.access.accounts import ADMIN_NAME, KIND
from controlplane.access.errors import ForbiddenError
from controlplane.access.policy import Principal, Role
from controlplane.access.sessions import TOUCH
from controlplane.access.tables import AccountRow, ApiTokenRow
from controlplane.audit import service as audit
from controlplane.db.errors import InvalidError, NotFoundError
from shared.ids import new_id

PREFIX: Final = "fapi_"
MAX_LIFE: Final = timedelta(days=730)
_SECRET_BYTES: Final = 32
_MAX_SCOPES: Final = 40


@dataclass(frozen=True)
class ApiToken:
    """A token without its secret."""

    id: str
    name: str
    owner: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    used_from: str

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True)
class Found:
    """Who a token speaks for, and what of its use is worth writing down."""

    principal: Principal
    is_due: bool
    is_elsewhere: bool
    """It was never used from this address the last time."""


def create(
    session: Session,
    *,
    principal: Principal,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    now: datetime,
) -> tuple[ApiToken, str]:
    """Make a token for whoever asks; return it with its secret.

    Raises:
        ForbiddenError: a token asks.
        InvalidError: no such scope, one that the owner's role does not have, or no such time.
    """
    if principal.token is not None:
        raise ForbiddenError("a token cannot make another one; sign in, or use the admin token")
    name = name.strip()
    if not name or len(name) > 80 or not name.isprintable():  # noqa: PLR2004 - the column's length
        raise InvalidError("a token needs a name of at most 80 characters: what will use it?")
    if not now < expires_at <= now + MAX_LIFE:
        raise InvalidError(f"a token lives for at most {MAX_LIFE.days} days")
    secret = f"{PREFIX}{secrets.token_urlsafe(_SECRET_BYTES)}"
    row = ApiTokenRow(
        id=new_id(),
        name=name,
        secret_hash=_hash(secret),
        account=principal.account,
        scopes=sorted(_checked(scopes, principal)),
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    text = f"made the API token {name!r} ({', '.join(row.scopes)}) until {expires_at:%Y-%m-%d}"
    audit.note(session, kind=KIND, subject=principal.name, text=text, actor=principal.name, now=now)
    return _token(row, principal.name), secret


def find(session: Session, secret: str, *, address: str, now: datetime) -> Found | None:
    """Return who a token speaks for, None when it is none of ours or dead."""
    found = session.exec(
        select(ApiTokenRow, AccountRow)
        .join(AccountRow, col(ApiTokenRow.account) == col(AccountRow.id), isouter=True)
        .where(ApiTokenRow.secret_hash == _hash(secret))
    ).first()
    if found is None:
        return None
    row, owner = found
    principal = _principal(row, owner)
    if principal is None or row.revoked_at is not None or row.expires_at <= now:
        return None
    is_elsewhere = row.used_from != address[:64]
    is_due = is_elsewhere or row.used_at is None or now - row.used_at >= TOUCH
    return Found(principal, is_due=is_due, is_elsewhere=is_elsewhere)


def touch(session: Session, found: Found, *, address: str, now: datetime) -> None:
    """Write down that a token was used; the audit hears of it when it is used from elsewhere."""
    row = session.get_one(ApiTokenRow, found.principal.token)
    row.used_at, row.used_from = now, address[:64]
    if found.is_elsewhere:
        name = found.principal.name
        text = f"the API token {row.name!r} is used from {address[:64]}"
        audit.note(session, kind=KIND, subject=name, text=text, actor=name, now=now)


def revoke(session: Session, token_id: str, *, principal: Principal, now: datetime) -> None:
    """Kill a token: one's own, or anybody's with `users.manage`.

    Raises:
        NotFoundError: there is none, or it is somebody else's.
    """
    row = session.get(ApiTokenRow, token_id)
    is_own = row is not None and row.account == principal.account
    if row is None or not (is_own or principal.may("users.manage")):
        raise NotFoundError("token", token_id)
    if row.revoked_at is None:
        row.revoked_at = now
        text = f"revoked the API token {row.name!r}"
        name = principal.name
        audit.note(session, kind=KIND, subject=name, text=text, actor=name, now=now)


def listed(session: Session, *, principal: Principal) -> list[ApiToken]:
    """Return one's own tokens, and everybody's with `users.manage`; the newest first."""
    query = (
        select(ApiTokenRow, AccountRow)
        .join(AccountRow, col(ApiTokenRow.account) == col(AccountRow.id), isouter=True)
        .order_by(col(ApiTokenRow.created_at).desc(), col(ApiTokenRow.id))
    )
    if not principal.may("users.manage"):
        query = query.where(ApiTokenRow.account == principal.account)
    return [_token(row, _name(owner)) for row, owner in session.exec(query)]


def _checked(scopes: Collection[str], principal: Principal) -> set[str]:
    wanted = {scope.strip() for scope in scopes} - {""}
    if not wanted or len(wanted) > _MAX_SCOPES:
        raise InvalidError("say what the token may do, for example read or rollouts.create")
    for scope in sorted(wanted):
        if not policy.is_scope(scope):
            raise InvalidError(f"there is no scope {scope[:80]!r}; docs/howto/access.md lists them")
        if scope in policy.PERMISSIONS and not principal.may(scope):
            raise InvalidError(f"the role {principal.role} does not have {scope} itself")
    return wanted


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: ApiTokenRow, owner: str) -> ApiToken:
    return ApiToken(
        id=row.id,
        name=row.name,
        owner=owner,
        scopes=tuple(row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
        used_from=row.used_from,
    )


def _principal(row: ApiTokenRow, owner: AccountRow | None) -> Principal | None:
    scopes = frozenset(row.scopes)
    if row.account is None:
        return Principal(ADMIN_NAME, Role.ADMIN, token=row.id, scopes=scopes)
    if owner is None or owner.disabled_at is not None:
        return None
    return Principal(owner.name, Role(owner.role), owner.id, token=row.id, scopes=scopes)


def _name(owner: AccountRow | None) -> str:
    return ADMIN_NAME if owner is None else owner.name
