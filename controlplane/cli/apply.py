"""`flotilla apply`: make the rollouts of a file be there, once.

Applying the same file again changes nothing: a rollout of the same line, version, slot and selector
that has not ended is left as it is, and one with another policy is refused, for nobody can tell
what its devices were promised.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from controlplane.api.schemas.rollouts import CreateRollout, PreflightBody
from controlplane.cli.client import Client, connected
from controlplane.cli.rollout_file import FileError, Wanted, read, same
from controlplane.cli.rollout_view import render_preflight
from controlplane.cli.screen import JsonFlag, out, print_json, shown
from controlplane.rollouts.machine import ENDED, RolloutState


def command(
    file: Annotated[Path, typer.Option("--file", "-f", help="YAML file of rollouts.")],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would happen, and to whom.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Create the rollouts that a YAML file describes, unless they are under way already."""
    wanted = read(file)
    with connected() as client:
        known = _under_way(client)
        done = [_apply(client, file, each, known, dry_run=dry_run) for each in wanted]
    if as_json:
        print_json({"rollouts": done})
        return
    for each in done:
        _show(each)


def _apply(
    client: Client,
    file: Path,
    wanted: Wanted,
    known: Iterable[Mapping[str, Any]],
    *,
    dry_run: bool,
) -> dict[str, Any]:
    body = wanted.body.model_dump(mode="json", exclude_unset=True)
    found = next((each for each in known if same(wanted.body, each)), None)
    if found is not None:
        detail = client.get(f"/rollouts/{found['id']}?devices=0")
        _check(file, wanted, detail)
        return {"action": "unchanged", "rollout": detail}
    if dry_run:
        asked = {key: value for key, value in body.items() if key != "start"}
        return {"action": "would create", "preflight": client.post("/rollouts/preflight", asked)}
    return {"action": "created", "rollout": client.post("/rollouts", body)}


def _check(file: Path, wanted: Wanted, known: Mapping[str, Any]) -> None:
    """Refuse to change what a rollout under way promised.

    Raises:
        FileError: its policy is another one.
    """
    stored = CreateRollout.model_validate({"policy": known["policy"]}).policy
    if stored == wanted.body.policy:
        return
    mine, theirs = wanted.body.policy.model_dump(), stored.model_dump()
    differ = sorted(name for name in mine if mine[name] != theirs[name])
    raise FileError(
        file,
        wanted.line,
        f"rollout {known['id'][:8]} is {known['state'].replace('_', ' ')} with another policy"
        f" ({', '.join(differ)}); abort it first, or let it end",
    )


def _under_way(client: Client) -> list[Mapping[str, Any]]:
    found = client.get("/rollouts?limit=1000")["rollouts"]
    return [each for each in found if RolloutState(each["state"]) not in ENDED]


def _show(done: Mapping[str, Any]) -> None:
    if "preflight" in done:
        out.print(render_preflight(PreflightBody.model_validate(done["preflight"])))
        return
    rollout = done["rollout"]
    out.print(
        f"{done['action']}: rollout {rollout['id'][:8]} of {rollout['line']} {rollout['version']},"
        f" {rollout['state'].replace('_', ' ')}: {shown(rollout['sentence'])}"
    )
