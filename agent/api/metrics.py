"""The numbers of every slot in Prometheus' text form: ours, and llama-server's names for them.

Counters of an engine process begin anew with the process, as Prometheus expects of counters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from agent.engine.frames import Pulse
from agent.serving.slot import Slot
from agent.serving.tally import Histogram

_QUIET = Pulse(running=0, waiting=0)

_TALLY: Final = (
    ("flotilla_requests_total", "requests", "Requests that ended in the engine."),
    ("flotilla_requests_failed_total", "failed", "Of these, failed by the engine."),
    ("flotilla_requests_refused_total", "refused", "Requests that found the queue full."),
    ("flotilla_requests_unread_total", "unread", "Requests whose answer nobody read."),
    ("flotilla_prompt_tokens_total", "prompt_tokens", "Tokens of prompts."),
    ("flotilla_prompt_tokens_cached_total", "cached_tokens", "Of these, still in memory."),
    ("flotilla_generated_tokens_total", "generated_tokens", "Tokens of answers."),
    ("flotilla_forced_tokens_total", "forced_tokens", "Of these, forced by a constraint."),
    ("flotilla_drafted_tokens_total", "drafted_tokens", "Tokens guessed from prompts."),
    ("flotilla_drafts_taken_total", "drafts_taken", "Of these, right."),
    ("flotilla_vectors_total", "vectors", "Inputs that were embedded or ranked."),
    ("flotilla_prompt_seconds_total", "prompt_s", "Time that evaluating prompts took."),
    ("flotilla_answer_seconds_total", "answer_s", "Time from first tokens to last ones."),
    ("flotilla_engine_loads_total", "loads", "Bundles that were loaded, wakings included."),
    ("flotilla_engine_unloads_total", "unloads", "Bundles that were put to sleep."),
    ("llamacpp:prompt_seconds_total", "prompt_s", "Prompt process time"),
    ("llamacpp:tokens_predicted_total", "generated_tokens", "Number of tokens generated"),
    ("llamacpp:tokens_predicted_seconds_total", "answer_s", "Predict process time"),
    ("llamacpp:n_tokens_max", "longest_tokens", "Largest number of tokens of a request"),
)
"""Counters, and where a slot's tally has them."""

_PULSE: Final = (
    ("flotilla_engine_steps_total", "counter", "steps", "Batches that were evaluated."),
    ("flotilla_engine_rows_total", "counter", "rows", "Tokens in them: their width, over steps."),
    ("flotilla_engine_busy_milliseconds_total", "counter", "busy_ms", "Time inside the library."),
    ("flotilla_engine_overhead_milliseconds_total", "counter", "overhead_ms", "Time beside it."),
    ("flotilla_engine_preempted_total", "counter", "preempted", "Requests that made way once."),
    ("flotilla_engine_held_tokens", "gauge", "held_tokens", "Cells of the context in use."),
    ("llamacpp:n_decode_total", "counter", "steps", "Total number of batches decoded"),
)
"""What an engine process says of itself."""


@dataclass(frozen=True)
class Family:
    name: str
    kind: str
    help: str
    value: Callable[[Slot], float]


def _families() -> Iterator[Family]:
    for name, attribute, text in _TALLY:
        yield Family(name, "counter", text, partial(_of_tally, attribute))
    for name, kind, attribute, text in _PULSE:
        yield Family(name, kind, text, partial(_of_pulse, attribute))
    for name, text, value in _GAUGES:
        yield Family(name, "gauge", text, value)


def _of_tally(attribute: str, slot: Slot) -> float:
    return float(getattr(slot.tally, attribute))


def _of_pulse(attribute: str, slot: Slot) -> float:
    pulse = (slot.incumbent.pulse if slot.incumbent else None) or _QUIET
    return float(getattr(pulse, attribute))


def _per(amount: float, of: float) -> float:
    return amount / of if of else 0.0


def _evaluated(slot: Slot) -> int:
    return slot.tally.prompt_tokens - slot.tally.cached_tokens


