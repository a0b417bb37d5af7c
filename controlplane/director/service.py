"""Assign a bundle to a device's slot; `signer` then signs what stands here."""

from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.director.metadata import Assignment
from controlplane.director.tables import AssignmentRow
from shared.digest import Digest, parse_digest
from shared.ids import DeploymentId, DeviceId
from shared.sizing import Parameters


def assign(
    session: Session,
    *,
    device: DeviceId,
    slot: str,
    bundle_path: str,
    digest: Digest,
    length: int,
    deployment: DeploymentId,
    now: datetime,
    parameters: Parameters | None = None,
) -> None:
    """Let `slot` of `device` run a bundle; what it was assigned before is replaced."""
    session.merge(
        AssignmentRow(
            device=device,
            slot=slot,
            bundle_path=bundle_path,
            digest=digest,
            length=length,
            deployment=deployment,
            issued=now,
            parameters=None if parameters is None else parameters.model_dump(mode="json"),
        )
    )


def withdraw(session: Session, *, device: DeviceId, slot: str) -> None:
    """Take an assignment back; a device that has it keeps running what it runs."""
    row = session.get(AssignmentRow, (device, slot))
    if row is not None:
        session.delete(row)


def assignments(session: Session) -> tuple[Assignment, ...]:
    """Return every assignment, in a fixed order."""
    query = select(AssignmentRow).order_by(col(AssignmentRow.device), col(AssignmentRow.slot))
    return tuple(_assignment(row) for row in session.exec(query))


def assignment(session: Session, device: DeviceId, slot: str) -> Assignment | None:
    row = session.get(AssignmentRow, (device, slot))
    return None if row is None else _assignment(row)


def _assignment(row: AssignmentRow) -> Assignment:
    return Assignment(
        device=DeviceId(row.device),
        slot=row.slot,
        bundle_path=row.bundle_path,
        digest=parse_digest(row.digest),
        length=row.length,
        deployment=DeploymentId(row.deployment),
        issued=row.issued,
        parameters=None if row.parameters is None else Parameters.model_validate(row.parameters),
    )
