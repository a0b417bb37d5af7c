"""Apply the planner's actions to the rows, inside one transaction.

Nothing here decides; every effect writes the new state, the step, and what people should read of
it, and marks the hints of the devices that must hear of it.
"""

from datetime import datetime
from typing import assert_never

from sqlmodel import Session

from controlplane.audit import service as audit
from controlplane.devices import queries as fleet
from controlplane.rollouts import desired, gathering, hints, rows, snapshots, transitions, verdicts
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
    Pace,
    Retry,
    Snapshot,
    Steer,
    Undo,
)
from controlplane.rollouts.tables import DeploymentRow, RolloutRow, WaveRow
from shared.deployment import MACHINE, Event, State
from shared.ids import new_id

_QUIET = frozenset({WaveEvent.SOAKED})
"""Moves that the next one says better."""


class Effects:
    """The effects on one rollout."""

    def __init__(
        self, session: Session, rollout: RolloutRow, seen: Snapshot, now: datetime
    ) -> None:
        self._session = session
        self._rollout = rollout
        self._seen = seen
        self._now = now

    def apply(self, action: Action) -> None:
        match action:
            case Pace():
                self._rollout.pace_at = action.pace_at
            case Judge():
                self._judge(action)
            case MoveWave():
                self._move_wave(action)
            case MoveRollout():
                move(self._session, self._rollout, action, now=self._now)
            case _:
                self._apply_to_one(action)

    def _apply_to_one(self, action: Offer | Steer | Close | AskToStop | Retry | Undo) -> None:
        match action:
            case Offer():
                self._offer(action)
            case Steer():
                self._steer(action)
            case Close():
                self._close(action)
            case AskToStop():
                self._ask_to_stop(action)
            case Retry():
                row = self._row(action.deployment)
                transitions.requeue(self._session, row, self._seen.policy, self._now)
            case Undo():
                self._undo(action)
            case _:
                assert_never(action)

    def _offer(self, action: Offer) -> None:
        row = self._row(action.deployment)
        if row.offered_at is None:
            before, row.before = desired.before(self._session, row)
            if row.previous is None and before is not None and not _is_same(before, row):
                row.previous = before.model_dump(mode="json")
        row.offered_at = self._now
        row.go = action.go.value
        self._enter(row, MACHINE.next(State(row.state), Event.OFFER), by_server=False)
        self._record(row, row.why if row.attempt == 1 else f"attempt {row.attempt}")
        desired.assign(self._session, row, self._now)
        hints.touch(self._session, (row.device,), self._now)

    def _steer(self, action: Steer) -> None:
        row = self._row(action.deployment)
        row.go = action.go.value
        row.changed_at = self._now  # the time that the next step may take begins anew
        self._session.flush()
        hints.touch(self._session, (row.device,), self._now)

    def _close(self, action: Close) -> None:
        row = self._row(action.deployment)
        state = MACHINE.next(State(row.state), action.event)
        row.final = action.final
        row.reason = action.sentence[:500]
        self._enter(row, state, by_server=True)
        self._record(row, action.sentence)
        # A device that was only slow may still finish: it is neither stopped nor sent elsewhere.
        slow = action.event is Event.TIME_OUT and row.cancel_at is None
        if row.offered_at is not None and not slow:
            desired.settle(self._session, row, self._now)
            hints.touch(self._session, (row.device,), self._now)
        if row.rollout_id != self._rollout.id or action.event in (Event.TIME_OUT, Event.REMOVE):
            name = fleet.name(self._session, row.device)
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
            undoes_attempt=done.attempt,
            device=done.device,
            hardware=done.hardware,
            slot=done.slot,
            state=State.QUEUED.value,
            created_at=self._now,
            changed_at=self._now,
        )
        if before is None:
            row.why = f"ran nothing known before, so it keeps {done.variant} of {done.version}"
            row.reason = row.why
            row.final = True
            transitions.put(row, State.REMOVED, now=self._now, by_server=True)
            self._note(f"{fleet.name(self._session, row.device)} cannot be sent back: {row.why}")
        else:
            row.line, row.version, row.variant = before.line, before.version, before.variant
            row.bundle, row.target_path = before.bundle, before.target_path
            row.manifest_length = before.manifest_length
            if before.parameters is not None:
                row.parameters = before.parameters.model_dump(mode="json")
            row.why = f"back to {before.variant} of {before.line} {before.version}"
            transitions.put(row, State.QUEUED, now=self._now, by_server=False)
        transitions.begin(self._session, [row])
        self._record(row, row.why)

    def _judge(self, action: Judge) -> None:
        row = self._wave(action.wave)
        judgement = action.judgement
        row.judged_counts = gathering.ended(self._seen)
        if judgement == rows.judgement(row):
            return
        row.judgement = {
            "verdict": judgement.verdict.value,
            "sentence": judgement.sentence,
            "numbers": judgement.numbers,
            "checks": verdicts.dump(judgement.checks),
        }
        row.judged_at = self._now
        verdicts.record(self._session, self._rollout.id, row, judgement.checks, self._now)
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
        row = snapshots.locked(self._session, deployment)
        assert row is not None
        return row

    def _wave(self, position: int) -> WaveRow:
        return self._session.get_one(WaveRow, (self._rollout.id, position))

    def _enter(self, row: DeploymentRow, state: State, *, by_server: bool) -> None:
        policy = snapshots.policy(self._session, row.rollout_id)
        transitions.enter(self._session, row, state, policy, now=self._now, by_server=by_server)

    def _record(self, row: DeploymentRow, text: str) -> None:
        self._session.add(rows.step(row, now=self._now, text=text))

    def _note(self, text: str, rollout: str | None = None) -> None:
        subject = rollout or self._rollout.id
        audit.note(self._session, kind="rollout", subject=subject, text=text, now=self._now)


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
    rollout.scope = action.scope
    rollout.sentence = action.sentence[:500]
    rollout.finished_at = now if state in ENDED else None
    if state in ENDED:
        for row in snapshots.given_up(session, rollout.id, slow_ones=state not in COMPLETED):
            if desired.settle(session, row, now):
                hints.touch(session, (row.device,), now)
    audit.note(
        session, kind="rollout", subject=rollout.id, text=action.sentence, now=now, actor=actor
    )


def _is_same(before: rows.Previous, row: DeploymentRow) -> bool:
    """Tell whether a device runs already what a deployment brings, and serves it so."""
    return before.bundle == row.bundle and before.parameters == rows.parameters_of(row)