_GAUGES: Final[tuple[tuple[str, str, Callable[[Slot], float]], ...]] = (
    (
        "flotilla_requests_running",
        "Requests that have not ended, waiting ones included.",
        lambda slot: slot.admission.requests,
    ),
    (
        "flotilla_requests_waiting",
        "Of these, those beyond what is answered at once.",
        lambda slot: slot.admission.waiting,
    ),
    (
        "flotilla_queue_prompt_tokens",
        "Prompt tokens of requests that have not ended.",
        lambda slot: slot.admission.prompt_tokens,
    ),
    (
        "flotilla_prompt_tokens_per_second",
        "Rate at which prompts were evaluated lately.",
        lambda slot: slot.incumbent.rates.prompt_tokens_per_s if slot.incumbent else 0,
    ),
    (
        "flotilla_answer_tokens_per_second",
        "Rate at which answers came lately, all requests together.",
        lambda slot: slot.incumbent.rates.answer_tokens_per_s if slot.incumbent else 0,
    ),
    (
        "flotilla_engine_crashes",
        "Deaths of engine processes of what is loaded now.",
        lambda slot: slot.crashes,
    ),
    (
        "flotilla_engine_memory_bytes",
        "Proportional set size of the engine process.",
        lambda slot: slot.facts().memory_bytes,
    ),
    ("flotilla_slot_ready", "Whether the slot can be asked now.", lambda slot: slot.ready),
    (
        "flotilla_slot_loaded",
        "Whether its bundle is in memory.",
        lambda slot: bool(slot.incumbent and slot.incumbent.up),
    ),
    ("llamacpp:prompt_tokens_total", "Number of prompt tokens processed", _evaluated),
    (
        "llamacpp:prompt_tokens_seconds",
        "Average prompt throughput in tokens/s",
        lambda slot: _per(_evaluated(slot), slot.tally.prompt_s),
    ),
    (
        "llamacpp:predicted_tokens_seconds",
        "Average generation throughput in tokens/s",
        lambda slot: _per(slot.tally.generated_tokens, slot.tally.answer_s),
    ),
    (
        "llamacpp:requests_processing",
        "Number of requests processing",
        lambda slot: slot.admission.requests - slot.admission.waiting,
    ),
    (
        "llamacpp:requests_deferred",
        "Number of requests deferred",
        lambda slot: slot.admission.waiting,
    ),
)

HISTOGRAMS: Final[tuple[tuple[str, str, Callable[[Slot], Histogram]], ...]] = (
    (
        "flotilla_first_token_seconds",
        "From arrival in the engine to an answer's first token.",
        lambda slot: slot.tally.first_token_s,
    ),
    (
        "flotilla_inter_token_seconds",
        "Between two pieces of one answer.",
        lambda slot: slot.tally.inter_token_s,
    ),
    (
        "flotilla_queue_seconds",
        "From arrival in the engine to a request's turn.",
        lambda slot: slot.tally.queue_s,
    ),
)


def exposition(slots: Sequence[Slot]) -> Iterator[str]:
    """Write every number, line by line."""
    for family in _families():
        yield from _head(family.name, family.kind, family.help)
        for slot in slots:
            yield f"{family.name}{_labels(slot)} {_number(family.value(slot))}"
    yield from _head("flotilla_slot_info", "gauge", "What every slot serves.")
    for slot in slots:
        if slot.incumbent is not None:
            served = slot.incumbent.servable
            labels = _labels(
                slot,
                line=served.line,
                version=served.version,
                variant=served.variant,
                bundle=str(served.bundle),
            )
            yield f"flotilla_slot_info{labels} 1"
    for name, text, histogram in HISTOGRAMS:
        yield from _head(name, "histogram", text)
        for slot in slots:
            yield from _histogram(name, slot, histogram(slot))


def _head(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"


def _histogram(name: str, slot: Slot, histogram: Histogram) -> Iterator[str]:
    total = 0
    for bound, count in zip((*histogram.bounds, "+Inf"), histogram.counts, strict=True):
        total += count
        yield f"{name}_bucket{_labels(slot, le=str(bound))} {total}"
    yield f"{name}_sum{_labels(slot)} {histogram.total:.6f}"
    yield f"{name}_count{_labels(slot)} {total}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}"


def _labels(slot: Slot, **more: str) -> str:
    labels = {"slot": slot.name, **more}
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
