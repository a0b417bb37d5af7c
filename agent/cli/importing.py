"""`flotilla-agent import`: install from a stick, beside a running agent or without one.

The command verifies the stick and offers its bundles to their slots. A running agent takes it from
there; without one, the command copies and verifies by itself, and the next start of the agent loads
the bundle and tries it. Stopping the command stops nothing that an agent has taken up.
"""

import asyncio
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from agent.cli.beside import Beside, opened
from agent.deployments.executor import Executor
from agent.deployments.importing import Importer, Offer, Standing
from agent.deployments.origin import Origins
from agent.deployments.ports import SystemTimer
from agent.deployments.serving import Incumbent
from agent.deployments.steps import Steps
from agent.deployments.withdrawal import Withdrawal
from agent.host.status import Lock, RunningError
from agent.serving.slots import Slots
from agent.settings import Settings
from agent.store.db import StoreError
from agent.store.recalls import RecallList
from agent.telemetry.counters import Counters
from shared.clock import SystemClock
from shared.deployment import SUCCEEDED, TERMINAL, State
from shared.errors import Category, FlotillaError
from shared.wire.up import Progress

LOOK_S: Final = 0.2
_FAILED: Final = 1


class FolderError(FlotillaError):
    """What was named is no folder."""

    code = "no_folder"
    category = Category.CONFIG


@dataclass
class Followed:
    """One slot, and how far it has come."""

    offer: Offer
    told: str = ""
    state: State | None = None
    fault: str = ""

    @property
    def well(self) -> bool:
        if self.offer.standing is not Standing.OFFERED:
            return self.offer.standing is Standing.THERE
        return self.state in SUCCEEDED | {State.STAGED}

    @property
    def outcome(self) -> str:
        return str(self.state or self.offer.standing)


@dataclass
class Import:
    """One run of the command."""

    parts: Beside
    quiet: bool
    slots: list[Followed] = field(default_factory=list)
    running: bool = True

    async def run(self, folder: Path) -> None:
        """Import and follow to the end.

        Raises:
            TrustError: the stick cannot be read or verified.
        """
        settings = self.parts.settings
        importer = Importer(
            device=settings.device,
            labels=settings.labels,
            trust=self.parts.trust,
            hints=self.parts.hints,
            journal=self.parts.journal,
        )
        self.slots = [Followed(offer) for offer in await importer.offer(folder)]
        offered = [one for one in self.slots if one.offer.standing is Standing.OFFERED]
        try:
            with Lock(settings.data):
                self.running = False
                executor = _executor(self.parts)
                for one in offered:
                    await self._follow(one, asyncio.create_task(executor.stage(one.offer.slot)))
        except RunningError:
            for one in offered:
                await self._follow(one, None)

    async def _follow(self, one: Followed, work: "asyncio.Task[None] | None") -> None:
        """Say how far a slot comes, until it has ended, or is staged where nobody activates it."""
        while True:
            if self._look(one) or (work is not None and work.done()):
                break
            await asyncio.sleep(LOOK_S)
        if work is not None:
            await work
            self._look(one)

    def _look(self, one: Followed) -> bool:
        journal, offer = self.parts.journal, one.offer
        deployment = offer.deployment
        assert deployment is not None
        try:
            one.state, progress = journal.state_of(deployment, offer.attempt)
        except StoreError:
            return False  # not begun yet
        self._say(one, _shown(one.state, progress))
        if one.state not in TERMINAL:
            return one.state is State.STAGED and not self.running
        record = journal.find(deployment, offer.attempt)
        one.fault = record.fault.message if record is not None and record.fault else ""
        return True

    def _say(self, one: Followed, text: str) -> None:
        if text != one.told and not self.quiet:
            print(f"slot {one.offer.slot:<9} {text}", file=sys.stderr, flush=True)
        one.told = text


def run(settings: Settings, folder: Path, *, as_json: bool) -> int:
    """Import a stick and say how it went.

    Raises:
        FlotillaError: the stick cannot be read or verified.
    """
    if not folder.is_dir():
        raise FolderError(f"{folder} is no folder; name the one where the stick is mounted")
    folder = folder.resolve()
    with opened(settings) as parts:
        importing = Import(parts, quiet=as_json)
        asyncio.run(importing.run(folder))
    if as_json:
        print(json.dumps(_document(folder, importing)))
    else:
        print("\n".join(_lines(folder, importing)))
    return 0 if all(one.well for one in importing.slots) else _FAILED


def _executor(parts: Beside) -> Executor:
    """Build the deployment machine without a network, and with slots that hold nothing."""
    settings, clock, timer = parts.settings, SystemClock(), SystemTimer()
    slots = Slots(memory_budget_bytes=parts.capability.memory_budget_bytes, counters=Counters())
    recalls = RecallList(parts.database)
    return Executor(
        journal=parts.journal,
        hints=parts.hints,
        steps=Steps(
            device=settings.device,
            trust=Origins(
                trust=parts.trust,
                hints=parts.hints,
                journal=parts.journal,
                labels=settings.labels,
            ),
            bundles=parts.bundles,
            slots=slots,
            journal=parts.journal,
            clock=clock,
            timer=timer,
            capability=lambda: parts.capability,
            on_change=lambda: None,
        ),
        incumbent=Incumbent(bundles=parts.bundles, slots=slots, threads=settings.threads),
        withdrawal=Withdrawal(recalls=recalls, journal=parts.journal, slots=slots),
        timer=timer,
        clock=clock,
        random=random.random,
        on_change=lambda: None,
    )


def _shown(state: State, progress: Progress | None) -> str:
    if state is State.DOWNLOADING and progress is not None and progress.total_bytes:
        share = 100 * progress.done_bytes // progress.total_bytes
        return f"copying {share} % of {progress.total_bytes:,} bytes"
    return str(state)


def _lines(folder: Path, importing: Import) -> Sequence[str]:
    if not importing.slots:
        return [f"{folder} has nothing for this device; nothing was changed"]
    return [f"slot {one.offer.slot:<9} {_ending(one)}" for one in importing.slots]


def _ending(one: Followed) -> str:
    assignment = one.offer.assignment
    custom = None if assignment is None else assignment.custom
    model = "" if custom is None else f"{custom.line}:{custom.version} {custom.variant}"
    if one.offer.standing is Standing.REFUSED:
        return f"refused: {one.offer.reason}"
    if one.offer.standing is Standing.THERE:
        return f"has {model} already"
    if one.state is State.STAGED:
        return f"{model} is here and verified; it is tried when the agent starts"
    if one.state in SUCCEEDED:
        return f"serves {model}"
    return f"{model} ended as {one.state}: {one.fault}"


def _document(folder: Path, importing: Import) -> dict[str, Any]:
    return {
        "folder": str(folder),
        "agent_running": importing.running,
        "slots": {
            one.offer.slot: {
                "outcome": one.outcome,
                "well": one.well,
                "bundle": one.offer.assignment and one.offer.assignment.digest,
                "deployment": one.offer.deployment,
                "attempt": one.offer.attempt,
                "reason": one.fault or one.offer.reason,
            }
            for one in importing.slots
        },
    }
