"""An answer that ends when its time is up: what editors ask for that complete as one types.

The time begins with the first token, and ends the answer only after a whole line. The engine is
cancelled then and tells no numbers of such an answer, so they are counted here.
"""

from collections.abc import Callable
from dataclasses import replace

from agent.api.parts import Finish
from agent.engine.frames import LENGTH, Delta
from agent.engine.values import Timings, Usage
from agent.serving.servable import GenerateRequest, TokenizeRequest
from agent.serving.slots import Slots


class TimeLimit:
    """Watches one answer."""

    def __init__(self, limit_s: float, *, prompt_tokens: int, now: Callable[[], float]) -> None:
        self._limit_s = limit_s
        self._prompt_tokens = prompt_tokens
        self._now = now
        self._asked_s = now()
        self._began_s: float | None = None
        self._generated = 0
        self._line = False

    def over(self, delta: Delta) -> bool:
        """Take more of the answer; tell whether it ends here."""
        if self._began_s is None:
            self._began_s = self._now()
        self._generated += len(delta.tokens) or 1
        self._line = self._line or "\n" in delta.text
        return self._line and self._now() - self._began_s >= self._limit_s

    def finish(self) -> Finish:
        began_s = self._began_s or self._now()
        spent_s = self._now() - began_s
        rate = (self._generated - 1) / spent_s if spent_s > 0 else 0.0
        first_ms = (began_s - self._asked_s) * 1000
        usage = Usage(prompt=self._prompt_tokens, cached=0, generated=self._generated)
        return Finish(LENGTH, usage, Timings(first_ms, first_ms, rate))


async def as_tokens(slots: Slots, slot: str, request: GenerateRequest) -> GenerateRequest:
    """Return a request with its prompt in tokens, so that their number is known.

    Raises:
        FlotillaError: the slot cannot be asked this.
    """
    if request.tokens is not None:
        return request
    asked = TokenizeRequest(
        text=request.prompt or "",
        messages=request.messages,
        templating=request.templating,
        add_special=True,
    )
    tokens = (await slots.tokenize(slot, asked)).tokens
    return replace(request, messages=None, prompt=None, tokens=tokens)
