"""How a rollout looks in a terminal: waves as bars, devices with their why, gates with numbers."""

from collections.abc import Iterable, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from controlplane.api.schemas.rollouts import (
    DeploymentBody,
    PreflightBody,
    RolloutDetailBody,
    WaveBody,
)
from controlplane.cli.screen import plain
from controlplane.rollouts.wording import devices
from shared import compat
from shared.compat import size
from shared.deployment import FAILURES, SUCCEEDED, TERMINAL, State

SHOWN = 20
"""Devices that fit a screen: first those under way, then those that failed."""
_BAR = 24
_GOOD, _BAD, _BUSY, _DIM = "green", "red", "cyan", "dim"
_ROLLOUT_STYLES = {
    "completed": _GOOD,
    "completed_with_failures": "yellow",
    "paused": "yellow",
    "aborting": _BAD,
    "aborted": _BAD,
    "rolling_back": _BAD,
    "rolled_back": "yellow",
    "rollback_partial": _BAD,
    "awaiting_approval": "yellow",
    "rejected": _BAD,
    "superseded": _DIM,
}
_WAVE_STYLES = {"passed": _GOOD, "failed": _BAD, "pending": _DIM, "skipped": _DIM}
_FINDING_STYLES = {"pass": _GOOD, "fail": _BAD, "inconclusive": "yellow"}
_VERDICT_STYLES = {"go": _GOOD, "stop": _BAD, "wait": _DIM}


def render(rollout: RolloutDetailBody) -> RenderableType:
    """Return the whole picture of a rollout."""
    parts: list[RenderableType] = [_head(rollout)]
    if rollout.waves:
        parts += [Text(), _waves(rollout.waves)]
        if any(wave.judgement and wave.judgement.checks for wave in rollout.waves):
            parts += [Text(), gates(rollout.waves)]
    if rollout.deployments:
        parts += [Text(), _devices(rollout.deployments, rollout.waves)]
    more = sum(rollout.counts.values()) - len(rollout.deployments)
    if rollout.deployments and more > 0:
        parts.append(Text(f"and {devices(more)} more; --json shows all", _DIM))
    return Group(*parts)


def render_preflight(preflight: PreflightBody) -> RenderableType:
    """Return who would get what."""
    head = Text.assemble(
        ("preflight ", _DIM), (f"{preflight.line} {preflight.version}", "bold"), ": "
    )
    shares = [f"{name} for {devices(count)}" for name, count in sorted(preflight.variants.items())]
    head.append(", ".join(shares) or "nobody gets anything")
    if preflight.unmatched:
        head.append(f"; the selector leaves {devices(preflight.unmatched)} out", _DIM)
    if preflight.duration is not None and preflight.variants:
        head.append(f"\ntakes {preflight.duration.sentence}", _DIM)
    for site in preflight.sites:
        where = f"site {site.name}" if site.name else "devices without a site"
        held = f", {size(site.held_bytes)} are there already" if site.held_bytes else ""
        head.append(f"\n{where}: {devices(site.devices)}, {size(site.bytes)} to fetch{held}", _DIM)
    for group in preflight.groups:
        head.append(f"\nleft out: {group.sentence} ({', '.join(group.names)})", _BAD)
    table = _table("device", "wave", "variant", "what and why")
    for each in preflight.devices:
        wave = "" if each.wave is None else preflight.waves[each.wave].name
        style = _BAD if each.outcome == "left_out" else ""
        table.add_row(each.name, wave, each.variant or "none", Text(each.sentence, style))
    return Group(head, Text(), table)


def _head(rollout: RolloutDetailBody) -> Text:
    state = rollout.state.replace("_", " ")
    if rollout.reason:
        state = f"{state} ({rollout.reason})"
    return Text.assemble(
        ("rollout ", _DIM),
        (rollout.id[:8], _DIM),
        "  ",
        (f"{rollout.line} {rollout.version}", "bold"),
        (f"  to {rollout.selector or 'all devices'}, slot {rollout.slot}\n", _DIM),
        (state, f"bold {_ROLLOUT_STYLES.get(rollout.state, _BUSY)}"),
        f"  {rollout.sentence}",
    )


def _waves(waves: Iterable[WaveBody]) -> Table:
    table = _table("wave", "", "devices", "state", "gate")
    for wave in waves:
        good, bad = _sum(wave.counts, SUCCEEDED), _sum(wave.counts, FAILURES)
        finished = f"{good} of {wave.devices}" + (f", {bad} failed" if bad else "")
        state = Text(wave.state.replace("_", " "), _WAVE_STYLES.get(wave.state, _BUSY))
        table.add_row(wave.name, _bar(wave, good, bad), finished, state, _gate(wave))
    return table


