"""`flotilla models`: import a model file, list releases, show one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Annotated, Any, Final

import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)

from controlplane.cli.client import Client, RefusedError, connected
from controlplane.cli.screen import JsonFlag, err, out, print_json, print_table, shown
from shared.compat import size
from shared.digest import Digest, sha256_of_file
from shared.errors import Category, FlotillaError

_POLL_S: Final = 0.4
_PIECE_BYTES: Final = 2**20
_DEFAULT_VARIANTS: Final = ("f16", "q8_0", "q4_k_m")
_WORKING: Final = frozenset({"draft", "building"})

app = typer.Typer(help="Import models and see their releases.", no_args_is_help=False)


class BuildFailedError(FlotillaError):
    """No variant of the release could be built."""

    code = "build_failed"
    category = Category.MODEL


@app.callback(invoke_without_command=True)
def index(
    context: typer.Context,
    line: Annotated[str | None, typer.Option(help="Only releases of this line.")] = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """List releases, the newest first."""
    if context.invoked_subcommand is not None:
        return
    with connected() as client:
        releases = client.get("/releases", {"line": line} if line else None)
    if as_json:
        print_json(releases)
        return
    if not releases:
        out.print("no releases yet; import one with `flotilla models import`")
        return
    print_table(
        ("line", "version", "state", "variants", "best", "created"),
        (
            (
                each["line"],
                each["version"],
                each["state"],
                " ".join(variant["name"] for variant in each["variants"]),
                _score(each["variants"][0]["evaluation"]),
                each["created_at"][:16].replace("T", " "),
            )
            for each in releases
        ),
    )


@app.command("show")
def show(line: str, version: str, *, as_json: JsonFlag = False) -> None:
    """Show one release with its variants, best first."""
    with connected() as client:
        release = find(client, line, version)
    if as_json:
        print_json(release)
    else:
        describe(release)


@app.command("import")
def bring(
    path: Annotated[Path, typer.Argument(help="A GGUF file.", exists=True, dir_okay=False)],
    line: Annotated[str, typer.Option(help="The line it is a version of.")],
    version: Annotated[str, typer.Option(help="Its version; never used before in the line.")],
    licence: Annotated[str, typer.Option(help="SPDX identifier, such as apache-2.0.")] = "",
    evals: Annotated[
        Path | None,
        typer.Option("--eval", help="Held-out items, JSON lines.", exists=True, dir_okay=False),
    ] = None,
    golden: Annotated[
        Path | None,
        typer.Option(help="Prompts devices ask first, JSON lines.", exists=True, dir_okay=False),
    ] = None,
    card: Annotated[
        Path | None, typer.Option(help="The model card.", exists=True, dir_okay=False)
    ] = None,
    variant: Annotated[
        list[str] | None, typer.Option(help="A quantization to make; may be given repeatedly.")
    ] = None,
    context: Annotated[int, typer.Option(help="Tokens of context per request.")] = 512,
    parallel: Annotated[int, typer.Option(help="Requests at once.")] = 2,
    eval_items: Annotated[int, typer.Option(help="Items to evaluate; 0 means all.")] = 0,
    *,
    wait: Annotated[bool, typer.Option(help="Stay until every variant is built.")] = True,
    as_json: JsonFlag = False,
) -> None:
    """Import a model: upload it, then quantize, evaluate and measure every variant."""
    wanted = list(variant) if variant else list(_DEFAULT_VARIANTS)
    with connected() as client:
        with _progress(quiet=as_json, transfer=True) as bars:
            body: dict[str, Any] = {"source": upload(client, path, bars)}
            for use, file in (("evals", evals), ("golden", golden), ("card", card)):
                if file is not None:
                    body[use] = upload(client, file, bars)
        created = client.post(
            "/releases",
            {
                **body,
                "line": line,
                "version": version,
                "licence": licence,
                "variants": wanted,
                "context": context,
                "parallel": parallel,
                "eval_limit": eval_items,
            },
        )
        release = (
            _watch(client, created["id"], quiet=as_json)
            if wait
            else client.get(f"/releases/{created['id']}")
        )
    if as_json:
        print_json(release)
    else:
        describe(release)
    if release["state"] == "failed":
        raise BuildFailedError(f"no variant of {line} {version} could be built")


def find(client: Client, line: str, version: str) -> dict[str, Any]:
    """Return one version of a line.

    Raises:
        RefusedError: there is none.
    """
    found: list[dict[str, Any]] = client.get("/releases", {"line": line, "version": version})
    if not found:
        raise RefusedError(
            status=404,
            detail=f"there is no release {line} {version}; `flotilla models` lists what there is",
            reason="release_not_found",
        )
    return found[0]


def upload(client: Client, path: Path, bars: Progress) -> Digest:
    """Upload a file under its digest, unless the control plane has it already."""
    with path.open("rb") as file:
        digest = sha256_of_file(file)
    length = path.stat().st_size
    bar = bars.add_task(path.name, total=length)
    if _has(client, digest):
        bars.update(bar, completed=length)
        return digest
    client.put_bytes(f"/blobs/{digest}", _pieces(path, bars, bar))
    return digest


def describe(release: Mapping[str, Any]) -> None:
    """Print a release for people."""
    out.print(
        f"[bold]{release['line']} {release['version']}[/]  {release['state']}"
        f"  {release['architecture']}, {release['parameters'] / 1e6:.1f} M parameters,"
        f" context {release['context']} x {release['parallel']}"
        f"{', ' + release['licence'] if release['licence'] else ''}",
        markup=True,
    )
    print_table(
        ("variant", "state", "size", "bits", "memory", "right", "golden", "bundle"),
        (_row(variant) for variant in release["variants"]),
    )
    for variant in release["variants"]:
        if variant["fault"]:
            err.print(f"{variant['name']}: {shown(variant['fault']['message'])}")


def _row(variant: Mapping[str, Any]) -> tuple[str, ...]:
    state = variant["state"]
    if state == "running":
        state = f"{variant['step'] or 'running'} {variant['progress']} %"
    golden = variant["golden"]
    return (
        variant["name"],
        state,
        size(variant["size_bytes"]) if variant["size_bytes"] else "",
        f"{variant['bits_per_weight']:.2f}" if variant["size_bytes"] else "",
        size(variant["memory_bytes"]) if variant["memory_bytes"] else "",
        _score(variant["evaluation"]),
        f"{golden['correct']}/{golden['items']}" if golden else "",
        (variant["digest"] or "")[:19],
    )


def _score(evaluation: Mapping[str, Any] | None) -> str:
    return f"{evaluation['fraction']:.1%} of {evaluation['items']}" if evaluation else ""


def _has(client: Client, digest: Digest) -> bool:
    try:
        with client.stream(f"/blobs/{digest}"):
            return True
    except RefusedError as error:
        if error.reason == "blob_not_found":
            return False
        raise


def _pieces(path: Path, bars: Progress, bar: TaskID) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
            bars.advance(bar, len(piece))


def _watch(client: Client, release_id: str, *, quiet: bool) -> dict[str, Any]:
    """Show progress until nothing is built any more; return the release then."""
    with _progress(quiet=quiet, transfer=False) as bars:
        tasks: dict[str, TaskID] = {}
        while True:
            release: dict[str, Any] = client.get(f"/releases/{release_id}")
            for variant in release["variants"]:
                name = variant["name"]
                if name not in tasks:
                    tasks[name] = bars.add_task(name, total=100)
                step = variant["step"] or variant["state"]
                bars.update(
                    tasks[name], completed=variant["progress"], description=f"{name}: {step}"
                )
            if release["state"] not in _WORKING:
                return release
            sleep(_POLL_S)


@contextmanager
def _progress(*, quiet: bool, transfer: bool) -> Iterator[Progress]:
    """Open the bars; on standard error, so that the result can be piped."""
    columns = (
        (DownloadColumn(), TransferSpeedColumn())
        if transfer
        else (TextColumn("{task.percentage:>3.0f} %"), TimeElapsedColumn())
    )
    with Progress(
        TextColumn("{task.description}"), BarColumn(), *columns, console=err, disable=quiet
    ) as bars:
        yield bars
