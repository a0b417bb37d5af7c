"""Who may do what. Pure.

Four roles, each of which may all that the one before it may, and a table that says for every
permission which role is the least that has it. A permission is `noun.verb`. An API token may no
more than its owner, and of that only what its scopes name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from controlplane.access.errors import NotAllowedError


class Role(StrEnum):
    """Ordered: a later role may all that an earlier one may."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    APPROVER = "approver"
    ADMIN = "admin"

    @property
    def rank(self) -> int:
        return tuple(Role).index(self)


ROLE_MEANINGS: Final = {
    Role.VIEWER: "sees everything of the fleet, changes nothing",
    Role.OPERATOR: "runs the fleet: devices, models, rollouts",
    Role.APPROVER: "also approves what others prepared, recalls, and reads the audit log",
    Role.ADMIN: "also decides who may sign in, and with what role",
}

PERMISSIONS: Final[dict[str, Role]] = {
    "account.read": Role.VIEWER,
    "account.write": Role.VIEWER,
    "devices.read": Role.VIEWER,
    "enroll.read": Role.VIEWER,
    "events.read": Role.VIEWER,
    "metrics.read": Role.VIEWER,
    "models.read": Role.VIEWER,
    "rollouts.read": Role.VIEWER,
    "trust.read": Role.VIEWER,
    "devices.chat": Role.OPERATOR,
    "devices.command": Role.OPERATOR,
    "devices.label": Role.OPERATOR,
    "devices.revoke": Role.OPERATOR,
    "enroll.approve": Role.OPERATOR,
    "enroll.create": Role.OPERATOR,
    "models.import": Role.OPERATOR,
    "models.publish": Role.OPERATOR,
    "rollouts.create": Role.OPERATOR,
    "rollouts.steer": Role.OPERATOR,
    "views.save": Role.OPERATOR,
    "audit.read": Role.APPROVER,
    "models.recall": Role.APPROVER,
    "rollouts.approve": Role.APPROVER,
    "settings.read": Role.ADMIN,
    "trust.write": Role.ADMIN,
    "users.manage": Role.ADMIN,
}
"""The least role for each permission."""

UNKNOWN: Final = "unlisted"
"""What a route asks for that is in no table: only an admin may use it."""

ALL: Final = "all"
READ: Final = "read"
"""The two scopes that name many permissions at once."""


@dataclass(frozen=True)
class Principal:
    """Who asks: a person in the console, a token, or whoever holds the admin token."""

    name: str
    """As it stands in the audit; a token acts under its owner's name."""
    role: Role
    account: str | None = None
    """Id of the account; the admin token has none."""
    session: str | None = None
    token: str | None = None
    scopes: frozenset[str] | None = None
    """What a token was made for; None means all that the role may."""

    def may(self, permission: str) -> bool:
        in_scope = self.scopes is None or covers(self.scopes, permission)
        return in_scope and self.role.rank >= least_role(permission).rank

    def must(self, permission: str) -> None:
        """Raise unless this is allowed.

        Raises:
            NotAllowedError: it is not; the error says who may.
        """
        if self.may(permission):
            return
        needed = least_role(permission)
        raise NotAllowedError(
            name=self.name,
            role=self.role,
            permission=permission,
            needed=needed,
            by_scope=self.role.rank >= needed.rank,
        )


def least_role(permission: str) -> Role:
    return PERMISSIONS.get(permission, Role.ADMIN)


def roles_that_may(permission: str) -> tuple[Role, ...]:
    return tuple(role for role in Role if role.rank >= least_role(permission).rank)


def covers(scopes: Iterable[str], permission: str) -> bool:
    """Tell whether scopes name a permission: by name, as `noun.*`, `read`, or `all`."""
    noun, _, verb = permission.partition(".")
    named = {permission, f"{noun}.*", ALL, *([READ] if verb == READ else [])}
    return not named.isdisjoint(scopes)


def is_scope(text: str) -> bool:
    """Tell whether a scope names anything."""
    families = {f"{name.partition('.')[0]}.*" for name in PERMISSIONS}
    return text in PERMISSIONS or text in families or text in {ALL, READ}
