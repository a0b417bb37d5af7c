"""`/enrollment-tokens`: what lets devices in."""

from datetime import timedelta

from fastapi import APIRouter, Response

from controlplane.api.deps import ActorDep, AnchorsDep, ClockDep, DatabaseDep, SettingsDep
from controlplane.api.schemas.enroll import CreatedToken, NewToken, Token, Tokens
from controlplane.devices import queries, service

router = APIRouter(prefix="/enrollment-tokens", tags=["enrollment"])


@router.post("", status_code=201)
def create_enrollment_token(
    body: NewToken,
    actor: ActorDep,
    database: DatabaseDep,
    clock: ClockDep,
    anchors: AnchorsDep,
    settings: SettingsDep,
) -> CreatedToken:
    """Make a token; the answer is the only place where its secret is ever shown."""
    now = clock.now()
    with database.transaction() as session:
        token = service.create_token(
            session,
            anchors=anchors.digest(),
            labels=body.labels,
            uses=body.uses,
            expires_at=now + timedelta(seconds=body.expires_in_s),
            now=now,
            actor=actor,
        )
        session.flush()
        kept = Token.of(service.created(session, token), now)
    command = f"flotilla-agent enroll --gateway {settings.gateway_url} --token {token}"
    return CreatedToken(**kept.model_dump(), token=token, command=command)


@router.get("")
def list_enrollment_tokens(_actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> Tokens:
    """List tokens, newest first, without their secrets."""
    now = clock.now()
    with database.reading() as session:
        return Tokens(tokens=[Token.of(token, now) for token in queries.tokens(session)])


@router.delete("/{token_id}", status_code=204, response_class=Response)
def revoke_enrollment_token(
    token_id: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> None:
    """Close a token for good; devices that enrolled with it stay."""
    with database.transaction() as session:
        service.revoke_token(session, token_id, actor=actor, now=clock.now())
