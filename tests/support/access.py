"""People and their ways in, for tests: cheap hashes, accounts, a clock's noon."""

from datetime import UTC, datetime

from argon2 import PasswordHasher

from controlplane.access import accounts
from controlplane.access.passwords import Passwords
from controlplane.access.policy import Role
from controlplane.db.session import Database

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
PASSWORD = "a long enough phrase"


def cheap_passwords() -> Passwords:
    """Return Argon2 with the least it takes."""
    return Passwords(cheap_hasher())


def cheap_hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def an_account(
    database: Database,
    name: str,
    role: Role = Role.OPERATOR,
    *,
    password: str | None = PASSWORD,
    now: datetime = NOON,
) -> str:
    """Add somebody and return the account's id."""
    with database.transaction() as session:
        return accounts.create(
            session,
            name=name,
            role=role,
            password=password,
            hashing=cheap_passwords(),
            actor="admin",
            now=now,
        )
