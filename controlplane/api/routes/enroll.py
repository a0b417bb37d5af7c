"""`/enrollment-tokens`: what lets devices in; `/enrollment-requests`: who waits for a person."""

from datetime import timedelta

from fastapi import APIRouter, Response

from controlplane.api.deps import ActorDep, AnchorsDep, ClockDep, DatabaseDep, SettingsDep
from controlplane.api.schemas.enroll import (
    CreatedToken,
    EnrollmentRequest,
    EnrollmentRequests,
    NewToken,
    Token,
    Tokens,
)
from controlplane.devices import approval, queries, service

router = APIRouter(tags=["enrollment"])


@router.post("/enrollment-tokens", status_code=201)
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
            approve=body.approve,
            actor=actor,
        )
        session.flush()
        kept = Token.of(service.created(session, token), now)
    command = f"flotilla-agent enroll --gateway {settings.gateway_url} --token {token}"
    return CreatedToken(**kept.model_dump(), token=token, command=command)


@router.get("/enrollment-tokens")
def list_enrollment_tokens(_actor: ActorDep, database: DatabaseDep, clock: ClockDep) -> Tokens:
    """List tokens, newest first, without their secrets."""
    now = clock.now()
    with database.reading() as session:
        return Tokens(tokens=[Token.of(token, now) for token in queries.tokens(session)])


@router.delete("/enrollment-tokens/{token_id}", status_code=204, response_class=Response)
def revoke_enrollment_token(
    token_id: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> None:
    """Close a token for good; devices that enrolled with it stay."""
    with database.transaction() as session:
        service.revoke_token(session, token_id, actor=actor, now=clock.now())


@router.get("/enrollment-requests")
def list_enrollment_requests(
    _actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> EnrollmentRequests:
    """List the devices that wait for somebody to let them in, oldest first."""
    with database.reading() as session:
        waiting = queries.requests(session, clock.now())
    return EnrollmentRequests(requests=[EnrollmentRequest.of(each) for each in waiting])


@router.post("/enrollment-requests/{request_id}/approve", status_code=204, response_class=Response)
def approve_enrollment_request(
    request_id: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> None:
    """Let a device in; compare its fingerprint first."""
    with database.transaction() as session:
        approval.approve(session, request_id, actor=actor, now=clock.now())


@router.post("/enrollment-requests/{request_id}/reject", status_code=204, response_class=Response)
def reject_enrollment_request(
    request_id: str, actor: ActorDep, database: DatabaseDep, clock: ClockDep
) -> None:
    """Send a device away."""
    with database.transaction() as session:
        approval.reject(session, request_id, actor=actor, now=clock.now())
