"""The counters: how many deployments of each wave stand where, without reading them.

A counter changes in the transaction in which a deployment does, by an addition in the database, so
two writers cannot lose one. `mend` counts anew and puts right what should not have been wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func

from controlplane.rollouts.model import Census, Kind
from controlplane.rollouts.tables import CountRow, DeploymentRow
from shared.deployment import State

_COLUMNS = (
    col(CountRow.rollout_id),
    col(CountRow.wave),
    col(CountRow.kind),
    col(CountRow.state),
    col(CountRow.retrying),
    col(CountRow.number),
)
APART = -1
"""The wave of those that have none."""


class Place(NamedTuple):
    """Where a deployment is counted."""

    rollout_id: str
    wave: int
    kind: str
    state: str
    retrying: bool


def place(row: DeploymentRow) -> Place:
    wave = APART if row.wave is None else row.wave
    return Place(row.rollout_id, wave, row.kind, row.state, row.retry_at is not None)


def added(session: Session, rows: Iterable[DeploymentRow]) -> None:
    """Count new deployments."""
    _add(session, Counter(place(row) for row in rows))


def moved(session: Session, row: DeploymentRow, before: Place) -> None:
    """Count a deployment where it is now, and no longer where it was."""
    now = place(row)
    if now != before:
        _add(session, {before: -1, now: 1})


def of_waves(session: Session, rollout: str) -> Mapping[tuple[int, Kind], Census]:
    """Return how the deployments of a rollout stand, by wave and kind."""
    numbers: dict[tuple[int, Kind], Counter[State]] = defaultdict(Counter)
    retrying: Counter[tuple[int, Kind]] = Counter()
    for _, wave, kind, state, again, number in _kept(session, rollout):
        key = (wave, Kind(kind))
        numbers[key][State(state)] += number
        retrying[key] += number if again else 0
    return {key: Census(dict(found), retrying[key]) for key, found in numbers.items()}


def differences(session: Session, rollout: str) -> dict[Place, tuple[int, int]]:
    """Return where the counters are wrong: what they say, and what is."""
    kept = {Place(*row[:-1]): row[-1] for row in _kept(session, rollout)}
    true = _counted(session, rollout)
    return {
        each: (kept.get(each, 0), true.get(each, 0))
        for each in {*kept, *true}
        if kept.get(each, 0) != true.get(each, 0)
    }


def mend(session: Session, rollout: str) -> int:
    """Count everything anew; return how many counters were wrong."""
    wrong = len(differences(session, rollout))
    if wrong:
        session.exec(delete(CountRow).where(col(CountRow.rollout_id) == rollout))
        _add(session, _counted(session, rollout))
    return wrong


def _kept(session: Session, rollout: str) -> Sequence[Any]:
    query: Any = select(*_COLUMNS).where(
        col(CountRow.rollout_id) == rollout, col(CountRow.number) != 0
    )
    return list(session.exec(query))


def _counted(session: Session, rollout: str) -> dict[Place, int]:
    again = col(DeploymentRow.retry_at).is_not(None)
    columns = (
        func.coalesce(col(DeploymentRow.wave), APART),
        col(DeploymentRow.kind),
        col(DeploymentRow.state),
        again,
    )
    query: Any = (
        select(*columns, func.count())
        .where(col(DeploymentRow.rollout_id) == rollout)
        .group_by(*columns)
    )
    return {
        Place(rollout, wave, kind, state, bool(retrying)): number
        for wave, kind, state, retrying, number in session.exec(query)
    }


def _add(session: Session, changes: Mapping[Place, int]) -> None:
    # Always in the same order, so that two writers never wait for each other crosswise.
    values = [{**each._asdict(), "number": number} for each, number in sorted(changes.items())]
    connection = session.connection()
    if values:
        connection.execute(_UPSERTS[connection.dialect.name], values)


def _upsert(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=["rollout_id", "wave", "kind", "state", "retrying"],
        set_={"number": col(CountRow.number) + insert.excluded.number},
    )


_UPSERTS = {
    "postgresql": _upsert(postgresql.insert(CountRow)),
    "sqlite": _upsert(sqlite.insert(CountRow)),
}
