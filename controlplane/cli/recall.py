"""`flotilla recall`: take a release back, signed where the release key is; and who still has it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from controlplane.cli import repositories
from controlplane.cli.client import connected
from controlplane.cli.models import find
from controlplane.cli.screen import JsonFlag, ago, out, print_json, print_table, shown
from controlplane.cli.secrets import KeysOption, PassphraseFile, ring_of
from controlplane.director.expiries import Repository
from controlplane.publisher.errors import PublishError
from controlplane.publisher.image import ImageRepository
from shared.digest import Digest, parse_digest
from shared.trust import RevokedEntry


class Action(StrEnum):
    STOP = "stop"
    """Devices stop it, and go back to what they ran before."""
    WARN = "warn"
    """Devices go on, and say so."""


def command(
    line: Annotated[str | None, typer.Argument()] = None,
    version: Annotated[str | None, typer.Argument()] = None,
    variant: Annotated[
        list[str] | None, typer.Option(help="Only this variant; may be given more than once.")
    ] = None,
    digest: Annotated[
        list[str] | None,
        typer.Option(help="A bundle by its digest, also one that was never published here."),
    ] = None,
    action: Annotated[Action, typer.Option(help="What devices do that run it.")] = Action.STOP,
    reason: Annotated[str, typer.Option(help="Why; devices and people are told.")] = "",
    keys: KeysOption = None,
    passphrase_file: PassphraseFile = None,
    *,
    keep_listed: Annotated[
        bool,
        typer.Option("--keep-listed", help="Sign the recall alone, without the line's own key."),
    ] = False,
    status: Annotated[
        bool, typer.Option("--status", help="Show what was recalled and who still has it.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Recall a release: no device installs it any more, and those that run it stop or warn."""
    if status:
        _show(line, version, as_json=as_json)
        return
    if not digest and (line is None or version is None):
        raise PublishError("name a line and a version, or a --digest, or ask for --status")
    if not reason.strip():
        raise PublishError("say why with --reason; it is shown to everybody whom it concerns")
    ring = ring_of(keys, passphrase_file)
    with connected() as client, TemporaryDirectory(prefix="flotilla-recall-") as scratch:
        wanted = [parse_digest(each) for each in digest or ()]
        if line and version:
            wanted += _chosen(find(client, line, version), variant)
        entries = [
            RevokedEntry(sha256=each, action=action, reason=reason.strip()) for each in wanted
        ]
        repo = Path(scratch) / "repository"
        seen = repositories.fetch(client, ring, Repository.IMAGE, repo)
        repositories.fetch_recalls(client, seen, repo)
        files = ImageRepository(ring, repo).revoke(
            entries, datetime.now(UTC), delist=not keep_listed
        )
        answer = client.post("/recalls", {"files": repositories.texts(files, repo)})
        repositories.view(client, ring, Repository.IMAGE).refresh()
    if as_json:
        print_json(answer)
        return
    for each in answer["recalls"]:
        out.print(f"recalled {_name(each)}  {each['digest']}  ({each['action']})")
    out.print(
        f"the image repository is at version {answer['timestamp_version']};"
        f" {answer['asked']} devices have it and were told to look"
    )
    for rollout in answer["aborted"]:
        out.print(f"aborted the rollout {rollout}")


def _chosen(release: Mapping[str, Any], wanted: list[str] | None) -> list[Digest]:
    name = f"{release['line']} {release['version']}"
    published = [each for each in release["variants"] if each["digest"]]
    if not published:
        raise PublishError(f"{name} was never published; there is nothing to recall")
    chosen = [each for each in published if not wanted or each["name"] in wanted]
    strays = sorted(set(wanted or ()) - {each["name"] for each in chosen})
    if strays:
        raise PublishError(f"{name} was not published as {strays[0]!r}")
    return [parse_digest(each["digest"]) for each in chosen]


def _show(line: str | None, version: str | None, *, as_json: bool) -> None:
    with connected() as client:
        recalls = client.get("/recalls")["recalls"]
    recalls = [
        each
        for each in recalls
        if line in {None, each["line"]} and version in {None, each["version"]}
    ]
    if as_json:
        print_json({"recalls": recalls})
        return
    if not recalls:
        out.print("nothing was recalled")
    now = datetime.now(UTC)
    for each in recalls:
        out.print(
            f"[bold]{_name(each)}[/]  {each['action']}, {ago(each['at'], now)} by"
            f" {shown(each['actor'])}: {shown(each['reason'])}",
            markup=True,
        )
        if not each["holders"]:
            out.print("  no device has it")
            continue
        print_table(
            ("device", "slot", "", "seen", "knows"),
            [
                (
                    f"  {holder['name']}",
                    holder["slot"],
                    "serves it" if holder["serving"] else "stopped",
                    "online" if holder["online"] else ago(holder["last_seen"], now),
                    holder["recall"] or "not yet",
                )
                for holder in each["holders"]
            ],
        )


def _name(recall: Mapping[str, Any]) -> str:
    parts = (recall["line"], recall["version"], recall["variant"])
    return " ".join(parts) if recall["line"] else str(recall["digest"])
