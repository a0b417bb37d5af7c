"""What is done to releases and variants, each in the transaction of its caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.registry import machine, queries
from controlplane.registry.errors import ReleaseExistsError, ReleaseStateError
from controlplane.registry.intake import Inspected
from controlplane.registry.machine import (
    RELEASE_MACHINE,
    VARIANT_MACHINE,
    ReleaseEvent,
    ReleaseState,
    VariantEvent,
    VariantState,
)
from controlplane.registry.model import Release, Variant
from controlplane.registry.tables import LineRow, ReleaseBlobRow, ReleaseRow, VariantRow
from shared.compat import size
from shared.digest import Digest
from shared.errors import Fault
from shared.evals import EvalResult
from shared.ids import ReleaseId, new_id
from shared.trust import Requirements

_DONE = 100


@dataclass(frozen=True)
class Built:
    """What a finished job knows about its variant."""

    weights: Digest
    size_bytes: int
    requirements: Requirements
    evaluation: EvalResult | None
    golden: EvalResult | None


@dataclass(frozen=True)
class Published:
    """One variant as the signed image repository lists it."""

    path: str
    digest: Digest
    length: int
    requirements: Requirements
    blobs: Mapping[Digest, int]
    """Every blob of the bundle, with its size."""


def create(session: Session, wanted: Inspected, *, actor: str, now: datetime) -> ReleaseId:
    """Write down a new release whose variants wait for the worker.

    Raises:
        ReleaseExistsError: the line has this version already.
    """
    draft = wanted.draft
    if session.get(LineRow, draft.line) is None:
        session.add(LineRow(name=draft.line, created_at=now))
        session.flush()
    release_id = ReleaseId(new_id())
    session.add(
        ReleaseRow(
            id=release_id,
            line=draft.line,
            version=draft.version,
            state=ReleaseState.DRAFT,
            created_at=now,
            licence=draft.licence,
            context=draft.context,
            parallel=draft.parallel,
            eval_limit=draft.eval_limit,
            parameters=wanted.parameters,
            architecture=wanted.architecture,
        )
    )
    try:
        session.flush()
    except IntegrityError as error:
        raise ReleaseExistsError(
            f"{draft.line} {draft.version} exists already; a changed model needs a new version"
        ) from error
    for use, (digest, length) in wanted.blobs.items():
        _refer(session, release_id, use=use, blobs={digest: length})
    for position, each in enumerate(wanted.quantizations):
        session.add(
            VariantRow(
                id=new_id(),
                release_id=release_id,
                position=position,
                name=each.label,
                quantization=each.label,
                state=VariantState.QUEUED,
            )
        )
    names = ", ".join(each.label for each in wanted.quantizations)
    _note(session, release_id, f"{draft.line} {draft.version} imported: {names}", now, actor)
    return release_id


def claim(session: Session, *, now: datetime) -> tuple[Release, Variant] | None:
    """Take the variant that has waited longest; None when there is nothing to do."""
    row = session.exec(
        select(VariantRow)
        .join(ReleaseRow, col(ReleaseRow.id) == col(VariantRow.release_id))
        .where(VariantRow.state == VariantState.QUEUED)
        .order_by(col(ReleaseRow.created_at), col(VariantRow.release_id), col(VariantRow.position))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    _move(row, VariantEvent.RUN)
    row.step, row.progress = "", 0
    release = _release_row(session, row)
    release.state = RELEASE_MACHINE.next(ReleaseState(release.state), ReleaseEvent.BUILD)
    _note(session, release.id, f"{_name(release, row)}: build began", now)
    session.flush()
    found = queries.release(session, release.id)
    return found, next(each for each in found.variants if each.id == row.id)


def report_progress(session: Session, variant: Variant, *, step: str, percent: int) -> None:
    """Say how far the job of `variant` is."""
    row = _variant_row(session, variant)
    row.step, row.progress = step, percent


def succeed(session: Session, variant: Variant, built: Built, *, now: datetime) -> None:
    """Record a finished variant."""
    row = _variant_row(session, variant)
    _move(row, VariantEvent.SUCCEED)
    row.step, row.progress = "", _DONE
    row.weights, row.size_bytes = built.weights, built.size_bytes
    row.requirements = built.requirements.model_dump(mode="json")
    row.evaluation = built.evaluation.model_dump(mode="json") if built.evaluation else None
    row.golden = built.golden.model_dump(mode="json") if built.golden else None
    release = _release_row(session, row)
    _refer(session, release.id, use="weights", blobs={built.weights: built.size_bytes})
    score = f", {built.evaluation.fraction:.1%} right" if built.evaluation else ""
    text = f"{_name(release, row)}: ready, {size(built.size_bytes)}{score}"
    _note(session, release.id, text, now)
    _settle(session, release, now=now)


def fail(session: Session, variant: Variant, fault: Fault, *, now: datetime) -> None:
    """Record why a variant could not be built."""
    row = _variant_row(session, variant)
    _move(row, VariantEvent.FAIL)
    row.fault = fault.model_dump(mode="json")
    release = _release_row(session, row)
    _note(session, release.id, f"{_name(release, row)}: failed: {fault.message}", now)
    _settle(session, release, now=now)


def requeue(session: Session, variant: Variant) -> None:
    """Give back a job that a stopping control plane could not finish."""
    row = _variant_row(session, variant)
    _move(row, VariantEvent.REQUEUE)
    row.step, row.progress = "", 0


def requeue_interrupted(session: Session) -> int:
    """Queue again what was running when the control plane went away; return how many."""
    rows = session.exec(select(VariantRow).where(VariantRow.state == VariantState.RUNNING)).all()
    for row in rows:
        _move(row, VariantEvent.REQUEUE)
        row.step, row.progress = "", 0
    return len(rows)


def publish(
    session: Session,
    release_id: str,
    bundles: Mapping[str, Published],
    *,
    actor: str,
    now: datetime,
) -> None:
    """Record that the signed image repository lists `bundles` (by variant name).

    Raises:
        ReleaseNotFoundError: there is no such release.
        ReleaseStateError: it cannot be published now.
    """
    release = queries.release(session, release_id)
    check_publishable(release)
    row = session.get_one(ReleaseRow, release.id)
    row.state = RELEASE_MACHINE.next(release.state, ReleaseEvent.PUBLISH)
    row.published_at = now
    for variant in release.publishable:
        bundle = bundles.get(variant.name)
        if bundle is None:
            continue
        entry = _variant_row(session, variant)
        entry.digest, entry.target_path = bundle.digest, bundle.path
        entry.manifest_length = bundle.length
        entry.requirements = bundle.requirements.model_dump(mode="json")
        _refer(session, release.id, use="bundle", blobs=bundle.blobs)
    names = ", ".join(sorted(bundles))
    _note(session, release.id, f"{release.line} {release.version} published: {names}", now, actor)


def check_publishable(release: Release) -> None:
    """Make sure that a release may be published.

    Raises:
        ReleaseStateError: it is still built, failed, or published already.
    """
    if not RELEASE_MACHINE.allows(release.state, ReleaseEvent.PUBLISH):
        raise ReleaseStateError(
            f"{release.line} {release.version} is {release.state.value}"
            " and only a ready release can be published"
        )


def _settle(session: Session, release: ReleaseRow, *, now: datetime) -> None:
    """Move the release when its last variant has ended."""
    session.flush()
    states = session.exec(select(VariantRow.state).where(VariantRow.release_id == release.id))
    event = machine.outcome([VariantState(state) for state in states])
    if event is None:
        return
    release.state = RELEASE_MACHINE.next(ReleaseState(release.state), event)
    _note(session, release.id, f"{release.line} {release.version} is {release.state}", now)


def _refer(session: Session, release_id: str, *, use: str, blobs: Mapping[Digest, int]) -> None:
    for digest, length in blobs.items():
        session.merge(
            ReleaseBlobRow(release_id=release_id, digest=digest, use=use, size_bytes=length)
        )


def _move(row: VariantRow, event: VariantEvent) -> None:
    row.state = VARIANT_MACHINE.next(VariantState(row.state), event)


def _variant_row(session: Session, variant: Variant) -> VariantRow:
    return session.get_one(VariantRow, variant.id)


def _release_row(session: Session, row: VariantRow) -> ReleaseRow:
    return session.get_one(ReleaseRow, row.release_id)


def _name(release: ReleaseRow, variant: VariantRow) -> str:
    return f"{release.line} {release.version} {variant.name}"


def _note(
    session: Session,
    release_id: str,
    text: str,
    now: datetime,
    actor: str = audit.SYSTEM,
) -> None:
    audit.note(session, kind="release", subject=release_id, text=text, now=now, actor=actor)
