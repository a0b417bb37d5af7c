"""Why a device is where it is in a rollout, in sentences that somebody can act on. Pure."""

from collections.abc import Iterator
from datetime import datetime

from controlplane.rollouts.dispatch import Dispatcher
from controlplane.rollouts.machine import WAVE_ENDED, RolloutState, WaveState
from controlplane.rollouts.model import DeploymentFacts, Kind, Snapshot, WaveFacts
from controlplane.rollouts.wording import devices
from shared.deployment import SUCCEEDED, TERMINAL, State


def explain(each: DeploymentFacts, snapshot: Snapshot, now: datetime) -> tuple[str, ...]:
    """Say what the device waits for, or how it ended."""
    return tuple(_sentences(each, snapshot, now))


def _sentences(each: DeploymentFacts, snapshot: Snapshot, now: datetime) -> Iterator[str]:
    words = each.state.value.replace("_", " ")
    if each.state in TERMINAL:
        yield f"it ended: {words}" if each.state not in SUCCEEDED else f"it is done: {words}"
        if each.retry_at is not None:
            yield f"attempt {each.attempt + 1} is queued at {_instant(each.retry_at)}"
        return
    if each.state is not State.QUEUED:
        yield f"{words} since {_instant(each.changed_at)}, attempt {each.attempt}"
    if each.cancel_at is not None:
        yield f"it was asked to stop at {_instant(each.cancel_at)}"
        return
    if not each.online:
        since = each.unreachable_since
        yield "the device is offline" + ("" if since is None else f" since {_instant(since)}")
    held = _held(each, snapshot)
    if held is not None:
        yield held
        return
    waits = Dispatcher(snapshot, now).waits(each)
    if waits is not None and each.online:
        yield waits
    elif each.state is State.QUEUED and each.online:
        yield "it is its turn: the next tick tells it"


def _held(each: DeploymentFacts, snapshot: Snapshot) -> str | None:
    """Say what holds a device back before windows, rate and budgets do."""
    if each.state is not State.QUEUED:
        return None
    if snapshot.state not in (RolloutState.RUNNING, RolloutState.ROLLING_BACK):
        return f"the rollout is {snapshot.state.value.replace('_', ' ')}"
    if each.kind is Kind.ROLLBACK or each.wave in snapshot.reached:
        return None
    present = snapshot.wave
    own = next((wave for wave in snapshot.waves if wave.index == each.wave), None)
    if own is None or present is None:
        return None
    return f"its wave {own.name!r} waits for wave {present.name!r}, which {_stands(present)}"


def _stands(wave: WaveFacts) -> str:
    match wave.state:
        case WaveState.SOAKING if wave.soak_until is not None:
            return f"soaks until {_instant(wave.soak_until)}"
        case WaveState.AWAITING_PROMOTION:
            return "waits for a person to promote it"
        case WaveState.ACTIVE:
            return f"has {devices(wave.forward.unsettled)} to go"
        case state if state in WAVE_ENDED:
            return f"has {state.value}"
        case state:
            return f"is {state.value}"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
