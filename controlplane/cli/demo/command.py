"""The verb itself: sets the stage, tells the story, keeps it up or checks it and ends."""

import json
import shutil
import signal
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from controlplane.cli.demo.cast import MODEL
from controlplane.cli.demo.stage import Stage, StageError
from controlplane.cli.demo.story import Story, Summary
from controlplane.cli.screen import JsonFlag, err, print_json

_MARK = "this-folder-belongs-to-flotilla-demo"
_WATCH_S = 1.0


def command(
    *,
    once: Annotated[
        bool, typer.Option("--once", help="Check the outcome, print one line, and exit.")
    ] = False,
    folder: Annotated[
        Path, typer.Option(help="Where the demo keeps everything; emptied at the start.")
    ] = Path("data/demo"),
    model: Annotated[Path, typer.Option(help="Folder of the model that is rolled out.")] = MODEL,
    as_json: JsonFlag = False,
) -> None:
    """Show the main job: three agents, one signed model, a rollout in two waves."""
    _empty(folder)
    _end_in_order()
    began = time.monotonic()
    console = Console(stderr=as_json, highlight=False)
    with Stage(folder.resolve()) as stage:
        story = Story(stage, console, model=model.resolve())
        try:
            summary = story.tell()
        except KeyboardInterrupt:
            console.print("\n[dim]stopped[/]")
            raise typer.Exit(130) from None
        elapsed_s = time.monotonic() - began
        if once:
            _end(summary, elapsed_s, as_json=as_json)
            return
        console.print(f"\n[bold]Console[/]  {summary.console}", soft_wrap=True)
        console.print(f"[dim]Logs in {folder}/logs. Ctrl-C ends everything.[/]")
        _stay(stage)


def _end_in_order() -> None:
    """Let whatever ends this process end it as Ctrl-C does, so that nothing stays behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def _end(summary: Summary, elapsed_s: float, *, as_json: bool) -> None:
    if as_json:
        print_json({**summary.as_dict(), "elapsed_s": round(elapsed_s, 1)})
    else:
        print(f"{summary.line()} in {elapsed_s:.0f} s")
    if summary.problems:
        raise typer.Exit(1)


def _stay(stage: Stage) -> None:
    try:
        while True:
            time.sleep(_WATCH_S)
            stage.check()
    except KeyboardInterrupt:
        return
    except StageError as error:
        err.print(f"[bold red]error:[/] {error}")
        raise typer.Exit(1) from error


def _empty(folder: Path) -> None:
    """Begin with an empty folder; one that is not ours is never emptied.

    Raises:
        StageError: the folder holds something else.
    """
    mark = folder / _MARK
    if folder.exists() and any(folder.iterdir()):
        if not mark.exists():
            raise StageError(
                f"{folder} is not empty and was not made by a demo; name another with --folder"
            )
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text(json.dumps({"about": "made by `flotilla demo`, which may empty it"}))
