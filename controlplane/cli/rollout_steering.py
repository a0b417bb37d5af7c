"""`flotilla rollout start|pause|resume|abort|promote|rollback|close|approve|reject`."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from controlplane.api.schemas.rollouts import RolloutDetailBody
from controlplane.cli.client import connected
from controlplane.cli.rollout_view import SHOWN, render
from controlplane.cli.screen import JsonFlag, out, print_json

RolloutId = Annotated[str, typer.Argument(help="Id, or an unambiguous beginning of it.")]
Comment = Annotated[str, typer.Option("--comment", "-m", help="Why; others read it.")]


def add_to(app: typer.Typer) -> None:
    """Give `app` the verbs that steer a rollout."""
    for verb in (start, pause, resume, abort, promote, rollback, close, approve, reject):
        app.command()(verb)


def start(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Start a rollout that was created with --no-start, or ask for approval if it needs one."""
    _steer(rollout, "start", as_json=as_json)


def pause(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Offer nothing more; what is under way goes on."""
    _steer(rollout, "pause", as_json=as_json)


def resume(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Go on; after a gate said stop, the wave's devices that failed are tried once more."""
    _steer(rollout, "resume", as_json=as_json)


def abort(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Stop: cancel what was not taken up, ask devices that are under way to stop."""
    _steer(rollout, "abort", as_json=as_json)


def promote(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Let the present wave pass now: cut its soak short, or overrule its gate."""
    _steer(rollout, "promote", as_json=as_json)


def rollback(
    rollout: RolloutId,
    *,
    wave: Annotated[
        str | None, typer.Option(help="Only the devices of this wave; then the rollout pauses.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Send every device that it reached back to what it ran before, the newest wave first."""
    _steer(rollout, "rollback", None if wave is None else {"wave": wave}, as_json=as_json)


def close(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Let nobody join a dynamic rollout any more, so that it can complete."""
    _steer(rollout, "close", as_json=as_json)


def approve(rollout: RolloutId, *, comment: Comment = "", as_json: JsonFlag = False) -> None:
    """Agree to a rollout that somebody else has created; it starts, or waits for its time."""
    _steer(rollout, "approve", {"comment": comment}, as_json=as_json)


def reject(rollout: RolloutId, *, comment: Comment = "", as_json: JsonFlag = False) -> None:
    """Refuse a rollout; it never starts."""
    _steer(rollout, "reject", {"comment": comment}, as_json=as_json)


def show(found: Mapping[str, Any], *, as_json: bool) -> None:
    """Print a rollout as people or programs want it."""
    if as_json:
        print_json(found)
    else:
        out.print(render(RolloutDetailBody.model_validate(found)))


def _steer(
    rollout: str, verb: str, body: Mapping[str, Any] | None = None, *, as_json: bool
) -> None:
    with connected() as client:
        found = client.post(f"/rollouts/{rollout}/{verb}", body)
        if not as_json:
            found = client.get(f"/rollouts/{rollout}?devices={SHOWN}")
    show(found, as_json=as_json)
