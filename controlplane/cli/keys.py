"""`flotilla keys`: the key ceremony, and what keys and roles there are.

The ceremony needs no network and no control plane. What it makes goes three ways: the keys stay on
offline media, the repositories and the director's key go to the server's data folder.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import typer
from tuf.api.metadata import Signed

from controlplane.cli import key_changes
from controlplane.cli.screen import JsonFlag, err, out, print_json, print_table
from controlplane.cli.secrets import (
    KeysOption,
    NoPassphrase,
    PassphraseFile,
    asking,
    new_passphrase,
    ring_of,
)
from controlplane.director.errors import RepositoryError
from controlplane.director.folder import MetadataFolder
from controlplane.publisher import ceremony, hsm
from controlplane.publisher.ceremony import Protection
from controlplane.publisher.errors import CeremonyError
from controlplane.publisher.keys import KeyFact

app = typer.Typer(no_args_is_help=True, help="Make, show and change the signing keys.")
for verb in (key_changes.rotate, key_changes.replace, key_changes.extend, key_changes.refresh):
    app.command()(verb)

_REPOSITORIES: Final = {"image": "image-repo", "director": "director-repo", "usb": "usb-repo"}


@app.command()
def create(
    folder: Annotated[Path, typer.Argument(help="Where the offline keys go.", file_okay=False)],
    output: Annotated[
        Path, typer.Option(help="Where what the server needs goes.", file_okay=False)
    ],
    passphrase_file: PassphraseFile = None,
    module: Annotated[
        list[str] | None,
        typer.Option("--hsm", help="A key in a hardware module: NAME=hsm:2?label=TOKEN"),
    ] = None,
    *,
    no_passphrase: NoPassphrase = False,
    as_json: JsonFlag = False,
) -> None:
    """Hold the key ceremony: every key, and the first metadata of every repository."""
    ask = asking(passphrase_file)
    passphrase = None if no_passphrase else new_passphrase(passphrase_file)
    if no_passphrase:
        err.print("[yellow]the keys are not encrypted[/]: whoever reads the folder can sign")
    modules = {}
    for each in module or ():
        name, found, uri = each.partition("=")
        if not found:
            raise CeremonyError(f"{each!r} is not NAME=URI")
        modules[name] = hsm.read_public(uri, ask)
    ceremony.create(
        folder,
        image_repo=output / _REPOSITORIES["image"],
        director_repo=output / _REPOSITORIES["director"],
        usb_repo=output / _REPOSITORIES["usb"],
        director_key=output / "director.key",
        now=datetime.now(UTC),
        protection=Protection(passphrase, modules, ask),
    )
    facts = ceremony.describe(folder)
    if as_json:
        print_json({"keys": [_record(fact) for fact in facts], "output": str(output)})
        return
    _print_keys(facts)
    out.print(
        f"\nCopy what is in {output} into the server's data folder (FLOTILLA_DATA) and delete it"
        f" here; director.key is secret. Spread the root keys of {folder} over separate media."
    )


@app.command()
def show(
    repository: Annotated[
        list[Path] | None, typer.Argument(help="Folders of repositories to look into.")
    ] = None,
    keys: KeysOption = None,
    *,
    as_json: JsonFlag = False,
) -> None:
    """Show every key, and every role's version and expiry; opens no key."""
    facts = ring_of(keys, None).facts()
    roles = [row for repo in repository or () for row in _roles(repo)]
    if as_json:
        names = ("repository", "role", "version", "expires")
        print_json(
            {
                "keys": [_record(fact) for fact in facts],
                "roles": [dict(zip(names, row, strict=True)) for row in roles],
            }
        )
        return
    _print_keys(facts)
    if roles:
        out.print()
        print_table(("repository", "role", "version", "expires"), roles)


def _roles(repo: Path) -> list[tuple[str, str, str, str]]:
    folder = MetadataFolder(repo)
    snapshot = folder.snapshot()
    found: list[Signed] = [
        folder.root().signed,
        folder.timestamp().signed,
        snapshot.signed,
    ]
    rows = [(repo.name, each.type, str(each.version), f"{each.expires:%Y-%m-%d}") for each in found]
    for meta in sorted(snapshot.signed.meta):
        role = folder.targets(meta.removesuffix(".json"), snapshot.signed)
        if role is None:
            raise RepositoryError(f"{repo} lacks its role {meta}")
        name = meta.removesuffix(".json")
        expires = f"{role.signed.expires:%Y-%m-%d}"
        rows.append((repo.name, name, str(role.signed.version), expires))
    return rows


def _print_keys(facts: tuple[KeyFact, ...]) -> None:
    for each in facts:
        out.print(f"{each.name}: {each.algorithm}, {each.place}; signs {each.purpose}")
        out.print(f"  {each.key_id}  {each.file}")


def _record(fact: KeyFact) -> dict[str, str]:
    return {
        "name": fact.name,
        "algorithm": fact.algorithm,
        "fingerprint": fact.key_id,
        "kept": fact.place,
        "signs": fact.purpose,
        "file": str(fact.file),
    }
