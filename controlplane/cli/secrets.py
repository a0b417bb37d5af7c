"""Where passphrases and PINs come from: a file, or the person at the terminal. Asked once each."""

from pathlib import Path
from typing import Annotated, Final

import typer

from controlplane.publisher.errors import CeremonyError
from controlplane.publisher.keys import Ask, KeyRing
from controlplane.settings import Settings

KeysOption = Annotated[
    list[Path] | None,
    typer.Option("--keys", help="Folder of signing keys; may be given more than once."),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(help="File with the keys' passphrase, instead of asking.", dir_okay=False),
]
NoPassphrase = Annotated[bool, typer.Option("--no-passphrase", help="Leave new keys unencrypted.")]
_SHORTEST: Final = 12


def asking(file: Path | None) -> Ask:
    """Return what answers for passphrases, from `file` if there is one, and for PINs."""
    known: dict[str, str] = {}

    def ask(what: str) -> str:
        if file is not None and what.startswith("passphrase"):
            return read(file)
        if what not in known:
            known[what] = typer.prompt(what.capitalize(), hide_input=True, err=True)
        return known[what]

    return ask


def read(file: Path) -> str:
    """Return the first line of a passphrase file.

    Raises:
        CeremonyError: it cannot be read or is empty.
    """
    try:
        lines = file.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CeremonyError(f"the passphrase file {file} cannot be read: {error}") from error
    if not lines or not lines[0]:
        raise CeremonyError(f"the passphrase file {file} is empty")
    return lines[0]


def new_passphrase(file: Path | None) -> bytes:
    """Return the passphrase for new keys, from `file` or the person at the terminal.

    Raises:
        CeremonyError: it is too short.
    """
    if file is not None:
        found = read(file)
    else:
        found = typer.prompt(
            "Passphrase for the new keys", hide_input=True, confirmation_prompt=True, err=True
        )
    if len(found) < _SHORTEST:
        raise CeremonyError(f"a passphrase has {_SHORTEST} characters at least")
    return found.encode()


def ring_of(folders: list[Path] | None, passphrase_file: Path | None) -> KeyRing:
    """Return the keys that the options name; evaluation keys when they name none."""
    first, *more = folders or [Settings().keys_folder]
    return KeyRing(first, *more, ask=asking(passphrase_file))
