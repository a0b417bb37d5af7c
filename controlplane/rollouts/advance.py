"""One step for many devices: close what waited too long, queue new attempts, tell who may. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from controlplane.rollouts import deadlines
from controlplane.rollouts.dispatch import Dispatcher
from controlplane.rollouts.model import Action, Close, DeploymentFacts, Retry, Snapshot
from shared.deployment import State


def advance(
    snapshot: Snapshot, members: Iterable[DeploymentFacts], now: datetime
) -> Iterator[Action]:
    """Move the members on as far as they can go now."""
    members = tuple(members)
    closing = tuple(_closing(snapshot, members, now))
    yield from closing
    closed = {each.deployment for each in closing}
    for each in members:
        if each.retry_at is not None and now >= each.retry_at:
            yield Retry(each.id)
    yield from Dispatcher(snapshot, now).dispatch(each for each in members if each.id not in closed)


def expire(
    snapshot: Snapshot, members: Iterable[DeploymentFacts], now: datetime
) -> Iterator[Close]:
    """Close those under way that have waited too long; who waits for a turn is left alone."""
    return _closing(snapshot, (each for each in members if each.state is not State.QUEUED), now)


def _closing(
    snapshot: Snapshot, members: Iterable[DeploymentFacts], now: datetime
) -> Iterator[Close]:
    for each in members:
        yield from deadlines.expire(each, snapshot.policy, now)
