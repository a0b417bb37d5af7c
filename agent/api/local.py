"""What the device says about itself: alive, ready, and its numbers for Prometheus."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse

from agent.serving.slot import Slot
from agent.serving.slots import Slots
from agent.serving.tally import Histogram

_PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Local:
    """The endpoints."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots

    async def health(self, _request: Request) -> JSONResponse:
        """The process is alive; nothing is said about models."""
        return JSONResponse({"status": "ok"})

    async def ready(self, _request: Request) -> JSONResponse:
        """Something can be asked now."""
        slots = {held.name: self._slots.ready(held.name) for held in self._slots.all()}
        if any(slots.values()):
            return JSONResponse({"status": "ready", "slots": slots})
        body = {"status": "no model is loaded", "slots": slots}
        return JSONResponse(body, 503, headers={"Retry-After": "5"})

    async def metrics(self, _request: Request) -> PlainTextResponse:
        lines = "\n".join(exposition(self._slots.all()))
        return PlainTextResponse(f"{lines}\n", media_type=_PROMETHEUS)


def exposition(slots: tuple[Slot, ...]) -> Iterator[str]:
    """Write the numbers of every slot in Prometheus' text form."""
    families = (
        ("requests_total", "counter", lambda slot: slot.tally.requests),
        ("requests_failed_total", "counter", lambda slot: slot.tally.failed),
        ("requests_refused_total", "counter", lambda slot: slot.tally.refused),
        ("prompt_tokens_total", "counter", lambda slot: slot.tally.prompt_tokens),
        ("prompt_tokens_cached_total", "counter", lambda slot: slot.tally.cached_tokens),
        ("generated_tokens_total", "counter", lambda slot: slot.tally.generated_tokens),
        ("requests_running", "gauge", lambda slot: slot.admission.requests),
        ("requests_waiting", "gauge", lambda slot: slot.admission.waiting),
        ("queue_prompt_tokens", "gauge", lambda slot: slot.admission.prompt_tokens),
        ("engine_crashes", "gauge", lambda slot: slot.crashes),
        ("engine_memory_bytes", "gauge", lambda slot: slot.facts().memory_bytes),
        ("slot_ready", "gauge", lambda slot: int(bool(slot.incumbent and slot.incumbent.up))),
    )
    for name, kind, value in families:
        yield f"# TYPE flotilla_{name} {kind}"
        for slot in slots:
            yield f"flotilla_{name}{_labels(slot)} {value(slot)}"
    yield "# TYPE flotilla_slot_info gauge"
    for slot in slots:
        if slot.incumbent is not None:
            served = slot.incumbent.servable
            labels = _labels(
                slot, line=served.line, version=served.version, bundle=str(served.bundle)
            )
            yield f"flotilla_slot_info{labels} 1"
    yield "# TYPE flotilla_first_token_seconds histogram"
    for slot in slots:
        yield from _histogram(slot, slot.tally.first_token_s)


def _histogram(slot: Slot, histogram: Histogram) -> Iterator[str]:
    name, total = "flotilla_first_token_seconds", 0
    for bound, count in zip((*histogram.bounds, "+Inf"), histogram.counts, strict=True):
        total += count
        yield f"{name}_bucket{_labels(slot, le=str(bound))} {total}"
    yield f"{name}_sum{_labels(slot)} {histogram.total:.6f}"
    yield f"{name}_count{_labels(slot)} {total}"


def _labels(slot: Slot, **more: str) -> str:
    labels = {"slot": slot.name, **more}
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
