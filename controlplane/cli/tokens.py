"""`flotilla tokens`: API tokens for programs and for the command line elsewhere."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from controlplane.cli.client import connected
from controlplane.cli.devices import seconds
from controlplane.cli.screen import JsonFlag, ago, out, print_json, print_table

app = typer.Typer(no_args_is_help=True, help="API tokens: shown once, with scopes and an end.")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What will use it.")],
    *,
    scope: Annotated[
        list[str] | None,
        typer.Option(help="What it may do: read, all, rollouts.*, rollouts.create... Repeatable."),
    ] = None,
    expires: Annotated[str, typer.Option(help="How long it lives: 12h, 30d...")] = "90d",
    as_json: JsonFlag = False,
) -> None:
    """Make a token that acts as you; it is shown this once."""
    body = {"name": name, "scopes": scope or ["read"], "expires_in_s": seconds(expires)}
    with connected() as client:
        made = client.post("/tokens", body)
        where = client.url
    if as_json:
        print_json(made)
        return
    out.print(f"[bold]{made['token']}[/]")
    out.print(f"[dim]acts as {made['owner']} ({', '.join(made['scopes'])}) for {expires};[/]")
    out.print(f"[dim]use it with[/] FLOTILLA_URL={where} FLOTILLA_TOKEN=…")


@app.command("list")
def list_tokens(*, as_json: JsonFlag = False) -> None:
    """List your tokens; an admin sees everybody's."""
    with connected() as client:
        found = client.get("/tokens")
    if as_json:
        print_json(found)
        return
    if not found["tokens"]:
        out.print("[dim]No token yet; make one with[/] flotilla tokens create NAME")
        return
    now = datetime.now(UTC)
    print_table(
        ("token", "name", "owner", "may", "state", "last used"),
        [
            (
                each["id"][:8],
                each["name"],
                each["owner"],
                ", ".join(each["scopes"]),
                _state(each),
                ago(each["used_at"], now),
            )
            for each in found["tokens"]
        ],
    )


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="The token's id, or the beginning of it.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Kill a token for good."""
    with connected() as client:
        known = [each["id"] for each in client.get("/tokens")["tokens"]]
        meant = [each for each in known if each.startswith(token)]
        identifier = meant[0] if len(meant) == 1 else token
        client.delete(f"/tokens/{identifier}")
    if as_json:
        print_json({"id": identifier})
        return
    out.print("the token is dead")


def _state(token: dict[str, Any]) -> str:
    if token["revoked_at"]:
        return "revoked"
    return f"open until {token['expires_at'][:10]}" if token["is_open"] else "expired"
