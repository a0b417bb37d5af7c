"""What the director is to say about a device's slot, kept in step with its deployment.

An offer replaces the assignment; one that ends without success puts back what stood there before,
so that the signed word never asks a device for a bundle that the rollout has given up. A rollback
that fails keeps its assignment: what the device ran before is what it should run.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.devices import queries as fleet
from controlplane.director import service as director
from controlplane.registry import queries as registry
from controlplane.rollouts import rows
from controlplane.rollouts.model import Kind
from controlplane.rollouts.rows import Previous
from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import SUCCEEDED, State
from shared.digest import Digest
from shared.ids import DeploymentId, DeviceId
from shared.sizing import Parameters
from shared.trust import Requirements
from shared.wire.up import SlotReport


def assign(session: Session, row: DeploymentRow, now: datetime) -> None:
    """Let the director assign the deployment's bundle."""
    assert row.bundle is not None
    assert row.target_path is not None
    assert row.manifest_length is not None
    director.assign(
        session,
        device=DeviceId(row.device),
        slot=row.slot,
        bundle_path=row.target_path,
        digest=Digest(row.bundle),
        length=row.manifest_length,
        deployment=DeploymentId(row.id),
        now=now,
        parameters=rows.parameters_of(row),
    )


def settle(session: Session, row: DeploymentRow, now: datetime) -> bool:
    """Make the assignment agree with how a deployment ended; tell whether it changed."""
    device = DeviceId(row.device)
    held = director.assignment(session, device, row.slot)
    if State(row.state) in SUCCEEDED:
        if held is not None and _newer(session, held.deployment, row):
            return False
        if row.bundle is None or (held is not None and held.deployment == row.id):
            return False
        assign(session, row, now)
        return True
    if held is None or held.deployment != row.id or row.kind == Kind.ROLLBACK:
        return False
    before = None if row.previous is None else Previous.model_validate(row.previous)
    if before is None or before.deployment is None:
        director.withdraw(session, device=device, slot=row.slot)
    else:
        director.assign(
            session,
            device=device,
            slot=row.slot,
            bundle_path=before.target_path,
            digest=before.bundle,
            length=before.manifest_length,
            deployment=before.deployment,
            now=now,
            parameters=before.parameters,
        )
    return True


def before(
    session: Session, row: DeploymentRow
) -> tuple[Previous | None, dict[str, object] | None]:
    """Return what the device runs in the slot now, and what it measured of it."""
    last = _last_good(session, row)
    return _runs(session, row, last), None if last is None else last.measurements


def _runs(session: Session, row: DeploymentRow, last: DeploymentRow | None) -> Previous | None:
    """Return what the device runs now, as far as it can be assigned again."""
    reported = fleet.slot(session, row.device, row.slot)
    if reported is None or reported.bundle is None:
        return None if last is None else _of_row(last)
    if last is not None and last.bundle == reported.bundle:
        return _of_row(last)
    found = registry.variant_of_bundle(session, reported.bundle)
    if found is None:
        return None
    release, variant = found
    if variant.target_path is None or variant.manifest_length is None:
        return None
    return Previous(
        bundle=reported.bundle,
        target_path=variant.target_path,
        manifest_length=variant.manifest_length,
        line=release.line,
        version=release.version,
        variant=variant.name,
        deployment=reported.deployment,
        parameters=_served(reported, variant.requirements),
    )


def _served(reported: SlotReport, needs: Requirements | None) -> Parameters | None:
    """Return how a slot serves, where that is not as its bundle has it."""
    if needs is None or reported.context is None or reported.parallel is None:
        return None
    known = needs.memory.parameters
    found = Parameters(context=reported.context, parallel=reported.parallel)
    same = (found.context, found.parallel) == (known.context, known.parallel)
    return None if same else found


def _last_good(session: Session, row: DeploymentRow) -> DeploymentRow | None:
    return session.exec(
        select(DeploymentRow)
        .where(
            DeploymentRow.device == row.device,
            DeploymentRow.slot == row.slot,
            DeploymentRow.id != row.id,
            col(DeploymentRow.state).in_([State.COMMITTED.value, State.SKIPPED.value]),
        )
        .order_by(col(DeploymentRow.finished_at).desc())
        .limit(1)
    ).first()


def _of_row(row: DeploymentRow) -> Previous | None:
    if row.bundle is None or row.target_path is None or row.manifest_length is None:
        return None
    return Previous(
        bundle=Digest(row.bundle),
        target_path=row.target_path,
        manifest_length=row.manifest_length,
        line=row.line,
        version=row.version,
        variant=row.variant,
        deployment=DeploymentId(row.id),
        parameters=rows.parameters_of(row),
    )


def _newer(session: Session, deployment: str, row: DeploymentRow) -> bool:
    """Tell whether the assignment belongs to a deployment offered after this one."""
    held = session.get(DeploymentRow, deployment)
    if held is None or held.id == row.id:
        return False
    return held.offered_at is not None and (
        row.offered_at is None or held.offered_at >= row.offered_at
    )
