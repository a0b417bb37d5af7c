"""What a device reports of a deployment becomes what is known of it."""

import logging
from datetime import datetime

from sqlmodel import Session

from controlplane.audit import service as audit
from controlplane.devices import queries as fleet
from controlplane.rollouts import desired, hints, progress, rows, snapshots, transitions
from controlplane.rollouts.model import DeploymentFacts
from controlplane.rollouts.progress import Effect
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import TERMINAL, State
from shared.ids import DeviceId
from shared.wire.down import DeploymentAck
from shared.wire.up import DeploymentReport

logger = logging.getLogger(__name__)

_TOLD = TERMINAL | {State.TRIAL, State.ROLLING_BACK}
"""States that people want to read about."""
_WORDS = {State.TRIAL: "in trial"}


def record(
    session: Session, device: DeviceId, report: DeploymentReport, now: datetime
) -> DeploymentAck | None:
    """Take up a report; saying the same twice, late or out of order changes nothing.

    Returns:
        What to acknowledge; None for a deployment that is not this device's.
    """
    row = snapshots.locked(session, report.deployment)
    if row is None:
        _unknown(session, device, report, now)
        return _ack(report, report.seq)
    if row.device != device:
        logger.warning(
            "a device reported on another's deployment",
            extra={"device": device, "deployment": report.deployment},
        )
        return None
    folded = progress.fold(rows.facts(row), report, now)
    row.heard_at = now
    if folded.effect is not Effect.NONE:
        guessed = row.state == report.state
        _store(session, row, folded.facts, report, now)
        if folded.effect is not Effect.PROGRESS and not guessed:
            _moved(session, row, report, now, late=folded.effect is Effect.LATE)
    return _ack(report, row.seq if row.attempt == report.attempt else report.seq)


def _store(
    session: Session,
    row: DeploymentRow,
    facts: DeploymentFacts,
    report: DeploymentReport,
    now: datetime,
) -> None:
    row.attempt, row.seq = facts.attempt, facts.seq
    row.fault = None if facts.fault is None else facts.fault.model_dump(mode="json")
    row.progress = None if facts.progress is None else facts.progress.model_dump(mode="json")
    measured = facts.measurements
    row.measurements = None if measured is None else measured.model_dump(exclude_none=True)
    row.reason = _words(report)
    guess, row.by_server = row.by_server, False
    if row.state != facts.state or guess:
        policy = snapshots.policy(session, row.rollout_id)
        transitions.enter(session, row, facts.state, policy, now=now, by_server=False)


def _moved(
    session: Session, row: DeploymentRow, report: DeploymentReport, now: datetime, *, late: bool
) -> None:
    session.add(
        rows.step(row, now=now, text=_words(report), seq=report.seq, at=report.at, late=late)
    )
    state = State(row.state)
    if state in TERMINAL and row.retry_at is None and desired.settle(session, row, now):
        hints.touch(session, (row.device,), now)
    if state in _TOLD:
        words = _words(report)
        text = (
            f"{fleet.name(session, row.device)}: {row.variant} of {row.line} {row.version}"
            f" {_WORDS.get(state, state.value.replace('_', ' '))}{' (late)' if late else ''}"
            f"{f': {words}' if words else ''}"
        )
        audit.note(session, kind="rollout", subject=row.rollout_id, text=text, now=now)


def _unknown(session: Session, device: DeviceId, report: DeploymentReport, now: datetime) -> None:
    # It is acknowledged all the same: nobody will ever know more of it, and a terminal report
    # is resent until somebody says that it was heard.
    if report.state in TERMINAL:
        text = (
            f"{fleet.name(session, device)} reports {report.state.value.replace('_', ' ')} for a"
            f" deployment that is not known here ({report.deployment[:40]}); ignored"
        )
        audit.note(session, kind="device", subject=device, text=text, now=now)


def _words(report: DeploymentReport) -> str:
    if report.fault is not None:
        return report.fault.message[:500]
    return report.reason


def _ack(report: DeploymentReport, seq: int) -> DeploymentAck:
    return DeploymentAck(
        deployment=report.deployment, attempt=report.attempt, seq=max(report.seq, seq)
    )
