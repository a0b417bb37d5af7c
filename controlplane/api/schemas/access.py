"""What the API says about users, sessions and API tokens."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, SecretStr

from controlplane.access.accounts import Account
from controlplane.access.policy import Principal, Role
from controlplane.access.sessions import OpenSession
from controlplane.access.tokens import MAX_LIFE, ApiToken

MAX_LIFE_S = int(MAX_LIFE.total_seconds())

Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")]


class Me(BaseModel):
    """Who asks."""

    name: str
    role: Role
    permissions: list[str]
    by_token: bool

    @classmethod
    def of(cls, principal: Principal, permissions: list[str]) -> Self:
        return cls(
            name=principal.name,
            role=principal.role,
            permissions=permissions,
            by_token=principal.token is not None,
        )


class User(BaseModel):
    """Somebody who may sign in."""

    id: str
    name: str
    role: Role
    has_password: bool
    issuer: str | None
    """The identity provider that vouches for this user."""
    created_at: AwareDatetime
    created_by: str
    disabled_at: AwareDatetime | None
    signed_in_at: AwareDatetime | None

    @classmethod
    def of(cls, account: Account) -> Self:
        return cls(
            id=account.id,
            name=account.name,
            role=account.role,
            has_password=account.has_password,
            issuer=account.issuer,
            created_at=account.created_at,
            created_by=account.created_by,
            disabled_at=account.disabled_at,
            signed_in_at=account.signed_in_at,
        )


class Users(BaseModel):
    users: list[User]


class NewUser(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    role: Role = Role.VIEWER
    password: SecretStr | None = Field(default=None, max_length=500)
    """Without one the user cannot sign in by password until it is set."""


class UserChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Role | None = None
    disabled: bool | None = None


class NewPassword(BaseModel):
    model_config = ConfigDict(extra="forbid")

    password: SecretStr = Field(max_length=500)


class ConsoleSession(BaseModel):
    """Somebody's session of the console."""

    id: str
    name: str
    method: str
    address: str
    browser: str
    opened_at: AwareDatetime
    seen_at: AwareDatetime
    expires_at: AwareDatetime

    @classmethod
    def of(cls, session: OpenSession) -> Self:
        return cls(
            id=session.id,
            name=session.name,
            method=session.method,
            address=session.address,
            browser=session.browser,
            opened_at=session.opened_at,
            seen_at=session.seen_at,
            expires_at=session.expires_at,
        )


class ConsoleSessions(BaseModel):
    sessions: list[ConsoleSession]


class NewApiToken(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    scopes: list[Text] = Field(min_length=1, max_length=40)
    """Permissions such as `rollouts.create`, families such as `rollouts.*`, `read`, or `all`."""
    expires_in_s: int = Field(default=90 * 86_400, ge=60, le=MAX_LIFE_S)


class ApiTokenBody(BaseModel):
    """A token without its secret."""

    id: str
    name: str
    owner: str
    scopes: list[str]
    created_at: AwareDatetime
    expires_at: AwareDatetime
    revoked_at: AwareDatetime | None
    used_at: AwareDatetime | None
    used_from: str
    is_open: bool

    @classmethod
    def of(cls, token: ApiToken, now: datetime) -> Self:
        return cls(
            id=token.id,
            name=token.name,
            owner=token.owner,
            scopes=list(token.scopes),
            created_at=token.created_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
            used_at=token.used_at,
            used_from=token.used_from,
            is_open=token.is_open(now),
        )


class ApiTokens(BaseModel):
    tokens: list[ApiTokenBody]


class CreatedApiToken(ApiTokenBody):
    token: str
    """The secret; shown here and never again."""
