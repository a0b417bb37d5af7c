"""The pinned first roots of the repositories: written once at enrollment, never by a refresh."""

import os
from pathlib import Path

from shared.wire.enrol import Anchors

IMAGE_ROOT = "image.1.root.json"
DIRECTOR_ROOT = "director.1.root.json"
USB_ROOT = "usb.1.root.json"


def write(folder: Path, anchors: Anchors) -> None:
    """Pin the roots that the enrollment token vouched for."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / IMAGE_ROOT, anchors.image_root)
    _write(folder / DIRECTOR_ROOT, anchors.director_root)
    if anchors.usb_root:
        _write(folder / USB_ROOT, anchors.usb_root)


def add_usb(folder: Path, anchors: Anchors) -> None:
    """Pin the root of sticks on a device whose fleet had none before; one that is pinned stays."""
    if anchors.usb_root and not (folder / USB_ROOT).exists():
        _write(folder / USB_ROOT, anchors.usb_root)


def _write(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
