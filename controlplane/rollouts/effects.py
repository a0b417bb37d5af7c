"""Apply the planner's actions to the rows, inside one transaction.

Nothing here decides; every effect writes the new state, the step, and what people should read of
it, and marks the hints of the devices that must hear of it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from sqlmodel import Session

from controlplane.audit import service as audit
from controlplane.devices.model import Device
from controlplane.rollouts import desired, hints, rows, snapshots
from controlplane.rollouts.gates import Verdict
from controlplane.rollouts.machine import (
    COMPLETED,
    ENDED,
    ROLLOUT,
    WAVE,
    WAVE_ENDED,
    RolloutState,
    WaveEvent,
    WaveState,
)
from controlplane.rollouts.model import (
    Action,
    AskToStop,
    Close,
    Judge,
    Kind,
    MoveRollout,
    MoveWave,
    Offer,
    Retry,
    Undo,
)
from controlplane.rollouts.tables import DeploymentRow, RolloutRow, WaveRow
from shared.deployment import MACHINE, Event, State
from shared.ids import DeviceId, new_id

_QUIET = frozenset({WaveEvent.SOAKED})
"""Moves that the next one says better."""


class Effects:
    """The effects on one rollout."""

    def __init__(
        self,
        session: Session,
        rollout: RolloutRow,
        devices: Mapping[DeviceId, Device],
        now: datetime,
    ) -> None:
        self._session = session
        self._rollout = rollout
        self._devices = devices
        self._now = now

    def apply(self, action: Action) -> None:
        match action:
            case Offer():
                self._offer(action)
            case Close():
                self._close(action)
            case AskToStop():
                self._ask_to_stop(action)
            case Retry():
                requeue(self._session, self._row(action.deployment), self._now)
            case Undo():
                self._undo(action)
            case Judge():
                self._judge(action)
            case MoveWave():
                self._move_wave(action)
            case MoveRollout():
                move(self._session, self._rollout, action, now=self._now)
            case _:
                assert_never(action)

    def _offer(self, action: Offer) -> None:
        row = self._row(action.deployment)
        if row.offered_at is None:
            before = desired.before(self._session, row, self._devices.get(DeviceId(row.device)))
            if row.previous is None and before is not None and before.bundle != row.bundle:
                row.previous = before.model_dump(mode="json")
            row.before = desired.measurements_before(self._session, row)
        row.offered_at = self._now
        state = MACHINE.next(State(row.state), Event.OFFER)
        rows.enter(row, state, now=self._now, by_server=False)
        self._record(row, row.why if row.attempt == 1 else f"attempt {row.attempt}")
        desired.assign(self._session, row, self._now)
        hints.touch(self._session, (row.device,), self._now)

    def _close(self, action: Close) -> None:
        row = self._row(action.deployment)
        state = MACHINE.next(State(row.state), action.event)
        rows.enter(row, state, now=self._now, by_server=True)
        row.final = action.final
        row.reason = action.sentence[:500]
        self._record(row, action.sentence)
        # A device that was only slow may still finish: it is neither stopped nor sent elsewhere.
        slow = action.event is Event.TIME_OUT and row.cancel_at is None
        if row.offered_at is not None and not slow:
            desired.settle(self._session, row, self._now)
            hints.touch(self._session, (row.device,), self._now)
        if row.rollout_id != self._rollout.id or action.event in (Event.TIME_OUT, Event.REMOVE):
            name = self._name(row.device)
            self._note(f"{name} {state.value.replace('_', ' ')}: {action.sentence}", row.rollout_id)

    def _ask_to_stop(self, action: AskToStop) -> None:
        row = self._row(action.deployment)
        row.cancel_at = self._now
        row.reason = "asked to stop"
        self._session.flush()
        hints.touch(self._session, (row.device,), self._now)

    def _undo(self, action: Undo) -> None:
        done = self._row(action.deployment)
        before = None if done.previous is None else rows.Previous.model_validate(done.previous)
        row = DeploymentRow(
            id=new_id(),
            rollout_id=done.rollout_id,
            wave=done.wave,
            position=done.position,
            kind=Kind.ROLLBACK.value,
            undoes=done.id,
            device=done.device,
            slot=done.slot,
            state=State.QUEUED.value,
            created_at=self._now,
            changed_at=self._now,
        )
        if before is None:
            row.why = f"ran nothing known before, so it keeps {done.variant} of {done.version}"
            row.reason = row.why
            rows.enter(row, State.REMOVED, now=self._now, by_server=True)
            row.final = True
            self._note(f"{self._name(row.device)} cannot be sent back: {row.why}")
        else:
            row.line, row.version, row.variant = before.line, before.version, before.variant
            row.bundle, row.target_path = before.bundle, before.target_path
            row.manifest_length = before.manifest_length
            row.why = f"back to {before.variant} of {before.line} {before.version}"
            rows.enter(row, State.QUEUED, now=self._now, by_server=False)
        self._session.add(row)
        self._record(row, row.why)

    def _judge(self, action: Judge) -> None:
        row = self._wave(action.wave)
        judgement = action.judgement
        row.judgement = {
            "verdict": judgement.verdict.value,
            "sentence": judgement.sentence,
            "numbers": judgement.numbers,
        }
        row.judged_at = self._now
        if judgement.verdict is not Verdict.WAIT:
            self._note(f"gate of wave {row.name!r}: {judgement.verdict}, {judgement.sentence}")

    def _move_wave(self, action: MoveWave) -> None:
        row = self._wave(action.wave)
        state = WAVE.next(WaveState(row.state), action.event)
        row.state = state.value
        if action.event is WaveEvent.START:
            row.started_at = self._now
        row.soak_until = action.soak_until or row.soak_until
        row.finished_at = self._now if state in WAVE_ENDED else None
        if action.event not in _QUIET:
            self._rollout.sentence = action.sentence[:500]
            self._note(action.sentence)

    def _row(self, deployment: str) -> DeploymentRow:
        return self._session.get_one(DeploymentRow, deployment)

    def _wave(self, position: int) -> WaveRow:
        return self._session.get_one(WaveRow, (self._rollout.id, position))

    def _record(self, row: DeploymentRow, text: str) -> None:
        # The index that allows one active deployment for each slot is checked row by row, so a
        # superseded one must be written before the one that takes its place.
        self._session.flush()
        self._session.add(rows.step(row, now=self._now, text=text))

    def _note(self, text: str, rollout: str | None = None) -> None:
        subject = rollout or self._rollout.id
        audit.note(self._session, kind="rollout", subject=subject, text=text, now=self._now)

    def _name(self, device: str) -> str:
        found = self._devices.get(DeviceId(device))
        return device if found is None else found.name


def move(
    session: Session,
    rollout: RolloutRow,
    action: MoveRollout,
    *,
    now: datetime,
    actor: str = audit.SYSTEM,
) -> None:
    """Move a rollout, and write down who did it and why.

    Raises:
        InvalidTransitionError: it cannot move so from where it is.
    """
    state = ROLLOUT.next(RolloutState(rollout.state), action.event)
    rollout.state = state.value
    rollout.reason = None if action.reason is None else action.reason.value
    rollout.sentence = action.sentence[:500]
    rollout.finished_at = now if state in ENDED else None
    if state in ENDED:
        for row in snapshots.given_up(session, rollout.id, slow_ones=state not in COMPLETED):
            if desired.settle(session, row, now):
                hints.touch(session, (row.device,), now)
    audit.note(
        session, kind="rollout", subject=rollout.id, text=action.sentence, now=now, actor=actor
    )


def requeue(session: Session, row: DeploymentRow, now: datetime) -> None:
    """Queue a new attempt of a deployment that failed."""
    row.attempt += 1
    row.seq = 0
    row.final = False
    row.cancel_at = None
    row.fault = None
    row.progress = None
    row.steps = {}
    rows.enter(row, State.QUEUED, now=now, by_server=False)
    session.flush()
    session.add(rows.step(row, now=now, text=f"attempt {row.attempt} is queued"))
