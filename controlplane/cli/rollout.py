"""`flotilla rollout`: create, watch and steer rollouts."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.live import Live
from rich.markup import escape

from controlplane.api.schemas.rollouts import PreflightBody, RolloutDetailBody
from controlplane.cli.client import Client, connected
from controlplane.cli.rollout_view import render, render_preflight
from controlplane.cli.screen import JsonFlag, out, print_json, print_table
from controlplane.db.errors import InvalidError
from controlplane.rollouts.machine import ENDED, RolloutState

__all__ = ["app", "render"]

app = typer.Typer(help="Roll out releases in waves.", no_args_is_help=True)

_POLL_S = 0.5
_RESTING = ENDED | {RolloutState.PAUSED}
"""States in which nothing moves until somebody does something."""
_BAD = ENDED - {RolloutState.COMPLETED} | {RolloutState.PAUSED}
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}

RolloutId = Annotated[str, typer.Argument(help="Id, or an unambiguous beginning of it.")]


def seconds(text: str) -> float:
    """Read a duration such as `5s`, `1.5m`, `2h` or `1d`; a bare number is seconds.

    Raises:
        InvalidError: it is no duration.
    """
    number, unit = (text[:-1], text[-1]) if text and text[-1] in _UNITS else (text, "s")
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise InvalidError(f"{text!r} is not a duration; write 5s, 10m, 2h or 1d")
    return value * _UNITS[unit]


@app.command()
def create(
    line: Annotated[str, typer.Argument(help="The line, such as device-control.")],
    version: Annotated[str, typer.Argument(help="The version to roll out.")],
    *,
    slot: Annotated[str, typer.Option(help="The slot that will run it.")] = "main",
    selector: Annotated[
        str, typer.Option(help="Labels: site=lisbon,class in (kiosk,gateway),!lab")
    ] = "",
    canary: Annotated[int, typer.Option(help="Devices in a first wave.", min=0)] = 0,
    policy: Annotated[
        Path | None, typer.Option(help="Policy as a JSON file; options given beside it win.")
    ] = None,
    soak: Annotated[str | None, typer.Option(help="Time between waves: 5s, 10m.")] = None,
    trial: Annotated[
        str | None, typer.Option(help="Time a device serves it before it commits.")
    ] = None,
    on_failure: Annotated[
        str | None, typer.Option(help="pause, abort or roll-back when a gate says stop.")
    ] = None,
    max_in_flight: Annotated[int | None, typer.Option(help="Devices at once.", min=1)] = None,
    manual: Annotated[bool, typer.Option("--manual", help="A person promotes each wave.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say who would get what.")
    ] = False,
    start: Annotated[bool, typer.Option("--start/--no-start", help="Start at once.")] = True,
    watch_it: Annotated[bool, typer.Option("--watch", help="Watch it until it rests.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Roll a published release out."""
    body: dict[str, Any] = {
        "line": line,
        "version": version,
        "slot": slot,
        "selector": selector,
        "policy": _policy(
            policy,
            canary=canary,
            soak=soak,
            trial=trial,
            on_failure=on_failure,
            max_in_flight=max_in_flight,
            manual=manual,
        ),
    }
    with connected() as client:
        if dry_run:
            found = client.post("/rollouts/preflight", body)
            if as_json:
                print_json(found)
            else:
                out.print(render_preflight(PreflightBody.model_validate(found)))
            return
        created = client.post("/rollouts", {**body, "start": start})
        if watch_it and not as_json:
            _watch(client, created["id"])
            return
    _show(created, as_json=as_json)


@app.command("list")
def list_(*, as_json: JsonFlag = False) -> None:
    """List rollouts, the newest first."""
    with connected() as client:
        found = client.get("/rollouts")
    if as_json:
        print_json(found)
        return
    if not found["rollouts"]:
        out.print("no rollouts yet; `flotilla rollout create LINE VERSION` makes one")
        return
    print_table(
        ("id", "release", "slot", "devices", "state", "what happened last"),
        [
            (
                each["id"][:8],
                f"{each['line']} {each['version']}",
                each["slot"],
                escape(each["selector"] or "all"),
                each["state"].replace("_", " "),
                escape(each["sentence"]),
            )
            for each in found["rollouts"]
        ],
    )


@app.command()
def show(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Show a rollout: waves, devices, and what the gates said."""
    with connected() as client:
        _show(client.get(f"/rollouts/{rollout}"), as_json=as_json)


@app.command()
def watch(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Watch a rollout until it rests; the exit status is 1 unless it completed.

    With --json one line is printed for every change.
    """
    with connected() as client:
        _watch(client, rollout, as_json=as_json)


@app.command()
def start(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Start a rollout that was created with --no-start."""
    _steer(rollout, "start", as_json=as_json)


@app.command()
def pause(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Offer nothing more; what is under way goes on."""
    _steer(rollout, "pause", as_json=as_json)


@app.command()
def resume(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Go on; after a gate said stop, the wave's failed devices are tried once more."""
    _steer(rollout, "resume", as_json=as_json)


@app.command()
def abort(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Stop: cancel what was not taken up, ask devices that are under way to stop."""
    _steer(rollout, "abort", as_json=as_json)


@app.command()
def promote(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Let the present wave pass now: cut its soak short, or overrule its gate."""
    _steer(rollout, "promote", as_json=as_json)


@app.command()
def rollback(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Send every device that it reached back to what it ran before."""
    _steer(rollout, "rollback", as_json=as_json)


def _policy(
    file: Path | None,
    *,
    canary: int,
    soak: str | None,
    trial: str | None,
    on_failure: str | None,
    max_in_flight: int | None,
    manual: bool,
) -> dict[str, Any]:
    policy: dict[str, Any] = {} if file is None else _read(file)
    if canary:
        policy["waves"] = [{"name": "canary", "count": canary}, {"name": "rest"}]
    if soak is not None:
        policy["soak_s"] = seconds(soak)
    if trial is not None:
        policy["device"] = {**policy.get("device", {}), "trial_s": seconds(trial)}
    if on_failure is not None:
        policy["on_failure"] = on_failure.replace("-", "_")
    if max_in_flight is not None:
        policy["max_in_flight"] = max_in_flight
    if manual:
        policy["promotion"] = "manual"
    return policy


def _read(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise InvalidError(f"cannot read the policy {file}: {error}") from error
    if not isinstance(value, dict):
        raise InvalidError(f"the policy {file} is not a JSON object")
    return value


def _steer(rollout: str, verb: str, *, as_json: bool) -> None:
    with connected() as client:
        _show(client.post(f"/rollouts/{rollout}/{verb}"), as_json=as_json)


def _show(found: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        out.print(render(RolloutDetailBody.model_validate(found)))


def _watch(client: Client, rollout: str, *, as_json: bool = False) -> None:
    last: Any = None
    with _screen(as_json=as_json) as screen:
        while True:
            found = client.get(f"/rollouts/{rollout}")
            if screen is not None:
                screen.update(render(RolloutDetailBody.model_validate(found)), refresh=True)
            elif found != last:
                print(json.dumps(found), flush=True)
            last = found
            if RolloutState(found["state"]) in _RESTING:
                break
            time.sleep(_POLL_S)
    if RolloutState(last["state"]) in _BAD:
        raise typer.Exit(1)


@contextmanager
def _screen(*, as_json: bool) -> Iterator[Live | None]:
    if as_json:
        yield None
        return
    with Live(console=out, auto_refresh=False) as live:
        yield live
