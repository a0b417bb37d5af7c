"""One deployment as pages show it: its steps, and what the device measured. Pure."""

from dataclasses import dataclass
from datetime import datetime

from controlplane.console import filters
from controlplane.rollouts.queries import DeploymentHistory, DeploymentView, StepView
from shared.compat import size
from shared.deployment import State

Step = tuple[State, datetime, str]
"""A state, when it was entered, and what was said of it."""


def steps(deployment: DeploymentView) -> tuple[Step, ...]:
    """Return the states of the present attempt, in order."""
    found = ((State(state), at, "") for state, at in deployment.steps.items())
    return tuple(sorted(found, key=lambda step: step[1]))


def trail(history: DeploymentHistory) -> tuple[Step, ...]:
    """Return everything that happened to a deployment, in order."""
    why = history.deployment.why
    return tuple((each.state, each.at, _said(each, why)) for each in history.steps)


def _said(step: StepView, known: str) -> str:
    notes = [step.text] if step.text and step.text != known else []
    if step.late:
        notes.append("reported late")
    if step.attempt > 1:
        notes.append(f"attempt {step.attempt}")
    return ", ".join(notes)


@dataclass(frozen=True)
class Measured:
    """One thing that a device measured, beside what it was before or was expected to be."""

    name: str
    value: str
    beside: str = ""


def measured(deployment: DeploymentView) -> tuple[Measured, ...]:
    """Return what a device measured of a bundle, as it is written."""
    found = deployment.measurements
    if found is None:
        return ()
    before = deployment.before
    rows = []
    if found.golden_items is not None and found.golden_right is not None:
        rows.append(Measured("golden prompts", f"{found.golden_right} of {found.golden_items}"))
    if found.tokens_per_s is not None:
        rate = _was(before.tokens_per_s if before else None, "{:.1f} tok/s")
        expected_rate = deployment.predicted_tokens_per_s
        forecast = "" if expected_rate is None else f"forecast {expected_rate:.1f} tok/s"
        beside = ", ".join(each for each in (rate, forecast) if each)
        rows.append(Measured("decode", f"{found.tokens_per_s:.1f} tok/s", beside))
    if found.first_token_ms is not None:
        before_ms = before.first_token_ms if before else None
        beside = f"was {filters.millis(before_ms)}" if before_ms is not None else ""
        rows.append(Measured("first token", filters.millis(found.first_token_ms), beside))
    if found.memory_bytes is not None:
        expected = deployment.predicted_memory_bytes
        beside = f"forecast {size(expected)}" if expected is not None else ""
        rows.append(Measured("memory", size(found.memory_bytes), beside))
    if found.load_ms is not None:
        rows.append(Measured("load", filters.millis(found.load_ms)))
    if found.crashes:
        rows.append(Measured("crashes", filters.count(found.crashes)))
    if found.requests:
        failed = f"{found.failed_requests} failed" if found.failed_requests else ""
        rows.append(Measured("requests on trial", filters.count(found.requests), failed))
    return tuple(rows)


def _was(value: float | None, form: str) -> str:
    return "" if value is None else f"was {form.format(value)}"
