"""What is said about an answer beside its text: its head, usage, timings, and log probabilities."""

import secrets
import time
from collections.abc import Iterable, Sequence
from typing import Any

from agent.api.answers import Finish
from agent.engine.values import Likely, TokenLogprob, Usage
from agent.serving.servable import Servable
from shared.digest import hex_of


def head(prefix: str, model: str | None, served: Servable) -> dict[str, Any]:
    """Return what every chunk of an answer repeats."""
    return {
        "id": f"{prefix}{secrets.token_hex(12)}",
        "created": int(time.time()),
        "model": model or served.name,
        "system_fingerprint": f"fp_{hex_of(served.bundle)[:12]}",
    }


def provenance_of(served: Servable) -> dict[str, Any]:
    """Return which bundle answered, as a field of the body."""
    return {
        "model": served.name,
        "variant": served.variant,
        "bundle": served.bundle,
        "deployment": served.deployment,
    }


def usage_of(finishes: Sequence[Finish], *, prompts: Iterable[int] = (0,)) -> dict[str, Any]:
    """Return OpenAI's usage of one or several answers.

    `prompts` are the places of the answers that had a prompt of their own; a prompt that several
    share is counted once.
    """
    usages = [finish.usage for finish in finishes]
    own = [usages[place] for place in prompts]
    return usage_object(
        Usage(
            prompt=sum(usage.prompt for usage in own),
            cached=sum(usage.cached for usage in own),
            generated=sum(usage.generated for usage in usages),
        )
    )


def usage_object(usage: Usage) -> dict[str, Any]:
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.generated,
        "total_tokens": usage.prompt + usage.generated,
        "prompt_tokens_details": {"cached_tokens": usage.cached},
    }


def timings_of(finish: Finish) -> dict[str, float]:
    """Return the timings of llama.cpp's server, and ours."""
    usage, timings = finish.usage, finish.timings
    evaluated = usage.prompt - usage.cached
    rate = timings.tokens_per_s
    predicted_ms = max(usage.generated - 1, 0) / rate * 1000 if rate else 0.0
    said: dict[str, float] = {
        "cache_n": usage.cached,
        "prompt_n": evaluated,
        "prompt_ms": timings.prompt_ms,
        "prompt_per_token_ms": timings.prompt_ms / evaluated if evaluated else 0.0,
        "prompt_per_second": evaluated / timings.prompt_ms * 1000 if timings.prompt_ms else 0.0,
        "predicted_n": usage.generated,
        "predicted_ms": predicted_ms,
        "predicted_per_token_ms": 1000 / rate if rate else 0.0,
        "predicted_per_second": rate,
        "first_token_ms": timings.first_token_ms,
        "queue_ms": timings.queue_ms,
    }
    if timings.drafted:
        said |= {"draft_n": timings.drafted, "draft_n_accepted": timings.drafts_taken}
    if timings.forced:
        said["forced_n"] = timings.forced
    return said


def chat_logprobs(logprobs: Sequence[TokenLogprob]) -> dict[str, Any] | None:
    """Return the log probabilities of a chat choice, where there are any."""
    if not logprobs:
        return None
    content = [
        {**_likely(one.chosen), "top_logprobs": [_likely(other) for other in one.top]}
        for one in logprobs
    ]
    return {"content": content, "refusal": None}


def text_logprobs(logprobs: Sequence[TokenLogprob], *, offset: int) -> dict[str, Any] | None:
    """Return those of a text choice, whose text begins at `offset`."""
    if not logprobs:
        return None
    offsets = []
    for one in logprobs:
        offsets.append(offset)
        offset += len(one.chosen.text)
    return {
        "tokens": [one.chosen.text for one in logprobs],
        "token_logprobs": [one.chosen.logprob for one in logprobs],
        "top_logprobs": [
            {other.text: other.logprob for other in reversed(one.top)} for one in logprobs
        ],
        "text_offset": offsets,
    }


def _likely(one: Likely) -> dict[str, Any]:
    return {"token": one.text, "logprob": one.logprob, "bytes": list(one.text.encode())}
