"""Slots without an engine, for what an API makes of a question and of its answer.

A token is a character. An answer is looked up by the last message, or by the end of the prompt;
any other question is echoed.
"""

import base64
import struct
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from agent.engine.frames import Delta, Done, Ready, Tensors, Tokens, Vectors
from agent.engine.values import AdapterScale, Likely, Tensor, Timings, TokenLogprob, Usage
from agent.serving.errors import (
    ContextOverflowError,
    EngineError,
    ModelNotFoundError,
    NotServingError,
)
from agent.serving.servable import (
    EmbedRequest,
    GenerateRequest,
    InferRequest,
    Servable,
    SlotFacts,
    TokenizeRequest,
)
from shared.digest import sha256_of
from shared.ids import DeploymentId

HERMES = "{% if tools %}<tool_call>{% endif %}"
THINKING = "{% if tools %}<tool_call>{% endif %}<think></think>{{ enable_thinking }}"


def a_ready(**more: object) -> Ready:
    facts: dict[str, object] = {
        "n_ctx": 512,
        "parallel": 2,
        "vocab": 1000,
        "architecture": "qwen2",
        "chat_template": True,
        "load_ms": 5,
        "parameters": 30_500_000,
        "weights_bytes": 1234,
        "n_ctx_train": 2048,
        "n_embd": 3,
        "template": HERMES,
        **more,
    }
    return Ready(**facts)


def served(**more: object) -> Servable:
    facts: dict[str, object] = {
        "bundle": sha256_of(b"1.0.0"),
        "deployment": DeploymentId("deployment-1"),
        "line": "talk",
        "version": "1.0.0",
        "variant": "q8_0",
        "weights": Path("/nowhere/talk.gguf"),
        "context": 512,
        "parallel": 2,
        **more,
    }
    return Servable(**facts)


