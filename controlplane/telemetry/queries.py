"""Read what devices measured."""

from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.telemetry.tables import TelemetrySampleRow
from shared.ids import DeviceId
from shared.wire.up import TelemetrySample


def recent(
    session: Session, device: DeviceId, since: datetime, *, limit: int = 2000
) -> tuple[TelemetrySample, ...]:
    """Return a device's samples since `since`, oldest first."""
    query = (
        select(TelemetrySampleRow)
        .where(TelemetrySampleRow.device == device, col(TelemetrySampleRow.at) >= since)
        .order_by(col(TelemetrySampleRow.at).desc())
        .limit(limit)
    )
    return tuple(_sample(row) for row in reversed(session.exec(query).all()))


def _sample(row: TelemetrySampleRow) -> TelemetrySample:
    return TelemetrySample(
        at=row.at,
        interval_s=row.interval_s,
        slot=row.slot,
        requests=row.requests,
        failed=row.failed,
        prompt_tokens=row.prompt_tokens,
        generated_tokens=row.generated_tokens,
        first_token_ms_p50=row.first_token_ms_p50,
        tokens_per_s_p50=row.tokens_per_s_p50,
        memory_bytes=row.memory_bytes,
        temperature_c=row.temperature_c,
    )
