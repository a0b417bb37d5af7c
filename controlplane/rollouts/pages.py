"""What the console's pages show of rollouts: sums made by the database, lists cut to pages.

`queries` returns rollouts whole, for programs; here nothing grows with the fleet.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from controlplane.devices.tables import DeviceRow
from controlplane.rollouts import counts, queries, snapshots
from controlplane.rollouts.machine import RolloutState
from controlplane.rollouts.model import Kind
from controlplane.rollouts.queries import (
    DeploymentHistory,
    DeploymentView,
    RolloutSummary,
)
from controlplane.rollouts.tables import DeploymentEventRow, DeploymentRow, RolloutRow
from shared.deployment import FAILURES, SERVER_OWNED, SUCCEEDED, TERMINAL, State
from shared.errors import Fault
from shared.ids import DeviceId, RolloutId

MAX_CAUSES: Final = 20
SAMPLE: Final = 6
"""Devices that are named for each cause."""
_FAILING: Final = tuple(sorted({*FAILURES, State.ROLLING_BACK}))
_WAITING: Final = (State.QUEUED, State.OFFERED, State.DEFERRED)
_UNREACHED: Final = tuple(sorted(SERVER_OWNED | {State.REMOVED, State.CANCELED, State.SUPERSEDED}))
GROUPS: Final[Mapping[str, tuple[State, ...]]] = {
    "failed": _FAILING,
    "moving": tuple(sorted(set(State) - TERMINAL - set(_WAITING) - {State.ROLLING_BACK})),
    "waiting": _WAITING,
    "done": tuple(sorted(SUCCEEDED)),
}
"""Deployments by what an operator looks for."""


@dataclass(frozen=True)
class Named:
    """A device that a deployment is about."""

    device: DeviceId
    name: str
    state: State


@dataclass(frozen=True)
class Origin:
    """Which rollout it is, and who made it."""

    id: RolloutId
    creator: str


@dataclass(frozen=True)
class Cause:
    """Deployments that failed for the same reason, with some of them by name."""

    state: State
    phase: str
    code: str
    number: int
    fault: Fault | None
    sentence: str
    sample: tuple[Named, ...]


@dataclass(frozen=True)
class Failing:
    """A rollout with failures that nothing newer has overtaken on the same device and slot."""

    rollout: RolloutId
    causes: tuple[Cause, ...]

    @property
    def devices(self) -> int:
        return sum(cause.number for cause in self.causes)


@dataclass(frozen=True)
class Deployments:
    """One page of deployments, and how many there are in each group."""

    shown: tuple[DeploymentView, ...]
    total: int
    groups: Mapping[str, int]


def origin(session: Session, rollout: str) -> Origin:
    """Return the whole id of a rollout and who made it.

    Raises:
        RolloutNotFoundError: there is none.
    """
    row = snapshots.row(session, rollout)
    return Origin(RolloutId(row.id), row.created_by)


def by_state(
    session: Session, states: Collection[RolloutState], *, limit: int
) -> tuple[RolloutSummary, ...]:
    """Return rollouts that are in one of these states, the newest first."""
    found = session.exec(
        select(RolloutRow)
        .where(col(RolloutRow.state).in_(states))
        .order_by(col(RolloutRow.created_at).desc())
        .limit(limit)
    ).all()
    return queries.summaries_of(session, found)


def of_release(session: Session, release: str, *, limit: int) -> tuple[RolloutSummary, ...]:
    found = session.exec(
        select(RolloutRow)
        .where(RolloutRow.release_id == release)
        .order_by(col(RolloutRow.created_at).desc())
        .limit(limit)
    ).all()
    return queries.summaries_of(session, found)


def hulls(
    session: Session, rollout: RolloutId, of: Collection[int]
) -> Mapping[int, tuple[Named, ...]]:
    """Return the devices of some waves, one by one, in the order in which they are reached."""
    if not of:
        return {}
    query = (
        select(DeploymentRow.wave, DeploymentRow.device, DeviceRow.name, DeploymentRow.state)
        .join(DeviceRow, col(DeviceRow.id) == col(DeploymentRow.device), isouter=True)
        .where(
            DeploymentRow.rollout_id == rollout,
            DeploymentRow.kind == Kind.FORWARD.value,
            col(DeploymentRow.wave).in_(of),
        )
        .order_by(col(DeploymentRow.wave), col(DeploymentRow.position))
    )
    found: dict[int, list[Named]] = defaultdict(list)
    for wave, device, name, state in session.exec(query):
        found[wave or 0].append(Named(DeviceId(device), name or device, State(state)))
    return {wave: tuple(each) for wave, each in found.items()}


def causes(session: Session, rollout: RolloutId) -> tuple[Cause, ...]:
    """Return why deployments of a rollout failed, the most frequent reason first."""
    failing = and_(col(DeploymentRow.state).in_(_FAILING), col(DeploymentRow.rollout_id) == rollout)
    return _causes(session, failing).get(rollout, ())


def failing(session: Session, rollouts: Collection[RolloutId]) -> tuple[Failing, ...]:
    """Return which of these rollouts have failures that still stand, in the given order."""
    newer = aliased(DeploymentRow)
    overtaken = exists().where(
        col(newer.device) == col(DeploymentRow.device),
        col(newer.slot) == col(DeploymentRow.slot),
        col(newer.created_at) > col(DeploymentRow.created_at),
        col(newer.state).not_in(_UNREACHED),
    )
    standing = and_(
        col(DeploymentRow.rollout_id).in_(rollouts),
        col(DeploymentRow.state).in_(sorted(FAILURES)),
        ~overtaken,
    )
    found = _causes(session, standing) if rollouts else {}
    return tuple(Failing(each, found[each]) for each in rollouts if each in found)


def deployments(
    session: Session,
    rollout: RolloutId,
    *,
    group: str = "",
    wave: int | None = None,
    offset: int,
    limit: int,
) -> Deployments:
    """Return one page of a rollout's deployments, in the order in which devices are reached."""
    own = [col(DeploymentRow.rollout_id) == rollout]
    if wave is not None:
        own.append(col(DeploymentRow.wave) == wave)
    states: Counter[State] = Counter()
    for (of, _), census in counts.of_waves(session, rollout).items():
        if wave in (None, of):
            states.update(census.numbers)
    groups = {name: sum(states[state] for state in members) for name, members in GROUPS.items()}
    wanted = [*own, col(DeploymentRow.state).in_(GROUPS[group])] if group in GROUPS else own
    found = session.exec(
        select(DeploymentRow)
        .where(*wanted)
        .order_by(
            col(DeploymentRow.kind) != Kind.FORWARD.value,
            col(DeploymentRow.wave).is_(None),
            col(DeploymentRow.wave),
            col(DeploymentRow.position),
            col(DeploymentRow.id),
        )
        .offset(offset)
        .limit(limit)
    ).all()
    total = groups[group] if group in GROUPS else states.total()
    return Deployments(queries.views_of(session, found), total, {"": states.total(), **groups})


