"""Failed attempts to sign in, counted in the database, so that a restart forgives nobody.

An attempt is counted before the password is looked at, and taken back when it was right: many at
once gain nothing.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col

from controlplane.access import throttle
from controlplane.access.accounts import KIND
from controlplane.access.errors import TooManyAttemptsError
from controlplane.access.tables import AttemptRow
from controlplane.access.throttle import Limit, Tally
from controlplane.audit import service as audit


def begin(session: Session, *, account: str | None, address: str, now: datetime) -> None:
    """Count an attempt, to one account from one address, or refuse to look at it.

    Raises:
        TooManyAttemptsError: too many failed before.
        IntegrityError: another attempt was the first of its kind at the same moment; try again.
    """
    keys = _keys(account, address)
    rows = {key: session.get(AttemptRow, key, with_for_update=True) for key in sorted(keys)}
    for key, row in rows.items():
        wait = throttle.wait(_tally(row), keys[key], now)
        if wait > throttle.NONE:
            raise TooManyAttemptsError(wait)
    for key, row in rows.items():
        tally = throttle.failed(_tally(row), keys[key], now)
        if row is None:  # somebody else may be about to make it too: then one of us tries again
            session.add(AttemptRow(key=key, failures=tally.failures, last_at=tally.last_at))
        else:
            row.failures, row.last_at = tally.failures, tally.last_at
        if tally.failures == keys[key].free:
            text = f"{tally.failures} failed attempts to sign in; the next must wait"
            audit.note(session, kind=KIND, subject=key, text=text, now=now)


def succeeded(session: Session, *, account: str | None, address: str) -> None:
    """Forgive the account, and take this one attempt back from the address."""
    if account is not None:
        session.exec(delete(AttemptRow).where(col(AttemptRow.key) == _account_key(account)))
    row = session.get(AttemptRow, _address_key(address), with_for_update=True)
    if row is not None:
        row.failures = max(0, row.failures - 1)


def forget(session: Session, now: datetime) -> None:
    """Drop what counts no longer."""
    longest = max(throttle.ACCOUNT.forget, throttle.ADDRESS.forget)
    session.exec(delete(AttemptRow).where(col(AttemptRow.last_at) <= now - longest))


def _keys(account: str | None, address: str) -> dict[str, Limit]:
    keys = {_address_key(address): throttle.ADDRESS}
    if account is not None:
        keys[_account_key(account)] = throttle.ACCOUNT
    return keys


def _account_key(name: str) -> str:
    return f"account {name.strip().casefold()[:80]}"


def _address_key(address: str) -> str:
    return f"address {address[:64]}"


def _tally(row: AttemptRow | None) -> Tally | None:
    return None if row is None else Tally(row.failures, row.last_at)
