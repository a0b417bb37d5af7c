"""A conversation with whoever serves a slot, as text that comes; through the queue like any other.

The same queue, limits and counters as for the local API: a conversation from afar is no better
than the users beside the device.
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Final, TypeVar

from agent.serving.ports import Turn
from agent.serving.servable import GenerateRequest
from agent.serving.slots import Slots

DEADLINE_S: Final = 110.0

E = TypeVar("E")


async def talk(
    slots: Slots,
    slot: str,
    turns: Sequence[Turn],
    *,
    max_tokens: int,
    ended: Callable[[dict[str, object]], E],
) -> AsyncGenerator[str | E, None]:
    """Yield the answer's text as it comes, then what `ended` makes of the sums.

    Raises:
        EngineError: nothing serves, the queue is full, or the engine failed.
    """
    await slots.preload(slot)
    from agent.engine.frames import Delta  # noqa: PLC0415 - an empty device does without
    from agent.engine.values import Message  # noqa: PLC0415

    messages = tuple(Message(turn.role, turn.content) for turn in turns)
    talks = slots.describe(slot).chat_template
    request = GenerateRequest(
        messages=messages if talks else None,
        prompt=None if talks else "\n".join(turn.content for turn in turns),
        max_tokens=max_tokens,
        deadline_s=DEADLINE_S,
    )
    served = slots.serving(slot)
    events = await slots.submit(slot, request)
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Delta):
                yield event.text
                continue
            yield ended(
                {
                    "finish": event.finish_reason,
                    "prompt_tokens": event.usage.prompt,
                    "generated_tokens": event.usage.generated,
                    "first_token_ms": round(event.timings.first_token_ms, 1),
                    "tokens_per_s": round(event.timings.tokens_per_s, 2),
                    "model": "" if served is None else served.name,
                    "bundle": "" if served is None else str(served.bundle),
                }
            )
