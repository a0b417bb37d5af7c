"""Watches a candidate through its trial: facts every second, golden prompts every so often.

The prompts are asked beside the users' requests and beside the looking, so that an engine which
takes long over an answer is not watched any less.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from agent.deployments.ports import Slots, Timer
from agent.deployments.probe import Throttled, Warmth, probe
from agent.deployments.trial import Judgement, TrialFacts, Verdict, judge
from shared.errors import FlotillaError
from shared.evals import GoldenSet
from shared.policy import DevicePolicy
from shared.wire.up import Measurements

WATCH_S: Final = 1.0
"""How often a trial is judged."""
PAUSE: Final = 9
"""Times as long as a round of golden prompts took, that the engine is spared the next."""

logger = logging.getLogger(__name__)


class Watch:
    """One trial, from the switch to its verdict."""

    def __init__(
        self,
        *,
        slots: Slots,
        timer: Timer,
        slot: str,
        golden: GoldenSet,
        policy: DevicePolicy,
        probed: Measurements,
        serves: Callable[[], bool],
        throttled: Throttled,
    ) -> None:
        self._slots = slots
        self._timer = timer
        self._slot = slot
        self._golden = golden
        self._policy = policy
        self._probed = probed
        self._serves = serves
        self._warmth = Warmth(throttled)
        self._never = asyncio.Event()
        self._began_s = timer.monotonic()
        self._rounds: list[Measurements] = []
        self._silent = 0

    async def run(self) -> tuple[Judgement, Measurements]:
        """Watch until there is a verdict; return it with all that was measured."""
        asking = asyncio.create_task(self._ask_again())
        try:
            while True:
                self._warmth.look()
                judgement = judge(self._facts(), self._policy)
                if judgement.verdict is not Verdict.WAIT:
                    return judgement, self._measured()
                if asking.done():
                    asking.result()
                await self._timer.wait(self._never, WATCH_S)
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)

    @property
    def _asks(self) -> bool:
        policy = self._policy
        return bool(self._golden.items and policy.trial_golden_s and policy.trial_s)

    async def _ask_again(self) -> None:
        """Ask the golden prompts for the first time halfway at the latest, then ever again.

        A round that takes long is followed by a longer pause, so that users keep their engine.
        """
        every_s = self._policy.trial_golden_s
        pause_s = min(every_s, self._policy.trial_s / 2)
        while self._asks:
            await self._timer.wait(self._never, pause_s)
            asked_s = self._timer.monotonic()
            try:
                measured = await probe(self._slots, self._slot, self._golden)
            except FlotillaError as error:
                self._silent += 1
                extra = {"slot": self._slot, "why": str(error)}
                logger.warning("golden prompts went unanswered on trial", extra=extra)
            else:
                self._silent = 0
                self._rounds.append(measured)
            pause_s = max(every_s, PAUSE * (self._timer.monotonic() - asked_s))
        await self._never.wait()

    def _facts(self) -> TrialFacts:
        facts = self._slots.facts(self._slot)
        last = self._rounds[-1] if self._rounds else None
        return TrialFacts(
            elapsed_s=self._timer.monotonic() - self._began_s,
            crashes=facts.crashes,
            requests=facts.requests,
            failed_requests=facts.failed_requests,
            serves=self._serves(),
            up=self._slots.ready(self._slot),
            golden_right=None if last is None else last.golden_right,
            golden_items=len(self._golden.items),
            golden_needed=self._golden.needed(),
            silent_rounds=self._silent,
            slower_percent=self._slower_percent(),
            round_due=self._asks and not self._rounds,
        )

    def _slower_percent(self) -> float | None:
        before = self._probed.before.tokens_per_s if self._probed.before else None
        rates = [each.tokens_per_s for each in self._rounds[-_TWICE:] if each.tokens_per_s]
        if not before or len(rates) < _TWICE:
            return None
        return 100 * (1 - max(rates) / before)

    def _measured(self) -> Measurements:
        facts = self._slots.facts(self._slot)
        right = [each.golden_right for each in self._rounds if each.golden_right is not None]
        return self._probed.model_copy(
            update={
                "crashes": facts.crashes,
                "requests": facts.requests,
                "failed_requests": facts.failed_requests,
                "live_first_token_ms": facts.first_token_ms,
                "live_tokens_per_s": facts.tokens_per_s,
                "throttled_percent": self._warmth.percent,
                "trial_s": round(self._timer.monotonic() - self._began_s, 3),
                "trial_rounds": len(self._rounds),
                "trial_golden_right": min(right, default=None),
            }
        )


_TWICE: Final = 2
