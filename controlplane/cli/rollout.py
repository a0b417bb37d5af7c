"""`flotilla rollout`: create, watch and steer rollouts."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.live import Live

from controlplane.api.schemas.rollouts import PreflightBody, RolloutDetailBody
from controlplane.cli import rollout_gates, rollout_steering
from controlplane.cli.client import Client, connected
from controlplane.cli.durations import seconds
from controlplane.cli.rollout_file import read_policy
from controlplane.cli.rollout_steering import RolloutId
from controlplane.cli.rollout_view import SHOWN, render, render_preflight
from controlplane.cli.screen import JsonFlag, out, print_json, print_table, shown
from controlplane.rollouts.machine import ENDED, RolloutState

__all__ = ["app", "render"]

app = typer.Typer(help="Roll out releases in waves.", no_args_is_help=True)

_POLL_S = 0.5
_RESTING = ENDED | {RolloutState.PAUSED, RolloutState.AWAITING_APPROVAL}
"""States in which nothing moves until somebody does something."""
_BAD = ENDED - {RolloutState.COMPLETED} | {RolloutState.PAUSED}
Slot = Annotated[str, typer.Option(help="The slot that will run it.")]
Selector = Annotated[str, typer.Option(help="Which devices: site=lisbon and memory >= 2GiB")]
Canary = Annotated[int, typer.Option(help="Devices in a first wave.", min=0)]
PolicyFile = Annotated[
    Path | None,
    typer.Option(help="Policy as a YAML or JSON file; options given beside it win."),
]


@app.command()
def plan(
    line: Annotated[str, typer.Argument(help="The line, such as device-control.")],
    version: Annotated[str, typer.Argument(help="The version to roll out.")],
    *,
    slot: Slot = "main",
    selector: Selector = "",
    canary: Canary = 0,
    policy: PolicyFile = None,
    as_json: JsonFlag = False,
) -> None:
    """Say who would get what, and why, without doing anything."""
    body = {
        "line": line,
        "version": version,
        "slot": slot,
        "selector": selector,
        "policy": _policy(policy, canary=canary),
    }
    with connected() as client:
        _show_plan(client.post("/rollouts/preflight", body), as_json=as_json)


@app.command()
def create(
    line: Annotated[str, typer.Argument(help="The line, such as device-control.")],
    version: Annotated[str, typer.Argument(help="The version to roll out.")],
    *,
    slot: Slot = "main",
    selector: Selector = "",
    canary: Canary = 0,
    policy: PolicyFile = None,
    soak: Annotated[str | None, typer.Option(help="Time between waves: 5s, 10m.")] = None,
    trial: Annotated[
        str | None, typer.Option(help="Time a device serves it before it commits.")
    ] = None,
    on_failure: Annotated[
        str | None,
        typer.Option(help="pause, abort, roll-back-wave or roll-back when a gate says stop."),
    ] = None,
    max_in_flight: Annotated[int | None, typer.Option(help="Devices at once.", min=1)] = None,
    manual: Annotated[bool, typer.Option("--manual", help="A person promotes each wave.")] = False,
    approval: Annotated[
        bool, typer.Option("--approval", help="Somebody else must approve it first.")
    ] = False,
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
            approval=approval,
        ),
    }
    with connected() as client:
        if dry_run:
            _show_plan(client.post("/rollouts/preflight", body), as_json=as_json)
            return
        created = client.post("/rollouts", {**body, "start": start})
        if watch_it and not as_json:
            _watch(client, created["id"])
            return
    rollout_steering.show(created, as_json=as_json)


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
                shown(each["selector"] or "all"),
                each["state"].replace("_", " "),
                shown(each["sentence"]),
            )
            for each in found["rollouts"]
        ],
    )


@app.command()
def show(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Show a rollout: waves, devices, and what the gates said."""
    with connected() as client:
        found = client.get(f"/rollouts/{rollout}" + ("" if as_json else f"?devices={SHOWN}"))
    rollout_steering.show(found, as_json=as_json)


@app.command()
def watch(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Watch a rollout until it rests; the exit status is 1 unless it completed.

    With --json one line is printed for every change.
    """
    with connected() as client:
        _watch(client, rollout, as_json=as_json)


@app.command()
def explain(rollout: RolloutId, device: str, *, as_json: JsonFlag = False) -> None:
    """Say where a device stands in a rollout, and why; the device by its name or id."""
    with connected() as client:
        found = client.get(f"/rollouts/{rollout}/explain/{device}")
    if as_json:
        print_json(found)
        return
    out.print(f"[bold]{shown(found['device_name'])}[/]")
    for sentence in found["sentences"]:
        out.print(f"  {shown(sentence)}")


rollout_gates.add_to(app)
rollout_steering.add_to(app)


def _show_plan(found: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(found)
    else:
        out.print(render_preflight(PreflightBody.model_validate(found)))


def _policy(
    file: Path | None,
    *,
    canary: int,
    soak: str | None = None,
    trial: str | None = None,
    on_failure: str | None = None,
    max_in_flight: int | None = None,
    manual: bool = False,
    approval: bool = False,
) -> dict[str, Any]:
    policy: dict[str, Any] = {} if file is None else read_policy(file)
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
    if approval:
        policy["approval"] = {"required": True}
    return policy


def _watch(client: Client, rollout: str, *, as_json: bool = False) -> None:
    last: Any = None
    path = f"/rollouts/{rollout}" + ("" if as_json else f"?devices={SHOWN}")
    with _screen(as_json=as_json) as screen:
        while True:
            found = client.get(path)
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
