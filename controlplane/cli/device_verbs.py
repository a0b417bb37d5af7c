"""`flotilla devices`: list and show them, let them in, shut them out, ask something of them."""

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typing_extensions import override

from controlplane.cli import device_chat, device_many
from controlplane.cli import devices as views
from controlplane.cli.answers import answered
from controlplane.cli.client import Client, connected
from controlplane.cli.screen import JsonFlag, ago, out, pairs, print_json, print_table, shown
from controlplane.db.errors import InvalidError
from shared.wire.down import Verb

_LEAST_FINGERPRINT: Final = 8

Name = Annotated[str, typer.Argument(help="The device, by name or id.")]
Who = Annotated[
    str, typer.Argument(help="Name, id, or the first 8 or more digits of the fingerprint.")
]
Wait = Annotated[float, typer.Option(help="Seconds to wait for the answer; 0 does not wait.")]


class _Devices(TyperGroup):
    """A word that is no verb is the name of a device."""

    @override
    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            return super().resolve_command(ctx, ["show", *args])
        return super().resolve_command(ctx, args)


app = typer.Typer(cls=_Devices, invoke_without_command=True)


@app.callback()
def devices(
    ctx: typer.Context,
    *,
    query: views.Asked = "",
    view: views.Viewed = "",
    as_json: JsonFlag = False,
) -> None:
    """List the devices, or those that a query means, or show one: `flotilla devices NAME`."""
    if ctx.invoked_subcommand is None:
        views.devices(None, query=query, view=view, as_json=as_json)


@app.command(hidden=True)
def show(name: Name, *, as_json: JsonFlag = False) -> None:
    """Show one device."""
    views.devices(name, as_json=as_json)


@app.command()
def pending(*, as_json: JsonFlag = False) -> None:
    """List the devices that wait for somebody to let them in."""
    with connected() as client:
        found = client.get("/enrollment-requests")
    if as_json:
        print_json(found)
        return
    if not found["requests"]:
        out.print("[dim]No device waits.[/]")
        return
    now = datetime.now(UTC)
    print_table(
        ("name", "asked", "from", "labels", "fingerprint"),
        [
            (
                each["name"],
                ago(each["asked_at"], now),
                each["address"],
                pairs(each["labels"]),
                each["fingerprint"],
            )
            for each in found["requests"]
        ],
    )


@app.command()
def approve(who: Who) -> None:
    """Let a device in; compare the fingerprint with the one that it shows first."""
    _decide(who, "approve", "is let in")


@app.command()
def reject(who: Who) -> None:
    """Send a waiting device away."""
    _decide(who, "reject", "was sent away")


@app.command()
def revoke(
    name: Name, *, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """Shut a device out for good: the broker refuses it and cuts it off."""
    if not yes:
        typer.confirm(f"Shut {name} out for good?", abort=True)
    with connected() as client:
        client.delete(f"/devices/{name}")
    out.print(f"revoked {name}")


@app.command()
def label(
    name: Name,
    labels: Annotated[list[str], typer.Argument(help="key=value sets one, key- takes one away.")],
) -> None:
    """Change the labels of a device."""
    with connected() as client:
        device = client.patch(f"/devices/{name}", {"labels": views.label_changes(labels)})
    out.print(f"{device['name']}  {pairs(device['labels']) or 'no labels'}")


@app.command()
def renew(name: Name, *, wait: Wait = 20.0, as_json: JsonFlag = False) -> None:
    """Have a device ask for a new certificate now."""
    _ask(name, Verb.RENEW, {}, wait_s=wait, as_json=as_json)


@app.command()
def ask(
    name: Name,
    verb: Annotated[Verb, typer.Argument(help="What to ask.")],
    *,
    slot: Annotated[str, typer.Option(help="For restart-engine.")] = "",
    wait: Wait = 20.0,
    as_json: JsonFlag = False,
) -> None:
    """Ask something of a device, and wait for its answer."""
    _ask(name, verb, {"slot": slot} if slot else {}, wait_s=wait, as_json=as_json)


app.command("views")(device_many.views)
app.command("save-view")(device_many.save_view)
app.command("drop-view")(device_many.drop_view)
app.command("label-all")(device_many.label_all)
app.command("ask-all")(device_many.ask_all)
app.command("chat")(device_chat.chat)


def _decide(who: str, verb: str, outcome: str) -> None:
    with connected() as client:
        found = _waiting(client, who)
        client.post(f"/enrollment-requests/{found['id']}/{verb}")
    out.print(f"{found['name']} {outcome}")


def _waiting(client: Client, who: str) -> dict[str, Any]:
    plain = who.replace(" ", "").lower()
    found = [
        each
        for each in client.get("/enrollment-requests")["requests"]
        if who in {each["name"], each["id"]}
        or (len(plain) >= _LEAST_FINGERPRINT and each["fingerprint"].startswith(plain))
    ]
    if len(found) == 1:
        return dict(found[0])
    if found:
        raise InvalidError(f"{len(found)} devices called {who!r} wait; name one by its fingerprint")
    raise InvalidError(f"no device {who!r} waits; `flotilla devices pending` lists those that do")


def _ask(name: str, verb: Verb, arguments: dict[str, str], *, wait_s: float, as_json: bool) -> None:
    with connected() as client:
        body = {"verb": verb.value, "arguments": arguments}
        asked = client.post(f"/devices/{name}/commands", body)
        address = f"/devices/{name}/commands/{asked['id']}"
        asked = answered(asked, lambda: client.get(address), wait_s=wait_s)
    if as_json:
        print_json(asked)
        return
    fault = f": {shown(asked['fault']['message'])}" if asked["fault"] else ""
    out.print(f"{verb.value} {asked['state']}{fault}", highlight=False)
