"""Asks a candidate the golden prompts of its bundle, and measures while it answers."""

from collections.abc import Sequence

from agent.deployments.errors import GoldenError
from agent.deployments.ports import Slots
from shared.evals import ChatMessage, GoldenSet, is_right
from shared.wire.up import Measurements

_SMOKE = (ChatMessage(role="user", content="Hello"),)
"""Asked where a bundle brings no golden prompts: a model that cannot say a word is not served."""
_SMOKE_TOKENS = 2


async def probe(
    slots: Slots, slot: str, golden: GoldenSet
) -> tuple[Measurements, GoldenError | None]:
    """Return what was measured, and the error when too few answers were right.

    Raises:
        EngineError: the candidate did not answer.
    """
    right = 0
    first_token_ms: list[float] = []
    tokens_per_s: list[float] = []
    if not golden.items:
        await slots.ask(slot, _SMOKE, max_tokens=_SMOKE_TOKENS)
    for item in golden.items:
        answer = await slots.ask(slot, item.messages, max_tokens=golden.max_tokens)
        right += is_right(answer.text, item.expected)
        first_token_ms.append(answer.first_token_ms)
        tokens_per_s.append(answer.tokens_per_s)
    facts = slots.facts(slot)
    measured = Measurements(
        golden_right=right,
        golden_items=len(golden.items),
        load_ms=facts.load_ms,
        first_token_ms=_median(first_token_ms),
        tokens_per_s=_median(tokens_per_s),
        memory_bytes=facts.memory_bytes,
        crashes=facts.crashes,
    )
    needed = golden.needed()
    if right < needed:
        return measured, GoldenError(right=right, items=len(golden.items), needed=needed)
    return measured, None


def _median(values: Sequence[float]) -> float | None:
    if not values:
        return None
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
