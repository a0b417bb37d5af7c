"""Rollouts over REST: create, look, and steer."""

from datetime import datetime
from functools import partial
from typing import Annotated, Protocol

from fastapi import APIRouter, Query, status
from sqlmodel import Session

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep
from controlplane.api.schemas.rollouts import (
    CreateRollout,
    DecisionRequest,
    DeploymentBody,
    DeploymentHistoryBody,
    DeploymentList,
    ExplanationBody,
    PreflightBody,
    RollbackRequest,
    RolloutBody,
    RolloutDetailBody,
    RolloutList,
    RolloutRequest,
)
from controlplane.db.errors import InvalidError
from controlplane.db.session import Database
from controlplane.devices import queries as fleet
from controlplane.registry import queries as registry
from controlplane.rollouts import explaining, queries, service
from shared.clock import Clock
from shared.ids import ReleaseId

router = APIRouter(tags=["rollouts"])

Limit = Annotated[int, Query(ge=1, le=1000)]


@router.get("/rollouts")
def index(database: DatabaseDep, _actor: ActorDep, limit: Limit = 100) -> RolloutList:
    with database.reading() as session:
        found = queries.rollouts(session, limit=limit)
    return RolloutList(rollouts=[RolloutBody.of(each) for each in found])


@router.post("/rollouts", status_code=status.HTTP_201_CREATED)
def create(
    body: CreateRollout, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    now = clock.now()
    with database.transaction() as session:
        rollout = service.create(
            session,
            release=_release(session, body),
            slot=body.slot,
            selector=body.selector,
            policy=body.policy,
            actor=actor,
            now=now,
        )
        if body.start:
            service.start(session, rollout, actor=actor, now=now)
        return RolloutDetailBody.whole(queries.rollout(session, rollout))


@router.post("/rollouts/preflight")
def preflight(
    body: RolloutRequest, database: DatabaseDep, clock: ClockDep, _actor: ActorDep
) -> PreflightBody:
    """Say who would get what, and why, without doing anything."""
    with database.reading() as session:
        found = service.preflight(
            session,
            release=_release(session, body),
            slot=body.slot,
            selector=body.selector,
            policy=body.policy,
            now=clock.now(),
        )
    return PreflightBody.of(found)


@router.get("/rollouts/{rollout}")
def show(
    rollout: str,
    database: DatabaseDep,
    _actor: ActorDep,
    devices: Annotated[int | None, Query(ge=0, le=10_000)] = None,
) -> RolloutDetailBody:
    """Show a rollout; the id may be shortened as long as it is unambiguous.

    With `devices` come only so many deployments: first those under way, then those that failed.
    """
    with database.reading() as session:
        return RolloutDetailBody.whole(queries.rollout(session, rollout, limit=devices))


@router.get("/rollouts/{rollout}/explain/{device}")
def explain(
    rollout: str, device: str, database: DatabaseDep, clock: ClockDep, _actor: ActorDep
) -> ExplanationBody:
    """Say where a device stands in a rollout, and why; the device by its id or name."""
    with database.reading() as session:
        return ExplanationBody.of(explaining.explain(session, rollout, device, clock.now()))


@router.get("/rollouts/{rollout}/deployments")
def deployments(rollout: str, database: DatabaseDep, _actor: ActorDep) -> DeploymentList:
    with database.reading() as session:
        found = queries.rollout(session, rollout).deployments
    return DeploymentList(deployments=[DeploymentBody.of(each) for each in found])


@router.get("/deployments/{deployment}")
def deployment(deployment: str, database: DatabaseDep, _actor: ActorDep) -> DeploymentHistoryBody:
    """Show one deployment with every step of it."""
    with database.reading() as session:
        return DeploymentHistoryBody.of(queries.deployment(session, deployment))


@router.get("/devices/{device}/deployments")
def of_device(
    device: str, database: DatabaseDep, _actor: ActorDep, limit: Limit = 50
) -> DeploymentList:
    """Show what a device was asked to do, the newest first."""
    with database.reading() as session:
        found = queries.deployments_of_device(
            session, fleet.device(session, device).id, limit=limit
        )
    return DeploymentList(deployments=[DeploymentBody.of(each) for each in found])


@router.post("/rollouts/{rollout}/start")
def start(
    rollout: str, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    return _steer(service.start, rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/pause")
def pause(
    rollout: str, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    """Offer nothing more; what is under way goes on."""
    return _steer(service.pause, rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/resume")
def resume(
    rollout: str, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    """Go on; after a gate said stop, the wave's failed devices are tried once more."""
    return _steer(service.resume, rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/abort")
def abort(
    rollout: str, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    """Stop: cancel what was not taken up, ask devices that are under way to stop."""
    return _steer(service.abort, rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/promote")
def promote(
    rollout: str, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    """Let the present wave pass now: cut its soak short, or overrule its gate."""
    return _steer(service.promote, rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/rollback")
def rollback(
    rollout: str,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
    body: RollbackRequest | None = None,
) -> RolloutDetailBody:
    """Send every device that the rollout reached, or those of a wave, back to what it ran."""
    wave = None if body is None else body.wave
    return _steer(partial(service.rollback, wave=wave), rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/close")
def close(
    rollout: str, database: DatabaseDep, clock: ClockDep, actor: ActorDep
) -> RolloutDetailBody:
    """Let nobody join a dynamic rollout any more, so that it can complete."""
    return _steer(service.close, rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/approve")
def approve(
    rollout: str,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
    body: DecisionRequest | None = None,
) -> RolloutDetailBody:
    """Agree to a rollout that somebody else has created; it starts, or waits for its time."""
    comment = "" if body is None else body.comment
    return _steer(partial(service.approve, comment=comment), rollout, database, clock, actor)


@router.post("/rollouts/{rollout}/reject")
def reject(
    rollout: str,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
    body: DecisionRequest | None = None,
) -> RolloutDetailBody:
    """Refuse a rollout; it never starts."""
    comment = "" if body is None else body.comment
    return _steer(partial(service.reject, comment=comment), rollout, database, clock, actor)


class _Verb(Protocol):
    """What the verbs of a rollout's service have in common."""

    def __call__(
        self, session: Session, rollout_id: str, /, *, actor: str, now: datetime
    ) -> None: ...


def _steer(
    verb: _Verb, rollout: str, database: Database, clock: Clock, actor: str
) -> RolloutDetailBody:
    """Do one verb and show what came of it, in one transaction."""
    with database.transaction() as session:
        verb(session, rollout, actor=actor, now=clock.now())
        return RolloutDetailBody.whole(queries.rollout(session, rollout))


def _release(session: Session, body: RolloutRequest) -> ReleaseId:
    if body.release is not None:
        return ReleaseId(body.release)
    if body.line is None or body.version is None:
        raise InvalidError("say what to roll out: release, or line and version")
    return registry.release_by_version(session, body.line, body.version).id
