"""`/audit`: the chain of everything that happened, to take away and to check."""

from collections.abc import Iterator
from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from controlplane.api.deps import ActorDep, DatabaseDep
from controlplane.api.schemas.audit import AuditEntry, AuditVerification
from controlplane.audit import queries
from controlplane.audit.queries import Head
from controlplane.db.session import Database

LINES: Final = "application/jsonl"
_PAGE: Final = 1000
_MAX: Final = 2**53

router = APIRouter(prefix="/audit", tags=["audit"])


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "One entry a line, in the order of the chain.",
            "content": {LINES: {"schema": {"type": "string"}}},
        }
    },
)
def export_audit(
    _actor: ActorDep,
    database: DatabaseDep,
    after: Annotated[int, Query(ge=0, le=_MAX)] = 0,
    limit: Annotated[int | None, Query(ge=1, le=_MAX)] = None,
) -> StreamingResponse:
    """Export the log as JSON lines, from the entry that follows `after`."""
    return StreamingResponse(_lines(database, after, limit), media_type=LINES)


@router.get("/verification")
def verify_audit(
    _actor: ActorDep,
    database: DatabaseDep,
    seq: Annotated[int | None, Query(ge=1, le=_MAX)] = None,
    hash: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,  # noqa: A002 - the parameter's public name
) -> AuditVerification:
    """Walk along the whole chain; with `seq` and `hash`, a head kept before must still be in it."""
    kept = Head(seq, hash) if seq is not None and hash is not None else None
    with database.reading() as session:
        return AuditVerification.of(queries.verify(session, expected=kept))


def _lines(database: Database, after: int, limit: int | None) -> Iterator[str]:
    """Yield the entries; no transaction is held open while a slow reader reads."""
    left = limit
    while left is None or left > 0:
        wanted = _PAGE if left is None else min(left, _PAGE)
        with database.reading() as session:
            page = list(queries.entries(session, after=after, limit=wanted))
        for entry in page:
            yield AuditEntry.of(entry).model_dump_json() + "\n"
        if len(page) < wanted:
            return
        after = page[-1].seq
        left = None if left is None else left - len(page)
