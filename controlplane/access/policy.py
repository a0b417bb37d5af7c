"""What an actor may do. Pure.

One role exists today, the admin, who may do everything; a second role is a change to this table.
"""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"


class Verb(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True)
class Actor:
    """Who asks, as it stands in the audit."""

    name: str
    role: Role


_ALLOWED: dict[Role, frozenset[Verb]] = {Role.ADMIN: frozenset(Verb)}


def can(actor: Actor, verb: Verb) -> bool:
    return verb in _ALLOWED[actor.role]


def verb_of(method: str) -> Verb:
    """Return what an HTTP method wants."""
    return Verb.READ if method in {"GET", "HEAD", "OPTIONS"} else Verb.WRITE
