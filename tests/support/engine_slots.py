"""Slots over real engine children with toy bundles, and what tests ask of them."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from agent.engine.frames import Delta, Done
from agent.serving.admission import Bounds
from agent.serving.servable import GenerateRequest, Message, Servable
from agent.serving.slots import Slots
from agent.serving.worker import Limits, Worker
from shared.digest import sha256_of
from shared.ids import DeploymentId

AMPLE = 10**10


class FakeCounters:
    """Remembers what was recorded."""

    def __init__(self) -> None:
        self.records: list[dict[str, object]] = []

    def record_request(
        self,
        slot: str,
        *,
        failed: bool,
        prompt_tokens: int,
        generated_tokens: int,
        first_token_ms: float | None,
        tokens_per_s: float | None,
    ) -> None:
        self.records.append(
            {
                "slot": slot,
                "failed": failed,
                "prompt_tokens": prompt_tokens,
                "generated_tokens": generated_tokens,
                "first_token_ms": first_token_ms,
                "tokens_per_s": tokens_per_s,
            }
        )


def a_servable(weights: Path, *, version: str = "1.0.0", **more: object) -> Servable:
    """Describe a bundle of the line `talk`."""
    given: dict[str, object] = {"context": 512, "parallel": 2, **more}
    return Servable(
        bundle=sha256_of(version.encode()),
        deployment=DeploymentId(f"deployment-{version}"),
        line="talk",
        version=version,
        variant="toy",
        weights=weights,
        **given,
    )


def a_toy(
    folder: Path,
    *,
    version: str = "1.0.0",
    answers: Mapping[str, str] | None = None,
    step_ms: int = 0,
    on_load: str = "",
    **more: object,
) -> Servable:
    """Write a toy bundle that answers `who` with its version."""
    weights = folder / f"{version}.toy"
    table = {"who": version, **(answers or {})}
    toy = {"toy": 1, "answers": table, "step_ms": step_ms, "on_load": on_load}
    weights.write_text(json.dumps(toy))
    return a_servable(weights, version=version, **more)


@asynccontextmanager
async def open_slots(
    *,
    budget: int = AMPLE,
    counters: FakeCounters | None = None,
    limits: Limits | None = None,
    jitter: float = 0.0,
    bounds: Bounds | None = None,
) -> AsyncIterator[Slots]:
    """Open slots whose children restart at once (`jitter` 0) or not within a test (1)."""

    def make_worker(servable: Servable) -> Worker:
        return Worker(servable, limits=limits, jitter=lambda: jitter)

    slots = Slots(
        memory_budget_bytes=budget,
        counters=counters or FakeCounters(),
        make_worker=make_worker,
        drain_timeout_s=20.0,
        bounds=bounds,
    )
    try:
        yield slots
    finally:
        await slots.close()


async def answer(slots: Slots, text: str, *, slot: str = "main", **more: object) -> str:
    """Return a whole answer."""
    stream = await slots.submit(slot, a_chat(text, **more))
    said = [event async for event in stream]
    assert isinstance(said[-1], Done)
    return "".join(event.text for event in said if isinstance(event, Delta))


def a_chat(text: str, **more: object) -> GenerateRequest:
    given: dict[str, object] = {"max_tokens": 300, **more}
    return GenerateRequest(messages=(Message("user", text),), **given)
