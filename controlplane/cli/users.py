"""`flotilla users`: who may sign in to the console; `flotilla sessions`; `flotilla whoami`."""

import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from controlplane.access.policy import Role
from controlplane.cli.client import connected
from controlplane.cli.screen import JsonFlag, ago, out, print_json, print_table

Name = Annotated[str, typer.Argument(help="The user's name.")]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]

app = typer.Typer(no_args_is_help=True, help="Who may sign in to the console.")
sessions = typer.Typer(no_args_is_help=True, help="Who is signed in to the console.")


@app.command("list")
def list_users(*, as_json: JsonFlag = False) -> None:
    """List everybody."""
    with connected() as client:
        found = client.get("/users")
    if as_json:
        print_json(found)
        return
    if not found["users"]:
        out.print("[dim]Nobody has an account; add one with[/] flotilla users add NAME")
        return
    now = datetime.now(UTC)
    print_table(
        ("name", "role", "state", "signs in by", "last sign-in"),
        [
            (
                each["name"],
                each["role"],
                "disabled" if each["disabled_at"] else "active",
                _way_in(each),
                ago(each["signed_in_at"], now),
            )
            for each in found["users"]
        ],
    )


@app.command()
def add(
    name: Name,
    *,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.VIEWER,
    password_stdin: FromInput = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="They cannot sign in until one is set.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Add a user; asks for a password."""
    body: dict[str, Any] = {"name": name, "role": role}
    if not no_password:
        body["password"] = _password(from_input=password_stdin)
    with connected() as client:
        made = client.post("/users", body)
        where = client.get("/status")["url"]
    if as_json:
        print_json(made)
        return
    out.print(f"[bold]{made['name']}[/] may sign in at {where}/sign-in as {made['role']}")


@app.command()
def role(
    name: Name,
    role: Annotated[Role, typer.Argument(help="What they may do from now on.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """Give a user another role; it holds from their next request on."""
    _change(name, {"role": role}, f"is {role} now", as_json=as_json)


@app.command()
def disable(name: Name, *, as_json: JsonFlag = False) -> None:
    """Shut a user out: sessions end, API tokens are dead."""
    _change(name, {"disabled": True}, "is shut out", as_json=as_json)


@app.command()
def enable(name: Name, *, as_json: JsonFlag = False) -> None:
    """Let a user in again; their old API tokens stay dead."""
    _change(name, {"disabled": False}, "may sign in again", as_json=as_json)


@app.command()
def password(name: Name, *, password_stdin: FromInput = False, as_json: JsonFlag = False) -> None:
    """Give a user a new password; their sessions end."""
    fresh = _password(from_input=password_stdin)
    with connected() as client:
        client.put(f"/users/{name}/password", {"password": fresh})
    if as_json:
        print_json({"name": name})
        return
    out.print(f"[bold]{name}[/] has a new password")


@sessions.command("list")
def list_sessions(*, as_json: JsonFlag = False) -> None:
    """List the sessions that are open, the last used first."""
    with connected() as client:
        found = client.get("/sessions")
    if as_json:
        print_json(found)
        return
    now = datetime.now(UTC)
    print_table(
        ("session", "who", "by", "from", "signed in", "last used"),
        [
            (
                each["id"][:8],
                each["name"],
                each["method"],
                each["address"],
                ago(each["opened_at"], now),
                ago(each["seen_at"], now),
            )
            for each in found["sessions"]
        ],
    )


@sessions.command()
def end(
    session: Annotated[str, typer.Argument(help="The session's id, or the beginning of it.")],
    *,
    as_json: JsonFlag = False,
) -> None:
    """End a session; whoever had it must sign in again."""
    with connected() as client:
        known = [each["id"] for each in client.get("/sessions")["sessions"]]
        meant = [each for each in known if each.startswith(session)]
        identifier = meant[0] if len(meant) == 1 else session
        client.delete(f"/sessions/{identifier}")
    if as_json:
        print_json({"id": identifier})
        return
    out.print("the session is ended")


def whoami(*, as_json: JsonFlag = False) -> None:
    """Say who you are to the control plane, and what you may do."""
    with connected() as client:
        found = client.get("/me")
        where = client.url
    if as_json:
        print_json(found)
        return
    out.print(f"[bold]{found['name']}[/], {found['role']}, at {where}")
    out.print(f"[dim]may[/] {', '.join(found['permissions'])}")


def _change(name: str, body: dict[str, Any], words: str, *, as_json: bool) -> None:
    with connected() as client:
        changed = client.patch(f"/users/{name}", body)
    if as_json:
        print_json(changed)
        return
    out.print(f"[bold]{changed['name']}[/] {words}")


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _way_in(user: dict[str, Any]) -> str:
    if user["issuer"]:
        return str(user["issuer"])
    return "password" if user["has_password"] else "nothing yet"
