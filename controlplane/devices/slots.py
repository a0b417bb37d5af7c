"""What serves where, kept as rows so that the database can count and find it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from controlplane.devices.tables import DeviceRow, DeviceSlotRow
from shared.ids import DeviceId
from shared.wire.up import SlotReport


@dataclass(frozen=True)
class InService:
    """How many slots serve one variant of one version."""

    line: str
    version: str
    variant: str
    devices: int


def hold(session: Session, device: DeviceId, reports: Mapping[str, SlotReport]) -> None:
    """Make the rows of a device say what it reports; what is the same is left alone."""
    known = {
        row.slot: row
        for row in session.exec(select(DeviceSlotRow).where(DeviceSlotRow.device == device))
    }
    gone = known.keys() - reports.keys()
    if gone:
        session.exec(
            delete(DeviceSlotRow).where(
                col(DeviceSlotRow.device) == device, col(DeviceSlotRow.slot).in_(gone)
            )
        )
    for name, report in reports.items():
        row = known.get(name) or DeviceSlotRow(
            device=device, slot=name, line="", version="", variant="", serving=False
        )
        row.line, row.version, row.variant = report.line, report.version, report.variant
        row.bundle, row.serving = report.bundle, report.serving
        session.add(row)


def in_service(session: Session) -> tuple[InService, ...]:
    """Return what the fleet serves, the most frequent first."""
    number = func.count()
    query = (
        select(DeviceSlotRow.line, DeviceSlotRow.version, DeviceSlotRow.variant, number)
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceSlotRow.device))
        .where(col(DeviceRow.revoked_at).is_(None), DeviceSlotRow.line != "")
        .group_by(col(DeviceSlotRow.line), col(DeviceSlotRow.version), col(DeviceSlotRow.variant))
        .order_by(number.desc(), col(DeviceSlotRow.version).desc(), col(DeviceSlotRow.variant))
    )
    return tuple(InService(*row) for row in session.exec(query))


def not_serving(session: Session) -> int:
    """Return how many devices have a slot with a bundle that does not answer."""
    query = (
        select(func.count(func.distinct(DeviceSlotRow.device)))
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceSlotRow.device))
        .where(
            col(DeviceRow.revoked_at).is_(None),
            col(DeviceSlotRow.bundle).is_not(None),
            col(DeviceSlotRow.serving).is_(False),
        )
    )
    return session.exec(query).one()


def serving_bundles(session: Session, bundles: Collection[str]) -> dict[str, int]:
    """Return how many slots hold each of these bundles; bundles that nobody holds are left out."""
    query = (
        select(DeviceSlotRow.bundle, func.count())
        .join(DeviceRow, col(DeviceRow.id) == col(DeviceSlotRow.device))
        .where(col(DeviceRow.revoked_at).is_(None), col(DeviceSlotRow.bundle).in_(bundles))
        .group_by(col(DeviceSlotRow.bundle))
    )
    return {bundle: number for bundle, number in session.exec(query) if bundle is not None}
