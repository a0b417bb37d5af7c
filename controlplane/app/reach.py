"""What a control plane may not reach: the keys that make models trusted.

Whoever takes this machine over must not be able to sign a bundle with what lies on it. Keys that
`flotilla up` made itself, to try things out, are marked as such; every page says so.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from controlplane.app.errors import OfflineKeyError
from controlplane.settings import Settings

_BEGINNING_BYTES: Final = 4096
_PRIVATE: Final = b"PRIVATE KEY-----"
_MODULE: Final = b'"uri"'
_NAMES: Final = ("root-", "release", "line-", "image-online", "usb-director", "publisher")


def check(settings: Settings) -> None:
    """Make sure that no offline key lies within the data folder.

    Raises:
        OfflineKeyError: one does.
    """
    found = sorted(_offline_keys(settings))
    if found:
        raise OfflineKeyError(
            f"{found[0]} is a signing key, and it lies where this control plane reads; move it to"
            " where you sign (`--keys` of `flotilla publish`), away from this machine, and start"
            " again. A server that holds such a key lets whoever takes it over sign models. Keys to"
            f" try things out may stay: create the file {settings.evaluation_marker} to say so"
        )


def _offline_keys(settings: Settings) -> Iterator[Path]:
    online = {settings.director_key, settings.director_key.with_name("director.key.next")}
    others = {
        settings.ca_folder,
        settings.broker_folder,
        settings.blobs_folder,
        settings.work_folder,
        settings.image_repository,
        settings.director_repository,
        settings.usb_repository,
    }
    if settings.evaluation_marker.is_file():
        others.add(settings.keys_folder)
    for folder, folders, files in os.walk(settings.data):
        place = Path(folder)
        folders[:] = [name for name in folders if place / name not in others]
        for name in files:
            if place / name not in online and _is_key(place / name):
                yield place / name


def _is_key(file: Path) -> bool:
    try:
        with file.open("rb") as handle:
            beginning = handle.read(_BEGINNING_BYTES)
    except OSError:
        return False  # what cannot be read cannot be misused from here
    if _PRIVATE in beginning:
        return True
    return file.suffix == ".json" and file.name.startswith(_NAMES) and _MODULE in beginning
