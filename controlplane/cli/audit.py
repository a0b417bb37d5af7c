"""`flotilla audit`: take the log away, and check that nobody changed it."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from controlplane.api.schemas.audit import AuditEntry
from controlplane.audit import chain
from controlplane.audit.chain import Entry
from controlplane.cli.client import connected
from controlplane.cli.screen import JsonFlag, err, out, print_json
from controlplane.db.errors import InvalidError

app = typer.Typer(no_args_is_help=True, help="The log of everything that happened, as a chain.")


@app.command()
def export(
    file: Annotated[Path | None, typer.Argument(help="Where to; standard output if none.")] = None,
    *,
    after: Annotated[int, typer.Option(help="Begin after this entry.")] = 0,
    as_json: JsonFlag = False,
) -> None:
    """Write the log as JSON lines, one entry a line."""
    del as_json  # JSON lines are what it writes in any case
    with connected() as client, client.stream(f"/audit/export?after={after}") as pieces:
        if file is None:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            return
        with file.open("wb") as handle:
            for piece in pieces:
                handle.write(piece)
    err.print(f"[dim]wrote {file}[/]")


@app.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="An exported file to check, instead of the server's log.")
    ] = None,
    *,
    head: Annotated[
        str, typer.Option(help="SEQ:HASH that an earlier run showed; it must still be there.")
    ] = "",
    as_json: JsonFlag = False,
) -> None:
    """Check the chain; exit status 1 when it does not hold."""
    kept = _head(head)
    if file is not None:
        found = _of_file(file, kept)
    else:
        query = f"?seq={kept[0]}&hash={kept[1]}" if kept else ""
        with connected() as client:
            found = client.get(f"/audit/verification{query}")
    if as_json:
        print_json(found)
    elif found["holds"]:
        out.print(f"[green]the chain holds[/]: {found['entries']} entries")
        out.print(
            f"[dim]keep this elsewhere:[/] --head {found['head']['seq']}:{found['head']['hash']}"
        )
    else:
        out.print(f"[bold red]the chain is broken[/], {found['entries']} entries")
        for each in found["breaks"]:
            out.print(f"  entry {each['seq']}: {each['reason']}")
    if not found["holds"]:
        raise typer.Exit(1)


def _of_file(file: Path, kept: tuple[int, str] | None) -> dict[str, Any]:
    """Check an exported file; it may begin anywhere in the chain."""
    entries = list(_entries(file))
    if not entries:
        raise InvalidError(f"{file} holds no entry")
    first, last = entries[0], entries[-1]
    found = list(chain.breaks(entries, seq=first.seq - 1, hash_=first.previous))
    if kept is not None and kept not in {(each.seq, each.hash) for each in entries}:
        found.append(chain.Break(kept[0], "it is not the entry whose hash was kept"))
    return {
        "holds": not found,
        "entries": len(entries),
        "head": {"seq": last.seq, "hash": last.hash},
        "breaks": [{"seq": each.seq, "reason": each.reason} for each in found],
    }


def _entries(file: Path) -> Iterator[Entry]:
    with file.open(encoding="utf-8") as lines:
        for number, line in _numbered(lines):
            try:
                yield AuditEntry.model_validate(json.loads(line)).entry()
            except (ValueError, ValidationError) as error:
                raise InvalidError(f"{file}, line {number}: this is no entry") from error


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _head(text: str) -> tuple[int, str] | None:
    if not text:
        return None
    seq, _, hash_ = text.partition(":")
    if not seq.isdecimal() or not hash_:
        raise InvalidError(
            f"{text!r} is not a head; write SEQ:HASH as `flotilla audit verify` does"
        )
    return int(seq), hash_