def device_in_rollout(
    session: Session, rollout: RolloutId, device: DeviceId
) -> tuple[DeploymentView, ...]:
    """Return the deployments of one device in a rollout, the newest first."""
    found = session.exec(
        select(DeploymentRow)
        .where(DeploymentRow.rollout_id == rollout, DeploymentRow.device == device)
        .order_by(col(DeploymentRow.created_at).desc())
    ).all()
    return queries.views_of(session, found)


def history(
    session: Session, device: DeviceId, *, offset: int = 0, limit: int
) -> tuple[DeploymentHistory, ...]:
    """Return what a device was asked to do with every step of it, the newest first."""
    found = session.exec(
        select(DeploymentRow)
        .where(DeploymentRow.device == device)
        .order_by(col(DeploymentRow.created_at).desc(), col(DeploymentRow.id))
        .offset(offset)
        .limit(limit)
    ).all()
    steps: dict[str, list[DeploymentEventRow]] = defaultdict(list)
    events = (
        select(DeploymentEventRow)
        .where(col(DeploymentEventRow.deployment_id).in_([row.id for row in found]))
        .order_by(col(DeploymentEventRow.id))
    )
    for event in session.exec(events):
        steps[event.deployment_id].append(event)
    return tuple(
        DeploymentHistory(view, tuple(queries.step_of(step) for step in steps[view.id]))
        for view in queries.views_of(session, found)
    )


def _causes(session: Session, condition: ColumnElement[bool]) -> dict[RolloutId, tuple[Cause, ...]]:
    """Group deployments by why they failed: how many, and the first of each group by name."""
    document: Any = col(DeploymentRow.fault)
    alike = (
        col(DeploymentRow.rollout_id),
        col(DeploymentRow.state),
        document["phase"].as_string(),
        document["code"].as_string(),
    )
    order = (col(DeploymentRow.wave), col(DeploymentRow.position))
    columns: tuple[Any, ...] = (
        col(DeploymentRow.id),
        func.count().over(partition_by=alike).label("number"),
        func.row_number().over(partition_by=alike, order_by=order).label("place"),
    )
    ranked = select(*columns).where(condition).subquery()
    chosen: tuple[Any, ...] = (DeploymentRow, DeviceRow.name, ranked.c.number)
    rows = session.exec(
        select(*chosen)
        .join(ranked, ranked.c.id == col(DeploymentRow.id))
        .join(DeviceRow, col(DeviceRow.id) == col(DeploymentRow.device), isouter=True)
        .where(ranked.c.place <= SAMPLE)
        .order_by(ranked.c.number.desc(), *order)
    )
    groups: dict[tuple[str, str, str, str], list[tuple[DeploymentRow, str | None, int]]] = {}
    for row, name, number in rows:
        fault = row.fault or {}
        key = (row.rollout_id, row.state, fault.get("phase", ""), fault.get("code", ""))
        groups.setdefault(key, []).append((row, name, number))
    found: dict[RolloutId, list[Cause]] = defaultdict(list)
    for (rollout, *_), members in groups.items():
        found[RolloutId(rollout)].append(_cause(members))
    return {rollout: tuple(each[:MAX_CAUSES]) for rollout, each in found.items()}


def _cause(members: list[tuple[DeploymentRow, str | None, int]]) -> Cause:
    first, _, number = members[0]
    fault = None if first.fault is None else Fault.model_validate(first.fault)
    return Cause(
        state=State(first.state),
        phase=fault.phase if fault else "",
        code=fault.code if fault else "",
        number=number,
        fault=fault,
        sentence=fault.message if fault else first.reason,
        sample=tuple(
            Named(DeviceId(row.device), name or row.device, State(row.state))
            for row, name, _ in members
        ),
    )
