"""One step per state: what is done once the state is in the journal. Each is safe to repeat.

The order that makes a power cut harmless at any instant:

    journal ACTIVATING, then measure the incumbent, and load the candidate beside it
    journal PROBING,    then ask it the golden prompts; the incumbent still answers everybody
    journal TRIAL,      then switch, and watch
    journal COMMITTED together with what the slot serves, then let the former go

Until COMMITTED is written the slot is committed to the old bundle, and that is what a start serves
first, so a cut in any of these states leaves the old bundle serving, and after it the new one.
Each step begins by making sure of what the steps before it did, because a start lands here with
nothing loaded.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from agent.bundles.errors import DiskFullError
from agent.deployments.errors import (
    ActivationTimeoutError,
    AssignmentMismatchError,
    MisfitError,
    NotInstalledError,
    RevertError,
    TrialError,
)
from agent.deployments.ports import Bundles, Served, Slots, Timer, Trust
from agent.deployments.probe import Throttled, probe, probe_outgoing, shortfall
from agent.deployments.serving import Incumbent, servable, slot_bundle
from agent.deployments.trial import Verdict
from agent.deployments.watch import Watch
from agent.store.journal import Journal, Record, SlotBundle
from agent.trust.resolve import Assignment
from shared.capabilities import Capability
from shared.clock import Clock
from shared.compat import misfits
from shared.deployment import Event, State
from shared.digest import Digest
from shared.errors import Fault, FlotillaError
from shared.evals import GoldenSet
from shared.ids import DeviceId
from shared.policy import DevicePolicy, Swap
from shared.wire.up import Measurements, Progress

PROGRESS_S: Final = 2.0
BASELINE_SHARE: Final = 0.25
"""Of the time to activate, that may go into measuring what is about to be left."""

logger = logging.getLogger(__name__)

_ASSIGNMENT: Final = TypeAdapter(Assignment)

T = TypeVar("T")


@dataclass(frozen=True)
class Outcome:
    """What a step came to: the event, and what is written with the next state."""

    event: Event
    fault: Fault | None = None
    measurements: Measurements | None = None
    assignment: str | None = None
    bundle: Digest | None = None
    reason: str = ""
    active: SlotBundle | None = None
    """What the slot is committed to from now on."""


class Steps:
    """The steps, with the parts of the agent that they use."""

    def __init__(
        self,
        *,
        device: DeviceId,
        trust: Trust,
        bundles: Bundles,
        slots: Slots,
        journal: Journal,
        clock: Clock,
        timer: Timer,
        capability: Callable[[], Capability],
        on_change: Callable[[], None],
        threads: int | None = None,
        peers: Callable[[Record], Sequence[str]] = lambda _: (),
        throttled: Throttled = lambda: None,
    ) -> None:
        self._device = device
        self._trust = trust
        self._bundles = bundles
        self._slots = slots
        self._journal = journal
        self._clock = clock
        self._timer = timer
        self._capability = capability
        self._on_change = on_change
        self._threads = threads
        self._peers = peers
        self._throttled = throttled
        self._incumbent = Incumbent(bundles=bundles, slots=slots, threads=threads)
        self._never = asyncio.Event()
        self._steps: Mapping[State, Callable[[Record, DevicePolicy], Awaitable[Outcome]]] = {
            State.ACCEPTED: self._resolve,
            State.DEFERRED: self._download,
            State.DOWNLOADING: self._download,
            State.VERIFYING: self._verify,
            State.ACTIVATING: self._activate,
            State.PROBING: self._probe,
            State.TRIAL: self._try,
            State.ROLLING_BACK: self._roll_back,
        }

    async def perform(self, record: Record, policy: DevicePolicy) -> Outcome:
        """Do what belongs to the state of `record`.

        Raises:
            FlotillaError: it did not work; nothing is left half done.
        """
        return await self._steps[record.state](record, policy)

    async def settle(self, record: Record) -> None:
        """Do what follows a committed deployment: let the former go, and its bytes.

        Raises:
            FlotillaError: it did not work, which changes nothing about what serves.
        """
        await self._slots.commit(record.slot)
        self._on_change()
        self._bundles.reclaim(self._journal.bundles_in_use())

    async def _resolve(self, record: Record, _policy: DevicePolicy) -> Outcome:
        assignment = await self._trust.resolve(self._device, record.slot)
        if assignment is None or assignment.deployment != record.deployment:
            assigned = "nothing" if assignment is None else f"deployment {assignment.deployment}"
            raise AssignmentMismatchError(
                f"the director assigns {assigned} to slot {record.slot!r},"
                f" the hint speaks of deployment {record.deployment}"
            )
        found = misfits(assignment.custom.requirements, self._capability(), assignment.parameters)
        if found:
            raise MisfitError("; ".join(misfit.sentence for misfit in found))
        signed = _ASSIGNMENT.dump_json(assignment).decode()
        if self._serves_already(record.slot, slot_bundle(assignment)):
            return Outcome(
                Event.SKIP,
                assignment=signed,
                bundle=assignment.digest,
                reason="the slot serves this bundle already",
            )
        return Outcome(Event.DOWNLOAD, assignment=signed, bundle=assignment.digest)

    def _serves_already(self, slot: str, wanted: SlotBundle) -> bool:
        """Tell whether a slot serves this bundle, and as it is wanted."""
        committed = self._journal.slots().get(slot)
        serving = self._slots.serving(slot)
        return (
            committed is not None
            and committed.active.bundle == wanted.bundle
            and committed.active.parameters == wanted.parameters
            and serving is not None
            and serving.bundle == wanted.bundle
        )

    async def _download(self, record: Record, policy: DevicePolicy) -> Outcome:
        left_s = policy.download_deadline_s - _since_s(record.entered_at, self._clock.now())
        if left_s <= 0:
            limit = f"{policy.download_deadline_s:g} s"
            return Outcome(Event.TIME_OUT, reason=f"the download took longer than {limit}")
        latest: list[Progress] = []
        teller = asyncio.create_task(self._tell_progress(record, latest))
        try:
            await self._bundles.fetch(
                _believed(record),
                latest.append,
                deadline_s=left_s,
                peers=self._peers(record),
                bytes_per_s=policy.download_bytes_per_s,
            )
        except DiskFullError:
            self._bundles.reclaim(self._journal.bundles_in_use())  # for the next try
            raise
        finally:
            teller.cancel()
            await asyncio.wait([teller])
        if latest:
            self._journal.progress(self._fresh(record), latest[-1], self._clock.now())
        return Outcome(Event.VERIFY)

    async def _tell_progress(self, record: Record, latest: list[Progress]) -> None:
        told: Progress | None = None
        while True:
            await self._timer.wait(self._never, PROGRESS_S)
            if latest and latest[-1] != told:
                told = latest[-1]
                del latest[:-1]
                self._journal.progress(self._fresh(record), told, self._clock.now())

    def _fresh(self, record: Record) -> Record:
        """Return the record as it is written now: progress moves its sequence on."""
        return self._journal.current(record.slot) or record

    async def _verify(self, record: Record, _policy: DevicePolicy) -> Outcome:
        assignment = _believed(record)
        await self._bundles.verify(assignment.digest, assignment.custom)
        return Outcome(Event.STAGE)

    async def _activate(self, record: Record, policy: DevicePolicy) -> Outcome:
        before = await self._within(self._leave(record, policy), policy, phase="loading")
        return Outcome(Event.PROBE, measurements=Measurements(before=before))

    async def _leave(self, record: Record, policy: DevicePolicy) -> Measurements | None:
        """Measure what serves now, then load the candidate."""
        before = await self._baseline(record, policy)
        await self._ensure_loaded(record, policy)
        return before

    async def _baseline(self, record: Record, policy: DevicePolicy) -> Measurements | None:
        """Measure the outgoing bundle; one that cannot be measured stops nothing."""
        slot = record.slot
        if self._slots.candidate(slot) is not None or not self._slots.ready(slot):
            return None
        if _is(self._slots.serving(slot), record):
            return None
        asking = probe_outgoing(self._slots, slot, self._golden(record), throttled=self._throttled)
        try:
            async with asyncio.timeout(BASELINE_SHARE * policy.activate_deadline_s):
                return await asking
        except (TimeoutError, FlotillaError) as error:
            extra = {"slot": slot, "why": str(error) or "it took too long"}
            logger.warning("the outgoing bundle was not measured", extra=extra)
            return None

    def _golden(self, record: Record) -> GoldenSet:
        installed = self._bundles.installed(_believed(record).digest)
        if installed is None:
            raise NotInstalledError(f"bundle {record.bundle} is not on disk any more")
        return installed.golden()

    async def _probe(self, record: Record, policy: DevicePolicy) -> Outcome:
        await self._within(self._ensure_loaded(record, policy), policy, phase="loading")
        golden = self._golden(record)
        asking = probe(self._slots, record.slot, golden, throttled=self._throttled)
        measured = await self._within(asking, policy, phase="probing")
        if record.measurements is not None:
            measured = measured.model_copy(update={"before": record.measurements.before})
        error = shortfall(measured, golden)
        if error is not None:
            fault = Fault.of(error, phase=record.state, component="engine")
            return Outcome(Event.FAIL, fault=fault, measurements=measured)
        return Outcome(Event.TRY, measurements=measured)

    async def _try(self, record: Record, policy: DevicePolicy) -> Outcome:
        await self._within(self._ensure_loaded(record, policy), policy, phase="loading")
        if not _is(self._slots.serving(record.slot), record):
            await self._slots.switch(record.slot)
            self._on_change()
        watch = Watch(
            slots=self._slots,
            timer=self._timer,
            slot=record.slot,
            golden=self._golden(record),
            policy=policy,
            probed=record.measurements or Measurements(),
            serves=lambda: _is(self._slots.serving(record.slot), record),
            throttled=self._throttled,
        )
        judgement, measured = await watch.run()
        if judgement.verdict is Verdict.COMMIT:
            active = slot_bundle(_believed(record))
            return Outcome(Event.COMMIT, measurements=measured, active=active)
        fault = Fault.of(TrialError(judgement.reason), phase=record.state, component="engine")
        return Outcome(Event.FAIL, fault=fault, measurements=measured)

    async def _roll_back(self, record: Record, policy: DevicePolicy) -> Outcome:
        try:
            await self._revert(record, policy)
        except FlotillaError as error:
            fault = Fault.of(error, phase=record.state, component="engine")
            return Outcome(Event.REVERT_FAILED, fault=fault)
        self._on_change()
        return Outcome(Event.REVERTED)

    async def _revert(self, record: Record, policy: DevicePolicy) -> None:
        failure: FlotillaError | None = None
        try:
            await self._slots.revert(record.slot, drain_s=policy.drain_s)
        except FlotillaError as error:
            failure = error
        committed = self._journal.slots().get(record.slot)
        if committed is None:
            if self._slots.serving(record.slot) or self._slots.candidate(record.slot):
                raise failure or RevertError("the candidate cannot be stopped")
            return  # nothing served before, nothing serves now
        serving = self._slots.serving(record.slot)
        if serving is not None and serving.bundle == committed.active.bundle:
            return
        try:
            await self._incumbent.serve(record.slot, committed, check=False)
        except FlotillaError as error:
            raise RevertError(
                f"bundle {committed.active.bundle} does not serve: {error}"
            ) from error

    async def _ensure_loaded(self, record: Record, policy: DevicePolicy) -> None:
        slot = record.slot
        if _is(self._slots.serving(slot), record) or _is(self._slots.candidate(slot), record):
            return
        assignment = _believed(record)
        installed = self._bundles.installed(assignment.digest)
        if installed is None:
            raise NotInstalledError(f"bundle {assignment.digest} is not on disk any more")
        described = slot_bundle(assignment)
        await self._slots.load(
            slot,
            servable(described, installed, threads=self._threads),
            keep=policy.swap is Swap.KEEP_OLD,
            drain_s=policy.drain_s,
        )

    async def _within(self, work: Coroutine[Any, Any, T], policy: DevicePolicy, *, phase: str) -> T:
        try:
            async with asyncio.timeout(policy.activate_deadline_s):
                return await work
        except TimeoutError:
            raise ActivationTimeoutError(phase=phase, limit_s=policy.activate_deadline_s) from None


def _believed(record: Record) -> Assignment:
    """Return the assignment that was verified when this attempt began."""
    assert record.assignment is not None, record.state
    return _ASSIGNMENT.validate_json(record.assignment)


def _is(served: Served | None, record: Record) -> bool:
    return served is not None and (served.bundle, served.deployment) == (
        record.bundle,
        record.deployment,
    )


def _since_s(then: datetime, now: datetime) -> float:
    """Return the seconds that have passed; a clock set back counts as none."""
    return max(0.0, (now - then).total_seconds())
