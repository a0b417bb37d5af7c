"""A rollout without a database: applies actions to frozen values, as `effects` does to rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from controlplane.rollouts import deadlines
from controlplane.rollouts.budgets import Groups, groups_of
from controlplane.rollouts.machine import ROLLOUT, WAVE, RolloutEvent, WaveState
from controlplane.rollouts.model import (
    Action,
    AskToStop,
    Close,
    DeploymentFacts,
    Judge,
    Kind,
    MoveRollout,
    MoveWave,
    Offer,
    Pace,
    Retry,
    Snapshot,
    Steer,
    Undo,
    WaveFacts,
)
from controlplane.rollouts.planner import plan
from controlplane.rollouts.progress import fold
from shared.deployment import MACHINE, TERMINAL, Event, State
from shared.digest import Digest
from shared.ids import DeploymentId, DeviceId
from shared.policy import Go
from shared.wire.down import DeploymentAck, DeploymentHint
from shared.wire.up import DeploymentReport
from tests.support.builders import NOON, bundle_of, counted
from tests.support.rollout_fleet import ModelDevice

MAX_STEPS = 60


class World:
    """One rollout, its clock, and the fleet it moves."""

    def __init__(self, snapshot: Snapshot, devices: Iterable[ModelDevice]) -> None:
        self.snapshot = snapshot
        self.devices = {each.id: each for each in devices}
        self.now = NOON
        self.log: list[Action] = []
        self.judged: WaveFacts | None = None
        self.told: list[datetime] = []
        """When a device was told to activate."""

    def pass_(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def tick(self) -> list[Action]:
        """Plan and apply until nothing is left to do."""
        self._look()
        done: list[Action] = []
        for _ in range(MAX_STEPS):
            actions = plan(self.seen(), self.now)
            if not actions:
                break
            for action in actions:
                self.apply(action)
            done += actions
        else:
            raise AssertionError(f"the plan does not come to rest: {done[-3:]}")
        self.log += done
        return done

    def seen(self) -> Snapshot:
        """Return what the planner sees: a gate that has looked at a wave need not look again."""
        seen = counted(replace(self.snapshot, groups=self._groups()))
        wave = seen.wave
        if wave is None or wave.state is WaveState.EVALUATING:
            return seen
        return replace(seen, outcomes=None) if self.judged == wave else seen

    def _groups(self) -> Groups:
        budgets = self.snapshot.policy.budgets
        labels = {each.device: each.labels for each in self.snapshot.deployments}
        sizes = Counter(group for one in labels.values() for group in groups_of(one, budgets))
        disturbed = Counter(
            group
            for device in {each.device for each in self.snapshot.deployments if each.disturbs}
            for group in groups_of(labels[device], budgets)
        )
        return Groups(sizes, disturbed)

    def ask(self, event: RolloutEvent) -> None:
        """Do what a person may do."""
        if ROLLOUT.allows(self.snapshot.state, event):
            self.apply(MoveRollout(event, "asked"))

    def apply(self, action: Action) -> None:
        match action:
            case Pace():
                self.snapshot = replace(self.snapshot, pace_at=action.pace_at)
            case Judge():
                self._wave(action.wave, judgement=action.judgement)
                self.judged = counted(self.snapshot).wave
            case MoveWave():
                wave = self.snapshot.waves[action.wave]
                self._wave(
                    action.wave,
                    state=WAVE.next(wave.state, action.event),
                    soak_until=action.soak_until or wave.soak_until,
                )
            case MoveRollout():
                state = ROLLOUT.next(self.snapshot.state, action.event)
                self.snapshot = replace(self.snapshot, state=state, scope=action.scope)
            case _:
                self._apply_to_one(action)

    def _apply_to_one(self, action: Offer | Steer | Close | AskToStop | Retry | Undo) -> None:
        match action:
            case Offer():
                facts = replace(self.of(action.deployment), go=action.go)
                self._enter(facts, Event.OFFER, offered_at=self.now)
                self._tell(facts)
            case Steer():
                facts = replace(self.of(action.deployment), go=action.go, changed_at=self.now)
                self._put(facts)
                self._tell(facts)
            case Close():
                facts = self.of(action.deployment)
                self._enter(facts, action.event, by_server=True, final=action.final)
            case AskToStop():
                self._put(replace(self.of(action.deployment), cancel_at=self.now))
            case Retry():
                self._retry(self.of(action.deployment))
            case Undo():
                self._undo(self.of(action.deployment))
            case _:
                assert_never(action)

    def record(self, device: DeviceId, report: DeploymentReport) -> DeploymentAck | None:
        facts = self.of(report.deployment)
        assert facts.device == device
        folded = fold(facts, report, self.now).facts
        touched = folded.touched or folded.state in {State.ACTIVATING, State.ROLLING_BACK}
        self._put(replace(folded, touched=touched))
        return DeploymentAck(deployment=report.deployment, attempt=report.attempt, seq=report.seq)

    def hint_for(self, device: DeviceId) -> DeploymentHint | None:
        """Return what the downlink would say: the last thing that was offered."""
        offered = [
            each
            for each in self.snapshot.deployments
            if each.device == device and each.offered_at is not None and each.state != State.QUEUED
        ]
        if not offered:
            return None
        newest = max(offered, key=lambda each: (each.active, each.offered_at, each.kind))
        stopped = newest.by_server and newest.state in TERMINAL - {State.TIMED_OUT}
        if newest.state in TERMINAL and not newest.by_server:
            return None
        return DeploymentHint(
            id=newest.id,
            attempt=newest.attempt,
            go=newest.go,
            cancel=newest.cancel_at is not None or stopped,
        )

    def bundle(self, hint: DeploymentHint | None) -> Digest | None:
        if hint is None:
            return None
        return bundle_of("new" if self.of(hint.id).kind is Kind.FORWARD else "old")

    def of(self, deployment: DeploymentId) -> DeploymentFacts:
        return next(each for each in self.snapshot.deployments if each.id == deployment)

    def _tell(self, facts: DeploymentFacts) -> None:
        if facts.go is Go.ACTIVATE and facts.kind is Kind.FORWARD:
            self.told.append(self.now)

    def _look(self) -> None:
        self.snapshot = replace(
            self.snapshot,
            deployments=tuple(
                replace(
                    each,
                    online=self.devices[each.device].online,
                    unreachable_since=None
                    if self.devices[each.device].online
                    else each.unreachable_since or self.now,
                )
                for each in self.snapshot.deployments
            ),
        )

    def _enter(self, facts: DeploymentFacts, event: Event, **changes: object) -> None:
        state = MACHINE.next(facts.state, event)
        changes = {"by_server": False, **changes}
        self._put(replace(facts, state=state, changed_at=self.now, **changes))

    def _retry(self, facts: DeploymentFacts) -> None:
        self._put(
            replace(
                facts,
                state=State.QUEUED,
                attempt=facts.attempt + 1,
                seq=0,
                by_server=False,
                touched=False,
                undone=False,
                fault=None,
                changed_at=self.now,
            )
        )

    def _undo(self, facts: DeploymentFacts) -> None:
        row = DeploymentFacts(
            id=DeploymentId(f"back-{facts.id}"),
            device=facts.device,
            wave=facts.wave,
            state=State.QUEUED if facts.reversible else State.REMOVED,
            changed_at=self.now,
            kind=Kind.ROLLBACK,
            undoes=facts.id,
            online=facts.online,
            by_server=not facts.reversible,
            labels=facts.labels,
        )
        self._put(replace(facts, undone=True))
        self.snapshot = replace(self.snapshot, deployments=(*self.snapshot.deployments, row))

    def _wave(self, index: int, **changes: object) -> None:
        waves = list(self.snapshot.waves)
        waves[index] = replace(waves[index], **changes)
        self.snapshot = replace(self.snapshot, waves=tuple(waves))

    def _put(self, facts: DeploymentFacts) -> None:
        facts = replace(facts, retry_at=deadlines.retry_at(facts, self.snapshot.policy))
        self.snapshot = replace(
            self.snapshot,
            deployments=tuple(
                facts if each.id == facts.id else each for each in self.snapshot.deployments
            ),
        )
