"""How the command line speaks: tables for people, `--json` for programs."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: Any) -> None:
    """Print one JSON value, plain, so that `| jq` works."""
    print(json.dumps(value, indent=2, default=str))


def plain(text: str) -> str:
    """Return text of others without codes that a terminal would obey."""
    return "".join(each if each.isprintable() or each in "\n\t" else "\ufffd" for each in text)


def shown(text: str) -> str:
    """Return text of others as it may stand among our own: no codes, and no markup of ours."""
    return escape(plain(text))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def ago(instant: str | None, now: datetime) -> str:
    """Say how long ago an ISO instant was, in one unit."""
    if instant is None:
        return "never"
    seconds = max(0, int((now - datetime.fromisoformat(instant)).total_seconds()))
    for unit, length in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= length:
            return f"{seconds // length} {unit} ago"
    return f"{seconds} s ago"


def pairs(labels: dict[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in sorted(labels.items()))
