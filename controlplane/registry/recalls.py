"""Which bundles were recalled, by whom and why.

What counts is the signed recall list of the image repository; this is its copy for people and
programs, with what the list does not say. A device hears of a recall from the repository.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from controlplane.audit import service as audit
from controlplane.registry import queries
from controlplane.registry.tables import RecallRow
from shared.digest import Digest
from shared.trust import RevokedEntry


@dataclass(frozen=True)
class Recall:
    """One bundle that nobody shall run any more."""

    digest: Digest
    line: str
    """What it was published as; "" when it was never published here."""
    version: str
    variant: str
    action: str
    """`stop`: devices stop it; `warn`: they go on and say so."""
    reason: str
    actor: str
    at: datetime

    @property
    def name(self) -> str:
        return f"{self.line} {self.version} {self.variant}" if self.line else self.digest


def record(
    session: Session, entries: Collection[RevokedEntry], *, actor: str, now: datetime
) -> tuple[Recall, ...]:
    """Write down what the recall list names; return what is new or different."""
    found = []
    for entry in entries:
        row = session.get(RecallRow, entry.sha256)
        if row is not None and (row.action, row.reason) == (entry.action, entry.reason):
            continue
        published = queries.variant_of_bundle(session, entry.sha256)
        release, variant = published or (None, None)
        row = session.merge(
            RecallRow(
                digest=entry.sha256,
                line=release.line if release else "",
                version=release.version if release else "",
                variant=variant.name if variant else "",
                action=entry.action,
                reason=entry.reason,
                actor=actor,
                at=now,
            )
        )
        recall = _recall(row)
        audit.note(
            session,
            kind="release",
            subject=release.id if release else entry.sha256,
            text=f"{recall.name} recalled ({recall.action}): {recall.reason}",
            now=now,
            actor=actor,
        )
        found.append(recall)
    return tuple(found)


def recalls(session: Session) -> tuple[Recall, ...]:
    """Return every recall, the newest first."""
    rows = session.exec(select(RecallRow).order_by(col(RecallRow.at).desc(), col(RecallRow.digest)))
    return tuple(_recall(row) for row in rows)


def recalled(session: Session, digests: Collection[Digest]) -> dict[Digest, Recall]:
    """Return which of these bundles were recalled."""
    rows = session.exec(select(RecallRow).where(col(RecallRow.digest).in_(sorted(digests))))
    return {Digest(row.digest): _recall(row) for row in rows}


def _recall(row: RecallRow) -> Recall:
    return Recall(
        digest=Digest(row.digest),
        line=row.line,
        version=row.version,
        variant=row.variant,
        action=row.action,
        reason=row.reason,
        actor=row.actor,
        at=row.at,
    )
