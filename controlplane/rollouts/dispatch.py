"""Who may be told what now: windows, rate, concurrency, budgets, other rollouts. Pure.

A device is told to *stage* (fetch, verify, wait) or to *activate*. Fetching ahead costs a place
among `max_fetching`; activating costs a place in flight, a place in every budget of the device and
a token of the rate. Who is staged and waits costs nothing. A rollback is urgent: no window and no
rate hold it back, only what keeps too many devices from being disturbed at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from controlplane.rollouts import budgets, pace, windows
from controlplane.rollouts.model import (
    Action,
    Blocker,
    Close,
    DeploymentFacts,
    Kind,
    Offer,
    Pace,
    Snapshot,
    Steer,
)
from shared.deployment import SERVER_OWNED, UNCHANGED, Event, State
from shared.policy import Go

_HOLDABLE = SERVER_OWNED | UNCHANGED
"""States in which a device can still be made to wait before it activates."""


@dataclass(frozen=True)
class Wait:
    """Why a device is not told anything yet."""

    sentence: str


class Dispatcher:
    """Counts what is left while it goes from device to device."""

    def __init__(self, snapshot: Snapshot, now: datetime) -> None:
        policy = snapshot.policy
        self._snapshot = snapshot
        self._now = now
        self._started = snapshot.started
        self._in_flight = policy.max_in_flight - snapshot.in_flight
        self._fetching = policy.max_fetching - snapshot.fetching
        self._ledger = budgets.Ledger(policy.budgets, snapshot.groups)
        self._may_fetch = windows.is_open(policy.windows.download, now)
        self._may_activate = windows.is_open(policy.windows.activate, now)
        self._told = 0
        rate = policy.rate
        self._per_minute = (
            None if rate is None else pace.per_minute(rate, succeeded=snapshot.forward.succeeded)
        )
        self._tokens = (
            None
            if self._per_minute is None
            else pace.allowed(self._per_minute, pace_at=snapshot.pace_at, now=now)
        )

    def dispatch(self, members: Iterable[DeploymentFacts]) -> Iterator[Action]:
        """Offer to devices that are there, let staged ones go on, hold back at a window's end."""
        queued = []
        for each in members:
            if each.state is State.QUEUED:
                queued.append(each)
            elif each.active and each.cancel_at is None:
                yield from self._steer(each)
        for each in queued:
            yield from self._offer(each)
        if self._told and self._per_minute is not None:
            yield Pace(
                pace.after(
                    self._told, self._per_minute, pace_at=self._snapshot.pace_at, now=self._now
                )
            )

    def has_room(self, kind: Kind) -> bool:
        """Tell whether anybody in the queue could be told anything at all now."""
        if kind is Kind.ROLLBACK:
            return self._in_flight > 0
        if not self._may_fetch:
            return False
        activates = self._may_activate and self._in_flight > 0 and self._tokens != 0
        ahead = not self._may_activate or self._snapshot.reached != self._started
        return activates or (ahead and self._fetching > 0)

    def waits(self, each: DeploymentFacts) -> str | None:
        """Say why a device is not told to go further now; None when nothing holds it back."""
        if each.state is State.QUEUED:
            if not each.online:
                return "the device is offline"
            blocker = self._snapshot.blockers.get(each.device)
            if blocker is not None and not _gives_way(blocker):
                return "another rollout is under way on the device"
            found = self._how_far(each)
            return found.sentence if isinstance(found, Wait) else None
        if each.go is Go.STAGE and each.active:
            if each.wave not in self._started:
                return "it fetches ahead and activates when its wave's turn comes"
            return self._activation(each)
        return None

    def _steer(self, each: DeploymentFacts) -> Iterator[Steer]:
        if each.kind is Kind.ROLLBACK:
            return
        if each.go is Go.STAGE and each.wave in self._started:
            if self._activation(each) is None:
                self._take(each)
                yield Steer(each.id, Go.ACTIVATE)
        elif each.go is Go.ACTIVATE and not self._may_activate and each.state in _HOLDABLE:
            yield Steer(each.id, Go.STAGE)

    def _offer(self, each: DeploymentFacts) -> Iterator[Action]:
        if each.device in self._snapshot.overtaken:
            yield Close(
                each.id, Event.SUPERSEDE, "a newer rollout has this device already", final=True
            )
            return
        if not each.online:
            return
        go = self._how_far(each)
        if isinstance(go, Wait):
            return
        blocker = self._snapshot.blockers.get(each.device)
        if blocker is not None:
            if not _gives_way(blocker):
                return
            yield Close(
                blocker.deployment, Event.SUPERSEDE, "a newer rollout took over", final=True
            )
        if go is Go.STAGE:
            self._fetching -= 1
        else:
            self._take(each)
        yield Offer(each.id, go)

    def _how_far(self, each: DeploymentFacts) -> Go | Wait:
        if each.kind is Kind.ROLLBACK:
            room = self._room(each)
            return Go.ACTIVATE if room is None else Wait(room)
        if not self._may_fetch:
            opens = windows.opens_at(self._snapshot.policy.windows.download, self._now)
            return Wait(f"the download window opens at {_instant(opens)}")
        if each.wave in self._started and self._may_activate:
            held = self._activation(each)
            return Go.ACTIVATE if held is None else Wait(held)
        if self._fetching <= 0:
            return Wait(f"{self._snapshot.policy.max_fetching} devices fetch ahead already")
        return Go.STAGE

    def _activation(self, each: DeploymentFacts) -> str | None:
        if not self._may_activate:
            opens = windows.opens_at(self._snapshot.policy.windows.activate, self._now)
            return f"the activation window opens at {_instant(opens)}"
        if self._tokens is not None and self._tokens <= 0:
            return f"the rate is {self._per_minute:g} devices a minute"
        return self._room(each)

    def _room(self, each: DeploymentFacts) -> str | None:
        if self._in_flight <= 0:
            return f"{self._snapshot.policy.max_in_flight} devices are in flight already"
        return self._ledger.full(each.labels)

    def _take(self, each: DeploymentFacts) -> None:
        self._in_flight -= 1
        self._ledger.take(each.labels)
        if each.kind is Kind.FORWARD:
            self._told += 1
            if self._tokens is not None:
                self._tokens -= 1


def _gives_way(blocker: Blocker) -> bool:
    return blocker.yields and blocker.state in _HOLDABLE


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
