"""Take samples in, once each, and let old ones go."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from controlplane.telemetry.tables import TelemetrySampleRow
from shared.ids import DeviceId
from shared.wire.up import TelemetryBatch


def record(session: Session, device: DeviceId, batch: TelemetryBatch, now: datetime) -> None:
    """Store a batch; a second delivery of it changes nothing."""
    known = select(TelemetrySampleRow.position).where(
        TelemetrySampleRow.device == device, TelemetrySampleRow.batch == batch.id
    )
    if not batch.samples or session.exec(known.limit(1)).first() is not None:
        return
    session.exec(
        insert(TelemetrySampleRow),
        params=[
            {
                "device": device,
                "batch": batch.id,
                "position": position,
                "received_at": now,
                **sample.model_dump(),
            }
            for position, sample in enumerate(batch.samples)
        ],
    )


def forget(session: Session, *, now: datetime, keep: timedelta) -> None:
    """Delete what was received longer than `keep` ago."""
    session.exec(delete(TelemetrySampleRow).where(col(TelemetrySampleRow.received_at) < now - keep))
