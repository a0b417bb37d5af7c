"""What a new device is given to trust: the fleet's CA and the first root of every repository."""

from pathlib import Path

from controlplane.devices.errors import AuthorityError
from shared.wire.enrol import Anchors

FIRST_ROOT = "1.root.json"


def read(*, fleet: str, ca_folder: Path, image: Path, director: Path, usb: Path) -> Anchors:
    """Read the anchors; the repositories are given by their folders.

    A fleet whose ceremony made no repository of sticks has none.

    Raises:
        AuthorityError: some of it is missing.
    """
    usb_root = usb / "metadata" / FIRST_ROOT
    try:
        return Anchors(
            fleet=fleet,
            ca_pem=(ca_folder / "ca.pem").read_text(),
            image_root=(image / "metadata" / FIRST_ROOT).read_text(),
            director_root=(director / "metadata" / FIRST_ROOT).read_text(),
            usb_root=usb_root.read_text() if usb_root.exists() else "",
        )
    except OSError as error:
        raise AuthorityError(
            f"the roots of trust are not complete ({error}); `flotilla up` makes them"
        ) from error
