"""From what an identity provider says of somebody to an identity and a role. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from controlplane.access.errors import ProviderError
from controlplane.access.policy import Role

_FALLBACKS: Final = ("preferred_username", "email", "sub")


@dataclass(frozen=True)
class Identity:
    """Somebody, as an identity provider knows them."""

    issuer: str
    subject: str
    name: str


def identity_of(claims: Mapping[str, Any], *, issuer: str, name_claim: str) -> Identity:
    """Return who somebody is; the name is for people, `sub` is what counts.

    Raises:
        ProviderError: there is no subject.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise ProviderError("the identity provider names no subject")
    names = (claims.get(each) for each in (name_claim, *_FALLBACKS))
    name = next(each for each in names if isinstance(each, str) and each)
    return Identity(issuer, subject[:255], name)


def role_of(
    claims: Mapping[str, Any], *, claim: str, roles: Mapping[str, Role], default: Role | None
) -> Role:
    """Return the highest role that the claim gives.

    Raises:
        ProviderError: it gives none, and there is no default.
    """
    held = claims.get(claim, [])
    names = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    found = [roles[name] for name in names if isinstance(name, str) and name in roles]
    if found:
        return max(found, key=lambda role: role.rank)
    if default is not None:
        return default
    raise ProviderError(
        f"the identity provider knows you, but nothing in {claim!r} gives a role here;"
        " ask an admin to be put into a group that does"
    )
