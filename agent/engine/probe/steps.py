"""Times what the engine does itself in a step: schedule, fill the batch, draw, put in words, tell.

The real loop runs over a backend that evaluates nothing; its frames are encoded as for the pipe.
Drawing is measured by itself, with the library's samplers over one row of a vocabulary.
"""

import ctypes
import queue
from collections.abc import Callable, Sequence
from typing import Any, Final

from agent.engine import binding, protocol
from agent.engine.backends.base import Drawing, ModelFacts, Outcome, Sampler, Span
from agent.engine.backends.llama_batch import Batch
from agent.engine.errors import BackendError
from agent.engine.frames import FromChild, Generate
from agent.engine.intake import prepare
from agent.engine.loop import Command, Loop
from agent.engine.sequences import Sequence as Running
from agent.engine.values import AdapterScale, Message, Sampling, Templating, TokenLogprob

VOCABULARY: Final = 32_768
_FEW: Final = 256
_PARALLEL: Final = 4
_STEPS: Final = 150
_ROUNDS: Final = 3
_DRAWS: Final = 5
_LETTERS: Final = 256


def steps(now: Callable[[], float]) -> dict[str, int]:
    """Return nanoseconds of a step and of each further answer in it, and of drawing."""
    one, many = _step_s(1, now), _step_s(_PARALLEL, now)
    few_s, all_s = _draw_s(_FEW, now), _draw_s(VOCABULARY, now)
    entry_s = max(0.0, all_s - few_s) / (VOCABULARY - _FEW)
    call_s = max(0.0, few_s - _FEW * entry_s)
    row_s = max(0.0, (many - one) / (_PARALLEL - 1))
    return {
        "step_ns": round((one + call_s) * 1e9),
        "row_ns": round((row_s + call_s) * 1e9),
        "draw_ps": round(entry_s * 1e12),
    }


def _step_s(requests: int, now: Callable[[], float]) -> float:
    """Return the time of a step that adds a token to so many answers: the least of some rounds."""
    best = float("inf")
    for _ in range(_ROUNDS):
        backend = Nothing()
        loop = Loop(backend, _tell, speculate=False)
        commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        for number in range(requests):
            commands.put(_request(number, backend))
        loop.drain(commands)
        for _ in range(requests + 1):  # the prompts
            loop.step()
        began = now()
        for _ in range(_STEPS):
            loop.step()
        best = min(best, (now() - began) / _STEPS)
    return best


def _tell(frame: FromChild) -> None:
    protocol.encode(frame)  # what is left is the pipe


def _request(number: int, backend: "Nothing") -> Running:
    request = Generate(
        id=number,
        max_tokens=10 * _STEPS,
        prompt=f"{number} of some",
        sampling=Sampling(temperature=0),
    )
    made = prepare(request, backend, compile_guide=_no_guide)
    if not isinstance(made, Running):
        raise BackendError(f"the engine refused the probe's request: {made}")
    return made


def _no_guide(_constraint: object) -> Any:
    raise BackendError("the probe constrains nothing")


def _draw_s(size: int, now: Callable[[], float]) -> float:
    """Return the time of drawing one of `size` tokens with the usual samplers."""
    library, usual = binding.load(), Sampling()
    chain = library.llama_sampler_chain_init(library.llama_sampler_chain_default_params())
    for sampler in (
        library.llama_sampler_init_top_k(usual.top_k),
        library.llama_sampler_init_top_p(usual.top_p, 1),
        library.llama_sampler_init_min_p(usual.min_p, 1),
        library.llama_sampler_init_temp(usual.temperature),
        library.llama_sampler_init_dist(1),
    ):
        library.llama_sampler_chain_add(chain, sampler)
    entries = (library.llama_token_data * size)()
    best = float("inf")
    for _ in range(_DRAWS):
        for place in range(size):
            entries[place].id = place
            entries[place].logit = (place * 7919 % 10_007) / 1000
        row = library.llama_token_data_array(entries, size, -1, False)  # noqa: FBT003
        began = now()
        library.llama_sampler_apply(chain, ctypes.byref(row))
        best = min(best, now() - began)
    library.llama_sampler_free(chain)
    return best


class Nothing:
    """A backend that evaluates nothing and always goes on."""

    def __init__(self) -> None:
        self._batch = Batch(binding.load(), 512)
        self.facts = ModelFacts(
            context=16 * _STEPS,
            parallel=_PARALLEL,
            batch=512,
            vocab=_LETTERS,
            architecture="none",
            chat_template=False,
            sequences=_PARALLEL,
            outputs=_PARALLEL,
        )

    def render(self, messages: Sequence[Message], templating: Templating = Templating()) -> str:
        del templating
        return "".join(message.content for message in messages)

    def tokenize(
        self, text: str, *, add_special: bool = True, parse_special: bool = True
    ) -> list[int]:
        del add_special, parse_special
        return list(text.encode())

    def piece(self, token: int, *, special: bool = False) -> bytes:
        del special
        return bytes([token])

    def ends(self, token: int) -> bool:
        return token < 0

    def specials(self) -> dict[int, str]:
        return {}

    def decode(self, spans: Sequence[Span]) -> Outcome:
        self._batch.fill(spans)
        return Outcome.OK

    def sampler(self, drawing: Drawing) -> Sampler:
        del drawing
        return _Letters()

    def keep(self, sequence: int, length: int) -> int:
        del sequence
        return length

    def reusable(self, sequence: int, length: int) -> int:
        del sequence, length
        return 0

    def copy(self, source: int, target: int, length: int) -> None:
        """There is nothing to copy."""

    def shift(self, sequence: int, start: int, count: int) -> None:
        """There is nothing to shift."""

    def state_bytes(self, sequence: int) -> int:
        del sequence
        return 0

    def save(self, sequence: int) -> Any:
        return sequence

    def restore(self, sequence: int, state: Any) -> bool:
        del sequence, state
        return False

    def adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        """There is nothing to adapt."""

    def interrupt(self) -> None:
        """A step is short."""

    def close(self) -> None:
        """There is nothing to give back."""


class _Letters:
    """Says one letter after the other."""

    def __init__(self) -> None:
        self.logprob: TokenLogprob | None = None
        self._said = 0

    def draw(self, row: int) -> int:
        del row
        self._said += 1
        return 97 + self._said % 26

    def accept(self, token: int) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """There is nothing to give back."""
