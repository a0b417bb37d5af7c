"""Asks who is loaded the golden prompts of a bundle, and measures while it answers.

The outgoing bundle is asked the very prompts of the candidate, just before it is left, so that
both were measured in the same way, on the same machine, in the same hour.
"""

from collections.abc import Callable, Sequence

from agent.deployments.errors import GoldenError
from agent.deployments.ports import Answer, Slots
from shared.evals import ChatMessage, GoldenSet, is_right
from shared.wire.up import Measurements

_SMOKE = (ChatMessage(role="user", content="Hello"),)
"""Asked where a bundle brings no golden prompts: a model that cannot say a word is not served."""
_SMOKE_TOKENS = 16
_SMOKE_TIMES = 3

Throttled = Callable[[], bool | None]
"""Whether the machine is too hot for full speed at this moment; None where nobody can tell."""


class Warmth:
    """How often the machine was too hot, of the times that it was looked."""

    def __init__(self, throttled: Throttled) -> None:
        self._throttled = throttled
        self._looks = 0
        self._hot = 0

    def look(self) -> None:
        hot = self._throttled()
        if hot is not None:
            self._looks += 1
            self._hot += hot

    @property
    def percent(self) -> float | None:
        return round(100 * self._hot / self._looks, 1) if self._looks else None


async def probe(
    slots: Slots, slot: str, golden: GoldenSet, *, throttled: Throttled = lambda: None
) -> Measurements:
    """Ask the candidate, or who serves when there is none, and return what was measured.

    Raises:
        EngineError: there was no answer.
    """
    right = 0
    answers: list[Answer] = []
    warmth = Warmth(throttled)
    for item in golden.items:
        answers.append(await slots.ask(slot, item.messages, max_tokens=golden.max_tokens))
        right += is_right(answers[-1].text, item.expected)
        warmth.look()
    if not golden.items:
        for _ in range(_SMOKE_TIMES):
            answers.append(await slots.ask(slot, _SMOKE, max_tokens=_SMOKE_TOKENS))
            warmth.look()
    facts = slots.facts(slot)
    return Measurements(
        golden_right=right,
        golden_items=len(golden.items),
        load_ms=facts.load_ms,
        first_token_ms=_median([each.first_token_ms for each in answers]),
        tokens_per_s=_median([each.tokens_per_s for each in answers if each.tokens_per_s > 0]),
        memory_bytes=facts.memory_bytes,
        crashes=facts.crashes,
        throttled_percent=warmth.percent,
    )


async def probe_outgoing(
    slots: Slots, slot: str, golden: GoldenSet, *, throttled: Throttled = lambda: None
) -> Measurements:
    """Measure the bundle that is about to be left, and what its users had of it.

    Raises:
        EngineError: there was no answer.
    """
    facts = slots.facts(slot)
    measured = await probe(slots, slot, golden, throttled=throttled)
    return measured.model_copy(
        update={
            "requests": facts.requests,
            "failed_requests": facts.failed_requests,
            "live_first_token_ms": facts.first_token_ms,
            "live_tokens_per_s": facts.tokens_per_s,
        }
    )


def shortfall(measured: Measurements, golden: GoldenSet) -> GoldenError | None:
    """Return the error of a bundle that answered too few golden prompts right."""
    right, needed = measured.golden_right or 0, golden.needed()
    if right >= needed:
        return None
    return GoldenError(right=right, items=len(golden.items), needed=needed)


def _median(values: Sequence[float]) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
