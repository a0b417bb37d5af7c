"""`flotilla devices`, `enroll-token`, `status`, `events`: the fleet on the command line."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from controlplane.cli.client import connected
from controlplane.cli.screen import JsonFlag, ago, out, pairs, print_json, print_table, shown
from controlplane.db.errors import InvalidError
from shared.compat import size

_UNITS_S = {"m": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"^([0-9]{1,6})([mhd])$")
Asked = Annotated[
    str, typer.Option("--query", help="Which: site=berlin and memory >= 2GiB and not state=failed.")
]
Viewed = Annotated[str, typer.Option("--view", help="Those of a saved search, by its name.")]
_PRESENCE = {"online": "[green]online[/]", "offline": "[red]offline[/]", "never": "[dim]never[/]"}


def enroll_token(
    *,
    label: Annotated[
        list[str] | None, typer.Option(help="key=value, granted to the device; repeatable.")
    ] = None,
    uses: Annotated[int, typer.Option(min=1, help="How many devices may enroll with it.")] = 1,
    expires: Annotated[str, typer.Option(help="Like 30m, 24h or 7d.")] = "24h",
    approve: Annotated[
        bool, typer.Option("--approve", help="A person must agree to each device.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Make a token with which a device enrolls; it is shown once."""
    body = {"labels": parse_labels(label or []), "uses": uses, "expires_in_s": seconds(expires)}
    body["approve"] = approve
    with connected() as client:
        made = client.post("/enrollment-tokens", body)
    if as_json:
        print_json(made)
        return
    plural = "one device" if uses == 1 else f"{uses} devices"
    out.print(f"[dim]For {plural}, within {expires}. Run this on the device:[/]")
    print(made["command"])


def devices(
    name: Annotated[str | None, typer.Argument(help="One device, by name or id.")] = None,
    *,
    query: Asked = "",
    view: Viewed = "",
    as_json: JsonFlag = False,
) -> None:
    """List the devices, or those that a query or a saved search means, or show one."""
    with connected() as client:
        asked = {key: value for key, value in (("query", query), ("view", view)) if value}
        found = client.get(f"/devices/{name}") if name else client.get("/devices", asked)
    if as_json:
        print_json(found)
    elif name:
        _show(found)
    elif not found["devices"] and asked:
        out.print("[dim]No device is meant by that.[/]")
    elif not found["devices"]:
        out.print("[dim]No device has enrolled yet; make a token with `flotilla enroll-token`.[/]")
    else:
        _list(found["devices"])


def status(*, as_json: JsonFlag = False) -> None:
    """Say how the control plane is."""
    with connected() as client:
        found = client.get("/status")
    if as_json:
        print_json(found)
        return
    counts = found["devices"]
    broker = "[green]connected[/]" if found["broker_connected"] else "[red]not connected[/]"
    keys = " [yellow](evaluation keys)[/]" if found["evaluation_keys"] else ""
    out.print(f"Fleet     {found['fleet']}{keys}, version {found['version']}")
    out.print(f"Devices   {counts['devices']}: {counts['online']} online,", end=" ")
    out.print(f"{counts['offline']} offline, {counts['never']} never seen")
    out.print(f"Broker    {broker}, {found['mqtt_host']}:{found['mqtt_port']}")
    out.print(f"Director  version {found['director_version']}")
    out.print(f"Console   {found['url']}")
    out.print(f"Gateway   {found['gateway_url']}")


def events(
    *,
    limit: Annotated[int, typer.Option(min=1, max=500)] = 20,
    as_json: JsonFlag = False,
) -> None:
    """Say what happened, newest first."""
    with connected() as client:
        found = client.get("/events", {"limit": limit})
    if as_json:
        print_json(found)
        return
    now = datetime.now(UTC)
    print_table(
        ("when", "who", "what"),
        [
            (ago(event["at"], now), shown(event["actor"]), shown(event["text"]))
            for event in found["events"]
        ],
    )


def parse_labels(texts: list[str]) -> dict[str, str]:
    """Return `key=value` texts as labels.

    Raises:
        InvalidError: one has no `=`.
    """
    labels = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key or not value:
            raise InvalidError(f"{text!r} is not a label; write it like site=lisbon")
        labels[key] = value
    return labels


def label_changes(texts: list[str]) -> dict[str, str | None]:
    """Return what `key=value` sets and `key-` takes away.

    Raises:
        InvalidError: one is neither.
    """
    changes: dict[str, str | None] = {}
    for text in texts:
        if text.endswith("-") and "=" not in text:
            changes[text[:-1]] = None
        else:
            changes |= parse_labels([text])
    return changes


def seconds(duration: str) -> int:
    """Return how long `30m`, `24h` or `7d` is.

    Raises:
        InvalidError: it is none of these.
    """
    match = _DURATION.fullmatch(duration)
    if match is None:
        raise InvalidError(f"{duration!r} is not a duration; write it like 30m, 24h or 7d")
    return int(match[1]) * _UNITS_S[match[2]]


def _list(found: list[dict[str, Any]]) -> None:
    now = datetime.now(UTC)
    print_table(
        ("name", "presence", "seen", "serves", "labels", "memory"),
        [
            (
                device["name"],
                _PRESENCE[device["presence"]],
                ago(device["last_seen"], now),
                _serves(device["slots"]),
                pairs(device["labels"]),
                _memory(device["capability"]),
            )
            for device in found
        ],
    )


def _show(device: dict[str, Any]) -> None:
    now = datetime.now(UTC)
    capability = device["capability"]
    out.print(f"[bold]{device['name']}[/]  {_PRESENCE[device['presence']]}")
    out.print(f"id        {device['id']}")
    out.print(f"labels    {pairs(device['labels']) or '-'}")
    out.print(f"seen      {ago(device['last_seen'], now)}")
    out.print(f"agent     {device['agent'] or '-'}, API {device['api'] or 'not serving'}")
    out.print(f"serves    {_serves(device['slots']) or 'nothing'}")
    if capability:
        engines = ", ".join(f"{each['name']} {each['version']}" for each in capability["engines"])
        out.print(f"machine   {capability['cpu_model']}, {capability['cores']} cores")
        out.print(f"          {capability['system']}, {capability['architecture']}")
        out.print(f"memory    {_memory(capability)} for a bundle")
        out.print(f"disk      {size(capability['disk_budget_bytes'])} for bundles")
        out.print(f"engines   {engines or 'none'}")
    if device["revoked_at"]:
        out.print(f"[red]revoked   {ago(device['revoked_at'], now)}[/]")


def _serves(slots: dict[str, Any]) -> str:
    parts = []
    for slot, report in sorted(slots.items()):
        if not report.get("bundle"):
            continue
        what = f"{report['line']} {report['version']} {report['variant']}"
        parts.append(what if slot == "main" else f"{slot}: {what}")
    return ", ".join(parts)


def _memory(capability: dict[str, Any] | None) -> str:
    return size(capability["memory_budget_bytes"]) if capability else "-"
