"""`flotilla devices views`, `label-all`, `ask-all`: searches with a name, one change to many."""

from typing import Annotated

import typer

from controlplane.cli.client import Client, connected
from controlplane.cli.devices import label_changes
from controlplane.cli.screen import JsonFlag, out, print_json, print_table, shown
from controlplane.devices.listing import Order
from shared.wire.down import Verb

Query = Annotated[
    str, typer.Argument(help="Which: 'site=berlin and not state=offline'; '' is all.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
Title = Annotated[str, typer.Argument(help="What it is called.")]


def views(*, as_json: JsonFlag = False) -> None:
    """List the searches that have a name; `flotilla devices --view NAME` looks through one."""
    with connected() as client:
        found = client.get("/device-views")
    if as_json:
        print_json(found)
    elif not found["views"]:
        out.print("[dim]No search has a name yet; `flotilla devices save-view` gives it one.[/]")
    else:
        print_table(
            ("name", "query", "presence", "order", "by"),
            [
                tuple(
                    shown(each[column])
                    for column in ("name", "query", "presence", "order", "created_by")
                )
                for each in found["views"]
            ],
        )


def save_view(
    name: Title,
    *,
    query: Annotated[str, typer.Option(help="As in the console's search box.")] = "",
    presence: Annotated[str, typer.Option(help="online, offline or never.")] = "",
    order: Annotated[Order, typer.Option(help="What comes first.")] = Order.NAME,
) -> None:
    """Give a search a name; the same name again replaces it."""
    body = {"name": name, "query": query, "presence": presence, "order": order.value}
    with connected() as client:
        client.post("/device-views", body)
    out.print(f"saved {name}", highlight=False)


def drop_view(name: Title) -> None:
    """Forget a search."""
    with connected() as client:
        client.delete(f"/device-views/{name}")
    out.print(f"forgot {name}", highlight=False)


def label_all(
    query: Query,
    labels: Annotated[list[str], typer.Argument(help="key=value sets one, key- takes one away.")],
    *,
    yes: Yes = False,
) -> None:
    """Change labels of all devices that a query means."""
    changes = label_changes(labels)
    with connected() as client:
        _sure(client, query, f"Set {' '.join(labels)} on", yes=yes)
        done = client.patch("/devices", {"query": query, "labels": changes})
    out.print(f"changed {done['changed']} of {done['meant']}", highlight=False)


def ask_all(
    query: Query,
    verb: Annotated[Verb, typer.Argument(help="What to ask.")],
    *,
    yes: Yes = False,
) -> None:
    """Ask the same of all devices that a query means."""
    with connected() as client:
        _sure(client, query, f"Ask to {verb.value} of", yes=yes)
        done = client.post("/devices/commands", {"query": query, "verb": verb.value})
    out.print(f"asked {done['changed']} of {done['meant']}", highlight=False)


def _sure(client: Client, query: str, what: str, *, yes: bool) -> None:
    if not yes:
        total = client.get("/devices", {"query": query, "limit": 1})["total"]
        typer.confirm(f"{what} {total} device{'' if total == 1 else 's'}?", abort=True)
