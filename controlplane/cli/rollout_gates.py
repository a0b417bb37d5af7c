"""`flotilla rollout gates`: what the gates found, with every number they saw."""

import typer
from rich.table import Table
from rich.text import Text

from controlplane.api.schemas.verdicts import VerdictBody, VerdictList
from controlplane.cli.client import connected
from controlplane.cli.rollout_steering import RolloutId
from controlplane.cli.screen import JsonFlag, out, print_json

_STYLES = {"fail": "red", "pass": "green", "inconclusive": "yellow"}


def add_to(app: typer.Typer) -> None:
    app.command()(gates)


def gates(rollout: RolloutId, *, as_json: JsonFlag = False) -> None:
    """Show what the gates found, and when they changed their minds."""
    with connected() as client:
        found = client.get(f"/rollouts/{rollout}/verdicts")
    if as_json:
        print_json(found)
        return
    verdicts = VerdictList.model_validate(found).verdicts
    if not verdicts:
        out.print("no gate has found anything yet")
        return
    out.print(_table(verdicts))
    for each in verdicts:
        if each.finding in {"fail", "inconclusive"}:
            out.print(Text.assemble((each.finding, _STYLES[each.finding]), f": {each.sentence}"))


def _table(verdicts: list[VerdictBody]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("found", "wave", "gate", "hardware", "", "n", "before", "after", "change"):
        table.add_column(column)
    for column in ("sure of", "p", "limit", "test"):
        table.add_column(column)
    for each in verdicts:
        table.add_row(
            each.found_at.strftime("%H:%M:%S"),
            str(each.wave + 1),
            each.gate.replace("_", " "),
            each.hardware or "all",
            Text(each.finding, _STYLES.get(each.finding, "dim")),
            str(each.devices),
            *(_number(value) for value in (each.before, each.after, each.change)),
            f"{_number(each.low)} to {_number(each.high)}",
            "" if each.p is None else f"{each.p:.2g}",
            "" if each.limit is None else f"{each.limit:g}",
            each.test,
        )
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}" if abs(value) < _LARGE else f"{value:.0f}"


_LARGE = 1000
