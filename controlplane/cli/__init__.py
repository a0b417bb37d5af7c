"""`flotilla`: one module per noun, imported when it is asked for, because some of them weigh."""

import sys
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group
from typing_extensions import override

from controlplane.cli.screen import err, shown
from shared.errors import FlotillaError

_VERBS: Final = {
    "up": ("up", "command"),
    "demo": ("demo", "command"),
    "status": ("devices", "status"),
    "enroll-token": ("devices", "enroll_token"),
    "devices": ("device_verbs", "app"),
    "models": ("models", "app"),
    "publish": ("publish", "command"),
    "keys": ("keys", "app"),
    "trust": ("trust", "command"),
    "recall": ("recall", "command"),
    "export": ("export", "app"),
    "rollout": ("rollout", "app"),
    "apply": ("apply", "command"),
    "events": ("devices", "events"),
    "users": ("users", "app"),
    "sessions": ("users", "sessions"),
    "tokens": ("tokens", "app"),
    "audit": ("audit", "app"),
    "whoami": ("users", "whoami"),
}
"""What follows `flotilla`: the module of it, and what in the module it is."""


class _Verbs(TyperGroup):
    @override
    def list_commands(self, ctx: Any) -> list[str]:
        return list(_VERBS)

    @override
    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _VERBS:
            return None
        module, attribute = _VERBS[cmd_name]
        verb = getattr(import_module(f"controlplane.cli.{module}"), attribute)
        if isinstance(verb, typer.Typer):
            group = get_group(verb)
            group.name = cmd_name
            return group
        single = typer.Typer(add_completion=False)
        single.command(cmd_name)(verb)
        return get_command(single)


app = typer.Typer(
    cls=_Verbs,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def flotilla() -> None:
    """Small language models on edge machines: measured, signed, rolled out in waves."""


def main() -> None:
    """Run one verb; a failure of ours becomes one clear line and exit status 1."""
    try:
        app(prog_name="flotilla")
    except FlotillaError as error:
        err.print(f"[bold red]error:[/] {shown(str(error))}")
        sys.exit(1)
