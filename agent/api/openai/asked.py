"""From the options of a body to a request: what needs the slot's own vocabulary and adapters."""

from collections.abc import Sequence
from typing import Any

from agent.api.answers import DEADLINE_S
from agent.api.errors import ApiError
from agent.api.openai.fields import AdapterChoice, Options
from agent.engine.values import AdapterScale, TokenBias
from agent.serving.servable import GenerateRequest, TokenizeRequest
from agent.serving.slots import Slots


async def request_of(
    slots: Slots, slot: str, options: Options, *, max_tokens: int | None, **more: Any
) -> GenerateRequest:
    """Return the request that the options describe; `more` are its other fields.

    Raises:
        FlotillaError: the slot cannot be asked this.
    """
    options.refuse_unsupported()
    fields: dict[str, Any] = {
        "max_tokens": max_tokens,
        "sampling": options.sampling(),
        "stop": options.stops(),
        "deadline_s": DEADLINE_S,
        "constraint": options.constraint(),
        "bias": await _bias(slots, slot, options.biases()),
        "adapters": adapters_of(slots, slot, options.lora),
        "ignore_end": bool(options.ignore_eos),
        "keep": options.n_keep or 0,
        "reuse": options.cache_prompt is not False,
    }
    return GenerateRequest(**fields | more)


def adapters_of(
    slots: Slots, slot: str, choices: Sequence[AdapterChoice] | None
) -> tuple[AdapterScale, ...]:
    """Return the adapters by name; callers know them by their places.

    A caller that chooses some wants none of the others.

    Raises:
        ApiError: there is no such adapter.
    """
    if choices is None:
        return ()
    names = slots.describe(slot).adapters
    if any(choice.id >= len(names) for choice in choices):
        raise ApiError(
            f"lora: this model has {len(names)} adapters, numbered from 0",
            param="lora",
            code="invalid_value",
        )
    scales = dict.fromkeys(names, 0.0) | {names[one.id]: one.scale for one in choices}
    return tuple(AdapterScale(name, scale) for name, scale in scales.items())


async def _bias(
    slots: Slots, slot: str, biases: Sequence[tuple[int | str, float]]
) -> tuple[TokenBias, ...]:
    found: list[TokenBias] = []
    for token, bias in biases:
        if isinstance(token, int):
            found.append(TokenBias(token, bias))
            continue
        cut = await slots.tokenize(slot, TokenizeRequest(text=token, parse_special=False))
        found += [TokenBias(one, bias) for one in cut.tokens]
    return tuple(found)