@dataclass
class FakeSlots:
    """One slot, `main`."""

    answers: dict[str, str] = field(default_factory=dict)
    facts_of_model: Ready = field(default_factory=a_ready)
    servable: Servable = field(default_factory=served)
    failure: EngineError | None = None
    """Raised instead of any answer."""
    fails_midway: EngineError | None = None
    """Raised in the middle of an answer."""
    run: Callable[[InferRequest], Tensors] | None = None
    in_memory: bool = True
    asked: list[object] = field(default_factory=list)
    kept_s: list[float | None] = field(default_factory=list)
    loads: int = 0
    chosen: tuple[AdapterScale, ...] = ()

    def scales(self, _slot: str) -> tuple[AdapterScale, ...]:
        return self.chosen

    def scale(self, _slot: str, scales: Sequence[AdapterScale]) -> None:
        self.chosen = tuple(scales)

    def resolve(self, model: str) -> str:
        if model not in {"main", self.servable.line, self.servable.name}:
            raise ModelNotFoundError(model, [self.servable.line])
        return "main"

    def serving(self, _slot: str) -> Servable | None:
        return self.servable

    def all_serving(self) -> dict[str, Servable]:
        return {"main": self.servable}

    def all(self) -> tuple[object, ...]:
        return (type("Held", (), {"name": "main"}),)

    def ready(self, _slot: str) -> bool:
        return True

    def facts(self, _slot: str) -> SlotFacts:
        return SlotFacts(memory_bytes=4321)

    def context(self, _slot: str) -> int:
        return self.facts_of_model.n_ctx

    def describe(self, _slot: str) -> Ready:
        return self.facts_of_model

    def loaded(self, _slot: str) -> bool:
        return self.in_memory

    def expires_at(self, _slot: str) -> float | None:
        last = self.kept_s[-1] if self.kept_s else None
        return None if last is None else 1_900_000_000 + last

    def keep_alive(self, _slot: str, seconds: float | None) -> None:
        self.kept_s.append(seconds)

    async def preload(self, _slot: str) -> None:
        self.loads += not self.in_memory
        self.in_memory = True

    async def unload(self, _slot: str) -> None:
        self.in_memory = False

    async def submit(
        self, _slot: str, request: GenerateRequest
    ) -> AsyncGenerator[Delta | Done, None]:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        prompt = text_of(request)
        if len(prompt) > self.facts_of_model.n_ctx:
            raise ContextOverflowError(len(prompt), self.facts_of_model.n_ctx)
        return self._answer(request, prompt)

    async def _answer(
        self, request: GenerateRequest, prompt: str
    ) -> AsyncGenerator[Delta | Done, None]:
        last = request.messages[-1].content if request.messages else prompt
        ends = (answer for asked, answer in self.answers.items() if last.endswith(asked))
        said = next(ends, last)
        reason, stopped_by = "stop", ""
        for stop in request.stop:
            before, found, _ = said.partition(stop)
            if found:
                said, stopped_by = before, stop
        if request.max_tokens is not None and len(said) >= request.max_tokens:
            said, reason = said[: request.max_tokens], "length"
        for place, letter in enumerate(said):
            if self.fails_midway is not None and place == len(said) // 2:
                raise self.fails_midway
            told = self._told(request, letter)
            yield Delta(1, letter, tuple(ord(one.chosen.text) for one in told), told)
        usage = Usage(prompt=len(prompt), cached=1, generated=len(said) + (reason == "stop"))
        timings = Timings(prompt_ms=10.0, first_token_ms=12.0, tokens_per_s=100.0)
        yield Done(1, reason, usage, timings, stopped_by)

    def _told(self, request: GenerateRequest, letter: str) -> tuple[TokenLogprob, ...]:
        if request.logprobs is None:
            return ()
        top = [Likely(ord(letter), letter, -0.5), Likely(33, "!", -1.5)][: request.logprobs]
        return (TokenLogprob(Likely(ord(letter), letter, -0.5), tuple(top)),)

    async def tokenize(self, _slot: str, request: TokenizeRequest) -> Tokens:
        self.asked.append(request)
        text = request.text
        if request.messages is not None:
            text = rendered(request.messages) + request.templating.tools
        return Tokens(1, tuple(map(ord, text)), text, tuple(text))

    async def detokenize(self, _slot: str, tokens: Sequence[int]) -> Tokens:
        text = "".join(map(chr, tokens))
        return Tokens(1, tuple(tokens), text, tuple(text))

    async def embed(self, _slot: str, request: EmbedRequest) -> Vectors:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        made = tuple(packed([float(len(text)), 0.0, 0.0]) for text in request.texts)
        return Vectors(1, 3, made, sum(map(len, request.texts)))

    async def infer(self, _slot: str, request: InferRequest) -> Tensors:
        self.asked.append(request)
        if self.failure is not None:
            raise self.failure
        if self.run is not None:
            return self.run(request)
        return Tensors(1, tuple(replace(one, name=f"{one.name}_out") for one in request.inputs))

    def as_if_empty(self) -> "FakeSlots":
        """Return slots of which nothing is loaded yet."""
        return _Empty()


class _Empty(FakeSlots):
    def resolve(self, model: str) -> str:
        del model
        raise NotServingError("no model is loaded yet", retry_after_s=15)

    def serving(self, _slot: str) -> None:
        return None

    def all_serving(self) -> dict[str, Servable]:
        return {}

    def all(self) -> tuple[object, ...]:
        return ()


def text_of(request: GenerateRequest) -> str:
    if request.messages is not None:
        return rendered(request.messages)
    if request.tokens is not None:
        return "".join(map(chr, request.tokens))
    return request.prompt or ""


def rendered(messages: Sequence[object]) -> str:
    return "".join(f"[{one.role}]{one.content}" for one in messages)


def packed(numbers: Sequence[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()


def a_tensor(name: str, datatype: str, shape: Sequence[int], raw: bytes) -> Tensor:
    return Tensor(name, datatype, tuple(shape), base64.b64encode(raw).decode())
