"""A stick for tests: real keys and repositories, laid out as an export lays them out."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from controlplane.publisher import usb
from controlplane.publisher.usb import UsbAssignment
from shared.ids import DeploymentId
from shared.trust import RootVersions
from tests.support.repository import DEVICE, Published, Publisher

MAIN = f"devices/{DEVICE}/main"


def make_stick(
    publisher: Publisher,
    folder: Path,
    assigned: Mapping[str, Published],
    *,
    deployment: str = "stick-1",
    life: timedelta = timedelta(days=90),
    min_root: RootVersions | None = None,
) -> Path:
    """Sign what the stick assigns, by target path, and write it all to a fresh folder."""
    usb.assign(
        publisher.ring,
        publisher.usb_folder,
        [
            UsbAssignment(
                target=target,
                bundle_path=published.path,
                digest=published.digest,
                length=len(published.assembled.manifest),
                deployment=DeploymentId(f"{deployment}-{number}"),
            )
            for number, (target, published) in enumerate(sorted(assigned.items()))
        ],
        publisher.now,
        life=life,
        min_root=min_root or RootVersions(),
    )
    copy_stick(publisher, folder)
    return folder


def copy_stick(publisher: Publisher, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(publisher.usb_folder / "metadata", folder / "usb" / "metadata")
    shutil.copytree(publisher.image_folder / "metadata", folder / "image" / "metadata")
    shutil.copytree(publisher.image_folder / "targets", folder / "image" / "targets")
    shutil.copytree(publisher.blobs, folder / "blobs" / "sha256")
