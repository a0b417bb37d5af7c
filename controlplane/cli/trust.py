"""`flotilla trust`: every role of every repository, when it ends, and who must act."""

from typing import Annotated

import typer

from controlplane.cli.client import connected
from controlplane.cli.screen import JsonFlag, err, out, print_json, print_table

_COLOURS = {"ok": "green", "soon": "yellow", "late": "red"}
_LATE = 2


def command(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 2 when a role is late, for monitoring.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Show the signed roles: version, expiry, and who must sign again."""
    with connected() as client:
        trust = client.get("/trust")
    if as_json:
        print_json(trust)
    else:
        print_table(
            ("repository", "role", "version", "ends", "days", "", "signed again by"),
            [
                (
                    each["repository"],
                    each["role"],
                    str(each["version"]),
                    each["expires"][:10],
                    str(each["days_left"]),
                    f"[{_COLOURS[each['level']]}]{each['level']}[/]",
                    each["signer"],
                )
                for each in trust["roles"]
            ],
        )
        for each in trust["roles"]:
            if each["level"] != "ok":
                out.print(f"[{_COLOURS[each['level']]}]{each['sentence']}[/]", markup=True)
        if trust["evaluation_keys"]:
            err.print("[yellow]evaluation keys[/]: they lie beside the server")
    if check and trust["level"] == "late":
        raise typer.Exit(_LATE)
