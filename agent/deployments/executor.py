"""Walks the deployment machine, one worker per slot: journal first, then effect, then report.

A worker knows nothing that is not in the journal, but for its count of tries: whatever stops it,
the next start of the agent goes on from the last state that was written. It needs no network but
to look at the repositories and to fetch.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from agent.deployments.errors import PowerCutError, StoppedError, WithdrawnError
from agent.deployments.orders import Order, order
from agent.deployments.ports import Timer
from agent.deployments.recovery import Recovery, recover
from agent.deployments.serving import Incumbent
from agent.deployments.steps import Outcome, Steps
from agent.deployments.withdrawal import Withdrawal
from agent.store.db import StoreError
from agent.store.hints import Hints
from agent.store.journal import Change, Journal, Record
from shared.backoff import full_jitter_s
from shared.clock import Clock
from shared.deployment import MACHINE, TERMINAL, UNCHANGED, Event, State
from shared.errors import Category, Fault, FlotillaError
from shared.policy import DevicePolicy, Go
from shared.wire.down import DeploymentHint, DesiredHint

STORE_RETRY_S: Final = 5.0
SERVE_RETRY_S: Final = 30.0
LONGEST_RETRY_S: Final = 300.0
MISMATCH_TRIES: Final = 8
"""Looks at a director that does not assign what the hint says; it may lag behind the hint."""

_COMPONENTS: Final = {
    State.ACCEPTED: "trust",
    State.DEFERRED: "bundles",
    State.DOWNLOADING: "bundles",
    State.VERIFYING: "bundles",
}

logger = logging.getLogger(__name__)


class Executor:
    """Runs the deployments of every slot."""

    def __init__(
        self,
        *,
        journal: Journal,
        hints: Hints,
        steps: Steps,
        incumbent: Incumbent,
        withdrawal: Withdrawal,
        timer: Timer,
        clock: Clock,
        random: Callable[[], float],
        on_change: Callable[[], None],
    ) -> None:
        self._journal = journal
        self._hints = hints
        self._steps = steps
        self._incumbent = incumbent
        self._withdrawal = withdrawal
        self._timer = timer
        self._clock = clock
        self._random = random
        self._on_change = on_change
        self._wakes: dict[str, asyncio.Event] = {}
        self._new_slot = asyncio.Event()
        self._retry_now = asyncio.Event()
        self._failures: dict[str, int] = {}
        self._unserved: set[str] = set()

    def hear(self, desired: DesiredHint) -> None:
        """Take a hint to heart, unless a newer one was heard; an ended attempt is told again."""
        if not self._hints.keep(desired):
            return
        for slot, hint in desired.deployments.items():
            record = self._journal.find(hint.id, hint.attempt)
            if record is not None and record.state in TERMINAL:
                self._journal.tell_again(record)
                self._on_change()
            self._wake_of(slot).set()
        self._new_slot.set()

    def heed_recalls(self) -> None:
        """Say that the recall list changed: nothing on it answers from now on."""
        self._withdrawal.forbid()
        for wake in self._wakes.values():
            wake.set()

    def look_again(self) -> None:
        """Take up what another process wrote: a stick was imported, or brought recalls."""
        self.heed_recalls()
        self._new_slot.set()
        self.retry_now()

    def retry_now(self) -> None:
        """Say that the network is back: whoever waits to try again does not wait any longer."""
        self._retry_now.set()

    async def run(self) -> None:
        """Run one worker per slot, also for slots first heard of later."""
        working: set[str] = set()
        async with asyncio.TaskGroup() as tasks:
            while True:
                self._new_slot.clear()
                for slot in sorted({*self._journal.slots(), *self._hints.slots()} - working):
                    working.add(slot)
                    tasks.create_task(self.work(slot))
                await self._new_slot.wait()

    async def stage(self, slot: str) -> None:
        """Take an attempt as far as it goes with no engine: to `staged`, or to its end."""
        while True:
            record = self._journal.current(slot) or self._begin(slot)
            if record is None or record.state not in UNCHANGED - {State.STAGED}:
                return
            outcome = await self._outcome(record, self._wake_of(slot))
            if outcome is not None:
                await self._enter(self._journal.current(slot) or record, outcome)

    async def work(self, slot: str) -> None:
        """Serve what the slot is committed to, mend what was interrupted, then follow hints."""
        await self._stubbornly(self._withdrawal.obey, slot)
        await self._serve_committed(slot, check=True)
        await self._stubbornly(self._recover, slot)
        while True:
            await self._stubbornly(self._turn, slot)

    async def _stubbornly(self, work: Callable[[str], Awaitable[object]], slot: str) -> None:
        """Try until the database takes it: without the journal nothing may be done."""
        while True:
            try:
                await work(slot)
            except StoreError:
                logger.exception("the journal cannot be written", extra={"slot": slot})
                await self._timer.wait(asyncio.Event(), STORE_RETRY_S)
            else:
                return

    async def _serve_committed(self, slot: str, *, check: bool) -> None:
        state = self._journal.slots().get(slot)
        if state is None or self._withdrawal.has_stopped(slot):
            self._unserved.discard(slot)
            return
        try:
            await self._incumbent.serve(slot, state, check=check)
        except Exception as error:  # noqa: BLE001 - a slot that cannot be served stops no other
            level = logging.ERROR if slot not in self._unserved else logging.DEBUG
            logger.log(level, "the slot cannot be served", extra={"slot": slot, "why": str(error)})
            self._unserved.add(slot)
        else:
            self._unserved.discard(slot)
        self._on_change()

    async def _recover(self, slot: str) -> None:
        record = self._journal.current(slot)
        if record is None:
            return
        record = self._journal.count_boot(record)
        recovery = recover(record.state, boots=record.boots, policy=self._policy(record))
        logger.info(
            "found a deployment under way",
            extra={"deployment": record.deployment, "state": record.state, "rule": recovery},
        )
        if recovery is Recovery.RESUME:
            return
        error = PowerCutError(f"the agent started {record.boots} times in this state")
        fault = Fault.of(error, phase=record.state, component="agent")
        rolling_back = record.state is State.ROLLING_BACK
        event = Event.REVERT_FAILED if rolling_back else Event.FAIL
        await self._enter(record, Outcome(event, fault=fault))

    async def _turn(self, slot: str) -> None:
        """Take one step, or wait for a reason to."""
        wake = self._wake_of(slot)
        wake.clear()
        await self._heed(slot)
        record = self._journal.current(slot) or self._begin(slot)
        if record is None:
            retry_s = SERVE_RETRY_S if slot in self._unserved else None
            await self._timer.wait(wake, retry_s)
            if slot in self._unserved:
                await self._serve_committed(slot, check=True)
            return
        outcome = await self._outcome(record, wake)
        if outcome is not None:
            self._failures.pop(slot, None)
            await self._enter(self._journal.current(slot) or record, outcome)

    async def _heed(self, slot: str) -> None:
        if await self._withdrawal.obey(slot):
            await self._serve_committed(slot, check=False)
        self._on_change()

    def _begin(self, slot: str) -> Record | None:
        hint = self._hints.of(slot)
        if hint is None or hint.attempt <= self._journal.latest_attempt(hint.id):
            return None
        record = self._journal.begin(slot, hint.id, hint.attempt, self._clock.now())
        self._on_change()
        return record

    async def _outcome(self, record: Record, wake: asyncio.Event) -> Outcome | None:
        """Perform the state's step, unless an order comes first; None means look again."""
        hint = self._hints.of(record.slot)
        ordered = self._ordered(record, hint)
        if ordered is not None:
            return ordered
        if record.state is State.STAGED:
            if hint is not None and hint.go is Go.ACTIVATE:
                return Outcome(Event.ACTIVATE)
            await self._timer.wait(wake, self._deadline_s(hint))
            return None
        step = asyncio.ensure_future(self._attempt(record))
        try:
            return await self._unless_ordered(step, record, wake)
        finally:
            step.cancel()
            await asyncio.wait([step])

    async def _unless_ordered(
        self, step: "asyncio.Future[Outcome | None]", record: Record, wake: asyncio.Event
    ) -> Outcome | None:
        while not step.done():
            limit_s = self._deadline_s(self._hints.of(record.slot))
            waiting = asyncio.ensure_future(self._timer.wait(wake, limit_s))
            try:
                await asyncio.wait((step, waiting), return_when=asyncio.FIRST_COMPLETED)
            finally:
                waiting.cancel()
            wake.clear()
            await self._heed(record.slot)
            ordered = self._ordered(record, self._hints.of(record.slot))
            if ordered is not None and not step.done():
                return ordered
        return step.result()

    def _ordered(self, record: Record, hint: DeploymentHint | None) -> Outcome | None:
        found = order(
            record.state,
            deployment=record.deployment,
            attempt=record.attempt,
            hint=hint,
            now=self._clock.now(),
            recalled=self._recalled(record),
        )
        return None if found is None else _obeyed(found, record)

    def _recalled(self, record: Record) -> str | None:
        """Return why the bundle of an attempt must not run; the record may be older than it."""
        bundle = record.bundle or (self._journal.current(record.slot) or record).bundle
        return None if bundle is None else self._withdrawal.reasons().get(bundle)

    async def _attempt(self, record: Record) -> Outcome | None:
        policy = self._policy(record)
        try:
            return await self._steps.perform(record, policy)
        except StoreError:
            raise
        except Exception as error:  # whatever a step meets, the attempt must come to an end
            component = _COMPONENTS.get(record.state, "engine")
            fault = Fault.of(error, phase=record.state, component=component)
            if not isinstance(error, FlotillaError):
                logger.exception("a step failed", extra={"deployment": record.deployment})
            if self._may_retry(record, fault, policy):
                await self._wait_to_retry(record, fault)
                return None
            return _failed(record, fault)

    def _may_retry(self, record: Record, fault: Fault, policy: DevicePolicy) -> bool:
        """Tell whether to try again: without network as long as it takes, else a few times."""
        if record.state not in UNCHANGED or not fault.retryable:
            return False
        if self._lacks_network(record, fault):
            return True
        limit = MISMATCH_TRIES if record.state is State.ACCEPTED else policy.max_attempts
        return record.tries + 1 < limit

    def _lacks_network(self, record: Record, fault: Fault) -> bool:
        """A stick that was pulled out is no network: who did it is there to read of it."""
        return fault.category is Category.NETWORK and self._hints.folder_of(record.slot) is None

    async def _wait_to_retry(self, record: Record, fault: Fault) -> None:
        failures = self._failures.get(record.slot, 0)
        self._failures[record.slot] = failures + 1
        if not self._lacks_network(record, fault):
            self._journal.count_try(self._journal.current(record.slot) or record)
        delay_s = full_jitter_s(failures, jitter=self._random(), cap_s=LONGEST_RETRY_S)
        level = logging.WARNING if failures == 0 else logging.DEBUG
        logger.log(
            level,
            "a step will be tried again",
            extra={"deployment": record.deployment, "state": record.state, "why": fault.message},
        )
        self._retry_now.clear()
        await self._timer.wait(self._retry_now, delay_s)

    async def _enter(self, record: Record, outcome: Outcome) -> None:
        state = MACHINE.next(record.state, outcome.event)
        change = Change(
            state=state,
            at=self._clock.now(),
            fault=outcome.fault,
            measurements=outcome.measurements,
            assignment=outcome.assignment,
            bundle=outcome.bundle,
            reason=outcome.reason,
        )
        written = self._journal.enter(record, change, active=outcome.active)
        logger.info(
            "deployment",
            extra={
                "deployment": written.deployment,
                "slot": written.slot,
                "state": written.state,
                **({} if outcome.fault is None else {"why": outcome.fault.message}),
            },
        )
        self._on_change()
        if state is State.COMMITTED:
            await self._settle(written)
        elif state is State.ROLLBACK_FAILED:
            self._unserved.add(written.slot)

    async def _settle(self, record: Record) -> None:
        try:
            await self._steps.settle(record)
        except Exception:  # it is committed; what is left over goes at the next start
            logger.exception("could not tidy up", extra={"deployment": record.deployment})

    def _policy(self, record: Record) -> DevicePolicy:
        hint = self._hints.of(record.slot)
        if hint is not None and hint.id == record.deployment:
            return hint.policy
        return DevicePolicy()

    def _deadline_s(self, hint: DeploymentHint | None) -> float | None:
        if hint is None or hint.deadline is None:
            return None
        return max(0.0, (hint.deadline - self._clock.now()).total_seconds()) + 0.1

    def _wake_of(self, slot: str) -> asyncio.Event:
        return self._wakes.setdefault(slot, asyncio.Event())


def _obeyed(found: Order, record: Record) -> Outcome:
    if record.state in UNCHANGED and found.event in {Event.CANCEL, Event.SUPERSEDE}:
        return Outcome(found.event, reason=found.reason)
    error = WithdrawnError(found.reason) if found.recalled else StoppedError(found.reason)
    fault = Fault.of(error, phase=record.state, component="agent")
    return Outcome(found.event, fault=fault, reason=found.reason)


def _failed(record: Record, fault: Fault) -> Outcome:
    refused = record.state is State.ACCEPTED
    return Outcome(Event.REJECT if refused else Event.FAIL, fault=fault)
