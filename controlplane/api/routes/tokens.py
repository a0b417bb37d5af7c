"""`/tokens`: API tokens for programs; one's own, and everybody's for admins."""

from datetime import timedelta

from fastapi import APIRouter, Response

from controlplane.access import tokens
from controlplane.api.deps import ClockDep, DatabaseDep, PrincipalDep
from controlplane.api.schemas.access import (
    ApiTokenBody,
    ApiTokens,
    CreatedApiToken,
    NewApiToken,
)

router = APIRouter(prefix="/tokens", tags=["tokens"])


@router.post("", status_code=201)
def create_token(
    body: NewApiToken, principal: PrincipalDep, database: DatabaseDep, clock: ClockDep
) -> CreatedApiToken:
    """Make a token that acts as you; the answer is the only place where it is ever shown."""
    now = clock.now()
    with database.transaction() as session:
        token, secret = tokens.create(
            session,
            principal=principal,
            name=body.name,
            scopes=body.scopes,
            expires_at=now + timedelta(seconds=body.expires_in_s),
            now=now,
        )
    return CreatedApiToken(**ApiTokenBody.of(token, now).model_dump(), token=secret)


@router.get("")
def list_tokens(principal: PrincipalDep, database: DatabaseDep, clock: ClockDep) -> ApiTokens:
    """List tokens, the newest first, without their secrets."""
    with database.reading() as session:
        found = tokens.listed(session, principal=principal)
    return ApiTokens(tokens=[ApiTokenBody.of(each, clock.now()) for each in found])


@router.delete("/{token_id}", status_code=204, response_class=Response)
def revoke_token(
    token_id: str, principal: PrincipalDep, database: DatabaseDep, clock: ClockDep
) -> None:
    """Kill a token for good."""
    with database.transaction() as session:
        tokens.revoke(session, token_id, principal=principal, now=clock.now())