def _bar(wave: WaveBody, good: int, bad: int) -> Text:
    """Draw succeeded, failed and under way, each at least one cell when there is one."""
    busy = sum(
        count for state, count in wave.counts.items() if State(state) not in TERMINAL | _WAITING
    )
    bar = Text()
    left = _BAR
    for count, style in ((good, _GOOD), (bad, _BAD), (busy, _BUSY)):
        if count and wave.devices:
            cells = min(left, max(1, round(_BAR * count / wave.devices)))
            bar.append("━" * cells, style)
            left -= cells
    return bar.append("━" * left, "bright_black")


def _gate(wave: WaveBody) -> Text:
    if wave.judgement is None:
        return Text("", _DIM)
    verdict = wave.judgement.verdict
    return Text.assemble(
        (f"{verdict}: ", _VERDICT_STYLES.get(verdict, "")), wave.judgement.sentence
    )


def gates(waves: Iterable[WaveBody]) -> Table:
    """Return what every gate found, with the numbers it saw."""
    table = _table("wave", "gate", "hardware", "found", "n", "change", "sure of", "p", "limit")
    for wave in waves:
        for each in wave.judgement.checks if wave.judgement is not None else ():
            size = each.change if each.change is not None else each.after
            table.add_row(
                wave.name,
                each.gate.replace("_", " "),
                each.hardware or "all",
                Text(each.finding, _FINDING_STYLES.get(each.finding, _DIM)),
                str(each.devices),
                _number(size),
                f"{_number(each.low)} to {_number(each.high)}",
                "" if each.p is None else f"{each.p:.2g}",
                "" if each.limit is None else f"{each.limit:g}",
            )
    return table


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"


def _devices(deployments: Iterable[DeploymentBody], waves: list[WaveBody]) -> Table:
    names = {wave.index: wave.name for wave in waves}
    table = _table("device", "wave", "variant", "state", "measured", "why")
    for each in deployments:
        wave = "" if each.wave is None else names[each.wave]
        name = Text(each.device_name)
        if not each.online:
            name.append(" (offline)", _DIM)
        if each.kind == "rollback":
            wave = "back"
        table.add_row(name, wave, each.variant or "none", _state(each), _measured(each), _why(each))
    return table


def _state(each: DeploymentBody) -> Text:
    state = State(each.state)
    style = (
        _GOOD
        if state in SUCCEEDED
        else _BAD
        if state in FAILURES
        else _DIM
        if state in TERMINAL | _WAITING
        else _BUSY
    )
    words = Text(_WORDS.get(state, state.value.replace("_", " ")), style)
    if state is State.DOWNLOADING and each.progress is not None and each.progress.total_bytes:
        percent = 100 * each.progress.done_bytes / each.progress.total_bytes
        words.append(f" {percent:.0f} %", _BUSY)
    if each.attempt > 1:
        words.append(f" (attempt {each.attempt})", _DIM)
    if each.cancelling and state not in TERMINAL:
        words.append(" (stopping)", _DIM)
    return words


def _measured(each: DeploymentBody) -> str:
    found = each.measurements
    if found is None:
        return ""
    words = []
    if found.golden_items:
        words.append(f"{found.golden_right}/{found.golden_items} golden")
    if found.tokens_per_s is not None:
        words.append(f"{found.tokens_per_s:.0f} tok/s")
    if found.memory_bytes is not None:
        words.append(compat.size(found.memory_bytes))
    return ", ".join(words)


def _why(each: DeploymentBody) -> Text:
    state = State(each.state)
    if state in FAILURES:
        message = each.fault.message if each.fault is not None else each.reason
        return Text(plain(message or each.why), _BAD)
    if state in _EXPLAINED and each.reason:
        return Text(plain(f"{each.reason}; {each.why}"))
    return Text(each.why)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style=_DIM)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _sum(counts: Mapping[str, int], states: frozenset[State]) -> int:
    return sum(count for state, count in counts.items() if State(state) in states)


_WORDS = {State.REMOVED: "left out"}
_WAITING = frozenset({State.QUEUED})
_EXPLAINED = frozenset({State.DEFERRED, State.CANCELED, State.SUPERSEDED, State.REMOVED})
