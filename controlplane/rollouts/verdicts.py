"""What the gates found, kept: with every wave as it stands, and each change of mind for good."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.rollouts.checks import Check, Finding
from controlplane.rollouts.tables import GateVerdictRow, WaveRow

_CHECKS = TypeAdapter(tuple[Check, ...])
_QUIET = frozenset({Finding.WAIT, Finding.WATCHED})
"""Findings that say nothing yet: kept once they have said something."""


@dataclass(frozen=True)
class VerdictView:
    """One finding of a gate, with the time in which it stood."""

    wave: int
    found_at: datetime
    changed_at: datetime
    check: Check


def dump(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """Return checks as JSON can hold them."""
    return [asdict(each) for each in checks]


def load(values: Sequence[Any]) -> tuple[Check, ...]:
    return _CHECKS.validate_python(tuple(values))


def record(
    session: Session, rollout: str, wave: WaveRow, checks: Iterable[Check], now: datetime
) -> None:
    """Keep what a wave's gates found; a finding that differs from the last is a new row."""
    known = {
        (each.gate, each.hardware): each for each in _rows(session, rollout, wave=wave.position)
    }
    for check in checks:
        row = known.get((check.gate, check.hardware))
        if row is None or row.finding != check.finding:
            if row is None and check.finding in _QUIET:
                continue
            row = GateVerdictRow(
                rollout_id=rollout,
                wave=wave.position,
                gate=check.gate,
                hardware=check.hardware,
                finding=check.finding.value,
                found_at=now,
                changed_at=now,
                devices=check.devices,
            )
            if check.finding is Finding.FAIL:
                _note(session, rollout, wave, check, now)
        _fill(row, check, now)
        session.add(row)


def of_rollout(session: Session, rollout: str) -> tuple[VerdictView, ...]:
    """Return every finding of a rollout's gates, the oldest first."""
    return tuple(
        VerdictView(wave=row.wave, found_at=row.found_at, changed_at=row.changed_at, check=_of(row))
        for row in _rows(session, rollout)
    )


def _rows(session: Session, rollout: str, *, wave: int | None = None) -> Sequence[GateVerdictRow]:
    query = select(GateVerdictRow).where(GateVerdictRow.rollout_id == rollout)
    if wave is not None:
        query = query.where(GateVerdictRow.wave == wave)
    return session.exec(query.order_by(col(GateVerdictRow.id))).all()


def _fill(row: GateVerdictRow, check: Check, now: datetime) -> None:
    row.changed_at = now
    row.devices, row.test, row.sentence = check.devices, check.test, check.sentence[:500]
    row.before, row.after, row.change = check.before, check.after, check.change
    row.low, row.high, row.p, row.allowed = check.low, check.high, check.p, check.limit


def _of(row: GateVerdictRow) -> Check:
    return Check(
        gate=row.gate,
        hardware=row.hardware,
        finding=Finding(row.finding),
        devices=row.devices,
        sentence=row.sentence,
        test=row.test,
        before=row.before,
        after=row.after,
        change=row.change,
        low=row.low,
        high=row.high,
        p=row.p,
        limit=row.allowed,
    )


def _note(session: Session, rollout: str, wave: WaveRow, check: Check, now: datetime) -> None:
    numbers = {"n": check.devices, "p": check.p, "low": check.low, "high": check.high}
    known = {name: value for name, value in numbers.items() if value is not None}
    said = ", ".join(f"{name} = {value:.3g}" for name, value in known.items())
    test = f"({check.test}: {said})"
    text = f"gate {check.gate} of wave {wave.name!r} failed: {check.sentence} {test}"
    audit.note(session, kind="rollout", subject=rollout, text=text, now=now)
