"""Every question about releases, variants and lines."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, func, select

from controlplane.registry.errors import ReleaseNotFoundError
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.model import Line, Release, Variant
from controlplane.registry.tables import (
    LineRow,
    RecallRow,
    ReleaseBlobRow,
    ReleaseRow,
    VariantRow,
)
from shared.digest import Digest
from shared.errors import Fault
from shared.evals import EvalResult
from shared.ids import ReleaseId, VariantId
from shared.trust import Requirements


def releases(session: Session, *, line: str | None = None) -> tuple[Release, ...]:
    """Return releases, the newest first."""
    query = select(ReleaseRow).order_by(
        col(ReleaseRow.created_at).desc(), col(ReleaseRow.version).desc()
    )
    if line is not None:
        query = query.where(ReleaseRow.line == line)
    return _filled(session, session.exec(query).all())


def in_state(session: Session, state: ReleaseState, *, limit: int = 50) -> tuple[Release, ...]:
    """Return the releases that are in a state, the newest first."""
    query = (
        select(ReleaseRow)
        .where(ReleaseRow.state == state.value)
        .order_by(col(ReleaseRow.created_at).desc(), col(ReleaseRow.version).desc())
        .limit(limit)
    )
    return _filled(session, session.exec(query).all())


def release(session: Session, release_id: str) -> Release:
    """Return one release.

    Raises:
        ReleaseNotFoundError: there is none with this id.
    """
    row = session.get(ReleaseRow, release_id)
    if row is None:
        raise ReleaseNotFoundError("release", release_id)
    return _filled(session, [row])[0]


def release_by_version(session: Session, line: str, version: str) -> Release:
    """Return one version of a line.

    Raises:
        ReleaseNotFoundError: it was never imported.
    """
    row = session.exec(
        select(ReleaseRow).where(ReleaseRow.line == line, ReleaseRow.version == version)
    ).first()
    if row is None:
        raise ReleaseNotFoundError("release", f"{line} {version}")
    return _filled(session, [row])[0]


def lines(session: Session) -> tuple[Line, ...]:
    """Return every line with its newest versions, by name."""
    counts = dict(
        session.exec(select(ReleaseRow.line, func.count()).group_by(ReleaseRow.line)).all()
    )
    latest = dict(
        session.exec(
            select(ReleaseRow.line, ReleaseRow.version).order_by(col(ReleaseRow.created_at))
        ).all()
    )
    published = dict(
        session.exec(
            select(ReleaseRow.line, ReleaseRow.version)
            .where(ReleaseRow.state == ReleaseState.PUBLISHED)
            .order_by(col(ReleaseRow.published_at))
        ).all()
    )
    names = session.exec(select(LineRow.name).order_by(LineRow.name)).all()
    return tuple(
        Line(name, counts.get(name, 0), latest.get(name, ""), published.get(name)) for name in names
    )


def variant_of_bundle(session: Session, digest: Digest) -> tuple[Release, Variant] | None:
    """Return what was published as the bundle `digest`."""
    row = session.exec(select(VariantRow).where(VariantRow.digest == digest)).first()
    if row is None:
        return None
    found = release(session, row.release_id)
    return found, next(each for each in found.variants if each.id == row.id)


def blobs_of(session: Session, release_id: str) -> dict[Digest, str]:
    """Return the blobs that a release needs, with their use."""
    rows = session.exec(select(ReleaseBlobRow).where(ReleaseBlobRow.release_id == release_id))
    return {Digest(row.digest): row.use for row in rows}


def _filled(session: Session, rows: Sequence[ReleaseRow]) -> tuple[Release, ...]:
    ids = [row.id for row in rows]
    variants: dict[str, list[Variant]] = {each: [] for each in ids}
    recalled = dict(session.exec(select(RecallRow.digest, RecallRow.action)).all())
    for row in session.exec(
        select(VariantRow)
        .where(col(VariantRow.release_id).in_(ids))
        .order_by(col(VariantRow.position))
    ):
        variants[row.release_id].append(_variant(row, recalled.get(row.digest or "", "")))
    uses: dict[str, dict[str, Digest]] = {each: {} for each in ids}
    for blob in session.exec(select(ReleaseBlobRow).where(col(ReleaseBlobRow.release_id).in_(ids))):
        uses[blob.release_id][blob.use] = Digest(blob.digest)
    return tuple(_release(row, tuple(variants[row.id]), uses[row.id]) for row in rows)


def _release(
    row: ReleaseRow, variants: tuple[Variant, ...], blobs: Mapping[str, Digest]
) -> Release:
    return Release(
        id=ReleaseId(row.id),
        line=row.line,
        version=row.version,
        state=ReleaseState(row.state),
        created_at=row.created_at,
        published_at=row.published_at,
        licence=row.licence,
        context=row.context,
        parallel=row.parallel,
        parameters=row.parameters,
        architecture=row.architecture,
        eval_limit=row.eval_limit,
        source=blobs["source"],
        golden=blobs.get("golden"),
        card=blobs.get("card"),
        evals=blobs.get("evals"),
        variants=variants,
    )


def _variant(row: VariantRow, recalled: str) -> Variant:
    return Variant(
        id=VariantId(row.id),
        release_id=ReleaseId(row.release_id),
        name=row.name,
        quantization=row.quantization,
        state=VariantState(row.state),
        step=row.step,
        progress=row.progress,
        size_bytes=row.size_bytes,
        weights=Digest(row.weights) if row.weights else None,
        digest=Digest(row.digest) if row.digest else None,
        target_path=row.target_path,
        manifest_length=row.manifest_length,
        requirements=Requirements.model_validate(row.requirements) if row.requirements else None,
        evaluation=EvalResult.model_validate(row.evaluation) if row.evaluation else None,
        golden=EvalResult.model_validate(row.golden) if row.golden else None,
        fault=Fault.model_validate(row.fault) if row.fault else None,
        recalled=recalled,
    )
